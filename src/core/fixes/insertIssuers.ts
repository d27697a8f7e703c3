/** Writes the issuers that a chain lacks behind the certificates that they issued. */
import { isSameCertificate } from '../chain/distinct';
import type { PemDocument, PemPart } from '../document/document';
import type { Certificate } from '../model';
import { toPem } from '../pem/scan';
import type { TextEdit } from './lines';
import { isLastOfLine, lineEndOf, lineStart } from './lines';

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
