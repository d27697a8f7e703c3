/** Certificates that an object of a gateway holds itself, where it would refer to a stored one otherwise. */
import { sha256 } from '../../core/crypto';
import type { InlineCertificate, Referrer } from '../../gateway/gateway';
import type { Cooperative } from '../../shared/cooperative';
import type { CertificateEntry } from '../inventory/certificateEntry';

/** The objects that hold a certificate themselves, by its SHA-256. */
export type InlineHolders = ReadonlyMap<string, readonly Referrer[]>;

/** Indexes the holders by the hash of the certificate, each hashed once. */
export function* toInlineHolders(certificates: readonly InlineCertificate[] = []): Cooperative<InlineHolders> {
  const holders = new Map<string, Referrer[]>();
  for (const { certificatePem, by } of certificates) {
    yield;
    const fingerprint = inlineFingerprint(certificatePem);
    if (fingerprint === undefined) continue;
    const known = holders.get(fingerprint);
    if (known) known.push(by);
    else holders.set(fingerprint, [by]);
  }
  return holders;
}

/** Finds those that hold the certificate of one of its pairs themselves. */
export const copiesOf = (
  holders: InlineHolders,
  { fingerprints: [leaf], extraFingerprints }: CertificateEntry,
): readonly (readonly Referrer[])[] =>
  holders.size === 0
    ? []
    : [leaf, ...extraFingerprints].flatMap((fingerprint) => {
        const found = fingerprint === undefined ? undefined : holders.get(fingerprint);
        return found ? [found] : [];
      });

/**
 * Returns the SHA-256 of the first certificate of a PEM text that a gateway has accepted: nothing of it is read, since
 * this is loaded with the window. Undefined where there is none, as in a secret reference.
 */
function inlineFingerprint(pem: string): string | undefined {
  const [, body] = /-----BEGIN (?:X509 )?CERTIFICATE-----([A-Za-z0-9+/=\s]{1,100000})-----END/.exec(pem) ?? [];
  return body === undefined ? undefined : sha256(Buffer.from(body, 'base64'));
}
