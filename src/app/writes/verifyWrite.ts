/**
 * Says whether a gateway's object holds what was sent: how a write is confirmed, and how an interrupted one is found
 * out about.
 */
import { metadataSameness } from '../../core/comparison/metadataMatch';
import type { Label, ListedCertificate, ListedPem, StoredCertificate } from '../../core/model';
import { toPem } from '../../core/pem/scan';
import { isSameSet } from '../../shared/isSame';
import type { ChainFacts, Wanted } from './wanted';
import { toChainFacts } from './wanted';

/** `cannotTell`: nothing speaks against it, and the gateway does not say enough to be sure. */
export type WriteVerification = 'yes' | 'no' | 'cannotTell';

/**
 * Checks everything that a write was to bring about, and nothing else.
 *
 * @param wantsNames of the gateway: see `Capabilities`
 */
export function holdsWanted(stored: StoredCertificate, wanted: Wanted, wantsNames: boolean): WriteVerification {
  return worst([
    wanted.chain === undefined ? 'yes' : holdsChain(stored, wanted.chain),
    holdsType(stored, wanted.type),
    wanted.labels === undefined || isSameSet(wanted.labels.map(labelKey), stored.labels.map(labelKey)) ? 'yes' : 'no',
    wanted.names === undefined || !wantsNames || isSameSet(wanted.names.map(lower), stored.names.map(lower))
      ? 'yes'
      : 'no',
    wanted.isEnabled === undefined || wanted.isEnabled === stored.isEnabled ? 'yes' : 'no',
    wanted.pairs === undefined ? 'yes' : holdsPairs(stored.extraCertificates, wanted.pairs),
    verifyCa(stored, wanted.ca),
  ]);
}

function holdsPairs(stored: readonly string[], wanted: readonly ChainFacts[]): WriteVerification {
  if (stored.length !== wanted.length) return 'no';
  return worst(wanted.map((chain, index) => holdsChain({ certificatePem: stored[index] ?? '' }, chain)));
}

type HeldCertificate = Pick<ListedCertificate, 'pem' | 'certificatePem' | 'metadata'>;

/**
 * Compares chains. Where the gateway returns the PEM, every certificate is compared by its SHA-256; where it returns
 * metadata alone, the leaf's serial number, issuer and dates.
 */
export function holdsChain(
  { pem, certificatePem = pem && listedPemText(pem), metadata }: HeldCertificate,
  sent: ChainFacts,
): WriteVerification {
  if (!sent.leaf) return 'cannotTell';
  if (certificatePem !== undefined) return holdsFingerprints(toChainFacts(certificatePem).sha256, sent);
  if (!metadata) return 'cannotTell';
  const sameness = metadataSameness(sent.leaf, metadata);
  return sameness === 'same' ? 'yes' : sameness === 'different' ? 'no' : 'cannotTell';
}

/** Does what {@link holdsChain} does, for SHA-256s that were read before. */
export function holdsFingerprints(stored: readonly string[], sent: ChainFacts): WriteVerification {
  if (!sent.leaf || stored.length === 0) return 'cannotTell';
  return stored.join() === sent.sha256.join() ? 'yes' : 'no';
}

/** Compares types. A type that the gateway names in words we do not know says nothing. */
export function holdsType(stored: Pick<StoredCertificate, 'type'>, wanted: Wanted['type']): WriteVerification {
  if (wanted === undefined || wanted === stored.type) return 'yes';
  return stored.type === undefined ? 'cannotTell' : 'no';
}

function verifyCa({ ca }: StoredCertificate, wanted: Wanted['ca']): WriteVerification {
  switch (wanted?.kind) {
    case undefined:
      return 'yes';
    case 'remove':
      return ca === undefined ? 'yes' : 'no';
    case 'set':
      if (ca === undefined) return 'no';
      return holdsChain(
        {
          ...(ca.pem === undefined ? {} : { certificatePem: ca.pem }),
          ...(ca.metadata === undefined ? {} : { metadata: ca.metadata }),
        },
        wanted.chain,
      );
  }
}

const lower = (name: string): string => name.toLowerCase();

/** Returns a text by which labels are the same. */
export const labelKey = ({ key, value }: Label): string => JSON.stringify([key, value ?? '']);

export const worst = (results: readonly WriteVerification[]): WriteVerification =>
  results.includes('no') ? 'no' : results.includes('cannotTell') ? 'cannotTell' : 'yes';

/** Returns the text that a gateway's list held. */
export const listedPemText = ({ der, rest }: ListedPem): string => toPem('CERTIFICATE', der).slice(0, -1) + rest;
