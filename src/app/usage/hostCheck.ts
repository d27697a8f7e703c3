/**
 * Answers which certificate of a gateway is served for a host, why, and what a client would say of it. Pure; no
 * request.
 */
import { orderChain } from '../../core/chain/chain';
import type { PathReason } from '../../core/chain/verdict';
import { judgeChain } from '../../core/chain/verdict';
import { toHostPattern } from '../../core/hosts/hostText';
import type { SniTable } from '../../core/hosts/sni';
import type { SniExplanation } from '../../core/hosts/sniReasons';
import { explainSni } from '../../core/hosts/sniReasons';
import type { Certificate } from '../../core/model';
import { isSelfIssued } from '../../core/x509/certificateName';
import { expiryState } from '../../core/x509/expiry';
import type { DialectId } from '../../gateway/gateway';
import type { CertificateEntry, FullEntry } from '../inventory/certificateEntry';
import { isFullEntry } from '../inventory/certificateEntry';
import { isNamed } from '../inventory/ownNames';
import { toServingTable } from '../inventory/serving';
import type { Clock } from '../inventory/stateCounts';

type HostWarningKind =
  /** Gateways look at no date: it is served all the same. */
  | 'expired'
  | 'notYetValid'
  | 'expiring'
  | 'nameMismatch'
  /** The verdict of a client on the chain. */
  | 'leafAlone'
  | 'selfSigned'
  | 'chainOutOfOrder'
  | 'issuerMayNotSign'
  | 'issuerExpired'
  /** Several objects have the name. */
  | 'ambiguous'
  /** The node decides if anything is served. */
  | 'mayFail'
  /** Clients refuse it for another reason, which is said. */
  | 'clientRefuses'
  /** A lone `*`, and the version is not known. */
  | 'needsVersion'
  /** A dot at the end of a name, and the version is not known. */
  | 'dotNeedsVersion'
  /** Served by accident: see `longerName`. */
  | 'longerName'
  /** An object that would be served is ignored by the data plane. */
  | 'ignored'
  /** A secret reference is served; where it does not resolve, the handshake fails. */
  | 'secretReference'
  | 'unreadable';

export interface HostWarning {
  readonly kind: HostWarningKind;
  readonly id: string;
  /** The reason of `clientRefuses`. */
  readonly reason?: PathReason;
}

export interface HostAnswer {
  /** The host as the person asked for it. */
  readonly host: string;
  readonly isHost: boolean;
  readonly explanation: SniExplanation;
  /**
   * The certificate that is served; of several, the one that a restarted node takes. Undefined where none is, or where
   * nobody can say which.
   */
  readonly served: CertificateEntry | undefined;
  readonly warnings: readonly HostWarning[];
}

/** One list of certificates, to ask for many hosts. */
export interface HostTable {
  readonly sni: SniTable;
  readonly entries: Pick<ReadonlyMap<string, CertificateEntry>, 'get'>;
}

export const toHostTable = (entries: readonly CertificateEntry[], dialect: DialectId): HostTable => ({
  sni: toServingTable(entries, dialect),
  entries: new Map(entries.map((entry) => [entry.stored.id, entry])),
});

const nothing: SniExplanation = { answer: { kind: 'none' }, rule: 'noName', rejections: [] };

/** Candidates of which a client's view is given where several may be served. */
const maxCandidates = 5;

/** Returns what is served, or those of which one is: the first few. */
export function candidatesOf(
  { explanation: { answer } }: Pick<HostAnswer, 'explanation'>,
  { entries }: Pick<HostTable, 'entries'>,
): readonly CertificateEntry[] {
  const ids = answer.kind === 'served' ? [answer.id] : answer.kind === 'ambiguous' ? answer.ids : [];
  return ids.slice(0, maxCandidates).flatMap((id) => entries.get(id) ?? []);
}

