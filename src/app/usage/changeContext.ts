/** The current state of a certificate on its gateway and what depends on it. Every change starts from it. */
import type { Gateway, References } from '../../gateway/gateway';
import { GatewayError, unlessMissing } from '../../gateway/gateway';
import { Limiter, raceAbort } from '../base/limiter';
import type { Connection } from '../connections/connection';
import type { CertificateEntry, FullEntry } from '../inventory/certificateEntry';
import { toEntry } from '../inventory/certificateEntry';
import type { ConnectionState, Inventory } from '../inventory/inventory';
import { isWhole } from '../inventory/listing';
import type { Clock } from '../inventory/stateCounts';
import type { ImpactFacts } from './impact';

export interface ChangeContext {
  readonly connection: Connection;
  /** Read from the gateway just now: what is shown, and what a write expects to find. */
  readonly entry: FullEntry;
  readonly facts: ImpactFacts;
  /** The error, if reading the uses of certificates failed. */
  readonly usesError?: GatewayError;
}

export interface ChangeContextParts {
  readonly inventory: Pick<Inventory, 'refresh' | 'state' | 'put'>;
  readonly gateway: Pick<Gateway, 'read' | 'uses'>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Reads the object, what uses certificates, and the list anew: which certificate takes over a host is decided by what
 * the gateway has now, not by what it had when the tree was drawn.
 * @throws GatewayError where the object itself cannot be read
 */
export async function readChangeContext(
  { connection, id }: { readonly connection: Connection; readonly id: string },
  parts: ChangeContextParts,
): Promise<ChangeContext> {
  const { inventory, gateway, clock, signal } = parts;
  const [stored, uses] = await Promise.all([
    gateway.read(id, signal),
    readUses(gateway, signal),
    readList(connection, parts),
  ]);
  const state = inventory.state(connection.id);
  const entry = inventory.put(connection.id, stored) ?? toEntry(connection, stored);
  return {
    connection,
    entry,
    ...toFacts([...state.entries.filter((other) => other.stored.id !== id), entry], { state, uses, clock }),
  };
}

export interface SeveralContext extends Omit<ChangeContext, 'entry'> {
  /** The objects that still exist, read just now. */
  readonly entries: readonly FullEntry[];
  /** Ids of the objects that no longer exist. */
  readonly gone: readonly string[];
}

const readsAtOnce = 4;

/**
 * Reads several objects of one gateway, what uses certificates, and the list anew.
 *
 * @throws GatewayError where one of the objects cannot be read
 */
export async function readSeveralContext(
  { connection, ids }: { readonly connection: Connection; readonly ids: readonly string[] },
  parts: ChangeContextParts,
): Promise<SeveralContext> {
  const { inventory, gateway, clock, signal } = parts;
  const limiter = new Limiter(readsAtOnce);
  const readOne = (id: string) => limiter.run(() => gateway.read(id, signal).catch(unlessMissing));
  const [read, uses] = await Promise.all([
    Promise.all(ids.map(readOne)),
    readUses(gateway, signal),
    readList(connection, parts),
  ]);
  const state = inventory.state(connection.id);
  const existing = read.filter((stored) => stored !== undefined);
  const entries = existing.map((stored) => inventory.put(connection.id, stored) ?? toEntry(connection, stored));
  const asked = new Set(ids);
  return {
    connection,
    entries,
    gone: ids.filter((_, index) => read[index] === undefined),
    ...toFacts([...state.entries.filter(({ stored }) => !asked.has(stored.id)), ...entries], { state, uses, clock }),
  };
}

const readList = ({ id }: Connection, { inventory, signal }: ChangeContextParts): Promise<void> =>
  raceAbort(inventory.refresh(id), signal).catch((cause: unknown) => {
    throw new GatewayError('cancelled', 'Reading was stopped.', { cause });
  });

const toFacts = (
  entries: readonly CertificateEntry[],
  {
    state,
    uses,
    clock,
  }: { readonly state: ConnectionState; readonly uses: References | GatewayError; readonly clock: Clock },
): Pick<ChangeContext, 'facts' | 'usesError'> =>
  uses instanceof GatewayError
    ? { facts: { entries, isComplete: isWhole(state), uses: undefined, clock }, usesError: uses }
    : { facts: { entries, isComplete: isWhole(state), uses, clock } };

/**
 * Reads what uses certificates. A token that may write certificates may not be allowed to: that is reported, and stops
 * nothing.
 */
async function readUses(gateway: Pick<Gateway, 'uses'>, signal: AbortSignal): Promise<References | GatewayError> {
  try {
    return await gateway.uses(signal);
  } catch (error) {
    if (error instanceof GatewayError && error.kind !== 'cancelled') return error;
    throw error;
  }
}
