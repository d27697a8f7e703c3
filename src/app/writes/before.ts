/**
 * Remembers what was on a gateway before a new certificate was sent to it, so that the new object can be recognised.
 */
import { serialSameness } from '../../core/comparison/metadataMatch';
import type { Cooperative } from '../../shared/cooperative';
import type { CertificateEntry } from '../inventory/certificateEntry';
import type { ConnectionState } from '../inventory/inventory';
import type { Creating } from './operations';
import type { WriteVerification } from './verifyWrite';
import { holdsChain, holdsFingerprints } from './verifyWrite';
import type { ChainFacts } from './wanted';
import { toChainFacts } from './wanted';

/** Ids that are kept of objects which say too little: where there are more, each of them raises a doubt instead. */
const maxDoubtful = 500;

/** Certificates that are looked at without a pause. */
const stepLength = 100;

/** Lists what was there, as far as the gateway is listed. */
export function* toBeforeSteps(certificatePem: string, state: ConnectionState): Cooperative<Omit<Creating, 'bundle'>> {
  const sent = toChainFacts(certificatePem);
  const [sure, doubtful]: [string[], string[]] = [[], []];
  for (const [index, entry] of state.entries.entries()) {
    if (index % stepLength === 0) yield;
    const holding = holdingOf(entry, sent);
    if (holding !== 'no') (holding === 'yes' ? sure : doubtful).push(entry.stored.id);
  }
  return {
    known: new Set([...sure, ...(doubtful.length <= maxDoubtful ? doubtful : [])]),
    unreadable: state.kind === 'ready' ? state.unreadable.length : 0,
  };
}

function holdingOf({ serial, stored, fingerprints, content }: CertificateEntry, sent: ChainFacts): WriteVerification {
  const isOther = serial !== undefined && sent.leaf && serialSameness(sent.leaf.serial, serial) === 'different';
  if (isOther) return 'no';
  return content === 'notReturned'
    ? holdsChain(stored.metadata ? { metadata: stored.metadata } : {}, sent)
    : holdsFingerprints(fingerprints, sent);
}
