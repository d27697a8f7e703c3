/** Lists names, and the objects that use a certificate, in a sentence: the first few, and how many more. */
import type { Referrer } from '../../gateway/gateway';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
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
