/**
 * Names for files that a text is split into. Text of certificates is chosen by strangers: nothing of it gets into a
 * path as it is.
 */

/** Files that belong together: the key of `shop.crt` is `shop.key`, also where both have to be numbered. */
export interface SplitGroup {
  readonly base: string;
  readonly files: readonly SplitFile[];
}

export interface SplitFile {
  /** The endings behind the base: `.key`, `-ca.crt`. Each is in a group once. */
  readonly ending: string;
  readonly text: string;
  /** Holds, or may hold, what only its owner should read. */
  readonly isSecret: boolean;
}

export interface NamedFile extends SplitFile {
  readonly name: string;
}

/**
 * Gives each file a name that none of `taken` has, in any case of letters. A group whose names are taken is numbered:
 * `shop-2.crt`, `shop-2.key`. No two groups share a base, so that what does not belong together does not look so.
 */
export function nameFiles(groups: readonly SplitGroup[], taken: readonly string[]): readonly NamedFile[] {
  const names = new Set(taken.map(toComparable));
  const bases = new Set<string>();
  const next = new Map<string, number>();
  return groups.flatMap(({ base, files }) => {
    const isFree = (numbered: string): boolean =>
      !bases.has(toComparable(numbered)) && files.every(({ ending }) => !names.has(toComparable(numbered + ending)));
    const key = toComparable(base);
    let number = next.get(key) ?? 1;
    while (!isFree(toNumbered(base, number))) number++;
    // Where a thousand have one name, the last need not try a thousand numbers.
    next.set(key, number + 1);
    const numbered = toNumbered(base, number);
    bases.add(toComparable(numbered));
    for (const { ending } of files) names.add(toComparable(numbered + ending));
    return files.map((file) => ({ ...file, name: numbered + file.ending }));
  });
}

const toNumbered = (base: string, number: number): string => (number === 1 ? base : `${base}-${number}`);

/** Makes names comparable: Windows and macOS ignore case and how accents are written. */
const toComparable = (name: string): string => name.normalize('NFC').toLowerCase();

const maxNameLength = 64;

/**
 * Returns the part of a certificate's text that may be a file name anywhere: small letters, digits, dashes, single
 * dots. Empty where nothing is left.
 */
export function toSafeName(text: string): string {
  const name = text
    .slice(0, 4 * maxNameLength)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/^\*\./, 'wildcard.')
    .replace(/[^a-z0-9.]+/g, '-')
    .replace(/-?\.[-.]*/g, '.')
    .replace(/^[-.]+/, '')
    .slice(0, maxNameLength)
    .replace(/[-.]+$/, '');
  return withoutDevice(name);
}

/**
 * Returns the file's name without its extension, for files written beside it: unchanged where it is plain. Git, shells
 * and scripts of others read names of files as well, and a file's name is chosen by whoever made the repository.
 */
export function stemOf(fileName: string): string {
  const stem = fileName
    .replace(/\.(pem|crt|cer|cert|key|csr|crl|p7b|p7c|txt)$/i, '')
    .replace(/^\.+|(?<![. ])[. ]+$/g, '');
  const isPlain = stem.length <= maxNameLength && /^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/.test(stem);
  return (isPlain ? withoutDevice(stem) : toSafeName(stem)) || 'certificate';
}

/** Windows opens a device by such a name, whatever its extension. */
const withoutDevice = (name: string): string =>
  /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name) ? `certificate-${name}` : name;
