import { DerError, parseDer } from '../asn1/der';
import { oidText } from '../asn1/oid';
import { reading } from '../asn1/reading';
import { contextTag, rawBytes, sequenceOf } from '../asn1/values';
import { limits } from '../limits';
import type { Reading } from '../model';

/**
 * Returns the DER of the certificates that a PKCS#7 message (RFC 2315 §9.1; .p7b, .p7c) carries, in its order: one more
 * than a text may have blocks, at most. Signatures are not looked at.
 */
export const parsePkcs7 = (der: Uint8Array): Reading<readonly Uint8Array[]> =>
  reading(() => {
    const root = parseDer(der);
    const [type, content] = sequenceOf(root, 'The PKCS#7 message');
    if (oidText(type, 'The PKCS#7 message') !== '1.2.840.113549.1.7.2')
      throw new DerError('It is not a PKCS#7 message with certificates.', root.start);
    const certificates = sequenceOf(content?.children[0], 'The PKCS#7 message').find(
      ({ tag }) => tag === contextTag(0, 'constructed'),
    );
    return (certificates?.children ?? []).slice(0, limits.blocks + 1).map(rawBytes);
  });
