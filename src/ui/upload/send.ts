import * as vscode from 'vscode';
import type { Connection } from '../../app/connections';
import { toBundle } from '../../app/upload';
import type { UploadDraft } from '../../app/upload';
import { GatewayError } from '../../gateway/gateway';
import type { Gateway, StoredCertificate } from '../../gateway/gateway';
import { toVisibleText } from '../../shared/visibleText';
import type { Services } from '../services';
import { titleOf } from './summary';

interface Sending {
  readonly draft: UploadDraft;
  readonly connection: Connection;
  readonly gateway: Gateway;
  readonly services: Services;
}

/**
 * Sends the draft with progress, then shows the new row. Can be cancelled until the request is out; after that the answer
 * is waited for, because the gateway may have stored it already.
 *
 * @returns false where the gateway did not take it and the person may want to change something
 */
export async function sendDraft({ draft, connection, gateway, services }: Sending): Promise<boolean> {
  let stored: StoredCertificate;
  try {
    stored = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Uploading {0} to {1}', toVisibleText(titleOf(draft)), connection.name),
        cancellable: true,
      },
      (progress, token) => {
        const abort = new AbortController();
        let isSent = false;
        token.onCancellationRequested(() => {
          if (!isSent) abort.abort();
        });
        return gateway.create(toBundle(draft), abort.signal, () => {
          isSent = true;
          progress.report({ message: vscode.l10n.t('sent, waiting for the answer') });
        });
      },
    );
  } catch (error) {
    return tellFailure(error, { draft, connection, gateway, services });
  }
  services.log.info(`Uploaded as ${stored.id} to ${connection.name}`);
  services.inventory.put(connection.id, stored);
  await services.tree.reveal(connection.id, stored.id);
  void tellSuccess(stored, { draft, connection, gateway, services });
  return true;
}

async function tellSuccess(stored: StoredCertificate, { draft, connection, services }: Sending): Promise<void> {
  const details = vscode.l10n.t('Show Details');
  const answer = await vscode.window.showInformationMessage(
    vscode.l10n.t('{0} is on {1} as {2}.', toVisibleText(titleOf(draft)), connection.name, stored.id),
    details,
  );
  if (answer === details) await services.details.show({ from: 'gateway', connection: connection.id, id: stored.id });
}

function tellFailure(error: unknown, { draft, connection, services }: Sending): boolean {
  const doing = vscode.l10n.t('Uploading {0}', toVisibleText(titleOf(draft)));
  if (error instanceof GatewayError && error.kind === 'cancelled') return false;
  services.notify.failure(error, { doing, connection });
  // It may have been stored: the list tells, and sending the same again could store it twice.
  if (error instanceof GatewayError && error.mayHaveTakenEffect) {
    void services.inventory.refresh(connection.id);
    return true;
  }
  return false;
}
