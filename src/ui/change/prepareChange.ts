import * as vscode from 'vscode';
import type { Connection } from '../../app/connections/connection';
import type { FullEntry } from '../../app/inventory/certificateEntry';
import type { ChangeContext } from '../../app/usage/changeContext';
import { readChangeContext } from '../../app/usage/changeContext';
import type { Deed } from '../../app/writes/endingText';
import { endingText } from '../../app/writes/endingText';
import { runReplace } from '../../app/writes/operations';
import type { CertificateChange, Gateway } from '../../gateway/gateway';
import { GatewayError } from '../../gateway/gateway';
import { toShortText } from '../../shared/visibleText';
import { clockOf } from '../base/clock';
import { withBusyPick, withWriteProgress } from '../prompts/lateProgress';
import { openGateway } from '../prompts/notify';
import { showInformationMessage } from '../window/messages';
import type { ChangeServices } from './changeServices';
import type { Manifest } from './manifestSearch';
import { findManifest } from './manifestSearch';
import type { ChangeStep } from './reportOutcome';
import { reportOutcome } from './reportOutcome';
import { takesWrites } from './takesWrites';
import type { Target } from './target';

export interface PreparedChange extends ChangeContext {
  readonly gateway: Gateway;
  /** The file of the workspace that makes the object, where another tool manages it. */
  readonly manifest: Manifest | undefined;
}

/** Reads what a change has to know, and says why where that cannot be. Leaving is silent. */
export async function prepareChange(
  target: Target,
  title: string,
  services: ChangeServices,
): Promise<PreparedChange | undefined> {
  const { connection, id } = target;
  const { inventory, log } = services;
  const gateway = await openGateway(connection, services);
  if (!gateway) return undefined;
  const clock = clockOf(services);
  const doing = vscode.l10n.t('Reading {0}', toShortText(target.title, 60));
  try {
    const read = await withBusyPick(
      { title, doing: vscode.l10n.t('Reading it and what uses it from the gateway…') },
      async (signal) => {
        const reading = toReading(gateway, connection, services);
        const context = await readChangeContext({ connection, id }, { inventory, gateway: reading, clock, signal });
        return { ...context, gateway, manifest: await findManifest(context.entry.stored, { signal, log }) };
      },
    );
    if (read?.usesError) log.error(doing, read.usesError);
    return read && takesWrites(gateway, { connection, translate: services.translate }) ? read : undefined;
  } catch (error) {
    reportUnread(error, target, doing, services);
    return undefined;
  }
}

/** Returns what reads for a change: what it reads of uses is known to everybody. */
export const toReading = (
  gateway: Gateway,
  { id }: Connection,
  { uses }: Pick<ChangeServices, 'uses'>,
): Pick<Gateway, 'read' | 'uses'> => ({
  read: gateway.read.bind(gateway),
  uses: (signal) => uses.read(id, { gateway, signal }),
});

/** Says why an object could not be read. One that is gone is no error. */
export function reportUnread(error: unknown, target: Target, doing: string, services: ChangeServices): void {
  if (error instanceof GatewayError && error.kind === 'notFound') reportGone(target, services);
  else services.notify.failure(error, { doing, connection: target.connection });
}

/** Removes the row of an object that is gone, and says so: that is no error. */
export function reportGone(
  { connection, id, title }: Target,
  { inventory, now, translate }: Pick<ChangeServices, 'inventory' | 'now' | 'translate'>,
): void {
  inventory.remove(connection.id, id);
  const { sentence } = endingText(
    { kind: 'gone' },
    { deed: 'update', title, connection, id, rivalsFor: undefined, now: now(), translate },
  );
  void showInformationMessage(sentence);
}

interface Sending {
  readonly deed: Deed;
  /** Names the work while it goes on: `Updating shop.example.com on Staging`. */
  readonly doing: string;
  readonly connection: Connection;
  readonly services: ChangeServices;
}

/** Sends a change of the object that the person saw, shows the progress, and reports the outcome. */
export async function replaceAndReport(
  change: CertificateChange,
  { entry, gateway }: { readonly entry: FullEntry; readonly gateway: Gateway },
  { deed, doing, connection, services }: Sending,
): Promise<ChangeStep> {
  const { stored, title } = entry;
  const notes = services.journal.notes(connection, title);
  const end = await withWriteProgress(doing, (steps) =>
    runReplace({ change, expected: stored }, { gateway, notes, ...steps }),
  );
  return reportOutcome(end, { deed, title, connection, id: stored.id, before: entry, services });
}
