/** Words the result of a search for the counterpart of a key or certificate. */
import type { KeyPairPartKind } from '../../core/document/pairing';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { MatchOutcome } from './matchSearch';
import { counterparts } from './matchSearch';

export interface NoMatch extends Pick<MatchOutcome, 'looked'> {
  readonly kind: KeyPairPartKind;
  /** Names of the files that could not be compared, and of those that could not be read. */
  readonly omitted: readonly string[];
  readonly unread: readonly string[];
  /** Set where there are more files than are looked at. */
  readonly isCapped: boolean;
  readonly hasFolder: boolean;
}

/** Says that nothing was found, where the search looked, and what it may have missed. */
export function noMatchText(
  { kind, looked, omitted, unread, isCapped, hasFolder }: NoMatch,
  translate: Translate,
): string {
  const sentences = [nowhereText(kind, looked, translate)];
  if (isCapped) sentences.push(translate('There are more files, which were not searched.'));
  if (!hasFolder) sentences.push(translate('No folder is open: only files beside it were searched.'));
  if (omitted.length > 0) sentences.push(omittedText(omitted, translate));
  if (unread.length > 0)
    sentences.push(translate('Could not be read: {names}.', { names: namesText(unread, translate) }));
  return sentences.join(' ');
}

function omittedText(names: readonly string[], translate: Translate): string {
  const shown = namesText(names, translate);
  return names.length === 1
    ? translate('One of them could hold it, but is protected with a password or cannot be read here: {names}.', {
        names: shown,
      })
    : translate('{count} of them could hold it, but are protected with a password or cannot be read here: {names}.', {
        count: names.length,
        names: shown,
      });
}

/** @param count how many files were searched */
function nowhereText(kind: KeyPairPartKind, count: number, translate: Translate): string {
  const isOne = count === 1;
  switch (kind) {
    case 'certificate':
      return isOne
        ? translate('The private key of this certificate is not in the one file that was searched.')
        : translate('The private key of this certificate is in none of the {count} files that were searched.', {
            count,
          });
    case 'privateKey':
      return isOne
        ? translate(
            'No certificate, certificate request or public key of this private key is in the one file that was searched.',
          )
        : translate(
            'No certificate, certificate request or public key of this private key is in the {count} files that were searched.',
            { count },
          );
    case 'request':
      return isOne
        ? translate(
            'Neither the private key of this certificate request nor its certificate is in the one file that was searched.',
          )
        : translate(
            'Neither the private key of this certificate request nor its certificate is in the {count} files that were searched.',
            { count },
          );
    case 'publicKey':
      return isOne
        ? translate(
            'Neither the private key of this public key nor a certificate of it is in the one file that was searched.',
          )
        : translate(
            'Neither the private key of this public key nor a certificate of it is in the {count} files that were searched.',
            { count },
          );
  }
}

/** Says that another kind was found than was looked for first; undefined where nothing has to be said. */
export function otherKindText(kind: KeyPairPartKind, found: KeyPairPartKind, translate: Translate): string | undefined {
  if (found === counterparts[kind][0]) return undefined;
  const isKeyMissed = counterparts[kind][0] === 'privateKey';
  switch (found) {
    case 'certificate':
      return translate('The private key was not found. This certificate has the same key.');
    case 'request':
      return isKeyMissed
        ? translate('The private key was not found. This certificate request has the same key.')
        : translate('No certificate was found. This certificate request has the same key.');
    case 'publicKey':
    case 'privateKey':
      return translate('Neither a certificate nor a certificate request was found. This is the public key.');
  }
}

const maxNamed = 3;

/** Lists the first few names, and how many more there are. */
export function namesText(names: readonly string[], translate: Translate): string {
  const shown = names.slice(0, maxNamed).map((name) => toShortText(name, 60));
  const more = names.length - shown.length;
  return [...shown, ...(more > 0 ? [translate('and {count} more', { count: more })] : [])].join(', ');
}
