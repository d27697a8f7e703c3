import type { Cooperative } from '../../shared/cooperative';
import { toNormalForm } from '../../shared/normalForm';
import type { PemPart } from '../document/document';
import type { Span } from '../model';
import type { ReadText } from './lines';
import { lineEndOf, nextLine, segmentOf } from './lines';

/** A block with what only makes sense beside it. */
export interface SplitUnit {
  /** Index of the block among the parts of its document. */
  readonly index: number;
  readonly part: PemPart;
  /** Whole lines: the text that introduces the block, and parameters before their key. No line end behind. */
  readonly span: Span;
}

/** Lists every object of a text once, in its order: a certificate that is there twice needs no second file. */
export function* unitSteps({ text, document }: ReadText): Cooperative<readonly SplitUnit[]> {
  const units: SplitUnit[] = [];
  const seen = new Set<string>();
  for (const [index, { block }] of document.parts.entries()) {
    yield;
    const unit = unitAt({ text, document }, index);
    const content = `${block.label} ${text.slice(block.body.start, block.body.end).replace(/\s+/g, '')}`;
    if (unit && !seen.has(content)) units.push(unit);
    seen.add(content);
  }
  return units;
}

/**
 * Returns a block of a text. Undefined for parameters that belong to the key behind them (as `openssl ecparam -genkey`
 * writes them).
 */
export function unitAt({ text, document }: ReadText, index: number): SplitUnit | undefined {
  const { [index - 1]: before, [index]: part, [index + 1]: next } = document.parts;
  if (!part || (next && areParametersOf(part, next))) return undefined;
  const span = segmentOf(text, document, part);
  return {
    index,
    part,
    span:
      before && areParametersOf(before, part)
        ? { start: segmentOf(text, document, before).start, end: span.end }
        : span,
  };
}

const areParametersOf = ({ block }: PemPart, { key, block: { label } }: PemPart): boolean =>
  key !== undefined &&
  ((block.label === 'EC PARAMETERS' && label === 'EC PRIVATE KEY') ||
    (block.label === 'DSA PARAMETERS' && label === 'DSA PRIVATE KEY'));

/** Writes units as a text of their own. */
export function toText(text: string, units: readonly SplitUnit[]): string {
  const lineEnd = lineEndOf(text);
  return units.map(({ span }) => text.slice(span.start, span.end) + lineEnd).join('');
}

/** Returns the span to remove so that nothing of a unit is left, not even an empty line. */
export const cutOf = (text: string, { span }: SplitUnit): Span => ({
  start: span.start,
  end: nextLine(text, span.end),
});

/** Returns whether a block is, or may be, something that only its owner should read. */
export const isSecret = ({ part: { block, key } }: SplitUnit): boolean =>
  key !== undefined || block.kind === 'privateKey' || block.kind === 'encryptedPrivateKey' || block.kind === 'other';

// Names of files: text of certificates is chosen by strangers, and nothing of it gets into a path as it is.

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
const toComparable = (name: string): string => toNormalForm(name, 'NFC').toLowerCase();

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
