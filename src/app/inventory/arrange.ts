import { toHost } from '../../core/hosts/hostText';
import { servedFor } from '../../core/hosts/sni';
import type { CertificateType } from '../../core/model';
import type { Cooperative } from '../../shared/cooperative';
import { sortSteps } from '../../shared/sortSteps';
import type { CertificateEntry } from './certificateEntry';
import { toLabelText } from './certificateEntry';
import type { CertificateIndex } from './certificateIndex';
import type { Grouping, Sorting } from './order';
import { toSortKey } from './sortKey';
import type { CertificateState, Clock } from './stateCounts';
import { certificateStates, toCertificateState } from './stateCounts';

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
interface FilterWords {
  readonly state: (state: CertificateState) => string;
  readonly type: (type: CertificateType | undefined) => string;
}

export interface Arranging {
  readonly arrangement: Arrangement;
  readonly clock: Clock;
  readonly words: FilterWords;
}

/** Certificates that are looked at without a pause. */
const stepLength = 1_000;

const types: readonly (CertificateType | undefined)[] = ['server', 'client', undefined];

/** Filters and groups what the index has in order. What comes while it pauses may be missing. */
export function* arrangeSteps(certificates: CertificateIndex, how: Arranging): Cooperative<Arranged> {
  const { arrangement, clock } = how;
  const sorted = yield* certificates.orderedSteps(arrangement.sorting);
  const entries = yield* filterSteps(certificates, sorted, how);
  // Hosts have rows of their own, made of what is known of uses.
  if (arrangement.grouping === 'none' || arrangement.grouping === 'host') return { entries, groups: undefined };
  return { entries, groups: yield* groupSteps(entries, arrangement.grouping, clock) };
}

function* filterSteps(
  certificates: CertificateIndex,
  sorted: readonly CertificateEntry[],
  { arrangement, clock, words }: Arranging,
): Cooperative<readonly CertificateEntry[]> {
  const wanted = arrangement.filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return sorted;
  const tests: WordTest[] = [];
  for (const word of wanted) {
    // Serial numbers are copied with colons from browsers and OpenSSL; gateways and we keep them without.
    const bare = /^[0-9a-f]{2}(:[0-9a-f]{2})+$/.test(word) ? word.replaceAll(':', '') : undefined;
    const isIn = (text: string): boolean => text.includes(word) || (bare !== undefined && text.includes(bare));
    tests.push({
      ...{ word, bare, served: yield* servedIds(certificates, sorted, word) },
      states: new Set(certificateStates.filter((state) => isIn(words.state(state).toLowerCase()))),
      types: new Set(types.filter((type) => isIn(words.type(type).toLowerCase()))),
    });
  }
  const passing: CertificateEntry[] = [];
  let left = stepLength;
  for (const entry of sorted) {
    if (--left === 0) {
      yield;
      left = stepLength;
    }
    if (tests.every((test) => passes(entry, clock, test))) passing.push(entry);
  }
  return passing;
}

interface WordTest {
  readonly word: string;
  /** Another spelling of it. */
  readonly bare: string | undefined;
  readonly served: ReadonlySet<string>;
  /** The states and types whose names have the word: most words are in none. */
  readonly states: ReadonlySet<CertificateState>;
  readonly types: ReadonlySet<CertificateType | undefined>;
}

const passes = (entry: CertificateEntry, clock: Clock, { word, bare, served, states, types }: WordTest): boolean =>
  entry.searchText.includes(word) ||
  (bare !== undefined && entry.searchText.includes(bare)) ||
  (states.size > 0 && states.has(toCertificateState(entry, clock))) ||
  (types.size > 0 && types.has(entry.type)) ||
  (served.size > 0 && served.has(entry.stored.id));

/** Returns the ids of what is, or may be, served for a word that is a host: a wildcard does not have its letters. */
function* servedIds(
  certificates: CertificateIndex,
  [first]: readonly CertificateEntry[],
  word: string,
): Cooperative<ReadonlySet<string>> {
  if (!first || !word.includes('.') || toHost(word)?.kind !== 'dns') return new Set();
  const answer = servedFor(yield* certificates.servingTableSteps(first.connection.dialect), word);
  return new Set(answer.kind === 'served' ? [answer.id] : answer.kind === 'ambiguous' ? answer.ids : []);
}

interface Gathered {
  readonly key: GroupKey;
  readonly entries: CertificateEntry[];
  readonly rank: number;
  readonly sortKey: string;
}

function* groupSteps(
  entries: readonly CertificateEntry[],
  by: GroupKey['by'],
  clock: Clock,
): Cooperative<readonly Group[]> {
  const groups = new Map<string | undefined, Gathered>();
  for (const [index, entry] of entries.entries()) {
    if (index % stepLength === 0) yield;
    // Nearly all are the next of a group: a key is made for the first.
    const known = by === 'label' ? undefined : groups.get(valueOf(entry, by, clock));
    if (known) {
      known.entries.push(entry);
      continue;
    }
    for (const key of keysOf(entry, by, clock)) {
      const group = groups.get(key.value);
      if (group) group.entries.push(entry);
      else groups.set(key.value, toGroup(key, entry));
    }
  }
  return yield* sortSteps(
    [...groups.values()],
    (one, other) => one.rank - other.rank || (one.sortKey < other.sortKey ? -1 : one.sortKey > other.sortKey ? 1 : 0),
  );
}

function valueOf(entry: CertificateEntry, by: Exclude<GroupKey['by'], 'label'>, clock: Clock): string | undefined {
  switch (by) {
    case 'state':
      return toCertificateState(entry, clock);
    case 'type':
      return entry.type;
    case 'issuer':
      return entry.issuerName;
  }
}

function keysOf(entry: CertificateEntry, by: GroupKey['by'], clock: Clock): readonly GroupKey[] {
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

const toGroup = (key: GroupKey, entry: CertificateEntry): Gathered => ({
  key,
  entries: [entry],
  rank: rank(key),
  sortKey: toSortKey(key.value ?? ''),
});

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
