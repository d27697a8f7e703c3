/**
 * Makes the answers of tools to a language model: metadata of certificates, as plain values. No PEM, no key, no token;
 * texts of strangers short and with nothing hidden in them. In English: no person reads it as it is.
 */
import type { CertificateType } from '../../core/model';
import { english } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { CertificateEntry } from '../inventory/certificateEntry';
import { toLabelText } from '../inventory/certificateEntry';
import type { CertificateState, Clock } from '../inventory/stateCounts';
import { toCertificateState } from '../inventory/stateCounts';
import type { HostAnswer, HostTable } from './hostCheck';
import { candidatesOf, checkHost, toHostTable } from './hostCheck';
import { hostAnswerText } from './hostCheckText';

/** A certificate of a gateway, as a language model gets it. */
interface CertificateFacts {
  readonly id: string;
  readonly connection: string;
  readonly names: readonly string[];
  readonly moreNames?: number;
  readonly type: CertificateType | 'unknown';
  readonly state: CertificateState;
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly issuer?: string;
  readonly subject?: string;
  readonly key?: string;
  readonly labels?: readonly string[];
  /** The gateway ignores the object. */
  readonly isIgnored?: true;
  /** A reference to a secret store: the dates and the issuer of its certificate are not known here. */
  readonly isSecretReference?: true;
}

/** Most certificates, and most names of each, in an answer. */
const most = { certificates: 100, names: 20, labels: 20 };

function toFacts(entry: CertificateEntry, clock: Clock): CertificateFacts {
  const { stored, connection, names, validity, issuerName, commonName, keyName } = entry;
  const short = (text: string) => toShortText(text, 253);
  return {
    id: short(stored.id),
    connection: short(connection.name),
    names: names.slice(0, most.names).map(short),
    ...(names.length > most.names ? { moreNames: names.length - most.names } : {}),
    type: entry.type ?? 'unknown',
    state: toCertificateState(entry, clock),
    ...(validity && { notBefore: toDateText(validity.notBefore), notAfter: toDateText(validity.notAfter) }),
    ...(issuerName === undefined ? {} : { issuer: short(issuerName) }),
    ...(commonName === undefined ? {} : { subject: short(commonName) }),
    ...(keyName === undefined ? {} : { key: short(keyName) }),
    ...(stored.labels.length === 0 ? {} : { labels: stored.labels.slice(0, most.labels).map(toLabelText).map(short) }),
    ...(stored.ignored ? { isIgnored: true } : {}),
    ...(entry.content === 'secretReference' ? { isSecretReference: true } : {}),
  };
}

/** Writes a time. Dates of strangers may be beyond what a calendar has. */
export const toDateText = (time: number): string =>
  Math.abs(time) <= 8.64e15 ? new Date(time).toISOString() : 'beyond the calendar';

export interface ListAnswer {
  readonly count: number;
  readonly certificates: readonly CertificateFacts[];
  readonly omitted?: number;
}

const toList = (entries: readonly CertificateEntry[], clock: Clock): ListAnswer => ({
  count: entries.length,
  certificates: entries.slice(0, most.certificates).map((entry) => toFacts(entry, clock)),
  ...(entries.length > most.certificates ? { omitted: entries.length - most.certificates } : {}),
});

/** @param search letters that a name, id, issuer, label or the like has to hold; empty: all */
export function listAnswer(entries: readonly CertificateEntry[], search: string, clock: Clock): ListAnswer {
  const wanted = search.trim().toLowerCase();
  return toList(wanted === '' ? entries : entries.filter(({ searchText }) => searchText.includes(wanted)), clock);
}

export interface ExpiryAnswer extends ListAnswer {
  /** The number of those that may expire as well, said where there are any. */
  readonly datesUnknown?: number;
}

/** Lists those that have expired, or will have by `by`, soonest first. Disabled ones count: they may be enabled. */
export function expiryAnswer(entries: readonly CertificateEntry[], by: number, clock: Clock): ExpiryAnswer {
  const end = ({ validity }: CertificateEntry) => validity?.notAfter ?? Infinity;
  const datesUnknown = entries.filter(({ validity }) => !validity).length;
  const expiring = entries.filter((entry) => end(entry) <= by).sort((one, other) => end(one) - end(other));
  return { ...toList(expiring, clock), ...(datesUnknown > 0 ? { datesUnknown } : {}) };
}

export interface HostToolAnswer {
  readonly connection: string;
  /** The answer and its reason, in words. */
  readonly answer: string;
  readonly warnings: readonly string[];
  readonly notServed: readonly string[];
  readonly served?: CertificateFacts;
  /** Instead of {@link served}: what the gateway takes is a secret reference. */
  readonly servedOnceResolved?: CertificateFacts;
  /** Instead of {@link served}: which of these is, depends on the node. */
  readonly candidates?: readonly CertificateFacts[];
}

/** @param entries of one connection, all it has */
export function hostAnswer(
  {
    name,
    dialect,
    entries,
  }: { readonly name: string; readonly entries: readonly CertificateEntry[] } & Pick<
    CertificateEntry['connection'],
    'dialect'
  >,
  host: string,
  clock: Clock,
): HostToolAnswer {
  const table = toHostTable(entries, dialect);
  const answer = checkHost(table, host, clock);
  const { sentence, warnings, rejections } = hostAnswerText(answer, table, english);
  return {
    connection: toShortText(name, 253),
    answer: sentence,
    warnings,
    notServed: rejections.slice(0, most.names),
    ...servedFacts(answer, table, clock),
  };
}

function servedFacts(
  answer: HostAnswer,
  table: HostTable,
  clock: Clock,
): Pick<HostToolAnswer, 'served' | 'servedOnceResolved' | 'candidates'> {
  const { explanation, served } = answer;
  if (explanation.answer.kind === 'ambiguous')
    return { candidates: candidatesOf(answer, table).map((entry) => toFacts(entry, clock)) };
  if (!served) return {};
  const facts = toFacts(served, clock);
  return facts.isSecretReference ? { servedOnceResolved: facts } : { served: facts };
}
