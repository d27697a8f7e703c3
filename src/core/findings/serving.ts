import type { Certificate } from '../model';
import { purposeOf } from '../x509/purpose';

/** Returns whether a gateway may present it to its clients: its names and dates are then looked at by them. */
export const mayServe = ({ extendedKeyUsage }: Pick<Certificate, 'extendedKeyUsage'>): boolean =>
  !['client', 'neither'].includes(purposeOf(extendedKeyUsage));
