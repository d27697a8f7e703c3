import * as vscode from 'vscode';
import type { Connection } from '../../app/connections/connection';
import type { ViewId } from '../../ids';
import type { Event } from '../../shared/emitter';
import { toShortText } from '../../shared/visibleText';
import { DisposableStore } from '../base/disposables';
import type { StatusText } from '../window/statusItem';
import { StatusItem } from '../window/statusItem';

export interface ConnectionStatusParts {
  readonly connections: { find(id: string): Connection | undefined; readonly onDidChange: Event<unknown> };
  /** The connection that the selected rows belong to; undefined where none is selected, or several are. */
  readonly onDidSelectConnection: Event<string | undefined>;
}

const view: ViewId = 'api7Certificates.inventory';

/**
 * The status bar item of connections: names a production or read-only one while its rows are selected or its prompts
 * are open.
 */
export class ConnectionStatus implements vscode.Disposable {
  private readonly owned = new DisposableStore();
  private readonly item = this.owned.add(
    new StatusItem({
      id: 'api7Certificates.connection',
      name: vscode.l10n.t('API7 Certificates: Connection'),
      command: { command: `${view}.focus`, title: vscode.l10n.t('Show Certificates') },
    }),
  );
  /** Ids of connections with prompts open, the latest last. */
  private holds: readonly { readonly id: string }[] = [];
  private selected: string | undefined;

  constructor(private readonly parts: ConnectionStatusParts) {
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
    this.holds = [...this.holds, hold];
    this.draw();
    return new vscode.Disposable(() => {
      this.holds = this.holds.filter((each) => each !== hold);
      this.draw();
    });
  }

  dispose(): void {
    this.owned.dispose();
  }

  private draw(): void {
    const id = this.holds.at(-1)?.id ?? this.selected;
    const connection = id === undefined ? undefined : this.parts.connections.find(id);
    if (!connection?.production && !connection?.readOnly) return this.item.hide();
    this.item.show({ ...words(connection), isWarning: connection.production === true });
  }
}

function words({ name: given, production, readOnly }: Connection): Pick<StatusText, 'icon' | 'text' | 'tooltip'> {
  const { t } = vscode.l10n;
  const name = toShortText(given, 40);
  if (production && readOnly)
    return {
      icon: 'lock',
      text: t('Production, read-only: {0}', name),
      tooltip: t('“{0}” is a production gateway and marked read-only: nothing is written to it from here.', name),
    };
  return production
    ? {
        icon: 'warning',
        text: t('Production: {0}', name),
        tooltip: t('“{0}” is a production gateway: what is written to it is served at once.', name),
      }
    : {
        icon: 'lock',
        text: t('Read-only: {0}', name),
        tooltip: t('“{0}” is marked read-only: nothing is written to it from here.', name),
      };
}
