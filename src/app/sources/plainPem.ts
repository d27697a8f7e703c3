/** Writes what a file holds as every program reads it: PEM in UTF-8, lines that end with line feeds. */
import { derToPem, readDerObject } from '../../core/document/derObject';
import { endLinesWithFeeds } from '../../core/fixes/lines';
import { runSync } from '../../shared/cooperative';
import { toFileContent } from './fileContent';

export interface PlainPem {
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
