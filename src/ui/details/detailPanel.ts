import * as vscode from 'vscode';
import type { DetailOptions } from '../../core/details/input';
import type { CommandId } from '../../ids';
import type {
  DetailChangeKind,
  DetailIntent,
  DetailNotice,
  DetailState,
  DetailSubject,
  PageActionKind,
} from '../../shared/protocol';
import { readIntent } from '../../shared/protocol';
import { toShortText } from '../../shared/visibleText';
import { DisposableStore } from '../base/disposables';
import type { NotifyParts } from '../prompts/notify';
import { Notify } from '../prompts/notify';
import { setStatusBarMessage } from '../window/messages';
import { setPanelTitle } from '../window/tabs';
import { toPageHtml } from './pageHtml';
import { DetailSession } from './session';
import type { DetailSource } from './source';

/** Milliseconds for which the status bar says that something was copied. */
const noticeTime = 3_000;

const titleLength = 60;

export interface PanelParts {
  readonly panel: vscode.WebviewPanel;
  readonly source: DetailSource;
  readonly extensionUri: vscode.Uri;
  readonly options: () => DetailOptions;
  readonly services: NotifyParts;
  /** The tab is a file's: VS Code names it. Otherwise it is called and marked after what it shows. */
  readonly isFileTab?: boolean;
}

const changeCommands: Readonly<Record<DetailChangeKind, CommandId>> = {
  update: 'api7Certificates.updateCertificate',
  delete: 'api7Certificates.deleteCertificate',
  editLabels: 'api7Certificates.editLabels',
};

/** Commands that take what the page is about. */
const subjectCommands = {
  renewEverywhere: 'api7Certificates.renewEverywhere',
  checkHost: 'api7Certificates.checkHost',
  checkLive: 'api7Certificates.checkLive',
} as const satisfies Partial<Record<PageActionKind, CommandId>>;

/** Limits what a details panel may load to our script, our style and the icons. */
export const panelOptions = (extensionUri: vscode.Uri): vscode.WebviewOptions => ({
  enableScripts: true,
  localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist'), vscode.Uri.joinPath(extensionUri, 'media')],
});

/** One panel and the session it shows. Ends with its panel. */
export class DetailPanel implements vscode.Disposable {
  private session: DetailSession;
  private source: DetailSource;
  private readonly owned = new DisposableStore();

  constructor(private readonly parts: PanelParts) {
    const { panel, extensionUri, services, isFileTab } = parts;
    this.source = parts.source;
    this.session = this.toSession();
    this.owned.add(panel.onDidDispose(() => this.dispose()));
    const obey = (intent: DetailIntent): Promise<void> => this.obey(intent);
    this.owned.add(openPage(panel, { extensionUri, title: this.source.title, isFileTab, readIntent, obey, services }));
    void this.session.refresh();
  }

  get subject(): DetailSubject {
    return this.source.subject;
  }

  reveal(preserveFocus = false): void {
    this.parts.panel.reveal(undefined, preserveFocus);
  }

  /** Shows another certificate from now on. */
  change(source: DetailSource): void {
    this.session.dispose();
    this.source = source;
    this.session = this.toSession();
    void this.session.refresh();
  }

  /** Shows the state anew, e.g. because a setting changed. */
  post(state: DetailState = this.session.snapshot()): void {
    const { panel, isFileTab } = this.parts;
    const title = toShortText(state.state === 'ready' ? state.detail.title : state.title, titleLength);
    const { place } = this.source;
    if (!isFileTab) setPanelTitle(panel, place === undefined ? title : `${title} · ${toShortText(place, titleLength)}`);
    // A hidden page does not exist; it asks with `ready` when it comes back.
    void panel.webview.postMessage(state);
  }

  dispose(): void {
    this.session.dispose();
    this.owned.dispose();
  }

  private toSession(): DetailSession {
    const { source, parts } = this;
    return new DetailSession({ source, options: parts.options, post: (state) => this.post(state) });
  }

  private isOffered(wanted: PageActionKind): boolean {
    return this.source.actions?.().some(({ kind, isDisabled }) => kind === wanted && !isDisabled) ?? false;
  }

