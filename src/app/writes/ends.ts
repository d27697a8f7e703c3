import type { StoredCertificate } from '../../core/model';
import type { GatewayError, GatewayErrorKind } from '../../gateway/gateway';
import { NotNoted } from '../base/failureText';
import type { Connection } from '../connections/connection';
import type { Inventory } from '../inventory/inventory';
import type { Outcome } from './endingText';
import type { Note } from './journal';

/** The write failed for certain, or was cancelled in time: the gateway is as it was. */
export interface Failed {
  readonly kind: 'failed';
  readonly error: GatewayError | NotNoted;
}

/**
 * The gateway did not say what became of the write, and looking for it did not show it either. Its note stays in the
 * journal.
 */
export interface Unknown {
  readonly kind: 'unknown';
  readonly error: GatewayError;
  /** The reason why it could not be looked for. Undefined: the gateway was read, and does not say enough. */
  readonly lookError: GatewayError | undefined;
  readonly note: Note;
}

/** The result of reading it back. `cannotTell`: nothing speaks against it. `failed`: it could not be read. */
type ReadBack = 'same' | 'cannotTell' | 'failed';

/** The gateway has it. */
export interface Written {
  readonly kind: 'written';
  /** The object as it was read back; as the gateway answered where reading failed. */
  readonly stored: StoredCertificate;
  readonly readBack: ReadBack;
  /** Set where no answer confirmed the write, and it was found on the gateway afterwards. */
  readonly wasInterrupted: boolean;
}

/** The gateway did not answer what became of the write, and it was not there afterwards. `current`: what was. */
export interface NotWritten {
  readonly kind: 'notWritten';
  readonly error: GatewayError;
  readonly current: StoredCertificate | undefined;
}

/** Somebody else changed the object since it was shown: nothing was written. */
export interface ChangedBefore {
  readonly kind: 'changedBefore';
  /** The object as the gateway has it now, where it could be read. */
  readonly current: StoredCertificate | undefined;
}

/** The write may have been made, and what the gateway has now is neither what was sent nor what was there before. */
export interface ChangedOtherwise {
  readonly kind: 'changedOtherwise';
  readonly current: StoredCertificate;
}

export interface Gone {
  readonly kind: 'gone';
}

export interface Removed {
  readonly kind: 'removed';
  readonly wasInterrupted: boolean;
}

export type CreateOutcome = Written | Failed | NotWritten | Unknown | ChangedOtherwise;
export type ReplaceOutcome = Written | Failed | NotWritten | Unknown | ChangedBefore | ChangedOtherwise | Gone;
export type RemoveOutcome = Removed | Failed | NotWritten | Unknown | ChangedBefore | Gone;

/** The results that looking for a write can have. */
export type LookOutcome = Written | NotWritten | Unknown | ChangedOtherwise | Gone | Removed;

/** Failures that the next write to the same gateway would have as well. */
const hopeless: ReadonlySet<GatewayErrorKind> = new Set([
  'unauthorized',
  'forbidden',
  'unreachable',
  'untrusted',
  'clientCertificate',
  'throttled',
  'unavailable',
  'blocked',
  'cancelled',
]);

/** Returns whether it makes no sense to go on with the next write to the same gateway. */
export const isHopeless = (error: GatewayError | NotNoted): boolean =>
  error instanceof NotNoted || hopeless.has(error.kind);

/** Tells the inventory and the log how a write ended. `id`: the object before the write; none of an upload. */
export function recordOutcome(
  end: Outcome,
  {
    doing,
    connection,
    id,
    inventory,
    log,
  }: {
    readonly doing: string;
    readonly connection: Connection;
    readonly id: string | undefined;
    readonly inventory: Pick<Inventory, 'put' | 'remove'>;
    readonly log: { info(line: string): void; error(doing: string, error: unknown): void };
  },
): void {
  switch (end.kind) {
    case 'written':
      log.info(`${id === undefined ? 'Uploaded as' : 'Changed'} ${end.stored.id} on ${connection.name}`);
      inventory.put(connection.id, end.stored);
      return;
    case 'removed':
      log.info(`Deleted ${id ?? ''} from ${connection.name}`);
      if (id !== undefined) inventory.remove(connection.id, id);
      return;
    case 'gone':
      if (id !== undefined) inventory.remove(connection.id, id);
      return;
    case 'changedBefore':
    case 'changedOtherwise':
      if (end.current) inventory.put(connection.id, end.current);
      return;
    case 'notWritten':
      log.error(doing, end.error);
      if (end.current) inventory.put(connection.id, end.current);
      return;
    case 'unknown':
      log.error(doing, end.error);
      if (end.lookError) log.error(doing, end.lookError);
  }
}
