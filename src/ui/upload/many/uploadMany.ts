import * as vscode from 'vscode';
import { Limiter } from '../../../app/base/limiter';
import type { Connection } from '../../../app/connections/connections';
import type { FullEntry } from '../../../app/inventory/certificateEntry';
import { toEntry } from '../../../app/inventory/certificateEntry';
import { ownerOf } from '../../../app/inventory/owner';
import type { OwnedList } from '../../../app/inventory/ownerWarnings';
import { ownerKindSteps } from '../../../app/inventory/ownerWarnings';
import type { GatheredMaterial } from '../../../app/sources/material';
import { listedOwners } from '../../../app/usage/useText';
import type { BatchItem } from '../../../app/writes/batch';
import { toBatchSteps } from '../../../app/writes/batch';
import type { Result } from '../../../app/writes/batchSending';
import { canRetry, sendBatch } from '../../../app/writes/batchSending';
import { toBeforeSteps } from '../../../app/writes/before';
import { conflictSteps } from '../../../app/writes/conflictChecks';
import { matchSteps } from '../../../app/writes/match';
import { leavesOf, narrowTo } from '../../../app/writes/upload';
import type { Gateway } from '../../../gateway/gateway';
import type { CommandId } from '../../../ids';
import { inHostSlices } from '../../../shared/turns';
import { toShortText, toVisibleText } from '../../../shared/visibleText';
import { clockOf } from '../../base/clock';
import type { ChangeServices } from '../../change/changeServices';
import { findCreationManifest, findManifest } from '../../change/manifestSearch';
import { openManifest } from '../../change/ownerManifest';
import { offerUnknown } from '../../change/reportOutcome';
import { takesWrites } from '../../change/takesWrites';
import { withLateProgress } from '../../prompts/lateProgress';
import { openGateway } from '../../prompts/notify';
import { withProgress } from '../../window/messages';
import { review } from '../review';
import { servingTableOf, waitUntilListed } from '../send';
import { draftTitle, namesOf } from '../summary';
import { confirmBatch } from './confirmBatch';
import { showResults } from './results';
import { showTable } from './table';

/**
 * Uploads several certificates: a table of what each is to the gateway, one confirmation, one after the other, a list
 * of results.
 */
export async function uploadMany(
  services: ChangeServices,
  material: GatheredMaterial,
  connection: Connection,
): Promise<void> {
  await services.guard.during(connection, async () => {
    const gateway = await openGateway(connection, services);
    if (!gateway || !(await waitUntilListed(connection, services))) return;
    if (!takesWrites(gateway, { connection, translate: services.translate })) return;
    for (;;) {
      const items = await toItems({ material, gateway, connection }, services);
      if (!items) return;
      const list = services.inventory.state(connection.id);
      const isBesideManaged = (await inHostSlices(ownerKindSteps(list))).length > 0;
      const choice = await showTable({
        items,
        notes: material.notes,
        connection,
        isManaged: ({ match }) =>
          match.kind === 'renews' ? ownerOf(match.entry.stored) !== undefined : isBesideManaged,
      });
      if (!choice) return;
      if (choice.does === 'openManifest') {
        if (await showManifestFor(choice.item, { list, services })) return;
        continue;
      }
      if (choice.does === 'review') await review(services, narrowTo(choice.item.draft.chain, material), connection);
      else if (await confirmBatch(choice.items, { connection, translate: services.translate }))
        return send(choice.items, { gateway, connection, services });
    }
  });
}

/** Opens the file to change instead of sending it, or says that none was found. */
async function showManifestFor(
  { draft, match }: BatchItem,
  { list, services }: { readonly list: OwnedList; readonly services: ChangeServices },
): Promise<boolean> {
  const manifest =
    match.kind === 'renews'
      ? await findManifest(match.entry.stored, { log: services.log })
      : (await findCreationManifest(list, namesOf(draft), { log: services.log }))?.manifest;
  return openManifest(manifest, { services, title: draftTitle(draft) });
}

/** Makes the items. Undefined where the person left while the objects that would be replaced were read. */
async function toItems(
  {
    material,
    gateway,
    connection,
  }: { readonly material: GatheredMaterial; readonly gateway: Gateway; readonly connection: Connection },
  { now, settings, inventory, translate, uses }: ChangeServices,
): Promise<readonly BatchItem[] | undefined> {
  const list = inventory.state(connection.id);
  const { entries } = list;
  const table = await servingTableOf(connection, { inventory });
  const presented = uses.served(connection.id)?.used.byClientCertificate;
  const batchOf = (whole: ReadonlyMap<string, FullEntry>): Promise<readonly BatchItem[]> =>
    inHostSlices(
      toBatchSteps(leavesOf(material, now()), material, {
        ...clockOf({ now, settings }),
        capabilities: gateway.capabilities,
        match: (draft) => matchSteps(draft, entries),
        conflicts: (draft) => conflictSteps(draft, { list, table, dialect: connection.dialect, translate }),
        clientOf: (id) => listedOwners(presented?.get(id) ?? [], translate),
        current: ({ stored }) => whole.get(stored.id),
        translate,
      }),
    );
  const first = await batchOf(new Map());
  const renewed = first.flatMap(({ match }) => (match.kind === 'renews' ? [match.entry.stored.id] : []));
  if (renewed.length === 0) return first;
  const whole = await withLateProgress(vscode.l10n.t('Reading the certificates to renew'), (signal) =>
    readWhole(new Set(renewed), { gateway, connection, signal }),
  );
  return whole && batchOf(whole);
}

