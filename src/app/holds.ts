/** Whether a gateway's object holds what was sent: how a write is confirmed, and how an interrupted one is found out about. */
import type { Certificate } from '../core/model';
import { scanPem } from '../core/pem';
import { toldSameness } from '../core/told';
import { parseCertificate } from '../core/x509';
import type { CertificateChange, Label, StoredCertificate } from '../gateway/gateway';

/** `cannotTell`: nothing speaks against it, and the gateway does not say enough to be sure. */
export type Holding = 'yes' | 'no' | 'cannotTell';

/** Of everything that a change names, and of nothing else. */
export function holdsChange(stored: StoredCertificate, change: CertificateChange, wantsNames: boolean): Holding {
  return worst([
    change.certificate === undefined ? 'yes' : holdsCertificate(stored, change.certificate),
    change.type === undefined || change.type === stored.type ? 'yes' : 'no',
    change.labels === undefined || isSameSet(change.labels.map(labelKey), stored.labels.map(labelKey)) ? 'yes' : 'no',
    change.names === undefined || !wantsNames || isSameSet(change.names.map(lower), stored.names.map(lower)) ? 'yes' : 'no',
    change.isEnabled === undefined || change.isEnabled === stored.isEnabled ? 'yes' : 'no',
    holdsCa(stored, change),
  ]);
}

/**
 * Where the gateway returns the PEM, every certificate of the chain is compared by its SHA-256; where it returns metadata
 * alone, the leaf's serial number, issuer and dates.
 */
export function holdsCertificate({ certificatePem, metadata }: Pick<StoredCertificate, 'certificatePem' | 'metadata'>, sentPem: string): Holding {
  const sent = readChain(sentPem);
  const [leaf] = sent;
  if (!leaf) return 'cannotTell';
  if (certificatePem !== undefined) {
    const held = readChain(certificatePem);
    if (held.length === 0) return 'cannotTell';
    return fingerprintsOf(held) === fingerprintsOf(sent) ? 'yes' : 'no';
  }
  if (!metadata) return 'cannotTell';
  const sameness = toldSameness(leaf, metadata);
  return sameness === 'same' ? 'yes' : sameness === 'different' ? 'no' : 'cannotTell';
}

function holdsCa({ ca }: StoredCertificate, { ca: change }: CertificateChange): Holding {
  switch (change?.kind) {
    case undefined:
    case 'keep':
      return 'yes';
    case 'remove':
      return ca === undefined ? 'yes' : 'no';
    case 'set':
      if (ca === undefined) return 'no';
      return holdsCertificate({ ...(ca.pem === undefined ? {} : { certificatePem: ca.pem }), ...(ca.metadata === undefined ? {} : { metadata: ca.metadata }) }, change.pem);
  }
}

const lower = (name: string): string => name.toLowerCase();

const labelKey = ({ key, value }: Label): string => JSON.stringify([key, value ?? '']);

const isSameSet = (one: readonly string[], other: readonly string[]): boolean => {
  const [a, b] = [new Set(one), new Set(other)];
  return a.size === b.size && [...a].every((each) => b.has(each));
};

const fingerprintsOf = (chain: readonly Certificate[]): string => chain.map(({ fingerprints }) => fingerprints.sha256).join();

const readChain = (pem: string): readonly Certificate[] =>
  scanPem(pem).blocks.flatMap((block) => {
    const reading = block.kind === 'certificate' && block.der ? parseCertificate(block.der) : undefined;
    return reading?.ok ? [reading.value] : [];
  });

const worst = (holdings: readonly Holding[]): Holding => (holdings.includes('no') ? 'no' : holdings.includes('cannotTell') ? 'cannotTell' : 'yes');
