import type { DecryptedContents } from '../../core/encrypted/decryptResult';
import type { Translate } from '../../shared/translate';
import { translateSentence } from '../../shared/translate';
import type { Unlocking } from './unlock';

/** Explains why it was not decrypted, and what can be done. Undefined where there is nothing to say. */
export function unlockSentence(
  unlocking: Exclude<Unlocking, DecryptedContents>,
  { place, translate }: { readonly place: string; readonly translate: Translate },
): string | undefined {
  switch (unlocking.status) {
    case 'cancelled':
      return undefined;
    case 'wrongPassword':
      return translate('Wrong password for “{place}”.', { place });
    case 'tooSlow':
      return translate(
        'Opening “{place}” takes more work than is allowed here. Save it again with fewer iterations, e.g. with openssl.',
        { place },
      );
    case 'cannotOpenHere':
      return translate('“{place}” cannot be opened here. {reason} Convert it to PEM first, e.g. with openssl.', {
        place,
        reason: translateSentence(unlocking.reason, translate),
      });
    case 'broken':
      return translate('“{place}” is damaged. {reason}', {
        place,
        reason: translateSentence(unlocking.reason, translate),
      });
  }
}
