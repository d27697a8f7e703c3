import { derToPem, readDerObject } from '../../core/document/derObject';
import type { OddEncoding } from '../../core/document/unwrap';
import { decodeText, isWideEncoding, oddEncodingOf } from '../../core/document/unwrap';
import { endLinesWithFeeds } from '../../core/fixes/lines';
import { runSync } from '../../shared/cooperative';
import type { ForeignFormat } from './foreignFormat';
import { foreignBytes } from './foreignFormat';

/** The content of a file: text as an editor would show it, or no text (DER, PKCS#12). */
export type FileContent =
  | {
      readonly kind: 'text';
      readonly text: string;
      /** The encoding it is decoded from, where that is not plain UTF-8. A byte order mark is no part of the text. */
      readonly encoding?: OddEncoding;
    }
  | { readonly kind: 'binary'; readonly bytes: Uint8Array };

/** Decodes a file without a byte order mark, as editors show a text: offsets are those of the open document. */
export function toFileContent(bytes: Uint8Array): FileContent {
  const encoding = oddEncodingOf(bytes);
  if (isWideEncoding(encoding)) return { kind: 'text', text: decodeText(bytes), encoding };
  // PEM has no use for NUL bytes, but some programs write one behind each block; DER and PKCS#12 begin with a
  // SEQUENCE and practically always hold one.
  const isDer = bytes[0] === 0x30 && bytes[1] !== undefined && bytes[1] >= 0x80;
  const isText =
    !isDer &&
    !isPacked(bytes) &&
    (bytes.indexOf(0) < 0 || (bytes.includes(0x2d) && bytes.every(isOfText)) || beginsAsPem(bytes));
  return isText ? { kind: 'text', text: decodeText(bytes), ...(encoding && { encoding }) } : { kind: 'binary', bytes };
}

/** Returns whether the bytes are compressed or a keystore: a small one may have no NUL. */
function isPacked(bytes: Uint8Array): boolean {
  const format = foreignBytes(bytes);
  return format !== undefined && !writtenFormats.has(format);
}

/** Formats that may be text. */
const writtenFormats: ReadonlySet<ForeignFormat> = new Set<ForeignFormat>(['age', 'opensslEnc']);

/** Matches white space, printable characters, and NUL. */
const isOfText = (byte: number): boolean => byte >= 0x20 || byte === 0 || (byte >= 0x09 && byte <= 0x0d);

/** Returns whether it is PEM, with whatever behind it: files of two kinds were joined. */
const beginsAsPem = (bytes: Uint8Array): boolean =>
  /^\s*-----BEGIN /.test(Buffer.from(bytes.subarray(0, 40)).toString('latin1'));

interface PlainPem {
  readonly text: string;
  /** Set where the text was not there before: the file is DER. */
  readonly isConverted: boolean;
}

/** Undefined for a file that is so already, or that holds nothing that PEM has a form for. */
export function toPlainPem(bytes: Uint8Array): PlainPem | undefined {
  const content = toFileContent(bytes);
  if (content.kind === 'binary') {
    const text = derToPem(content.bytes, readDerObject(content.bytes));
    return text === undefined ? undefined : { text, isConverted: true };
  }
  // Files that were joined have a mark before each block.
  const text = runSync(endLinesWithFeeds(content)).replace(/\ufeff(?=-----BEGIN )/g, '');
  const isPlain = content.encoding === undefined && text === content.text;
  return isPlain || !text.includes('-----BEGIN') ? undefined : { text, isConverted: false };
}
