import * as vscode from 'vscode';
import type { ConnectionField } from '../../app/connections/connectionField';
import type { Connection, Connections } from '../../app/connections/connections';
import { barSentence, writeBarOf } from '../../app/connections/writeGuard';
import type { CommandId } from '../../ids';
import type { Translate } from '../../shared/translate';
import { showWarningMessage } from '../window/messages';
import type { ConnectionStatus } from './statusBar';

/**
 * Asks before everything that writes. The gateways of {@link Connections} refuse all the same: this one says why,
 * first.
 */
export class Guard {
  constructor(
    private readonly parts: {
      readonly connections: Pick<Connections, 'find'>;
      readonly status: ConnectionStatus;
      readonly translate: Translate;
    },
  ) {}

  /** Returns whether something may be written to it now. Says why not. */
  mayWrite({ id, name }: Connection): boolean {
    const { connections, translate } = this.parts;
    const bar = writeBarOf(connections.find(id), vscode.workspace.isTrusted);
    if (bar) void this.explain(barSentence(bar, { name: name, translate }), bar === 'readOnly' ? id : undefined);
    return bar === undefined;
  }

  /** Names the connection in the status bar, where it is marked, until disposed. */
  mark(connection: Connection): vscode.Disposable {
    return this.parts.status.hold(connection);
  }

  /** Does what may end in a write, with the connection named; undefined where nothing may be written. */
  async during<T>(connection: Connection, work: () => Promise<T>): Promise<T | undefined> {
    if (!this.mayWrite(connection)) return undefined;
    const mark = this.mark(connection);
    try {
      return await work();
    } finally {
      mark.dispose();
    }
  }

  private async explain(sentence: string, id: string | undefined): Promise<void> {
    const edit = vscode.l10n.t('Edit Connection');
    const answer = await showWarningMessage(sentence, ...(id === undefined ? [] : [edit]));
    if (answer === edit)
      await vscode.commands.executeCommand('api7Certificates.editConnection' satisfies CommandId, {
        connection: { id },
        field: 'protection' satisfies ConnectionField,
      });
  }
}

/** Returns the title of a prompt that may end in a write to this connection. Says so where it is production. */
export const titleFor = (connection: Connection, title: string): string =>
  connection.production ? vscode.l10n.t('PRODUCTION · {0}', title) : title;
