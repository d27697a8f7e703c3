import type { Connection } from '../connections/connection';
import type { CertificateEntry } from '../inventory/certificateEntry';
import type { RenewalOutcome } from './renewalOutcome';
import type { RenewalPlan } from './renewalPlan';
import type { Relation, RenewalTarget } from './renewalTargets';

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
  /** The outcome of the latest try. */
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
