import type { TextEncoding } from '../../core/document/unwrap';
import { decodeText, encodingOf, oddEncodingOf } from '../../core/document/unwrap';
import type { ForeignFormat } from './foreignFormat';
import { foreignBytes } from './foreignFormat';

/** The content of a file: text as an editor would show it, or no text (DER, PKCS#12). */
export type FileContent =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly encoding?: Exclude<TextEncoding, 'utf-8'>;
      /** It is UTF-8 with a byte order mark, which is no part of the text. */
      readonly hasMark?: boolean;
    }
  | { readonly kind: 'binary'; readonly bytes: Uint8Array };

/** Decodes a file without a byte order mark, as editors show a text: offsets are those of the open document. */
export function toFileContent(bytes: Uint8Array): FileContent {
  const encoding = encodingOf(bytes);
  if (encoding !== 'utf-8') return { kind: 'text', text: decodeText(bytes), encoding };
  // PEM has no use for NUL bytes, but some programs write one behind each block; DER and PKCS#12 begin with a
  // SEQUENCE and practically always hold one.
  const isDer = bytes[0] === 0x30 && bytes[1] !== undefined && bytes[1] >= 0x80;
  const isText =
    !isDer && !isPacked(bytes) && (bytes.indexOf(0) < 0 || (bytes.includes(0x2d) && bytes.every(isOfText)));
  const hasMark = oddEncodingOf(bytes) === 'utf8bom';
  return isText ? { kind: 'text', text: decodeText(bytes), ...(hasMark && { hasMark }) } : { kind: 'binary', bytes };
}

/** Returns whether the bytes are compressed or a keystore: a small one may have no NUL. */
function isPacked(bytes: Uint8Array): boolean {
  const format = foreignBytes(bytes);
  return format !== undefined && !writtenFormats.has(format);
}

/** Formats that may be text. */
const writtenFormats: ReadonlySet<ForeignFormat> = new Set<ForeignFormat>(['age', 'opensslEnc']);

/** White space, what is written, and NUL. */
const isOfText = (byte: number): boolean => byte >= 0x20 || byte === 0 || (byte >= 0x09 && byte <= 0x0d);
