import type * as vscode from 'vscode';
import type { ClientIdentityParts } from '../../app/connections/clientIdentity';
import type { Connections } from '../../app/connections/connections';
import type { Dialect, DialectId } from '../../gateway/gateway';
import type { Translate } from '../../shared/translate';
import type { Log } from '../base/log';
import type { Secrets } from '../base/secrets';
import type { Settings } from '../base/settings';
import type { Notify } from '../prompts/notify';

export interface ConnectionServices {
  readonly context: vscode.ExtensionContext;
  readonly dialects: ReadonlyMap<DialectId, Dialect>;
  readonly settings: Settings;
  readonly connections: Connections;
  /** Opens what a password protects. */
  readonly decryptContainer: ClientIdentityParts['decryptContainer'];
  readonly tokens: Secrets;
  readonly log: Log;
  readonly notify: Notify;
  readonly translate: Translate;
}
