import type * as vscode from 'vscode';
import type { ClientIdentityParts } from '../app/connections/clientIdentity';
import type { Connections } from '../app/connections/connections';
import type { Inventory } from '../app/inventory/inventory';
import type { Journal } from '../app/writes/journal';
import type { KnownUses } from '../app/usage/knownUses';
import type { StartUnlocker } from '../app/sources/unlock';
import type { Dialect, DialectId } from '../gateway/gateway';
import type { Translate } from '../shared/translate';
import type { WorkspaceCheck } from '../app/workspace/workspaceCheck';
import type { Comparisons } from './compare/comparisons';
import type { DetailPages } from './details/detailPages';
import type { PemDocuments } from './files/pemDocuments';
import type { WrittenFiles } from './editor/split/splitUndo';
import type { Guard } from './prompts/guard';
import type { Log } from './base/log';
import type { Notify } from './prompts/notify';
import type { Secrets } from './base/secrets';
import type { Settings } from './base/settings';
import type { CertificateTree } from './tree/certificateTree';
import type { CertificateFiles } from './files/certificateFiles';

/**
 * The services that commands and features are given. Built once, in `extension.ts`; nothing else reaches across rooms.
 */
export interface Services {
  readonly context: vscode.ExtensionContext;
  readonly dialects: ReadonlyMap<DialectId, Dialect>;
  readonly settings: Settings;
  readonly connections: Connections;
  /** Opens what a password protects. */
  readonly decryptContainer: ClientIdentityParts['decryptContainer'];
  readonly inventory: Inventory;
  readonly tree: CertificateTree;
  readonly details: DetailPages;
  /** The parsed open PEM documents. Shared, so that a text is read once for all features. */
  readonly documents: PemDocuments;
  /** Asked before anything that writes. */
  readonly guard: Guard;
  /** Side-by-side views of what is and what would be. */
  readonly comparisons: Comparisons;
  /** Files of the workspace that may hold certificates or keys, and what they hold. */
  readonly files: CertificateFiles;
  /** Starts a process that opens protected files. */
  readonly startUnlocker: StartUnlocker;
  /** Writes whose outcome is not known yet. Every write is noted in it. */
  readonly journal: Journal;
  readonly tokens: Secrets;
  readonly log: Log;
  readonly notify: Notify;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly translate: Translate;
  /** Files that splitting made. */
  readonly writtenFiles: WrittenFiles;
  readonly check: WorkspaceCheck;
  /** The known uses of certificates. */
  readonly uses: KnownUses;
}