const readsAtOnce = 4;

/** Reads all of the objects that can be read; what cannot is said in its row. */
async function readWhole(
  ids: ReadonlySet<string>,
  {
    gateway,
    connection,
    signal,
  }: { readonly gateway: Gateway; readonly connection: Connection; readonly signal: AbortSignal },
): Promise<ReadonlyMap<string, FullEntry>> {
  const limiter = new Limiter(readsAtOnce);
  const read = async (id: string) => toEntry(connection, await gateway.read(id, signal));
  const results = await Promise.allSettled([...ids].map((id) => limiter.run(() => read(id))));
  return new Map(
    results.flatMap((result) => (result.status === 'fulfilled' ? [[result.value.stored.id, result.value]] : [])),
  );
}

interface Batch {
  readonly gateway: Gateway;
  readonly connection: Connection;
  readonly services: ChangeServices;
}

async function send(items: readonly BatchItem[], batch: Batch): Promise<void> {
  const { connection, services } = batch;
  const results = new Map<BatchItem, Result>();
  let queue: Parameters<typeof sendBatch>[0] = items.map((item) => ({ item }));
  for (;;) {
    for (const result of await sendQueue(queue, batch)) results.set(result.item, result);
    const all = [...results.values()];
    const choice = await showResults(all, { connection, translate: services.translate });
    if (choice?.does !== 'retry') void offerUnknownOf(all, batch);
    if (choice?.does === 'show') return services.tree.reveal(connection.id, choice.id);
    if (choice?.does === 'checkLive') {
      const subject = { from: 'gateway', connection: connection.id, id: choice.id };
      await vscode.commands.executeCommand('api7Certificates.checkLive' satisfies CommandId, subject);
    }
    if (choice?.does !== 'retry') return;
    queue = all.filter(canRetry);
  }
}

/** Keeps unknown outcomes in sight when the list of results is gone. */
async function offerUnknownOf(results: readonly Result[], { connection, services }: Batch): Promise<void> {
  const unknown = results.flatMap(({ item, outcome }) =>
    outcome.kind === 'unknown' ? [{ title: draftTitle(item.draft), id: outcome.note.write.id }] : [],
  );
  await offerUnknown(unknown, {
    toSentence: (names) =>
      vscode.l10n.t(
        'It is unknown whether these are on {0}: {1}. They stay in the tree as unfinished.',
        toShortText(connection.name, 60),
        names,
      ),
    services,
  });
}

function sendQueue(
  queue: Parameters<typeof sendBatch>[0],
  { gateway, connection, services }: Batch,
): Thenable<readonly Result[]> {
  const { t } = vscode.l10n;
  const title = t('Uploading to {0}', connection.name);
  return withProgress(title, (progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => {
      abort.abort();
      progress.report({ message: t('stopping after this one') });
    });
    return sendBatch(queue, {
      gateway,
      before: (certificatePem) => inHostSlices(toBeforeSteps(certificatePem, services.inventory.state(connection.id))),
      notes: ({ draft }) => services.journal.notes(connection, draftTitle(draft)),
      signal: abort.signal,
      onItem: ({ draft }, index) =>
        progress.report({ message: t('{0} of {1}: {2}', index + 1, queue.length, draftTitle(draft)) }),
      onResult: (result) => {
        progress.report({ increment: 100 / queue.length });
        note(result, { connection, services });
      },
    });
  });
}

function note({ item, outcome }: Result, { connection, services }: Pick<Batch, 'connection' | 'services'>): void {
  switch (outcome.kind) {
    case 'created':
    case 'replaced':
      services.log.info(
        `${outcome.kind === 'created' ? 'Uploaded as' : 'Replaced'} ${outcome.stored.id} on ${connection.name}`,
      );
      services.inventory.put(connection.id, outcome.stored);
      return;
    case 'otherwise':
      services.inventory.put(connection.id, outcome.stored);
      return;
    case 'failed':
    case 'unknown':
      return services.log.error(vscode.l10n.t('Uploading {0}', toVisibleText(draftTitle(item.draft))), outcome.error);
    case 'changed':
    case 'notSent':
  }
}
