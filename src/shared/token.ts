export type TokenFault = 'empty' | 'tooLong' | 'newline' | 'scheme' | 'space' | 'control' | 'nonAscii';

/** Web servers commonly refuse a header line beyond 8 kB. */
const maxLength = 8_000;

/**
 * Returns why a token cannot travel in an HTTP header, or undefined where it can. Beyond ASCII, what arrives depends on
 * who reads the bytes (RFC 9110 §5.5), so that no gateway could be relied on to find the token equal to its own.
 */
export function findTokenFault(token: string): TokenFault | undefined {
  if (token === '') return 'empty';
  if (token.length > maxLength) return 'tooLong';
  if (/[\r\n\u2028\u2029]/.test(token)) return 'newline';
  if (/^(bearer|authorization:|x-api-key:)\s/i.test(token)) return 'scheme';
  if (/\s/.test(token)) return 'space';
  if (/[\u0000-\u001f\u007f-\u009f]/.test(token)) return 'control';
  return /[^\u0021-\u007e]/.test(token) ? 'nonAscii' : undefined;
}
