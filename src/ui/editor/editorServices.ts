import type * as vscode from 'vscode';
import type { Connections } from '../../app/connections/connections';
import type { Inventory } from '../../app/inventory/inventory';
import type { KnownUses } from '../../app/usage/knownUses';
import type { ManifestIndex } from '../../app/workspace/manifestIndex';
import type { Translate } from '../../shared/translate';
import type { Log } from '../base/log';
import type { Settings } from '../base/settings';
import type { CertificateFiles } from '../files/certificateFiles';
import type { PemDocuments } from '../files/pemDocuments';
import type { WrittenFiles } from './split/splitUndo';

export interface EditorServices {
  readonly context: vscode.ExtensionContext;
  readonly settings: Settings;
  readonly connections: Connections;
  readonly inventory: Inventory;
  /** The parsed open PEM documents. Shared, so that a text is read once for all features. */
  readonly documents: PemDocuments;
  /** Files of the workspace that may hold certificates or keys, and what they hold. */
  readonly files: CertificateFiles;
  /** The hosts that manifests have a gateway serve. */
  readonly manifests: ManifestIndex;
  readonly writtenFiles: WrittenFiles;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly translate: Translate;
  readonly uses: KnownUses;
}
