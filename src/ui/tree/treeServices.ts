import type { Connections } from '../../app/connections/connections';
import type { Inventory } from '../../app/inventory/inventory';
import type { Translate } from '../../shared/translate';
import type { Log } from '../base/log';
import type { Notify } from '../prompts/notify';
import type { CertificateTree } from './certificateTree';

/** Services that the tree's commands take. */
export interface TreeServices {
  readonly connections: Connections;
  readonly inventory: Inventory;
  readonly tree: CertificateTree;
  readonly log: Log;
  readonly notify: Notify;
  readonly translate: Translate;
}
