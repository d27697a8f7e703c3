import { decodeText, encodingOf } from '../../core/document/unwrap';

/** The content of a file: text as an editor would show it, or no text (DER, PKCS#12). */
export type FileContent =
  | { readonly kind: 'text'; readonly text: string; readonly encoding?: 'utf-16le' | 'utf-16be' }
  | { readonly kind: 'binary'; readonly bytes: Uint8Array };

/** Decodes a file without a byte order mark, as editors show a text: offsets are those of the open document. */
export function toFileContent(bytes: Uint8Array): FileContent {
  const encoding = encodingOf(bytes);
  if (encoding !== 'utf-8') return { kind: 'text', text: decodeText(bytes), encoding };
  // PEM has no use for NUL bytes but behind its end, where some programs write one; DER and PKCS#12 begin with a
  // SEQUENCE and practically always hold one.
  const end = bytes.findLastIndex((byte) => byte !== 0) + 1;
  const isText = bytes.indexOf(0) < 0 || (end > 0 && bytes.indexOf(0) >= end && bytes.includes(0x2d));
  if (!isText || (bytes[0] === 0x30 && bytes[1] !== undefined && bytes[1] >= 0x80)) return { kind: 'binary', bytes };
  return { kind: 'text', text: decodeText(bytes) };
}
