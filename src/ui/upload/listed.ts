import * as vscode from 'vscode';
import type { Connection } from '../../app/connections/connections';
import { toServingTableSteps } from '../../app/inventory/serving';
import type { SniTable } from '../../core/hosts/sni';
import { inHostSlices } from '../../shared/turns';
import type { ChangeServices } from '../change/changeServices';
import { titleFor } from '../prompts/guard';
import { withBusyPick } from '../prompts/lateProgress';

/**
 * Waits until the gateway's list is there to compare with, as far as it can be had.
 *
 * @returns false where the person leaves
 */
export async function waitUntilListed(
  connection: Connection,
  { inventory }: Pick<ChangeServices, 'inventory'>,
): Promise<boolean> {
  const isOpen = () => ['idle', 'loading'].includes(inventory.state(connection.id).kind);
  if (!isOpen()) return true;
  const question = {
    title: titleFor(connection, vscode.l10n.t('Upload Certificate to {0}', connection.name)),
    doing: vscode.l10n.t('Comparing with what the gateway holds…'),
  };
  const isOver = await withBusyPick(question, async (signal) => {
    if (inventory.state(connection.id).kind === 'idle') void inventory.refresh(connection.id);
    await new Promise<void>((resolve) => {
      const subscription = inventory.onDidChange(() => isOpen() || end());
      const end = () => {
        subscription.dispose();
        resolve();
      };
      signal.addEventListener('abort', end, { once: true });
      if (!isOpen()) end();
    });
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
