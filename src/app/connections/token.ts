import type { TokenFault } from '../../shared/token';
import { findTokenFault } from '../../shared/token';
import type { Translate } from '../../shared/translate';

/** A token as typed or pasted, judged by whether it can travel in an HTTP header (RFC 9110 §5.5). */
export type TokenReading =
  | {
      readonly kind: 'good';
      readonly token: string;
      /** Blanks at its ends were left out. */ readonly isTrimmed: boolean;
    }
  | { readonly kind: 'bad'; readonly fault: TokenFault };

export function checkToken(text: string): TokenReading {
  const token = text.trim();
  const fault = findTokenFault(token);
  return fault === undefined ? { kind: 'good', token, isTrimmed: token !== text } : { kind: 'bad', fault };
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
    case 'nonAscii':
      return translate('The token has a character that cannot be sent. Copy it again from where it was issued.');
  }
}
