/**
 * Checks the two certificates of Chinese national cryptography (GM/T 0024, GB/T 38636): of an object with `gm`, the
 * first certificate encrypts and the only further one signs. Their key usage says which is which.
 */
import type { Translate } from '../shared/translate';
import type { Certificate } from './model';

export type GmFault =
  /** There is no further pair, or more than one. */
  | 'pairs'
  /** The first one signs, and the further one encrypts. */
  | 'swapped'
  | 'firstSigns'
  | 'furtherEncrypts';

type Usages = Pick<Certificate, 'keyUsage'>;

/**
 * Returns what is wrong with the pairs; undefined where nothing is, or cannot be told.
 *
 * @param further the certificate of each further pair; undefined where it cannot be read
 */
export function gmFault(first: Usages | undefined, further: readonly (Usages | undefined)[]): GmFault | undefined {
  const [signing] = further;
  if (further.length !== 1) return 'pairs';
  const isFirstWrong = first !== undefined && isMisplaced('first', first);
  if (isFirstWrong && signing && mayEncrypt(signing)) return 'swapped';
  if (isFirstWrong) return 'firstSigns';
  return signing && isMisplaced('further', signing) ? 'furtherEncrypts' : undefined;
}

/** The first pair encrypts, the further one signs. */
export type GmPlace = 'first' | 'further';

/** Returns whether a certificate is for the other place: its key usage allows nothing else. */
export const isMisplaced = (place: GmPlace, certificate: Usages): boolean =>
  place === 'first'
    ? maySign(certificate) && !mayEncrypt(certificate)
    : mayEncrypt(certificate) && !maySign(certificate);

/** Says why a certificate that is for the other place is not sent. */
export const misplacedText = (place: GmPlace, t: Translate): string =>
  place === 'first'
    ? t('With “gm” the first pair encrypts, and by its key usage this one signs and cannot encrypt')
    : t('With “gm” the further pair signs, and by its key usage this one encrypts and cannot sign');

const maySign = ({ keyUsage = [] }: Usages): boolean => keyUsage.includes('digitalSignature');

const mayEncrypt = ({ keyUsage = [] }: Usages): boolean =>
  (['keyEncipherment', 'dataEncipherment', 'keyAgreement'] as const).some((usage) => keyUsage.includes(usage));

/** Says what is wrong, after a colon or as a note. */
export function gmFaultText(fault: GmFault, t: Translate): string {
  switch (fault) {
    case 'pairs':
      return t('it needs exactly one further pair, which signs');
    case 'swapped':
      return t('swapped: by their key usage, this one signs and the further one encrypts');
    case 'firstSigns':
      return t('by its key usage, this one signs and cannot encrypt');
    case 'furtherEncrypts':
      return t('by its key usage, the further one encrypts and cannot sign');
  }
}
