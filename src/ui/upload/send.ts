import * as vscode from 'vscode';
import type { Connection } from '../../app/connections/connections';
import { toBeforeSteps } from '../../app/writes/before';
import { runCreate } from '../../app/writes/operations';
import type { UploadDraft } from '../../app/writes/upload';
import { toBundle } from '../../app/writes/upload';
import type { Gateway } from '../../gateway/gateway';
import { inHostSlices } from '../../shared/turns';
import { toShortText } from '../../shared/visibleText';
import type { ChangeServices } from '../change/changeServices';
import type { ChangeStep } from '../change/reportOutcome';
import { reportOutcome } from '../change/reportOutcome';
import { withWriteProgress } from '../prompts/lateProgress';
import { titleOf } from './summary';

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
  const title = titleOf(draft);
  const before = await inHostSlices(toBeforeSteps(bundle.certificate, services.inventory.state(connection.id)));
  const end = await withWriteProgress(
    vscode.l10n.t('Uploading {0} to {1}', toShortText(title, 60), toShortText(connection.name, 60)),
    (steps) =>
      runCreate({ bundle, ...before }, { gateway, notes: services.journal.notes(connection, title), ...steps }),
  );
  return reportOutcome(end, { deed: 'upload', title, connection, services });
}
