import { createPrivateKey, X509Certificate } from 'node:crypto';
import 'reflect-metadata';
import type { JsonName } from '@peculiar/x509';
import {
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  SubjectAlternativeNameExtension,
  X509Certificate as ParsedCertificate,
} from '@peculiar/x509';
import type { JsonObject } from '../json';
import { remember } from '../remember';

/** Reads the first certificate of a PEM text; nothing where there is none. */
export const parseLeaf = remember((pem: string): ParsedCertificate | undefined => {
  try {
    return new ParsedCertificate(new Uint8Array(new X509Certificate(pem).raw));
  } catch {
    return undefined;
  }
});

export const fitsKey = remember((pem: string, keyPem: string): boolean => {
  try {
    return new X509Certificate(pem).checkPrivateKey(createPrivateKey(keyPem));
  } catch {
    return false;
  }
});

/** Returns the types that Extended Key Usage allows. Without the extension, or with `any`, both. */
export function allowedTypes(certificate: ParsedCertificate): readonly ('Server' | 'Client')[] {
  const extension = certificate.getExtension(ExtendedKeyUsageExtension);
  const usages = extension?.usages ?? ['2.5.29.37.0'];
  const isAny = usages.includes('2.5.29.37.0');
  return [
    ...(isAny || usages.includes(ExtendedKeyUsage.serverAuth) ? ['Server' as const] : []),
    ...(isAny || usages.includes(ExtendedKeyUsage.clientAuth) ? ['Client' as const] : []),
  ];
}

const names: Readonly<Record<string, string>> = { ECDSA: 'ECDSA', 'RSASSA-PKCS1-v1_5': 'RSA', 'RSA-PSS': 'RSAPSS' };

function signatureAlgorithmOf(certificate: ParsedCertificate): string {
  const { name, hash } = certificate.signatureAlgorithm as {
    readonly name: string;
    readonly hash?: { readonly name: string };
  };
  const digest = hash?.name.replace('-', '') ?? '';
  if (name === 'ECDSA') return `ECDSA-${digest}`;
  return names[name] === undefined ? name : `${digest}-${names[name]}`;
}

const escapeValue = (value: string): string => value.replace(/[,+"\\<>;]/g, '\\$&').replace(/^[# ]/, '\\$&');

/** RFC 4514 text: the last name comes first. */
const nameText = (name: JsonName): string =>
  [...name]
    .reverse()
    .map((rdn) =>
      Object.entries(rdn)
        .flatMap(([type, values]) => values.map((value) => `${type}=${escapeValue(value)}`))
        .join('+'),
    )
    .join(',');

/** Seconds are all a certificate has. */
export const toTime = (date: Date): string => date.toISOString().replace('.000Z', 'Z');

/**
 * Returns the facts that the service derives from a certificate. The fields are known, their spelling is not: here as a
 * Go server would, with a decimal serial number, `SHA256-RSA`, and RFC 4514 names.
 */
export function metadataOf(certificate: ParsedCertificate): JsonObject {
  const sans = certificate.getExtension(SubjectAlternativeNameExtension)?.names.items ?? [];
  const extensions = certificate.extensions.map((extension): [string, string] => [
    extension.type,
    Buffer.from(extension.value).toString('hex'),
  ]);
  return {
    snis: sans.filter(({ type }) => type === 'dns' || type === 'ip').map(({ value }) => value),
    not_before: toTime(certificate.notBefore),
    not_after: toTime(certificate.notAfter),
    subject: nameText(certificate.subjectName.toJSON()),
    issuer: nameText(certificate.issuerName.toJSON()),
    serial_number: BigInt(`0x${certificate.serialNumber}`).toString(),
    signature_algorithm: signatureAlgorithmOf(certificate),
    extensions: Object.fromEntries(extensions),
  };
}
