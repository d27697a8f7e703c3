import { toHost } from '../../core/hosts/hostText';
import { servedFor } from '../../core/hosts/sni';
import type { CertificateType } from '../../core/model';
import type { CertificateEntry } from './certificateEntry';
import type { CertificateState, Clock } from './certificateState';
import { certificateStates, toCertificateState } from './certificateState';
import { toLabelText } from './labelText';
import { toServingTable } from './serving';

export const groupings = ['none', 'state', 'type', 'issuer', 'label'] as const;
export type Grouping = (typeof groupings)[number];

export const sortings = ['expiry', 'name'] as const;
export type Sorting = (typeof sortings)[number];

/** The grouping, sorting and filter of a list. */
export interface Arrangement {
  readonly grouping: Grouping;
  readonly sorting: Sorting;
  /** Words that all must be found; empty for everything. */
  readonly filter: string;
}

/** The value that a group's members share. `value` undefined: no label, no known issuer, no known type. */
export type GroupKey =
  | { readonly by: 'state'; readonly value: CertificateState }
  | { readonly by: 'type'; readonly value: CertificateType | undefined }
  | { readonly by: 'issuer' | 'label'; readonly value: string | undefined };

export interface Group {
  readonly key: GroupKey;
  readonly entries: readonly CertificateEntry[];
}

export interface Arranged {
  /** The certificates that pass the filter, sorted. */
  readonly entries: readonly CertificateEntry[];
  /** Undefined where nothing is grouped. A certificate with several labels stands under each. */
  readonly groups: readonly Group[] | undefined;
}

/** The words a filter may name a state or a type by, in the user's language. */
export interface FilterWords {
  readonly state: (state: CertificateState) => string;
  readonly type: (type: CertificateType | undefined) => string;
}

export function arrange(
  entries: readonly CertificateEntry[],
  how: { readonly arrangement: Arrangement; readonly clock: Clock; readonly words: FilterWords },
): Arranged {
  const { arrangement, clock, words } = how;
  const sorted = sortEntries(filterEntries(entries, { filter: arrangement.filter, clock, words }), arrangement.sorting);
  return {
    entries: sorted,
    groups: arrangement.grouping === 'none' ? undefined : groupEntries(sorted, arrangement.grouping, clock),
  };
}

function filterEntries(
  entries: readonly CertificateEntry[],
  how: { readonly filter: string; readonly clock: Clock; readonly words: FilterWords },
): readonly CertificateEntry[] {
  const wanted = how.filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return entries;
  // Serial numbers are copied with colons from browsers and OpenSSL; gateways and we keep them without.
  const spellings = wanted.map((word) =>
    /^[0-9a-f]{2}(:[0-9a-f]{2})+$/.test(word) ? [word, word.replaceAll(':', '')] : [word],
  );
  const servedBy = wanted.map((word) => servedIds(entries, word));
  return entries.filter((entry) => {
    const states =
      `${how.words.state(toCertificateState(entry, how.clock))}\n${how.words.type(entry.type)}`.toLowerCase();
    return spellings.every(
      (words, index) =>
        servedBy[index]?.has(entry.stored.id) ||
        words.some((word) => entry.searchText.includes(word) || states.includes(word)),
    );
  });
}

/** The certificates that are, or may be, served for the host that a word is: a wildcard does not have its letters. */
function servedIds(entries: readonly CertificateEntry[], word: string): ReadonlySet<string> {
  const [first] = entries;
  if (!first || !word.includes('.') || toHost(word)?.kind !== 'dns') return new Set();
  const answer = servedFor(toServingTable(entries, first.connection.dialect), word);
  return new Set(answer.kind === 'served' ? [answer.id] : answer.kind === 'ambiguous' ? answer.ids : []);
}

function sortEntries(entries: readonly CertificateEntry[], sorting: Sorting): readonly CertificateEntry[] {
  const { compare } = new Intl.Collator('en', { numeric: true });
  // `*.example.com` belongs beside `example.com`, behind it.
  const keyed = entries.map((entry) => ({
    entry,
    name: entry.title.replace(/^\*\./, ''),
    isWildcard: entry.title.startsWith('*.'),
  }));
  type Keyed = (typeof keyed)[number];
  const byName = (one: Keyed, other: Keyed): number =>
    compare(one.name, other.name) ||
    Number(one.isWildcard) - Number(other.isWildcard) ||
    compare(one.entry.stored.id, other.entry.stored.id);
  const end = ({ entry }: Keyed): number => entry.validity?.notAfter ?? Number.MAX_VALUE;
  const byExpiry = (one: Keyed, other: Keyed): number => end(one) - end(other) || byName(one, other);
  return keyed.sort(sorting === 'name' ? byName : byExpiry).map(({ entry }) => entry);
}

function groupEntries(
  entries: readonly CertificateEntry[],
  by: Exclude<Grouping, 'none'>,
  clock: Clock,
): readonly Group[] {
  const groups = new Map<string | undefined, { key: GroupKey; entries: CertificateEntry[] }>();
  for (const entry of entries) {
    for (const key of keysOf(entry, by, clock)) {
      const group = groups.get(key.value);
      if (group) group.entries.push(entry);
      else groups.set(key.value, { key, entries: [entry] });
    }
  }
  const { compare } = new Intl.Collator('en', { numeric: true });
  return [...groups.values()].sort(
    (one, other) => rank(one.key) - rank(other.key) || compare(one.key.value ?? '', other.key.value ?? ''),
  );
}

function keysOf(entry: CertificateEntry, by: Exclude<Grouping, 'none'>, clock: Clock): readonly GroupKey[] {
  switch (by) {
    case 'state':
      return [{ by, value: toCertificateState(entry, clock) }];
    case 'type':
      return [{ by, value: entry.type }];
    case 'issuer':
      return [{ by, value: entry.issuerName }];
    case 'label': {
      const labels = [...new Set(entry.stored.labels.map(toLabelText))];
      return labels.length === 0 ? [{ by, value: undefined }] : labels.map((value) => ({ by, value }));
    }
  }
}

/** States by urgency, server before client, the rest by name; what is not known comes last. */
function rank(key: GroupKey): number {
  if (key.value === undefined) return 1_000;
  switch (key.by) {
    case 'state':
      return certificateStates.indexOf(key.value);
    case 'type':
      return key.value === 'server' ? 0 : 1;
    case 'issuer':
    case 'label':
      return 0;
  }
}
