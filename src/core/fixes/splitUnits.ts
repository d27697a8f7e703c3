import type { PemDocument, PemPart } from '../document';
import type { Span } from '../model';
import { lineEndOf } from './lines';
import { nextLine, segmentOf } from './segments';

/** A block with what only makes sense beside it. */
export interface SplitUnit {
  /** Index of the block among the parts of its document. */
  readonly index: number;
  readonly part: PemPart;
  /** Whole lines: the text that introduces the block, and parameters before their key. No line end behind. */
  readonly span: Span;
}

/** Every block on its own, in the order of the text; parameters of a key (RFC 5915 §3, as `openssl ecparam -genkey` writes them) go with it. */
export function unitsOf(text: string, document: PemDocument): readonly SplitUnit[] {
  const { parts } = document;
  return parts.flatMap((part, index) => {
    const before = parts[index - 1];
    const next = parts[index + 1];
    if (next && areParametersOf(part, next)) return [];
    const span = segmentOf(text, document, part);
    return [{ index, part, span: before && areParametersOf(before, part) ? { start: segmentOf(text, document, before).start, end: span.end } : span }];
  });
}

const areParametersOf = ({ block }: PemPart, { key, block: { label } }: PemPart): boolean =>
  key !== undefined && ((block.label === 'EC PARAMETERS' && label === 'EC PRIVATE KEY') || (block.label === 'DSA PARAMETERS' && label === 'DSA PRIVATE KEY'));

/** Units as a text of their own. */
export function toText(text: string, units: readonly SplitUnit[]): string {
  const lineEnd = lineEndOf(text);
  return units.map(({ span }) => text.slice(span.start, span.end) + lineEnd).join('');
}

/** What to take out of the text so that nothing of a unit is left, no empty line either. */
export const cutOf = (text: string, { span }: SplitUnit): Span => ({ start: span.start, end: nextLine(text, span.end) });

/** Each thing once: a certificate that is there twice has nothing to be split from. */
export function distinct(text: string, units: readonly SplitUnit[]): readonly SplitUnit[] {
  const seen = new Set<string>();
  return units.filter(({ part: { block } }) => {
    const id = `${block.label} ${text.slice(block.body.start, block.body.end).replace(/\s+/g, '')}`;
    return !seen.has(id) && seen.add(id);
  });
}

/** What a block is, or may be, that only its owner should read. */
export const isSecret = ({ part: { block } }: SplitUnit): boolean => block.kind === 'privateKey' || block.kind === 'encryptedPrivateKey' || block.kind === 'other';
