import type { Connections } from '../../app/connections/connections';
import type { Inventory } from '../../app/inventory/inventory';
import type { StartUnlocker } from '../../app/sources/unlock';
import type { Translate } from '../../shared/translate';
import type { Settings } from '../base/settings';

/** Services that this room takes. */
export interface PromptsServices {
  readonly settings: Settings;
  readonly connections: Connections;
  readonly inventory: Inventory;
  /** Starts a process that opens protected files. */
  readonly startUnlocker: StartUnlocker;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly translate: Translate;
}
