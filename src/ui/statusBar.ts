import * as vscode from 'vscode';
import type { Connection } from '../app/connection';
import type { ViewId } from '../ids';
import type { Event } from '../shared/emitter';
import { toShortText } from '../shared/visibleText';
import { DisposableStore } from './disposables';
import { plainLabel } from './plainLabel';

export interface ConnectionStatusParts {
  readonly connections: { find(id: string): Connection | undefined; readonly onDidChange: Event<unknown> };
  /** The connection that the selected rows belong to; undefined where none is selected, or several are. */
  readonly onDidSelectConnection: Event<string | undefined>;
}

const view: ViewId = 'api7Certificates.inventory';

/** The one status bar item: names a production or read-only connection while its rows are selected or its prompts are open. */
export class ConnectionStatus implements vscode.Disposable {
  private readonly owned = new DisposableStore();
  private readonly item = this.owned.add(vscode.window.createStatusBarItem('api7Certificates.connection', vscode.StatusBarAlignment.Left));
  /** Ids of connections with prompts open, the latest last. */
  private held: readonly { readonly id: string }[] = [];
  private selected: string | undefined;

  constructor(private readonly parts: ConnectionStatusParts) {
    this.item.name = vscode.l10n.t('API7 Certificates: Connection');
    this.item.command = { command: `${view}.focus`, title: vscode.l10n.t('Show Certificates') };
    this.owned.add(
      parts.onDidSelectConnection((id) => {
        this.selected = id;
        this.draw();
      }),
    );
    this.owned.add(parts.connections.onDidChange(() => this.draw()));
  }

  hold({ id }: Connection): vscode.Disposable {
    const hold = { id };
    this.held = [...this.held, hold];
    this.draw();
    return new vscode.Disposable(() => {
      this.held = this.held.filter((each) => each !== hold);
      this.draw();
    });
  }

  dispose(): void {
    this.owned.dispose();
  }

  private draw(): void {
    const id = this.held.at(-1)?.id ?? this.selected;
    const connection = id === undefined ? undefined : this.parts.connections.find(id);
    if (!connection?.production && !connection?.readOnly) return this.item.hide();
    const { text, tooltip } = words(connection);
    this.item.text = text;
    this.item.tooltip = tooltip;
    this.item.accessibilityInformation = { label: tooltip };
    this.item.backgroundColor = connection.production ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.item.show();
  }
}

function words({ name: given, production, readOnly }: Connection): { readonly text: string; readonly tooltip: string } {
  const { t } = vscode.l10n;
  const name = toShortText(given, 40);
  const shown = plainLabel(name);
  if (production && readOnly) return { text: `$(lock) ${t('Production, read-only: {0}', shown)}`, tooltip: t('“{0}” is a production gateway and marked read-only: nothing is written to it from here.', name) };
  return production
    ? { text: `$(warning) ${t('Production: {0}', shown)}`, tooltip: t('“{0}” is a production gateway: what is written to it is served at once.', name) }
    : { text: `$(lock) ${t('Read-only: {0}', shown)}`, tooltip: t('“{0}” is marked read-only: nothing is written to it from here.', name) };
}
