/**
 * Finds the objects of a gateway that a new certificate is to be put into. From memory only: nothing here asks anybody.
 */
import { isSameValidity } from '../../core/comparison/metadataMatch';
import type { Certificate } from '../../core/model';
import { proposedType, purposeOf, typeFits } from '../../core/x509/purpose';
import type { Connection } from '../connections/connection';
import type { CertificateEntry } from '../inventory/certificateEntry';
import type { CertificateIndex } from '../inventory/certificateIndex';
import { compareTexts } from '../inventory/order';
import { findRenewed, findShortened, isIdentical } from '../inventory/renewals';
import type { RenewalOutcome } from './renewalOutcome';
import type { RenewalPlan } from './renewalPlan';

/** One object of a gateway in a renewal, as it stands. */
export interface RenewalObject {
  readonly key: string;
  readonly connection: Connection;
  /** The entry as it was last listed or read. */
  readonly entry: CertificateEntry;
  readonly relation: Relation;
  readonly isReading: boolean;
  /** The reason why it cannot be sent. */
  readonly problem: string | undefined;
  /** Undefined until it is read. */
  readonly plan: RenewalPlan | undefined;
  readonly isSelected: boolean;
  /** The person decided about it already: nothing is proposed any more. */
  readonly wasAsked: boolean;
  /** Undefined while nothing is under way. */
  readonly progress: 'waiting' | 'writing' | 'sent' | 'looking' | undefined;
  readonly outcome: RenewalOutcome | undefined;
}

export const keyOf = ({ connection, stored }: Pick<CertificateEntry, 'connection' | 'stored'>): string =>
  JSON.stringify([connection.id, stored.id]);

/** Returns an object that is to be read, or that cannot be written and so is not read. Keeps what a person decided. */
export function toRenewalObject(
  { entry, relation }: RenewalTarget,
  {
    connection,
    problem,
    before,
  }: Pick<RenewalObject, 'connection' | 'problem'> & { readonly before: RenewalObject | undefined },
): RenewalObject {
  return {
    key: keyOf(entry),
    connection,
    entry,
    relation,
    problem,
    isReading: problem === undefined && relation !== 'holds',
    isSelected: before?.isSelected ?? false,
    wasAsked: before?.wasAsked ?? false,
    plan: undefined,
    progress: undefined,
    outcome: before?.outcome,
  };
}

/** Returns whether nothing was written to it, or it may be written again. */
export const isOpen = (object: RenewalObject): boolean =>
  object.progress === undefined && (object.outcome === undefined || isRetryable(object));

/** Returns whether the object may be selected and sent. */
export const canBeSent = (object: RenewalObject): boolean =>
  isOpen(object) &&
  object.plan !== undefined &&
  object.problem === undefined &&
  !object.isReading &&
  // What became of it is looked for first.
  object.outcome?.ended.kind !== 'unknown';

/** Returns whether the last try did not come to a good end, and another may. */
export function isRetryable({ outcome }: RenewalObject): boolean {
  switch (outcome?.ended.kind) {
    case 'failed':
    case 'notWritten':
    case 'unknown':
    case 'changedBefore':
    case 'notTried':
      return true;
    case 'written':
    case 'changedOtherwise':
    case 'gone':
    case undefined:
      return false;
  }
}

/**
 * `holds`: it has the new certificate. `renews`: the new one takes its place. `renewsInPart`: it would, but for some of
 * its names. `chosen`: a person chose it, or it has the certificate of the one chosen, and the new one is not seen to
 * renew it.
 */
export type Relation = 'holds' | 'renews' | 'renewsInPart' | 'chosen';

interface RenewalTarget {
  readonly entry: CertificateEntry;
  readonly relation: Relation;
}

export type RenewalIndex = Pick<CertificateIndex, 'get' | 'withSerial' | 'sharingNames'>;

/**
 * Finds the objects of one gateway, in the order of their names.
 *
 * @param chosen the object that a person wants to renew, of any gateway: whatever has the same certificate is found
 * with it
 */
export function findRenewalTargets(
  leaf: Certificate,
  index: RenewalIndex,
  chosen: CertificateEntry | undefined,
): readonly RenewalTarget[] {
  const targets = new Map<string, RenewalTarget>();
  const add = (entries: readonly CertificateEntry[], relation: Relation): void => {
    for (const entry of entries) if (!targets.has(entry.stored.id)) targets.set(entry.stored.id, { entry, relation });
  };
  add(
    index.withSerial(leaf.serial).filter((entry) => isIdentical(entry, leaf)),
    'holds',
  );
  const likely = index.sharingNames(leaf).filter(({ stored }) => !targets.has(stored.id));
  const purpose = purposeOf(leaf.extendedKeyUsage);
  // One certificate may stand there once for each side of TLS.
  for (const type of ['server', 'client'] as const)
    if (typeFits(purpose, type) !== 'contradicts' || type === proposedType(leaf))
      add(findRenewed(leaf, type, [...likely]).entries, 'renews');
  add(findShortened(leaf, likely), 'renewsInPart');
  if (chosen) add(holdersOf(chosen, index), 'chosen');
  return [...targets.values()].sort(
    ({ entry: one }, { entry: other }) =>
      compareTexts(one.sortKey, other.sortKey) || compareTexts(one.stored.id, other.stored.id),
  );
}

function holdersOf(chosen: CertificateEntry, index: RenewalIndex): readonly CertificateEntry[] {
  const { serial, stored, connection } = chosen;
  const itself = index.get(stored.id);
  const others =
    serial === undefined ? [] : index.withSerial(serial).filter((entry) => isSameCertificate(entry, chosen));
  return itself?.connection.id === connection.id ? [itself, ...others] : others;
}

/** Compares by fingerprint where both are known; else by the dates, beside the serial number. */
function isSameCertificate(one: CertificateEntry, other: CertificateEntry): boolean {
  const [a, b] = [one.fingerprints[0], other.fingerprints[0]];
  if (a !== undefined && b !== undefined) return a === b;
  return one.validity !== undefined && other.validity !== undefined && isSameValidity(one.validity, other.validity);
}
