import * as vscode from 'vscode';
import { raceAbort } from '../../app/base/limiter';
import type { Connection } from '../../app/connections/connections';
import { toServingTableSteps } from '../../app/inventory/serving';
import { toBeforeSteps } from '../../app/writes/before';
import { runCreate } from '../../app/writes/operations';
import type { UploadDraft } from '../../app/writes/upload';
import { toBundle } from '../../app/writes/upload';
import type { SniTable } from '../../core/hosts/sni';
import type { Gateway } from '../../gateway/gateway';
import { inHostSlices } from '../../shared/turns';
import { toShortText } from '../../shared/visibleText';
import type { ChangeServices } from '../change/changeServices';
import type { ChangeStep } from '../change/reportOutcome';
import { reportOutcome } from '../change/reportOutcome';
import { titleFor } from '../prompts/guard';
import { withBusyPick, withWriteProgress } from '../prompts/lateProgress';
import { draftTitle } from './summary';

/**
 * Waits until the gateway's list is there to compare with, as far as it can be had.
 *
 * @returns false where the person leaves
 */
export async function waitUntilListed(
  connection: Connection,
  { inventory }: Pick<ChangeServices, 'inventory'>,
): Promise<boolean> {
  if (['ready', 'failed'].includes(inventory.state(connection.id).kind)) return true;
  const question = {
    title: titleFor(connection, vscode.l10n.t('Upload Certificate to {0}', connection.name)),
    doing: vscode.l10n.t('Comparing with what the gateway holds…'),
  };
  const isOver = await withBusyPick(question, async (signal) => {
    await raceAbort(inventory.whenListed(connection.id), signal);
    return true;
  });
  return isOver ?? false;
}

/** Returns the table by which the gateway chooses among what it is known to hold. It changes with that. */
export const servingTableOf = (
  { id, dialect }: Connection,
  { inventory }: Pick<ChangeServices, 'inventory'>,
): Promise<SniTable> =>
  inHostSlices(inventory.certificates(id)?.servingTableSteps(dialect) ?? toServingTableSteps([], dialect));

interface Sending {
  readonly draft: UploadDraft;
  readonly connection: Connection;
  readonly gateway: Gateway;
  readonly services: ChangeServices;
}

/**
 * Sends the draft with progress, then shows the new row. Can be cancelled until the request is out; after that the
 * answer is waited for, because the gateway may have stored it already. An answer that gets lost is looked for in the
 * gateway's list.
 *
 * @returns `stay` where the gateway did not take it for certain: what was chosen is kept for another try
 */
export async function sendDraft({ draft, connection, gateway, services }: Sending): Promise<ChangeStep> {
  const bundle = toBundle(draft);
  const title = draftTitle(draft);
  const before = await inHostSlices(toBeforeSteps(bundle.certificate, services.inventory.state(connection.id)));
  const end = await withWriteProgress(
    vscode.l10n.t('Uploading {0} to {1}', toShortText(title, 60), toShortText(connection.name, 60)),
    (steps) =>
      runCreate({ bundle, ...before }, { gateway, notes: services.journal.notes(connection, title), ...steps }),
  );
  return reportOutcome(end, { deed: 'upload', title, connection, services });
}
