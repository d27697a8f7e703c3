import type { Cooperative } from '../../shared/cooperative';
import type { PemPart } from '../document/document';
import type { Span } from '../model';
import { lineEndOf } from './lines';
import type { ReadText } from './readText';
import { nextLine, segmentOf } from './segments';

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
