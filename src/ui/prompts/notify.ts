import * as vscode from 'vscode';
import type { NextStep } from '../../app/base/failureText';
import { failureText } from '../../app/base/failureText';
import type { Unready, UnreadyReason } from '../../app/connections/access';
import type { Connection } from '../../app/connections/connection';
import type { ConnectionField } from '../../app/connections/connectionField';
import { fieldsToComplete, fieldsToCorrect } from '../../app/connections/connectionField';
import type { Connections } from '../../app/connections/connections';
import type { Gateway } from '../../gateway/gateway';
import type { CommandId, SettingName } from '../../ids';
import type { Translate } from '../../shared/translate';
import type { Log } from '../base/log';
import { showErrorMessage } from '../window/messages';

export interface FailureContext {
  /** The work that failed, which begins the message: `Uploading example.com`. */
  readonly doing: string;
  readonly connection?: Connection;
  /** Does it again. Without it, no Retry is offered. */
  readonly retry?: () => void;
}

export interface NotifyParts {
  readonly log: Pick<Log, 'error'>;
  readonly translate: Translate;
}

/**
 * Says what went wrong, with a next step. Cancelling is silent. The same thing said again takes the place of what still
 * stands there: VS Code sees to that for equal messages with equal buttons.
 */
export class Notify {
  constructor(private readonly parts: NotifyParts) {}

  failure(error: unknown, context: FailureContext): void {
    const { doing, connection } = context;
    const text = failureText(error, {
      ...(connection && { dialect: connection.dialect }),
      translate: this.parts.translate,
    });
    if (!text) return;
    this.parts.log.error(doing, error);
    void this.show(vscode.l10n.t('{doing}: {sentence}', { doing, sentence: text.sentence }), text.steps, {
      ...context,
      field: fieldsToCorrect(error)[0],
    });
  }

  /** Says why a connection cannot be used as it stands: nothing was sent. */
  unready({ reason, sentence }: Unready, connection?: Connection): void {
    const steps = unreadySteps[reason];
    void this.show(
      connection ? vscode.l10n.t('{gateway}: {sentence}', { gateway: connection.name, sentence }) : sentence,
      steps,
      {
        ...(connection && { connection, field: fieldsToComplete(reason)[0] }),
      },
    );
  }

  private async show(
    text: string,
    steps: readonly NextStep[],
    {
      connection,
      retry,
      field,
    }: Pick<FailureContext, 'connection' | 'retry'> & { readonly field?: ConnectionField | undefined },
  ): Promise<void> {
    const buttons = steps
      .filter((step) =>
        step === 'retry' ? retry : step === 'setToken' || step === 'editConnection' ? connection : true,
      )
      .map((step) => ({ title: stepTitle(step), step }));
    const answer = await showErrorMessage(text, ...buttons);
    switch (answer?.step) {
      case undefined:
        return;
      case 'retry':
        return retry?.();
      case 'setToken':
        return run('api7Certificates.setToken', { connection });
      case 'editConnection':
        return run('api7Certificates.editConnection', { connection, field });
      case 'openTimeout':
        await vscode.commands.executeCommand(
          'workbench.action.openSettings',
          'api7Certificates.requestTimeout' satisfies SettingName,
        );
        return;
      case 'showLog':
        return run('api7Certificates.showLog');
    }
  }
}

/** Opens the gateway of a connection. Undefined where it cannot be used as it stands, which is said. */
export async function openGateway(
  connection: Connection,
  {
    connections,
    notify,
  }: { readonly connections: Pick<Connections, 'open'>; readonly notify: Pick<Notify, 'unready'> },
): Promise<Gateway | undefined> {
  const opened = await connections.open(connection.id);
  if (opened.ok) return opened.gateway;
  notify.unready(opened, connection);
  return undefined;
}

const unreadySteps: Readonly<Record<UnreadyReason, readonly NextStep[]>> = {
  unknownConnection: [],
  noToken: ['setToken', 'editConnection'],
  tokenForOtherAddress: ['setToken', 'editConnection'],
  secretsUnreadable: ['setToken', 'showLog'],
  badAddress: ['editConnection'],
  caUnreadable: ['editConnection'],
  clientCertificateUnusable: ['editConnection'],
  scopeMissing: ['editConnection'],
  broken: ['showLog'],
};

async function run(command: CommandId, argument?: unknown): Promise<void> {
  await vscode.commands.executeCommand(command, argument);
}

function stepTitle(step: NextStep): string {
  switch (step) {
    case 'retry':
      return vscode.l10n.t('Retry');
    case 'setToken':
      return vscode.l10n.t('Set Token');
    case 'editConnection':
      return vscode.l10n.t('Edit Connection');
    case 'openTimeout':
      return vscode.l10n.t('Open Settings');
    case 'showLog':
      return vscode.l10n.t('Show Log');
  }
}
