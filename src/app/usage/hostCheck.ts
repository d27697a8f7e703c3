/** Answers which certificate of a gateway is served for a host, why, and what a client would say of it. Pure; no request. */
import { orderChain } from '../../core/chain/chain';
import { toHostPattern } from '../../core/hosts/hostText';
import type { SniTable } from '../../core/hosts/sni';
import type { SniExplanation } from '../../core/hosts/sniReasons';
import { explainSni } from '../../core/hosts/sniReasons';
import type { Certificate } from '../../core/model';
import { isSelfIssued } from '../../core/x509/certificateName';
import { expiryState } from '../../core/x509/expiry';
import type { DialectId } from '../../gateway/gateway';
import { isSecretReference } from '../../gateway/gateway';
import type { CertificateEntry } from '../inventory/certificateEntry';
import type { Clock } from '../inventory/certificateState';
import { isNamed, toServingTable } from '../inventory/serving';

type HostWarningKind =
  /** Gateways look at no date: it is served all the same. */
  | 'expired'
  | 'notYetValid'
  | 'expiring'
  | 'nameMismatch'
  /** What a client says of the chain. */
  | 'leafAlone'
  | 'selfSigned'
  | 'chainOutOfOrder'
  | 'issuerMayNotSign'
  | 'issuerExpired'
  /** Several objects have the name. */
  | 'ambiguous'
  /** It depends on the node whether anything is served. */
  | 'mayFail'
  /** A lone `*`, and the version is not known. */
  | 'needsVersion'
  /** Served by accident: see `longerName`. */
  | 'longerName'
  /** An object that would be served is ignored by the data plane. */
  | 'ignored'
  /** What is served is a secret reference; where it does not resolve, the handshake fails. */
  | 'secretReference'
  | 'unreadable';

export interface HostWarning {
  readonly kind: HostWarningKind;
  /** The object that it is about. */
  readonly id: string;
}

export interface HostAnswer {
  /** As it was asked for. */
  readonly host: string;
  readonly isHost: boolean;
  readonly explanation: SniExplanation;
  /** What is served; of several, what a restarted node takes. Undefined where nothing is, or nobody can say which. */
  readonly served: CertificateEntry | undefined;
  readonly warnings: readonly HostWarning[];
}

/** One list of certificates, to ask for many hosts. */
export interface HostTable {
  readonly sni: SniTable;
  readonly entries: ReadonlyMap<string, CertificateEntry>;
}

export const toHostTable = (entries: readonly CertificateEntry[], dialect: DialectId): HostTable => ({
  sni: toServingTable(entries, dialect),
  entries: new Map(entries.map((entry) => [entry.stored.id, entry])),
});

/** Candidates of which a client's view is given where several may be served. */
const maxCandidates = 5;

export function checkHost(table: HostTable, host: string, clock: Clock): HostAnswer {
  const explanation = explainSni(table.sni, host);
  const { answer, rule, rejections } = explanation;
  const [id] =
    answer.kind === 'served' ? [answer.id] : answer.kind === 'ambiguous' && answer.likely ? [answer.likely] : [];
  const ids = answer.kind === 'ambiguous' ? answer.ids.slice(0, maxCandidates) : id === undefined ? [] : [id];
  const about = id ?? ids[0] ?? '';
  const warnings: HostWarning[] = [
    ...(answer.kind === 'ambiguous' ? [{ kind: answer.mayFail ? 'mayFail' : 'ambiguous', id: about } as const] : []),
    ...(answer.kind === 'served' && answer.needsCatchAll ? [{ kind: 'needsVersion', id: about } as const] : []),
    ...(rule === 'longerName' ? [{ kind: 'longerName', id: about } as const] : []),
    ...ids.flatMap((each) => {
      const entry = table.entries.get(each);
      return entry ? clientWarnings(entry, host, clock).map((kind): HostWarning => ({ kind, id: each })) : [];
    }),
    ...rejections.flatMap(({ id: each, reason }) => (reason === 'ignored' ? [{ kind: reason, id: each }] : [])),
  ];
  return {
    host,
    isHost: toHostPattern(host) !== undefined,
    explanation,
    served: id === undefined ? undefined : table.entries.get(id),
    warnings,
  };
}

/** What a client would say of the certificate when it asks for the host. */
function clientWarnings(entry: CertificateEntry, host: string, clock: Clock): readonly HostWarningKind[] {
  const { stored, validity, chain } = entry;
  const state = validity && expiryState(validity, clock.now, clock.warningDays);
  return [
    ...(stored.certificatePem !== undefined && isSecretReference(stored.certificatePem)
      ? (['secretReference'] as const)
      : stored.certificatePem !== undefined && chain.length === 0
        ? (['unreadable'] as const)
        : []),
    ...(state === undefined || state === 'valid' ? [] : [state]),
    ...(isNamed(entry, host) === false || (chain[0] && !chain[0].sans) ? (['nameMismatch'] as const) : []),
    ...chainWarnings(chain, clock.now),
  ];
}

/** The one place that judges a chain here. */
function chainWarnings(chain: readonly Certificate[], now: number): readonly HostWarningKind[] {
  const [leaf] = chain;
  if (!leaf) return [];
  const { ordered, isInOrder, faults, strangers } = orderChain(chain);
  if (ordered[0] !== leaf || strangers.includes(leaf)) return ['chainOutOfOrder'];
  return [
    ...(chain.length === 1 ? [isSelfIssued(leaf) ? ('selfSigned' as const) : ('leafAlone' as const)] : []),
    ...(isInOrder ? [] : (['chainOutOfOrder'] as const)),
    ...(faults.length > 0 ? (['issuerMayNotSign'] as const) : []),
    ...(ordered.slice(1).some(({ validity }) => expiryState(validity, now, 0) === 'expired')
      ? (['issuerExpired'] as const)
      : []),
  ];
}
