import type { Translate } from '../../shared/translate';
import type { KeyUsage } from '../model';
import { accessMethods, extendedKeyUsages, policies } from '../x509/oids';

/** RFC 5280 §4.2.1.3. */
export const keyUsageWords: Readonly<Record<KeyUsage, string>> = {
  digitalSignature: 'Digital signature',
  nonRepudiation: 'Non-repudiation',
  keyEncipherment: 'Key encipherment',
  dataEncipherment: 'Data encipherment',
  keyAgreement: 'Key agreement',
  keyCertSign: 'Signing certificates',
  cRLSign: 'Signing revocation lists',
  encipherOnly: 'Encipher only',
  decipherOnly: 'Decipher only',
};

/** Writes `TLS Server Authentication (1.3.6.1.5.5.7.3.1)`; the OID alone where it is not known. */
const worded =
  (words: ReadonlyMap<string, string>) =>
  (oid: string, translate: Translate): string => {
    const word = words.get(oid);
    return word === undefined ? oid : `${translate(word)} (${oid})`;
  };

export const toPurposeText = worded(extendedKeyUsages);
export const toPolicyText = worded(policies);

/** Names the method alone: the address behind it says the rest. */
export const toAccessText = (method: string, translate: Translate): string =>
  translate(accessMethods.get(method) ?? method);
