import * as vscode from 'vscode';
import type { DetailOptions } from '../../core/details/input';
import { detailPanelType } from '../../ids';
import type { Disposable } from '../../shared/emitter';
import type { DetailSubject } from '../../shared/protocol';
import { readSubject } from '../../shared/protocol';
import { toShortText } from '../../shared/visibleText';
import type { Settings } from '../base/settings';
import type { DetailPanel } from './detailPanel';
import type { GatewaySourceParts } from './gatewaySource';
import type { DetailSource } from './source';

export interface DetailPagesParts extends GatewaySourceParts {
  readonly extensionUri: vscode.Uri;
  readonly settings: Pick<Settings, 'expiryWarningDays' | 'onDidChange'>;
  readonly now: () => number;
}

/** The details pages that are open, one a certificate. Brings them back after a reload of the window. */
export class DetailPages implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly panels = new Map<string, DetailPanel>();
  private readonly subscription: Disposable;

  constructor(private readonly parts: DetailPagesParts) {
    this.subscription = parts.settings.onDidChange(() => {
      for (const panel of this.panels.values()) panel.post();
    });
  }

  /** Shows the page of a certificate, the one already open if there is one. */
  async show(subject: DetailSubject): Promise<void> {
    const page = await loadPage();
    const open = this.panels.get(keyOf(subject));
    if (open) {
      open.reveal();
    } else {
      const source = this.toSource(subject, page);
      const options = { ...page.panelOptions(this.parts.extensionUri), enableFindWidget: true };
      const title = toShortText(source.title, 60);
      this.adopt(
        vscode.window.createWebviewPanel(detailPanelType, title, vscode.ViewColumn.Active, options),
        source,
        page,
      );
    }
  }

  dispose(): void {
    this.subscription.dispose();
    for (const panel of this.panels.values()) panel.dispose();
    this.panels.clear();
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
    const page = await loadPage();
    const subject = readSubject(kept);
    // Closed before it had a subject, or kept by another version: nothing can be shown in it.
    if (!subject || this.panels.has(keyOf(subject))) panel.dispose();
    else this.adopt(panel, this.toSource(subject, page), page);
  }

  private adopt(panel: vscode.WebviewPanel, source: DetailSource, { DetailPanel }: Page): void {
    const key = keyOf(source.subject);
    this.panels.set(
      key,
      new DetailPanel({ panel, source, extensionUri: this.parts.extensionUri, options: () => this.options() }),
    );
    panel.onDidDispose(() => this.panels.delete(key));
  }

  private toSource(subject: DetailSubject, { GatewaySource, FileSource }: Page): DetailSource {
    switch (subject.from) {
      case 'gateway':
        return new GatewaySource(subject, this.parts);
      case 'file':
        return new FileSource(subject, this.parts);
    }
  }

  private options(): DetailOptions {
    const { now, settings, translate } = this.parts;
    return { now: now(), warningDays: settings.expiryWarningDays, translate };
  }
}

/** Loads the code that shows a page, with the first one. */
const loadPage = async () => ({
  ...(await import('./detailPanel')),
  ...(await import('./gatewaySource')),
  ...(await import('./fileSource')),
});
type Page = Awaited<ReturnType<typeof loadPage>>;

const keyOf = (subject: DetailSubject): string =>
  JSON.stringify(subject.from === 'gateway' ? [subject.connection, subject.id] : [subject.uri, subject.index]);
