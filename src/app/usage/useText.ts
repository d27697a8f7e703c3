import type { Referrer } from '../../gateway/gateway';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { CertificateEntry } from '../inventory/certificateEntry';
import type { CertificateUse } from './certificateUse';
import type { SomeOwners } from './usedHosts';

/** Names a sentence lists before it counts the rest. */
export const maxNames = 5;

/** Lists the first few, and how many more. Nothing in it hides. */
export const listed = (names: readonly string[], translate: Translate): string =>
  listedAs(names, (name) => name, { translate });

/** Does the same for owners: none but those shown is put into words. */
export const listedOwners = (owners: readonly Referrer[], translate: Translate): string =>
  listedSomeOwners({ shown: owners, more: 0 }, translate);

export const listedSomeOwners = ({ shown, more }: SomeOwners, translate: Translate): string =>
  listedAs(shown, (owner) => ownerText(owner, translate), { translate, more });

/** Does the same for anything that `textOf` puts into words. */
export function listedAs<T>(
  items: readonly T[],
  textOf: (item: T) => string,
  { translate, more = 0 }: { readonly translate: Translate; readonly more?: number },
): string {
  const shown = items
    .slice(0, maxNames)
    .map((item) => toShortText(textOf(item), 100))
    .join(', ');
  const count = Math.max(0, items.length - maxNames) + more;
  return count > 0 ? translate('{names} and {count} more', { names: shown, count }) : shown;
}

const ownerWords: Readonly<Record<Referrer['kind'], string>> = {
  application: 'application {name}',
  route: 'route {name}',
  service: 'service {name}',
  upstream: 'upstream {name}',
  streamRoute: 'stream route {name}',
};

/** Names an owner: `route checkout`; the id where it has no name. */
export const ownerText = ({ kind, id, name }: Referrer, translate: Translate): string =>
  translate(ownerWords[kind], { name: toShortText(name?.trim() ? name : id, 60) });

/**
 * Words a use: `used by 2 applications`, `used by at least 1 route, 1 service`, `not used by any route`; undefined
 * where nothing is certain.
 */
export function useText(
  use: CertificateUse,
  entry: Pick<CertificateEntry, 'connection' | 'type'>,
  translate: Translate,
): string | undefined {
  const used = usedText(use, entry, translate);
  if (use.copies.length === 0) return used;
  const copies = copiesText(use.copies, translate);
  return used === undefined ? copies : translate('{used}, {copies}', { used, copies });
}

function usedText(
  { owners, isAll, isUnused }: CertificateUse,
  entry: Pick<CertificateEntry, 'connection' | 'type'>,
  translate: Translate,
): string | undefined {
  if (isUnused) return translate(unusedWord(entry));
  if (owners.length === 0) return undefined;
  const what = countsText(owners, translate);
  return isAll ? translate('used by {what}', { what }) : translate('used by at least {what}', { what });
}

/** Words copies: `a copy in 1 upstream`. */
export const copiesText = (copies: readonly Referrer[], translate: Translate): string =>
  translate('a copy in {what}', { what: countsText(copies, translate) });

/** Counts owners by kind: `2 routes, 1 service`. */
const countsText = (owners: readonly Referrer[], translate: Translate): string =>
  kinds
    .map((kind) => [kind, owners.filter((owner) => owner.kind === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => (count === 1 ? translate(oneWords[kind]) : translate(manyWords[kind], { count })))
    .join(', ');

const kinds = [
  'application',
  'route',
  'service',
  'streamRoute',
  'upstream',
] as const satisfies readonly Referrer['kind'][];

const oneWords: Readonly<Record<Referrer['kind'], string>> = {
  application: '1 application',
  route: '1 route',
  service: '1 service',
  upstream: '1 upstream',
  streamRoute: '1 stream route',
};

const manyWords: Readonly<Record<Referrer['kind'], string>> = {
  application: '{count} applications',
  route: '{count} routes',
  service: '{count} services',
  upstream: '{count} upstreams',
  streamRoute: '{count} stream routes',
};

function unusedWord({ connection, type }: Pick<CertificateEntry, 'connection' | 'type'>): string {
  switch (connection.dialect) {
    case 'api7cloud':
      return 'not used by any application';
    case 'api7enterprise':
      return 'not used by any service';
    case 'apisix':
      return type === 'client' ? 'not used by any upstream' : 'not used by any route';
  }
}
