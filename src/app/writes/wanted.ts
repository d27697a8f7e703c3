/**
 * Reduces the result that a write aims at to what recognises it on the gateway. Holds no PEM, no key and no token, so
 * that it can be kept in a note (see `journal.ts`) and compared after a reload.
 */
import type { CertificateType, Label, Name, Validity } from '../../core/model';
import { scanPem } from '../../core/pem/scan';
import { parseCertificate } from '../../core/x509/certificate';
import type { CaChange, CertificateBundle, CertificateChange } from '../../gateway/gateway';

export interface ChainFacts {
  /** SHA-256 of the DER of each certificate, leaf first. Empty where what was sent cannot be read. */
  readonly sha256: readonly string[];
  /** The metadata of the leaf, as gateways say it that return nothing else. */
  readonly leaf?: LeafIdentity;
}

export interface LeafIdentity {
  readonly serial: string;
  readonly issuer: Pick<Name, 'rdns'>;
  readonly validity: Validity;
}

/** Undefined members were not sent: the gateway keeps what it has. */
export interface Wanted {
  readonly chain?: ChainFacts;
  readonly type?: CertificateType;
  readonly names?: readonly string[];
  readonly labels?: readonly Label[];
  readonly isEnabled?: boolean;
  /** The certificates of all further pairs. */
  readonly pairs?: readonly ChainFacts[];
  readonly ca?: { readonly kind: 'remove' } | { readonly kind: 'set'; readonly chain: ChainFacts };
}

export function toWanted({ certificate, type, names, labels, isEnabled, furtherPairs, ca }: CertificateChange): Wanted {
  const wantedCa = ca && toWantedCa(ca);
  return {
    ...(certificate === undefined ? {} : { chain: toChainFacts(certificate) }),
    ...(type === undefined ? {} : { type }),
    ...(names === undefined ? {} : { names }),
    ...(labels === undefined
      ? {}
      : { labels: labels.map(({ key, value }) => (value === undefined ? { key } : { key, value })) }),
    ...(isEnabled === undefined ? {} : { isEnabled }),
    ...(furtherPairs && { pairs: furtherPairs.map((pair) => toChainFacts(pair.certificate)) }),
    ...(wantedCa && { ca: wantedCa }),
  };
}

/** Reduces a new certificate. Names of a client certificate are none of a gateway's business: none are sent. */
export const toWantedNew = ({ certificate, type, names, labels, caCertificate }: CertificateBundle): Wanted =>
  toWanted({
    certificate,
    type,
    labels,
    ...(type === 'server' ? { names } : {}),
    ...(caCertificate === undefined ? {} : { ca: { kind: 'set', pem: caCertificate } }),
  });

function toWantedCa(ca: CaChange): Wanted['ca'] {
  switch (ca.kind) {
    case 'keep':
      return undefined;
    case 'remove':
      return { kind: 'remove' };
    case 'set':
      return { kind: 'set', chain: toChainFacts(ca.pem) };
  }
}

export function toChainFacts(pem: string): ChainFacts {
  const chain = scanPem(pem).blocks.flatMap((block) => {
    const reading = block.kind === 'certificate' && block.der ? parseCertificate(block.der) : undefined;
    return reading?.ok ? [reading.value] : [];
  });
  const [leaf] = chain;
  return {
    sha256: chain.map(({ fingerprints }) => fingerprints.sha256),
    ...(leaf && { leaf: { serial: leaf.serial, issuer: { rdns: leaf.issuer.rdns }, validity: leaf.validity } }),
  };
}
