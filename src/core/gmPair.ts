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
  const isFirstWrong = first !== undefined && isMeantToSign(first);
  if (isFirstWrong && signing && mayEncrypt(signing)) return 'swapped';
  if (isFirstWrong) return 'firstSigns';
  return signing && isMeantToEncrypt(signing) ? 'furtherEncrypts' : undefined;
}

/** Returns whether it signs alone: as the first of the two, it is in the wrong place. */
export const isMeantToSign = (certificate: Usages): boolean => maySign(certificate) && !mayEncrypt(certificate);

/** Returns whether it encrypts alone: as the further of the two, it is in the wrong place. */
export const isMeantToEncrypt = (certificate: Usages): boolean => mayEncrypt(certificate) && !maySign(certificate);

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
