import type * as vscode from 'vscode';
import type { Connections } from '../../app/connections/connections';
import type { Inventory } from '../../app/inventory/inventory';
import type { WorkspaceCheck } from '../../app/workspace/workspaceCheck';
import type { Translate } from '../../shared/translate';
import type { Log } from '../base/log';
import type { Settings } from '../base/settings';
import type { DetailPages } from '../details/detailPages';
import type { TimelinePages } from './timelinePages';

/** Services that this room takes. */
export interface TimelineServices {
  readonly context: vscode.ExtensionContext;
  readonly connections: Connections;
  readonly inventory: Inventory;
  readonly check: WorkspaceCheck;
  readonly details: DetailPages;
  readonly settings: Settings;
  readonly timeline: TimelinePages;
  readonly log: Log;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly translate: Translate;
}
