/** Fixes how a block is written without changing its content: its label, and white space before its lines. */
import type { Cooperative } from '../../shared/cooperative';
import type { PemPart } from '../document/document';
import type { MislabelledKind } from '../document/pemContent';
import { encodedText } from '../document/pemContent';
import { labelInstead } from '../keys/keys';
import { decodeBase64 } from '../pem/base64';
import { meantLabel } from '../pem/labels';
import { indentOf } from '../pem/layout';
import { scanLines } from '../pem/lines';
import type { ReadText, TextEdit } from './lines';
import { lineEndOf, withEdits, withText } from './lines';
import { endOfHeaders } from './rewrap';

/** Corrects labels that are nearly right, and labels of another kind of block than it is; on BEGIN and END. */
export function* correctLabels({ text, document }: ReadText): Cooperative<string> {
  const edits: TextEdit[] = [];
  for (const part of document.parts) {
    yield;
    const { block, member, mislabelled } = part;
    if (mislabelled === 'pem' && block.kind !== 'certificate') edits.push(...(yield* toDecoded(text, part)));
    const meant = meantLabel(block.label) ?? labelOf(part);
    if (meant === undefined || (member && member.index > 0)) continue;
    edits.push({ span: block.begin, text: `-----BEGIN ${meant}-----` });
    const end = text.lastIndexOf('-----END ', block.span.end);
    if (end >= block.body.end)
      edits.push({ span: { start: end, end: block.span.end }, text: `-----END ${meant}-----` });
  }
  return withEdits(text, edits);
}

/** Returns the label of what it is. PKCS#12, and PEM inside of PEM, have none. */
const labelOf = ({ block, mislabelled, key }: PemPart): string | undefined => {
  if (!key) return mislabelled && labels[mislabelled];
  return block.headers.length > 0 ? undefined : labelInstead(block.label, key);
};

const labels: Readonly<Partial<Record<MislabelledKind, string>>> = {
  certificate: 'CERTIFICATE',
  pkcs7: 'PKCS7',
  request: 'CERTIFICATE REQUEST',
  publicKey: 'PUBLIC KEY',
  revocationList: 'X509 CRL',
};

/** Removes white space before the lines of a block. */
export function* removeIndent({ text, document }: ReadText): Cooperative<string> {
  const edits: TextEdit[] = [];
  for (const { block } of document.parts) {
    yield;
    if (block.kind === 'other' || !indentOf(text, block)) continue;
    for (const { lineStart, start } of scanLines(text, { start: edgeOf(text, block.span.start), end: block.span.end }))
      if (lineStart < start) edits.push({ span: { start: lineStart, end: start }, text: '' });
  }
  return withEdits(text, edits);
}

/** Removes U+FEFF before BEGIN. The mark of the file itself is no part of its text. */
export function* removeMarks({ text, document }: ReadText): Cooperative<string> {
  const edits: TextEdit[] = [];
  for (const { code, span } of document.issues) {
    yield;
    if (code === 'byteOrderMark') edits.push({ span: { start: span.start, end: span.start + 1 }, text: '' });
  }
  return withEdits(text, edits);
}

/** Returns the start of the line of BEGIN. */
function edgeOf(text: string, begin: number): number {
  let start = begin;
  while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  return start;
}

/**
 * Corrects blocks labelled as certificates that hold something else: writes its label, and decodes PEM that was encoded
 * twice.
 */
export function* writeAsHeld(source: ReadText): Cooperative<string> {
  const { text, document } = source;
  const edits: TextEdit[] = [];
  for (const { block, mislabelled, member } of document.parts) {
    yield;
    if (block.kind === 'certificate' && mislabelled === 'pem' && !(member && member.index > 0))
      edits.push(...(yield* toDecoded(text, { block })));
  }
  const decoded = withEdits(text, edits);
  return yield* correctLabels(yield* withText(source, decoded));
}

/** Puts the PEM that was encoded twice in place of its block. */
function* toDecoded(text: string, { block }: Pick<PemPart, 'block'>): Cooperative<readonly TextEdit[]> {
  const body = decodeBase64(text, block.body);
  const inner = body.ok ? yield* encodedText(body.bytes) : undefined;
  const lines = inner?.trim().split(/\r\n|\r|\n/);
  return lines ? [{ span: block.span, text: lines.join(lineEndOf(text)) }] : [];
}

/** Removes headers from certificates, which have none (RFC 7468 §5.1). */
export function* removeHeaders({ text, document }: ReadText): Cooperative<string> {
  const edits: TextEdit[] = [];
  for (const { block } of document.parts) {
    yield;
    if (block.kind !== 'certificate' || block.headers.length === 0) continue;
    const end = endOfHeaders(text, block.body);
    if (end > block.body.start && end < block.body.end)
      edits.push({ span: { start: block.body.start, end }, text: '' });
  }
  return withEdits(text, edits);
}
