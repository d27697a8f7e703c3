import type { DerValue } from '../asn1/der';
import { checkCertificateDer, DerError, parseDer, parseWithin, reading, toBuffer } from '../asn1/der';
import { oidText } from '../asn1/oid';
import { contextTag, octets, rawBytes, sequenceOf, tags } from '../asn1/values';
import { sha256 } from '../crypto';
import type { KeyInfo, Name, Reading, SanEntry } from '../model';
import { toName } from './distinguishedName';
import { generalNames } from './generalNames';
import { toKeyInfo } from './spki';

/** A certificate request (PKCS#10, RFC 2986 §4.1), as far as a person who wrote one wants to see it. */
export interface CertificateRequest {
  readonly subject: Name;
  readonly key: KeyInfo;
  /** The SubjectPublicKeyInfo, DER, and its SHA-256. */
  readonly spki: Uint8Array;
  readonly spkiSha256: string;
  /** Names it asks for in its extension request (RFC 2985 §5.4.2); undefined where it asks for none. */
  readonly sans: readonly SanEntry[] | undefined;
}

export const parseRequest = (der: Uint8Array): Reading<CertificateRequest> =>
  reading(() => {
    checkCertificateDer(toBuffer(der));
    return toRequest(parseDer(der));
  });

const attributesTag = contextTag(0, 'constructed');
const extensionRequest = '1.2.840.113549.1.9.14';
const subjectAltName = '2.5.29.17';

function toRequest(value: DerValue): CertificateRequest {
  const [info, algorithm, signature] = sequenceOf(value, 'The request');
  const [version, subject, spki, attributes] = sequenceOf(info, 'The content of the request');
  if (
    version?.tag !== tags.integer ||
    spki === undefined ||
    algorithm === undefined ||
    signature?.tag !== tags.bitString
  )
    throw new DerError('The certificate request is not made of content, algorithm and signature.', value.start);
  return {
    subject: toName(subject, 'The subject'),
    key: toKeyInfo(spki),
    spki: rawBytes(spki),
    spkiSha256: sha256(rawBytes(spki)),
    sans: attributes?.tag === attributesTag ? sansOf(attributes) : undefined,
  };
}

function sansOf(attributes: DerValue): readonly SanEntry[] | undefined {
  for (const attribute of attributes.children) {
    const [type, values] = sequenceOf(attribute, 'An attribute of the request');
    if (oidText(type, 'The type of an attribute') !== extensionRequest) continue;
    for (const extension of sequenceOf(values?.children[0], 'The extension request')) {
      const parts = sequenceOf(extension, 'An extension of the request');
      if (oidText(parts[0], 'The type of an extension') !== subjectAltName) continue;
      const value = octets(parts.at(-1), tags.octetString, 'The value of an extension');
      return generalNames(parseWithin(value, 0, value.length));
    }
  }
  return undefined;
}
