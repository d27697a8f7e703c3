import type { Connection } from '../connections/connection';
import type { Inventory } from '../inventory/inventory';
import type { Outcome } from './endingText';

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
