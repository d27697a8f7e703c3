import { toCover } from '../../core/hosts/hostMatching';
import type { SniAnswer } from '../../core/hosts/sni';
import { idsOf } from '../../core/hosts/sni';
import type { Certificate } from '../../core/model';
import { onceFor } from '../../shared/onceFor';
import type { CertificateEntry } from '../inventory/certificateEntry';
import type { CertificateReference } from '../inventory/ownNames';
import { isNamed, toNameTest, toReference } from '../inventory/ownNames';
import type { Clock } from '../inventory/stateCounts';

export type HostOutcome =
  /**
   * No certificate is served any more: handshakes fail. `blockedBy` win by name and are refused, so that nothing is
   * tried after them.
   */
  | { readonly kind: 'lost'; readonly blockedBy: readonly CertificateReference[]; readonly more?: number }
  | { readonly kind: 'moves'; readonly to: CertificateReference }
  /** One of several, or none: it depends on the node. */
  | {
      readonly kind: 'unclear';
      readonly candidates: readonly CertificateReference[];
      /** The number of objects besides the candidates. */
      readonly more?: number;
      readonly mayFail: boolean;
    }
  /** The new certificate is served and does not name the host, which the old one did: clients refuse it. */
  | { readonly kind: 'unnamed' }
  /** Served with this certificate from now on. `from` was served before, where it is known. */
  | { readonly kind: 'gained'; readonly from: CertificateReference | undefined }
  /** Served with this certificate, before and after. */
  | { readonly kind: 'kept' }
  /** The certificate is not served for it, before or after. */
  | { readonly kind: 'untouched' };

/** Certificates of one outcome that are put into words at most. */
const maxNamed = 20;

/** Lists of this length are looked through each time; what is found of longer ones, which many hosts share, is kept. */
const shortList = 8;

export function toIsAmong(id: string): (ids: readonly string[]) => boolean {
  const isAmongMany = onceFor((ids: readonly string[]) => ids.includes(id));
  return (ids) => (ids.length <= shortList ? ids.includes(id) : isAmongMany(ids));
}

function toIsSame(): (one: readonly string[], other: readonly string[]) => boolean {
  const joined = onceFor((ids: readonly string[]) => ids.join());
  return (one, other) =>
    one === other ||
    (one.length === other.length &&
      (one.length <= shortList ? one.every((id, index) => id === other[index]) : joined(one) === joined(other)));
}

export const winnerName = (
  answer: SniAnswer | undefined,
  isAmong: (ids: readonly string[]) => boolean,
): string | undefined => (answer && 'name' in answer && isAmong(idsOf(answer)) ? answer.name : undefined);

interface Tables {
  readonly entry: CertificateEntry;
  readonly before: ReadonlyMap<string, SniAnswer>;
  readonly after: ReadonlyMap<string, SniAnswer>;
  readonly byId: ReadonlyMap<string, CertificateEntry>;
  readonly clock: Clock;
  readonly leaf: Certificate | undefined;
}

export function outcomeOf({ entry, before, after, byId, clock, leaf }: Tables): (host: string) => HostOutcome {
  const isCovered = leaf?.sans && toCover(leaf.sans);
  // Many hosts may be served by one of many: what is found of these is found once.
  const isSameList = toIsSame();
  const isAmong = toIsAmong(entry.stored.id);
  const namedBy = onceFor(toNameTest);
  const isNamedOnIt = toNameTest(entry);
  return (host) => {
    const { id } = entry.stored;
    const [was, is] = [settled(before.get(host)), settled(after.get(host))];
    const references = (ids: readonly string[]) =>
      ids
        .slice(0, maxNamed)
        .flatMap((each) => byId.get(each) ?? [])
        .map((each) => toReference(each, ids.length === 1 ? isNamed(each, host) : namedBy(each)(host), clock));
    const more = (ids: readonly string[]) => (ids.length > maxNamed ? { more: ids.length - maxNamed } : {});
    const isSame = was.kind === is.kind && isSameList(idsOf(was), idsOf(is)) && mayFail(was) === mayFail(is);
    switch (is.kind) {
      case 'served': {
        if (is.id === id) {
          const isUnnamed = isCovered !== undefined && !isCovered(host);
          if (isUnnamed && (!isSame || isNamedOnIt(host) !== false)) return { kind: 'unnamed' };
          return isSame
            ? { kind: 'kept' }
            : { kind: 'gained', from: was.kind === 'served' ? references([was.id])[0] : undefined };
        }
        const [to] = references([is.id]);
        return isSame || !to ? { kind: 'untouched' } : { kind: 'moves', to };
      }
      case 'ambiguous':
        return isSame && !isAmong(is.ids)
          ? { kind: 'untouched' }
          : { kind: 'unclear', candidates: references(is.ids), ...more(is.ids), mayFail: is.mayFail };
      case 'refused':
      case 'none':
      case 'noServerName':
        // It failed before as well.
        return was.kind === 'served' || was.kind === 'ambiguous'
          ? is.kind === 'refused'
            ? { kind: 'lost', blockedBy: references(is.ids), ...more(is.ids) }
            : { kind: 'lost', blockedBy: [] }
          : { kind: 'untouched' };
    }
  };
}

/**
 * Settles what only the version decides: a lone `*` is served since APISIX 3.15, and which version each node runs is
 * not known here.
 */
const settled = (answer: SniAnswer = { kind: 'none' }): SniAnswer =>
  answer.kind === 'served' && answer.needsCatchAll
    ? { kind: 'ambiguous', ids: [answer.id], name: answer.name, likely: answer.id, mayFail: true }
    : answer;

const mayFail = (answer: SniAnswer): boolean => answer.kind === 'ambiguous' && answer.mayFail;
