/** Puts certificates of a text where they belong, or takes them out. Text that introduces a block goes with it. */
import type { Cooperative } from '../../shared/cooperative';
import type { ChainReading } from '../chain/chain';
import { orderChainSteps } from '../chain/chain';
import { isSameCertificate } from '../chain/links';
import type { PemDocument, PemPart } from '../document/document';
import { certificatesOf } from '../document/document';
import { spkiHashOf } from '../document/pairing';
import type { Certificate, Span } from '../model';
import { toPem } from '../pem/scan';
import type { ReadText, TextEdit } from './lines';
import { isLastOfLine, lineEndOf, lineStart, nextLine, segmentOf, withEdits, withText } from './lines';

/**
 * Puts the leaf first, then each issuer of the one before. Duplicates go: no order could have them. Bundles of CAs stay
 * as they are.
 */
export function* putInOrder(source: ReadText): Cooperative<string> {
  const distinct = yield* withText(source, yield* dropDuplicates(source));
  const chain = yield* presentedChain(distinct);
  if (!chain) return source.text;
  const ordered = chain.ordered.map(({ fingerprints }) => fingerprints.sha256);
  const members = new Set(ordered);
  const { text, document } = distinct;
  const slots = document.parts.filter((part) => members.has(idOf(part) ?? ''));
  if (slots.every((part, index) => idOf(part) === ordered[index])) return source.text;
  const segments = new Map<string | undefined, Span>();
  for (const part of slots) {
    yield;
    segments.set(idOf(part), segmentOf(text, document, part));
  }
  const edits = [...segments.values()].map((span, index): TextEdit => {
    const wanted = segments.get(ordered[index]) ?? span;
    return { span, text: text.slice(wanted.start, wanted.end) };
  });
  return withEdits(text, edits);
}

/** Keeps the first of each certificate. */
export function* dropDuplicates(source: ReadText): Cooperative<string> {
  const seen = new Set<string>();
  return yield* without(source, (part) => {
    const id = idOf(part);
    if (id === undefined) return false;
    const isSeen = seen.has(id);
    seen.add(id);
    return isSeen;
  });
}

/** Removes a root that ends a chain; a root alone, or among CAs only, is there to be trusted and stays. */
export function* dropRoot(source: ReadText): Cooperative<string> {
  const root = (yield* presentedChain(source))?.root?.fingerprints.sha256;
  return root === undefined ? source.text : yield* without(source, (part) => idOf(part) === root);
}

/** Returns the chain of what a gateway would present to its clients: of a leaf, or of a CA whose key is in the text. */
function* presentedChain({ document, links, now }: ReadText): Cooperative<ChainReading | undefined> {
  const chain = yield* orderChainSteps(certificatesOf(document), { cache: links, now });
  const { leaf } = chain;
  const isPresented =
    leaf &&
    (!leaf.isCa ||
      document.parts.some((part) => part.key !== undefined && spkiHashOf(part) === leaf.fingerprints.spkiSha256));
  return isPresented ? chain : undefined;
}

/** Returns the fingerprint of a certificate that has a block of its own. */
const idOf = ({ certificate, member }: PemPart): string | undefined =>
  certificate?.ok && !member ? certificate.value.fingerprints.sha256 : undefined;

function* without({ text, document }: ReadText, isOut: (part: PemPart) => boolean): Cooperative<string> {
  const edits: TextEdit[] = [];
  for (const part of document.parts) {
    yield;
    if (!isOut(part)) continue;
    const segment = segmentOf(text, document, part);
    // What stands above the first block may be about the whole file.
    const start = part === document.parts[0] ? lineStart(text, part.block.span.start) : segment.start;
    edits.push({ span: { start, end: nextLine(text, segment.end) }, text: '' });
  }
  yield;
  return withEdits(text, edits);
}

export interface Insertion {
  readonly certificate: Certificate;
  /** A certificate of the text, or one that is inserted before. */
  readonly after: Certificate;
}

/**
 * Returns the edits that insert certificates, each behind its `after`, indented as that is. Spans of `document` are
 * places of the text. Undefined where one of those is no block on lines of its own: a PKCS#7 message, base64, a text
 * within one line.
 */
export function insertIssuers(
  text: string,
  { parts }: Pick<PemDocument, 'parts'>,
  insertions: readonly Insertion[],
): readonly TextEdit[] | undefined {
  const lineEnd = lineEndOf(text);
  const places = new Map<number, TextEdit>();
  const anchors = new Map<string, { readonly end: number; readonly indent: string }>();
  for (const { certificate, after } of insertions) {
    const anchor = anchors.get(after.fingerprints.sha256) ?? anchorOf(text, parts, after);
    if (!anchor) return undefined;
    const { end, indent } = anchor;
    anchors.set(certificate.fingerprints.sha256, anchor);
    const lines = toPem('CERTIFICATE', certificate.der).trimEnd().split('\n');
    const added = lines.map((line) => `${lineEnd}${indent}${line}`).join('');
    places.set(end, { span: { start: end, end }, text: (places.get(end)?.text ?? '') + added });
  }
  return [...places.values()];
}

function anchorOf(text: string, parts: readonly PemPart[], after: Certificate) {
  const part = parts.find(({ certificate }) => certificate?.ok && isSameCertificate(certificate.value, after));
  if (!part || part.member) return undefined;
  const { start, end } = part.block.span;
  const indent = text.slice(lineStart(text, start), start).replace('\uFEFF', '');
  const isOnLines =
    /^[ \t]*$/.test(indent) &&
    text.startsWith('-----BEGIN ', start) &&
    text.slice(start, end).includes('\n') &&
    isLastOfLine(text, end);
  return isOnLines ? { end, indent } : undefined;
}
