import * as vscode from 'vscode';
import type { Connections } from '../../app/connections/connections';
import type { Inventory } from '../../app/inventory/inventory';
import type { WorkspaceCheck } from '../../app/workspace/workspaceCheck';
import { timelinePanelType } from '../../ids';
import type { Translate } from '../../shared/translate';
import type { Log } from '../base/log';
import type { Settings } from '../base/settings';
import type { DetailPages } from '../details/detailPages';
import { createPanel } from '../window/tabs';

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

/** The page of the timeline, one a window. Brings it back after a reload. */
export class TimelinePages implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;

  /** @param services asked for when the page is shown: it is one of them */
  constructor(private readonly services: () => TimelineServices) {}

  async show(): Promise<void> {
    const page = await loadPage();
    if (this.panel) return this.panel.reveal();
    const title = vscode.l10n.t('Expiry Timeline');
    this.adopt(createPanel(timelinePanelType, { title, column: vscode.ViewColumn.Active, options: {} }), page);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    const page = await loadPage();
    if (this.panel) panel.dispose();
    else this.adopt(panel, page);
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private adopt(panel: vscode.WebviewPanel, { TimelinePanel }: Page): void {
    this.panel = panel;
    panel.onDidDispose(() => (this.panel = undefined));
    new TimelinePanel(panel, this.services());
  }
}

/** Loads the code that shows the page, with the first one. */
const loadPage = () => import('./timelinePanel');
type Page = Awaited<ReturnType<typeof loadPage>>;
