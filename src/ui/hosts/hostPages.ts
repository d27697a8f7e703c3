import * as vscode from 'vscode';
import type { LookUpHost, OpenHandshake } from '../../gateway/handshake';
import { hostPanelType } from '../../ids';
import type { HostSubject } from '../../shared/protocol';
import { readHostSubject } from '../../shared/protocol';
import { toShortText } from '../../shared/visibleText';
import type { ChangeServices } from '../change/changeServices';
import { createPanel } from '../window/tabs';
import type { HostPanel } from './hostPanel';

/** Connects by TLS, on a person's command alone. */
interface Handshakes {
  readonly open: OpenHandshake;
  readonly lookUp: LookUpHost;
}

export interface HostsServices extends ChangeServices {
  readonly context: vscode.ExtensionContext;
  readonly handshakes: Handshakes;
  readonly hostPages: HostPages;
}

/** The pages of hosts that are open, one a host. Brings them back after a reload of the window. */
export class HostPages implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private readonly panels = new Map<string, HostPanel>();

  /** @param services asked for when a page is shown: these pages are one of them */
  constructor(private readonly services: () => HostsServices) {}

  /** Shows the page of a host, the one already open if there is one. */
  async show(subject: HostSubject): Promise<HostPanel> {
    const page = await loadPage();
    const open = this.panels.get(subject.host);
    if (open) {
      open.reveal(subject);
      return open;
    }
    const { context } = this.services();
    const title = toShortText(subject.host, 60);
    const options = { ...page.panelOptions(context.extensionUri), enableFindWidget: true };
    const panel = createPanel(hostPanelType, { title, column: vscode.ViewColumn.Active, options });
    return this.adopt(panel, subject, page);
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel, kept: unknown): Promise<void> {
    const page = await loadPage();
    const subject = readHostSubject(kept);
    if (!subject || this.panels.has(subject.host)) panel.dispose();
    else this.adopt(panel, subject, page);
  }

  dispose(): void {
    for (const panel of this.panels.values()) panel.dispose();
    this.panels.clear();
  }

  private adopt(panel: vscode.WebviewPanel, subject: HostSubject, { HostPanel }: Page): HostPanel {
    const page = new HostPanel({ panel, subject, services: this.services() });
    this.panels.set(subject.host, page);
    panel.onDidDispose(() => this.panels.delete(subject.host));
    return page;
  }
}

/** Loads the code that shows a page, with the first one. */
const loadPage = async () => ({ ...(await import('./hostPanel')), ...(await import('../details/detailPanel')) });
type Page = Awaited<ReturnType<typeof loadPage>>;
