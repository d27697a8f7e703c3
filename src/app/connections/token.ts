import type { Translate } from '../../shared/translate';

export type TokenFault = 'empty' | 'tooLong' | 'newline' | 'scheme' | 'space' | 'control' | 'nonLatin1';

/** A token as typed or pasted, judged by whether it can travel in an HTTP header (RFC 9110 §5.5). */
export type TokenReading =
  | {
      readonly kind: 'good';
      readonly token: string;
      /** Blanks at its ends were left out. */ readonly isTrimmed: boolean;
    }
  | { readonly kind: 'bad'; readonly fault: TokenFault };

/** Web servers commonly refuse a header line beyond 8 kB. */
const maxLength = 8_000;

export function checkToken(text: string): TokenReading {
  const token = text.trim();
  const fault = findFault(token);
  return fault === undefined ? { kind: 'good', token, isTrimmed: token !== text } : { kind: 'bad', fault };
}

function findFault(token: string): TokenFault | undefined {
  if (token === '') return 'empty';
  if (token.length > maxLength) return 'tooLong';
  if (/[\r\n\u2028\u2029]/.test(token)) return 'newline';
  if (/^(bearer|authorization:|x-api-key:)\s/i.test(token)) return 'scheme';
  if (/\s/.test(token)) return 'space';
  if (/[\u0000-\u001f\u007f-\u009f]/.test(token)) return 'control';
  return /[^\u0000-\u00ff]/.test(token) ? 'nonLatin1' : undefined;
}

/** Explains what is wrong, without a character of the token. */
export function tokenSentence(fault: TokenFault, translate: Translate): string {
  switch (fault) {
    case 'empty':
      return translate('Enter the token.');
    case 'tooLong':
      return translate('This is too long for a token.');
    case 'newline':
      return translate('The token has a line break in it. Copy it again, as one line.');
    case 'scheme':
      return translate('Paste the token alone, without the word or header name in front of it.');
    case 'space':
      return translate('The token has a space in it. Copy it again, alone.');
    case 'control':
      return translate('The token has an invisible control character in it. Copy it again.');
    case 'nonLatin1':
      return translate('The token has a character that cannot be sent. Copy it again from where it was issued.');
  }
}