  private async obey(intent: DetailIntent): Promise<void> {
    const { source } = this;
    switch (intent.kind) {
      case 'ready':
        if (intent.index !== undefined) source.choose?.(intent.index);
        return this.post();
      case 'refresh':
        return this.session.refresh();
      case 'choose':
        source.choose?.(intent.index);
        return this.post();
      case 'unlock':
      case 'upload':
      case 'openAsText':
      case 'goToMatch':
      case 'compare':
      case 'copyPem':
      case 'openManifest':
        if (this.isOffered(intent.kind)) await source.act?.(intent.kind);
        return;
      case 'checkHost':
      case 'checkLive':
      case 'renewEverywhere':
        if (this.isOffered(intent.kind))
          await vscode.commands.executeCommand(subjectCommands[intent.kind], source.subject);
        return;
      case 'update':
      case 'delete':
      case 'editLabels':
        await vscode.commands.executeCommand(changeCommands[intent.kind], source.subject);
        return;
      case 'copy': {
        const text = this.session.textOf(intent.row, intent.value);
        return copyFromPage(this.parts.panel.webview, text, intent);
      }
      case 'press':
        return;
    }
  }
}

interface PageOptions<Intent> {
  readonly extensionUri: vscode.Uri;
  readonly title: string;
  /** Leaves the tab its icon: it is that of a file. */
  readonly isFileTab?: boolean | undefined;
  readonly page?: 'renewal';
  readonly bundle?: 'webview' | 'timeline';
  /** Checks what the page sent; undefined for anything that is no intent. */
  readonly readIntent: (message: unknown) => Intent | undefined;
  readonly obey: (intent: Intent) => Promise<void>;
  readonly services: NotifyParts;
}

/**
 * Puts the empty page into a panel, which our script fills, and passes on what it wants until it is disposed. Says so
 * where that fails: VS Code does it only for commands that it calls itself.
 */
export function openPage<Intent>(panel: vscode.WebviewPanel, options: PageOptions<Intent>): vscode.Disposable {
  const { extensionUri, isFileTab, readIntent: read, obey, services } = options;
  const icon = (theme: string) => vscode.Uri.joinPath(extensionUri, 'media', `certificate-${theme}.svg`);
  if (!isFileTab) panel.iconPath = { light: icon('light'), dark: icon('dark') };
  panel.webview.options = panelOptions(extensionUri);
  const listener = panel.webview.onDidReceiveMessage(async (message: unknown) => {
    const intent = read(message);
    if (!intent) return;
    try {
      await obey(intent);
    } catch (error) {
      new Notify(services).failure(error, { doing: panel.title });
    }
  });
  panel.webview.html = toPanelHtml(panel.webview, options);
  return listener;
}

function toPanelHtml(
  webview: vscode.Webview,
  { extensionUri, title, page, bundle = 'webview' }: Omit<PageOptions<unknown>, 'readIntent' | 'obey' | 'services'>,
): string {
  const address = (file: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', file)).toString();
  return toPageHtml({
    cspSource: webview.cspSource,
    nonce: crypto.randomUUID().replaceAll('-', ''),
    scriptAddress: address(`${bundle}.js`),
    // What all pages share, and what the page has of its own.
    styleAddresses: [...new Set(['webview', bundle])].map((name) => address(`${name}.css`)),
    language: vscode.env.language,
    title,
    page,
  });
}

/** Copies what a row of a page shows, and says so in the status bar and beside the row; undefined copies nothing. */
export async function copyFromPage(
  webview: vscode.Webview,
  copied: { readonly label: string; readonly text: string } | undefined,
  { row, value }: Pick<Extract<DetailIntent, { readonly kind: 'copy' }>, 'row' | 'value'>,
): Promise<void> {
  if (!copied) return;
  await vscode.env.clipboard.writeText(copied.text);
  const text = vscode.l10n.t('Copied: {0}', copied.label);
  setStatusBarMessage(text, noticeTime);
  const notice: DetailNotice = { kind: 'notice', text, row, ...(value === undefined ? {} : { value }) };
  await webview.postMessage(notice);
}
