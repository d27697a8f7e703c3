import * as vscode from 'vscode';
import type { ConnectionField } from '../../app/connections/connectionField';
import type { Connection, Connections } from '../../app/connections/connections';
import { barSentence, writeBarOf } from '../../app/connections/writeGuard';
import type { CommandId } from '../../ids';
import type { Translate } from '../../shared/translate';
import { DisposableStore } from '../base/disposables';
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

  /** Does what may end in a write, with the connection named; undefined where nothing may be written. */
  during<T>(connection: Connection, work: () => Promise<T>): Promise<T | undefined> {
    return this.duringAll([connection], work);
  }

  /** Does the same for writes to several: undefined where nothing may be written to one of them. */
  async duringAll<T>(connections: readonly Connection[], work: () => Promise<T>): Promise<T | undefined> {
    if (!connections.every((connection) => this.mayWrite(connection))) return undefined;
    const marks = new DisposableStore();
    // The last one that is held is shown.
    for (const connection of productionFirst(connections).toReversed()) marks.add(this.parts.status.hold(connection));
    try {
      return await work();
    } finally {
      marks.dispose();
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

/** Returns each connection once, production first. */
export const productionFirst = (connections: readonly Connection[]): readonly Connection[] =>
  [...new Map(connections.map((connection) => [connection.id, connection])).values()].toSorted(
    (a, b) => Number(b.production ?? false) - Number(a.production ?? false),
  );

/** Returns the title of a prompt that may end in a write to this connection. Says so where it is production. */
export const titleFor = (connection: Connection, title: string): string =>
  connection.production ? vscode.l10n.t('PRODUCTION · {0}', title) : title;
