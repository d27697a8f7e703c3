import { unescapeLineEnds } from '../../core/pem/lines';
import { decodeBase64 } from '../../core/pem/base64';
import { limits } from '../../core/limits';

/**
 * PEM as environment variables and JSON carry it, with line breaks written as `\n`: with real ones, and each boundary on a
 * line of its own.
 */
export const unescapeLineBreaks = (text: string): string =>
  unescapeLineEnds(text)
    .replace(/-----BEGIN [A-Z0-9 .#]{1,60}-----/g, '\n$&')
    .replace(/-----END [A-Z0-9 .#]{1,60}-----/g, '$&\n');

/** Decodes a text that is nothing but base64: PEM or DER inside, as pipelines and mail carry them. */
export function decodeWhole(text: string): Uint8Array | undefined {
  // `-----BEGIN` and a DER SEQUENCE of more than 127 bytes.
  if (text.length > 2 * limits.objectBytes || !/^\s*(LS0tLS1CRUdJTi|MI)/.test(text)) return undefined;
  const decoded = decodeBase64(text, { start: 0, end: text.length });
  return decoded.ok ? decoded.bytes : undefined;
}
