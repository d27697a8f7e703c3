import * as vscode from 'vscode';
import type { DetailOptions } from '../../core/detail/input';
import { detailPanelType } from '../../ids';
import { readSubject } from '../../shared/protocol';
import type { DetailSubject } from '../../shared/protocol';
import { toShortText } from '../../shared/visibleText';
import type { Settings } from '../settings';
import { DetailPanel, panelOptions } from './detailPanel';
import { FileSource } from './fileSource';
import { GatewaySource } from './gatewaySource';
import type { GatewaySourceParts } from './gatewaySource';
import type { DetailSource } from './source';

export interface DetailPagesParts extends GatewaySourceParts {
  readonly extensionUri: vscode.Uri;
  readonly settings: Pick<Settings, 'expiryWarningDays' | 'onDidChange'>;
  readonly now: () => number;
}

/** The details pages that are open, one a certificate. Brings them back after a reload of the window. */
export class DetailPages implements vscode.Disposable {
  private readonly panels = new Map<string, DetailPanel>();
  private readonly subscriptions: readonly vscode.Disposable[];

  constructor(private readonly parts: DetailPagesParts) {
    this.subscriptions = [
      vscode.window.registerWebviewPanelSerializer(detailPanelType, {
        deserializeWebviewPanel: (panel: vscode.WebviewPanel, kept: unknown) => this.restore(panel, kept),
      }),
      parts.settings.onDidChange(() => {
        for (const panel of this.panels.values()) panel.post();
      }),
    ];
  }

  /** Shows the page of a certificate, the one already open if there is one. */
  show(subject: DetailSubject): Promise<void> {
    const open = this.panels.get(keyOf(subject));
    if (open) {
      open.reveal();
    } else {
      const source = this.toSource(subject);
      const options = { ...panelOptions(this.parts.extensionUri), enableFindWidget: true };
      const title = toShortText(source.title, 60);
      this.adopt(vscode.window.createWebviewPanel(detailPanelType, title, vscode.ViewColumn.Active, options), source);
    }
    return Promise.resolve();
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const panel of this.panels.values()) panel.dispose();
    this.panels.clear();
  }

  private restore(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
    const subject = readSubject(kept);
    // Closed before it had a subject, or kept by another version: nothing can be shown in it.
    if (!subject || this.panels.has(keyOf(subject))) panel.dispose();
    else this.adopt(panel, this.toSource(subject));
    return Promise.resolve();
  }

  private adopt(panel: vscode.WebviewPanel, source: DetailSource): void {
    const key = keyOf(source.subject);
    this.panels.set(key, new DetailPanel({ panel, source, extensionUri: this.parts.extensionUri, options: () => this.options() }));
    panel.onDidDispose(() => this.panels.delete(key));
  }

  private toSource(subject: DetailSubject): DetailSource {
    switch (subject.from) {
      case 'gateway':
        return new GatewaySource(subject, this.parts);
      case 'file':
        return new FileSource(subject, this.parts.translate);
    }
  }

  private options(): DetailOptions {
    const { now, settings, translate } = this.parts;
    return { now: now(), warningDays: settings.expiryWarningDays, translate };
  }
}

const keyOf = (subject: DetailSubject): string =>
  JSON.stringify(subject.from === 'gateway' ? [subject.connection, subject.id] : [subject.uri, subject.index]);
