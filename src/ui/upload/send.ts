import * as vscode from 'vscode';
import type { CertificateEntry } from '../../app/certificateEntry';
import type { Connection } from '../../app/connections';
import { holdsCertificate } from '../../app/holds';
import { lookForCreated, runCreate } from '../../app/operations';
import type { CreateEnd, Creating, Unknown } from '../../app/operations';
import { toBundle } from '../../app/upload';
import type { UploadDraft } from '../../app/upload';
import type { Gateway, StoredCertificate } from '../../gateway/gateway';
import { toVisibleText } from '../../shared/visibleText';
import { withLookProgress, withWriteProgress } from '../change/writeProgress';
import { showInformationMessage, showWarningMessage } from '../prompts/messages';
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
 * is waited for, because the gateway may have stored it already. An answer that gets lost is looked for in the gateway's list.
 *
 * @returns false where the gateway did not take it and the person may want to change something
 */
export async function sendDraft(sending: Sending): Promise<boolean> {
  const { draft, connection, services } = sending;
  const bundle = toBundle(draft);
  const creating: Creating = { bundle, known: holdersOf(bundle.certificate, services.inventory.state(connection.id).entries) };
  return tellEnd(await create(creating, sending), creating, sending);
}

const create = (creating: Creating, { draft, connection, gateway }: Sending): Thenable<CreateEnd> =>
  withWriteProgress(vscode.l10n.t('Uploading {0} to {1}', titleText(draft), connection.name), (steps) => runCreate(creating, { gateway, ...steps }));

/** Ids of objects that hold it already, e.g. for the other side of TLS, and are therefore not the one being made. */
const holdersOf = (pem: string, entries: readonly CertificateEntry[]): ReadonlySet<string> =>
  new Set(entries.filter(({ stored }) => holdsCertificate(stored, pem) === 'yes').map(({ stored }) => stored.id));

async function tellEnd(end: CreateEnd, creating: Creating, sending: Sending): Promise<boolean> {
  const { draft, connection, services } = sending;
  const { t } = vscode.l10n;
  const doing = t('Uploading {0}', titleText(draft));
  switch (end.kind) {
    case 'written':
      await showWritten(end.stored, sending);
      return true;
    case 'failed':
      services.notify.failure(end.error, { doing, connection });
      return false;
    case 'notWritten':
      services.log.error(doing, end.error);
      void showWarningMessage(
        t('{0}: the answer got lost, but the gateway does not list it: it was not stored. You can upload it again.', doing),
      );
      return false;
    case 'unknown':
      services.log.error(doing, end.error);
      services.log.error(doing, end.lookError);
      void offerToLook(end, creating, sending);
      return true;
  }
}

/** Nothing is sent again before the gateway has told. */
async function offerToLook(end: Unknown, creating: Creating, sending: Sending): Promise<void> {
  const { draft, connection, gateway } = sending;
  const { t } = vscode.l10n;
  const look = t('Read Again');
  const answer = await showWarningMessage(
    t('Whether {0} is on {1} is not known: the answer got lost, and the gateway could not be read afterwards. Read the gateway again before you upload it again.', titleText(draft), connection.name),
    look,
  );
  if (answer !== look) return;
  const next = await withLookProgress(t('Looking for {0} on {1}', titleText(draft), connection.name), (lookSignal) =>
    lookForCreated(creating, { gateway, lookSignal, error: end.error }),
  );
  await tellEnd(next, creating, sending);
}

async function showWritten(stored: StoredCertificate, sending: Sending): Promise<void> {
  const { connection, services } = sending;
  services.log.info(`Uploaded as ${stored.id} to ${connection.name}`);
  services.inventory.put(connection.id, stored);
  await services.tree.reveal(connection.id, stored.id);
  void offerDetails(stored, sending);
}

async function offerDetails(stored: StoredCertificate, { draft, connection, services }: Sending): Promise<void> {
  const details = vscode.l10n.t('Show Details');
  const answer = await showInformationMessage(
    vscode.l10n.t('{0} is on {1} as {2}.', titleText(draft), connection.name, stored.id),
    details,
  );
  if (answer === details) await services.details.show({ from: 'gateway', connection: connection.id, id: stored.id });
}

const titleText = (draft: UploadDraft): string => toVisibleText(titleOf(draft));
