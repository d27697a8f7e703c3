/**
 * Finds the counterpart of a key or certificate among the files of a workspace, nearest first; reads no more files than
 * it takes.
 */
import type { KeyPairPart, KeyPairPartKind } from '../../core/document/pairing';
import { selectKeyPairParts, toKeyTest } from '../../core/document/pairing';
import { appendTo } from '../../shared/appendTo';
import type { InSlices } from '../../shared/cooperative';
import type { FileReading } from '../sources/fileReadings';
import { certificateEnding, isNamedAlike, stem } from '../sources/nameStem';
import { folderDistance } from './pathDistance';

export interface SearchedFile {
  readonly uri: string;
  /** The path with `/` between its parts. */
  readonly path: string;
}

export interface FileMatch {
  readonly reading: FileReading;
  readonly keyPart: KeyPairPart;
}

export interface MatchSearch {
  readonly kind: KeyPairPartKind;
  readonly spki: Uint8Array;
  /** The file it begins in, as read. It is looked at first. */
  readonly from: SearchedFile & { readonly reading?: FileReading };
  /** Returns the other files. Called only where the first file has no match. */
  readonly files: () => Promise<readonly SearchedFile[]>;
  readonly read: (uri: string) => Promise<FileReading>;
  readonly inSlices: InSlices;
  readonly signal: AbortSignal;
  /** Called after each file with the number of files read so far. */
  readonly onLooked?: (count: number) => void;
}

export interface MatchOutcome {
  /** The matches: of one kind and one nearness, in the order of files and texts. */
  readonly matches: readonly FileMatch[];
  readonly looked: number;
  /** Uris of files that may hold it behind a password, or in a form that cannot be compared. */
  readonly omitted: readonly string[];
  /** Uris of those that are too large or could not be read. */
  readonly unread: readonly string[];
}

/** The counterparts that are looked for, likeliest first: the next only where the one before is nowhere. */
export const counterparts: Readonly<Record<KeyPairPartKind, readonly [KeyPairPartKind, ...KeyPairPartKind[]]>> = {
  certificate: ['privateKey'],
  privateKey: ['certificate', 'request', 'publicKey'],
  request: ['privateKey', 'certificate'],
  publicKey: ['privateKey', 'certificate', 'request'],
};

/** The number of files that are read at once. */
const maxParallelReads = 4;

/**
 * Ends with the nearest files that have it, of which all are looked at.
 * @throws what `read` and `files` throw, and the signal's reason
 */
export async function findMatches(search: MatchSearch): Promise<MatchOutcome> {
  const { kind, from } = search;
  const wanted = counterparts[kind];
  const look = new Look(search);
  const byKind = new Map<KeyPairPartKind, readonly FileMatch[]>();
  const lookAt = async (group: readonly SearchedFile[]): Promise<boolean> => {
    const matches = await look.at(group);
    for (const each of wanted) {
      const ofKind = matches.filter(({ keyPart }) => keyPart.kind === each);
      if (ofKind.length > 0 && !byKind.has(each)) byKind.set(each, ofKind);
    }
    return byKind.has(wanted[0]);
  };
  if (!(await lookAt([from]))) {
    const others = (await search.files()).filter(({ uri }) => uri !== from.uri);
    for (const group of toGroups(others, from.path, wanted[0] === 'privateKey' ? 'key' : 'certificate'))
      if (await lookAt(group)) break;
  }
  const matches = wanted.map((each) => byKind.get(each)).find((each) => each !== undefined) ?? [];
  return { matches, ...look.outcome() };
}

/**
 * Groups files in the order that they are looked at: named like the first one; named as a counterpart would be; the
 * rest of its folder; other folders, nearest first.
 */
