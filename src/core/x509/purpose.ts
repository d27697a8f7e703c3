import type { Certificate, CertificateType, Purpose } from '../model';

/** RFC 5280 §4.2.1.12. */
const serverAuth = '1.3.6.1.5.5.7.3.1';
const clientAuth = '1.3.6.1.5.5.7.3.2';
const anyExtendedKeyUsage = '2.5.29.37.0';

/** Returns what the Extended Key Usage OIDs of a certificate allow; `undefined` where it has no such extension. */
export function purposeOf(extendedKeyUsage: readonly string[] | undefined): Purpose {
  if (!extendedKeyUsage) return 'unstated';
  const isServer = extendedKeyUsage.includes(serverAuth);
  const isClient = extendedKeyUsage.includes(clientAuth);
  // Both named say more than `any` beside them; one named does not take back what `any` allows.
  if (isServer && isClient) return 'both';
  if (extendedKeyUsage.includes(anyExtendedKeyUsage)) return 'any';
  if (isServer) return 'server';
  return isClient ? 'client' : 'neither';
}

/** Returns true if it is named itself: OpenSSL takes `any` for no purpose of TLS, as Go and browsers do. */
export const namesType = (extendedKeyUsage: readonly string[], type: CertificateType): boolean =>
  extendedKeyUsage.includes(type === 'server' ? serverAuth : clientAuth);

/** True if a certificate of this purpose may be stored with a type: `unstated` and `any` fit, and are worth a note. */
export type TypeFit = 'fits' | 'contradicts' | 'unstated' | 'any';

export function typeFits(purpose: Purpose, type: CertificateType): TypeFit {
  switch (purpose) {
    case 'both':
      return 'fits';
    case 'any':
    case 'unstated':
      return purpose;
    case 'server':
    case 'client':
      return purpose === type ? 'fits' : 'contradicts';
    case 'neither':
      return 'contradicts';
  }
}

/** Returns the one type that the purpose leaves; undefined where it leaves the choice, or none. */
export const preferredType = (purpose: Purpose): CertificateType | undefined =>
  purpose === 'server' || purpose === 'client' ? purpose : undefined;

/** Returns the type that Extended Key Usage speaks for; `server` where it leaves the choice. */
export const proposedType = ({ extendedKeyUsage }: Pick<Certificate, 'extendedKeyUsage'>): CertificateType =>
  preferredType(purposeOf(extendedKeyUsage)) ?? 'server';

/** Returns whether Key Usage keeps a key from signing, as TLS 1.3 and every handshake with forward secrecy need. */
export const forbidsHandshake = ({ keyUsage }: Pick<Certificate, 'keyUsage'>): boolean =>
  keyUsage !== undefined && !keyUsage.includes('digitalSignature');

/** Names of purposes, to be translated. */
export const purposeWords: Readonly<Record<Purpose, string>> = {
  server: 'TLS server',
  client: 'TLS client',
  both: 'TLS server and client',
  any: 'any purpose',
  unstated: 'not restricted',
  neither: 'neither TLS server nor client',
};
