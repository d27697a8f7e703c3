/** Moves what was read of values to their places in the text, and joins it. */
import type { PemDocument, PemPart } from '../../core/document/document';
import { limits } from '../../core/limits';
import type { Span } from '../../core/model';
import type { LayoutIssue } from '../../core/pem/layout';
import type { PemBlock, PemError } from '../../core/pem/scan';

/** Base64 grows evenly: a block takes the same share of the value as of what it encodes. */
export function shareOf(whole: Span, own: Span, { of, index }: { readonly of: number; readonly index: number }): Span {
  const at = (offset: number): number => whole.start + Math.floor(((whole.end - whole.start) * offset) / of);
  return { start: index === 0 ? whole.start : at(own.start), end: Math.max(at(own.end), at(own.start) + 1) };
}

/** Moves the document to the places of its blocks in the text. Parts of one block go on to share it. */
export function moved(
  document: PemDocument,
  { spans, text }: { readonly spans: readonly Span[]; readonly text: string },
): { readonly document: PemDocument; readonly blocks: readonly Span[] } {
  const starts = [...new Set(document.parts.map(({ block }) => block.span.start))];
  const place = ({ start }: Span): Span =>
    spans[
      Math.max(
        0,
        starts.findLastIndex((each) => each <= start),
      )
    ] ??
    spans[0] ?? { start: 0, end: 0 };
  const blocks = new Map<PemBlock, PemBlock>();
  const parts = document.parts.map((part): PemPart => {
    const span = place(part.block.span);
    // On lines of its own it is marked where it begins, as in a PEM file; within one line, as a whole.
    const isOnLines = text.slice(span.start, span.end).includes('\n');
    const begin = isOnLines
      ? { start: span.start, end: span.start + `-----BEGIN ${part.block.label}-----`.length }
      : span;
    const block = blocks.get(part.block) ?? { ...part.block, span, begin, body: span };
    blocks.set(part.block, block);
    return { ...part, block };
  });
  // Marked as in a PEM file: a block over many lines is not marked as a whole.
  const mark = (span: Span): Span => firstLineOf(place(span), text);
  const errors = document.errors.map((error): PemError => ({ ...error, span: mark(error.span) }));
  const issues = document.issues.map((issue): LayoutIssue => ({ ...issue, span: mark(issue.span) }));
  return { document: { ...document, parts, errors, issues }, blocks: [...blocks.values()].map(({ span }) => span) };
}

function firstLineOf({ start, end }: Span, text: string): Span {
  const line = text.slice(start, end).search(/\r?\n/);
  return { start, end: line < 0 ? end : start + line };
}

/** Joins documents of one text, in the order of their blocks. */
export const joined = (documents: readonly PemDocument[]): PemDocument => {
  const parts = documents
    .flatMap((document) => document.parts)
    .toSorted((a, b) => a.block.span.start - b.block.span.start);
  return {
    parts: parts.slice(0, limits.blocks),
    errors: documents.flatMap(({ errors }) => errors),
    issues: documents.flatMap(({ issues }) => issues),
    ignores: documents.flatMap(({ ignores }) => ignores),
    isTruncated: parts.length > limits.blocks || documents.some(({ isTruncated }) => isTruncated),
    looksLike: 'text',
  };
};