export function toGroups(
  files: readonly SearchedFile[],
  from: string,
  wanted: 'key' | 'certificate',
): readonly (readonly SearchedFile[])[] {
  const name = nameOf(from);
  const siblings = files.filter(({ path }) => folderDistance(from, path) === 0);
  const candidates = new Set(
    siblingCandidates(
      name,
      siblings.map(({ path }) => nameOf(path)),
      wanted,
    ),
  );
  const rankOf = ({ path }: SearchedFile): number => {
    const distance = folderDistance(from, path);
    if (distance > 0) return 2 + distance;
    if (!candidates.has(nameOf(path))) return 2;
    return isNamedAlike(name, nameOf(path)) ? 0 : 1;
  };
  const groups = new Map<number, SearchedFile[]>();
  for (const file of files) {
    const rank = rankOf(file);
    appendTo(groups, rank, file);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A search that looks into files, and keeps count. */
class Look {
  private readonly isSame: (spki: Uint8Array) => boolean | undefined;
  private readonly omitted = new Set<string>();
  private readonly unread = new Set<string>();
  private looked = 0;

  constructor(private readonly search: MatchSearch) {
    this.isSame = toKeyTest(search.spki);
  }

  async at(files: readonly SearchedFile[]): Promise<readonly FileMatch[]> {
    const matches: FileMatch[] = [];
    for (let start = 0; start < files.length; start += maxParallelReads) {
      const readings = await Promise.all(files.slice(start, start + maxParallelReads).map(({ uri }) => this.read(uri)));
      for (const reading of readings) matches.push(...(await this.into(reading)));
    }
    return matches;
  }

  outcome(): Omit<MatchOutcome, 'matches'> {
    return { looked: this.looked, omitted: [...this.omitted], unread: [...this.unread] };
  }

  private read(uri: string): Promise<FileReading> {
    const { from, read } = this.search;
    return uri === from.uri && from.reading ? Promise.resolve(from.reading) : read(uri);
  }

  private async into(reading: FileReading): Promise<readonly FileMatch[]> {
    const { kind, inSlices, signal, onLooked } = this.search;
    const { uri, document, fault } = reading;
    if (fault === 'encrypted') this.omitted.add(uri);
    else if (fault) this.unread.add(uri);
    const isWanted = (keyPart: KeyPairPart): boolean | undefined => {
      if (!counterparts[kind].includes(keyPart.kind)) return false;
      const isSame = keyPart.spki && this.isSame(keyPart.spki);
      // A certificate that is broken says so in the editor; a key behind a password may be the one.
      if (isSame === undefined && keyPart.kind === 'privateKey') this.omitted.add(uri);
      return isSame;
    };
    const keyParts = await inSlices(selectKeyPairParts(document, isWanted), () => !signal.aborted);
    signal.throwIfAborted();
    this.looked++;
    onLooked?.(this.looked);
    return (keyParts ?? []).map((keyPart) => ({ reading, keyPart }));
  }
}

/** `chain`: the intermediate certificates of a leaf that stands alone. */
export type SiblingPart = 'key' | 'certificate' | 'chain';

const keyNames =
  /(\.(key|p8|pk8)$|^(priv(ate)?[-_.]?)?key\d*\.(pem|der)$|[-_.](priv(ate)?[-_.]?)?key\d*\.(pem|der)$|^id_.*\.pem$)/i;
const certificateNames = /\.(crt|cer|cert|pem|der)$/i;
const chainNames = /(chain|bundle|intermediates?|issuer|(^|[-_.])ca\d*)(?=\d*\.|$)/i;

/**
 * Returns names of `siblings` worth reading, likeliest first.
 *
 * @param name the file at hand, e.g. `fullchain.pem`
 * @param siblings names of the other files of its folder
 * @returns at most 20 names
 */
export function siblingCandidates(name: string, siblings: readonly string[], wanted: SiblingPart): readonly string[] {
  const own = stem(name);
  return siblings
    .filter((sibling) => sibling !== name)
    .map((sibling) => ({ sibling, score: suits[wanted](sibling) + (stem(sibling) === own ? 4 : 0) }))
    .filter(({ sibling }) => suits[wanted](sibling) > 0)
    .sort((a, b) => b.score - a.score || a.sibling.localeCompare(b.sibling, 'en'))
    .slice(0, 20)
    .map((each) => each.sibling);
}

/** Rates how well a name suits what is wanted; 0 means not at all. */
const suits: Readonly<Record<SiblingPart, (name: string) => number>> = {
  key: (name) => (keyNames.test(name) ? 3 : /\.pem$/i.test(name) ? 1 : 0),
  // A file with the whole chain spares looking for the rest.
  certificate: (name) =>
    !certificateNames.test(name) ? 0 : keyNames.test(name) ? 1 : /fullchain|bundle/i.test(name) ? 4 : 3,
  chain: (name) =>
    certificateEnding.test(name) && !keyNames.test(name) && chainNames.test(name)
      ? /fullchain/i.test(name)
        ? 1
        : 2
      : 0,
};

/**
 * Returns names of `siblings` that belong to a file so surely that one whose key does not fit is wrong: they differ
 * from its own only in what they say of the part. Nothing is read here.
 * @param wanted what the file does not have itself
 * @returns the likeliest first
 */
export function counterpartNames(
  name: string,
  siblings: readonly string[],
  wanted: 'key' | 'certificate',
): readonly string[] {
  if (wanted === 'key' && issuerNames.test(name)) return [];
  const others = wanted === 'key' ? siblings : siblings.filter((sibling) => !issuerNames.test(sibling));
  return siblingCandidates(name, others, wanted).filter((sibling) => isNamedAlike(name, sibling));
}

/**
 * Returns the names of `siblings` to be read for it: possible counterparts first, then files of its own kind, of which
 * one may belong to such a counterpart.
 */
export function siblingNames(
  name: string,
  siblings: readonly string[],
  wanted: 'key' | 'certificate',
): readonly string[] {
  const keyParts = counterpartNames(name, siblings, wanted);
  return keyParts.length === 0
    ? []
    : [...new Set([...keyParts, ...counterpartNames(name, siblings, wanted === 'key' ? 'certificate' : 'key')])];
}

/** Matches names of files of intermediates, which are named like their leaf's and go with no key. */
const issuerNames = /(?<!full[-_.]?)chain|intermediates?|issuer|ca[-_.]?bundle/i;
