import * as vscode from 'vscode';
import type { DetailOptions } from '../../core/details/input';
import { detailPanelType } from '../../ids';
import type { DetailSubject } from '../../shared/protocol';
import { readSubject } from '../../shared/protocol';
import { toShortText } from '../../shared/visibleText';
import { clockOf } from '../base/clock';
import { Contexts } from '../base/contexts';
import { DisposableStore } from '../base/disposables';
import { onPassingTime } from '../base/passingTime';
import type { Settings } from '../base/settings';
import { createPanel } from '../window/tabs';
import type { DetailPanel } from './detailPanel';
import type { GatewaySourceParts } from './gatewaySource';
import type { DetailSource } from './source';

export interface DetailPagesParts extends GatewaySourceParts {
  readonly extensionUri: vscode.Uri;
  readonly settings: Pick<Settings, 'expiryWarningDays' | 'onDidChange'>;
  readonly now: () => number;
}

/**
 * Milliseconds in which a second request for a page keeps it open, as a double click does; and Enter moves the focus to
 * it.
 */
const doubleTime = 500;

/**
 * The details pages that are open, one a certificate. One page is a preview: the next certificate takes its place,
 * until it is kept open. Brings pages back after a reload of the window.
 */
export class DetailPages implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly panels = new Map<string, DetailPanel>();
  private readonly owned = new DisposableStore();
  private readonly contexts = new Contexts();
  private preview: DetailPanel | undefined;
  private active: DetailPanel | undefined;
  private asked: { readonly key: string; readonly time: number; readonly done: Promise<void> } | undefined;

  constructor(private readonly parts: DetailPagesParts) {
    const post = (): void => {
      for (const panel of this.panels.values()) panel.post();
    };
    this.owned.addAll(parts.settings.onDidChange(post), onPassingTime(post));
  }

  /**
   * Shows the page of a certificate: the one already open if there is one, else in the preview. Asked for twice in a
   * row, it is kept open.
   */
  async show(
    subject: DetailSubject,
    { preserveFocus = false }: { readonly preserveFocus?: boolean } = {},
  ): Promise<void> {
    const [key, time, before] = [keyOf(subject), this.parts.now(), this.asked];
    const done = this.open(subject, preserveFocus);
    this.asked = { key, time, done };
    await done;
    if (before?.key === key && time - before.time < doubleTime && this.preview === this.panels.get(key)) this.keep();
  }

  /** Moves the focus to the page that was asked for just now. */
  async focus(): Promise<void> {
    const { asked } = this;
    if (!asked || this.parts.now() - asked.time > doubleTime) return;
    await asked.done;
    this.panels.get(asked.key)?.reveal();
  }

  /** Keeps the preview open: the next certificate gets a page of its own. */
  keep(): void {
    this.preview = undefined;
    this.markPreview();
  }

  private async open(subject: DetailSubject, preserveFocus: boolean): Promise<void> {
    const page = await loadPage();
    const key = keyOf(subject);
    const { preview } = this;
    const open = this.panels.get(key);
    if (open) return open.reveal(preserveFocus);
    const source = this.toSource(subject, page);
    if (preview) {
      this.panels.delete(keyOf(preview.subject));
      this.panels.set(key, preview);
      preview.change(source);
      return preview.reveal(preserveFocus);
    }
    const options = { ...page.panelOptions(this.parts.extensionUri), enableFindWidget: true };
    const title = toShortText(source.title, 60);
    const column = { viewColumn: vscode.ViewColumn.Active, preserveFocus };
    const panel = createPanel(detailPanelType, { title, column, options });
    this.preview = this.active = this.adopt(panel, source, page);
    this.markPreview();
  }

  dispose(): void {
    this.owned.dispose();
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

  private adopt(panel: vscode.WebviewPanel, source: DetailSource, { DetailPanel }: Page): DetailPanel {
    const { extensionUri } = this.parts;
    const adopted = new DetailPanel({
      panel,
      source,
      extensionUri,
      options: () => this.options(),
      services: this.parts,
    });
    this.panels.set(keyOf(source.subject), adopted);
    panel.onDidChangeViewState(() => {
      if (panel.active) this.active = adopted;
      else if (this.active === adopted) this.active = undefined;
      this.markPreview();
    });
    panel.onDidDispose(() => {
      this.panels.delete(keyOf(adopted.subject));
      if (this.preview === adopted) this.keep();
    });
    return adopted;
  }

  /** Offers Keep Open on the preview alone. */
  private markPreview(): void {
    const isPreview = this.preview !== undefined && this.active === this.preview;
    this.contexts.set('api7Certificates.isDetailsPreview', isPreview);
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
    return { ...clockOf(this.parts), translate: this.parts.translate };
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