export function checkHost(table: HostTable, host: string, clock: Clock): HostAnswer {
  const isHost = toHostPattern(host) !== undefined;
  // What is no host is no server name either, whatever a lone * would take.
  const explanation = isHost ? explainSni(table.sni, host) : nothing;
  const { answer, rule, rejections } = explanation;
  const [id] =
    answer.kind === 'served' ? [answer.id] : answer.kind === 'ambiguous' && answer.likely ? [answer.likely] : [];
  const ids = answer.kind === 'ambiguous' ? answer.ids.slice(0, maxCandidates) : id === undefined ? [] : [id];
  const about = id ?? ids[0] ?? '';
  const warnings: HostWarning[] = [
    ...(answer.kind === 'ambiguous' ? [{ kind: answer.mayFail ? 'mayFail' : 'ambiguous', id: about } as const] : []),
    ...(answer.kind === 'served' && answer.needsCatchAll ? [{ kind: 'needsVersion', id: about } as const] : []),
    ...(ids.length > 0 && needsDotRule(table, host, ids) ? [{ kind: 'dotNeedsVersion', id: about } as const] : []),
    ...(rule === 'longerName' ? [{ kind: 'longerName', id: about } as const] : []),
    ...ids.flatMap((each) => {
      const entry = table.entries.get(each);
      return entry ? clientWarnings(entry, host, clock).map((warning): HostWarning => ({ ...warning, id: each })) : [];
    }),
    ...rejections.flatMap(({ id: each, reason }) => (reason === 'ignored' ? [{ kind: reason, id: each }] : [])),
  ];
  return {
    host,
    isHost,
    explanation,
    served: id === undefined ? undefined : table.entries.get(id),
    warnings,
  };
}

/**
 * Returns whether the answer depends on the version: before 3.10 APISIX compares a dot at the end like any other
 * character.
 */
function needsDotRule({ sni: { rules }, entries }: HostTable, host: string, ids: readonly string[]): boolean {
  if (rules.dialect !== 'apisix' || rules.version !== undefined) return false;
  const isDotted = (name: string): boolean => name.endsWith('.');
  return isDotted(host) || ids.some((id) => entries.get(id)?.stored.names.some(isDotted));
}

type ClientWarning = Omit<HostWarning, 'id'>;

/** Finds what a client would say of the certificate when it asks for the host. */
function clientWarnings(entry: CertificateEntry | FullEntry, host: string, clock: Clock): readonly ClientWarning[] {
  const { content, validity } = entry;
  const state = validity && expiryState(validity, clock.now, clock.warningDays);
  const kinds: readonly HostWarningKind[] = [
    ...(content === 'secretReference' || content === 'unreadable' ? [content] : []),
    ...(state === undefined || state === 'valid' ? [] : [state]),
    ...(isNamed(entry, host) === false ? (['nameMismatch'] as const) : []),
  ];
  return [...kinds.map((kind) => ({ kind })), ...(isFullEntry(entry) ? chainWarnings(entry.chain, clock.now) : [])];
}

/** Reasons of a verdict that have a warning of their own. */
const saidElsewhere: ReadonlySet<PathReason['code']> = new Set([
  'expired',
  'notCa',
  'noKeyCertSign',
  'pathTooLong',
  'hostMismatch',
]);

/** Returns what a client would object to in the chain, as `core/chain/verdict` judges it. */
function chainWarnings(chain: readonly Certificate[], now: number): readonly ClientWarning[] {
  const [leaf] = chain;
  if (!leaf) return [];
  const { ordered, isInOrder, faults, strangers } = orderChain(chain, { now });
  if (ordered[0] !== leaf || strangers.includes(leaf)) return [{ kind: 'chainOutOfOrder' }];
  const verdict = judgeChain({ leaf, pool: chain, now, purpose: 'server' });
  const isSaid = ({ code, certificate }: PathReason): boolean =>
    saidElsewhere.has(code) || (code === 'notYetValid' && certificate === leaf);
  const reasons = verdict.kind === 'refused' ? verdict.reasons.filter((reason) => !isSaid(reason)) : [];
  return [
    ...(chain.length === 1 ? [{ kind: isSelfIssued(leaf) ? ('selfSigned' as const) : ('leafAlone' as const) }] : []),
    ...(isInOrder ? [] : [{ kind: 'chainOutOfOrder' } as const]),
    ...(faults.length > 0 ? [{ kind: 'issuerMayNotSign' } as const] : []),
    ...(ordered.slice(1).some(({ validity }) => expiryState(validity, now, 0) === 'expired')
      ? [{ kind: 'issuerExpired' } as const]
      : []),
    ...reasons.map((reason) => ({ kind: 'clientRefuses', reason }) as const),
  ];
}
