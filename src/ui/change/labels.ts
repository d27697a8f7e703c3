import * as vscode from 'vscode';
import type { FullEntry } from '../../app/inventory/certificateEntry';
import { toEntry, toLabelText } from '../../app/inventory/certificateEntry';
import { ownerOf } from '../../app/inventory/owner';
import { ownerWarning } from '../../app/inventory/ownerWarnings';
import type { Label } from '../../core/model';
import type { Gateway } from '../../gateway/gateway';
import type { CommandId } from '../../ids';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import { askLabels } from '../material/changes';
import { titleFor } from '../prompts/guard';
import { withBusyPick, withLateProgress } from '../prompts/lateProgress';
import { openGateway } from '../prompts/notify';
import { factRow, section, showReview } from '../prompts/reviewPick';
import { showInformationMessage } from '../window/messages';
import type { ChangeServices } from './changeServices';
import { textRows } from './impactRows';
import type { Manifest } from './manifestSearch';
import { findManifest } from './manifestSearch';
import { manifestRows, openManifest } from './ownerManifest';
import { replaceAndReport, reportUnread } from './prepareChange';
import type { ChangeStep } from './reportOutcome';
import { takesWrites } from './takesWrites';
import type { Target } from './target';
import { shortNames } from './target';

/** Changes the labels of a certificate and nothing else. No ID is asked for: nothing stops working. */
export async function editLabels(target: Target, services: ChangeServices): Promise<void> {
  await services.guard.during(target.connection, async () => {
    let typed: Typed | undefined;
    const keep = (labels: Typed) => (typed = labels);
    for (;;) {
      const next = await editOnce(target, { services, typed, keep });
      if (next === 'done') return;
      // Review Again: on what the gateway has now.
      if (next === 'retry') typed = undefined;
    }
  });
}

type Typed = readonly Label[];

interface Round {
  readonly services: ChangeServices;
  /** The text typed before that was not accepted. */
  readonly typed: Typed | undefined;
  readonly keep: (labels: Typed) => void;
}

async function editOnce(target: Target, { services, typed, keep }: Round): Promise<ChangeStep> {
  const { t } = vscode.l10n;
  const { connection } = target;
  const gateway = await openGateway(connection, services);
  if (!gateway) return 'done';
  const [name, place] = shortNames(target);
  if (!gateway.capabilities.canEditLabelsAlone) {
    await offerUpdate(
      target,
      t(
        '{0} takes labels only together with the certificate and its key. Update the certificate to change them.',
        connection.name,
      ),
    );
    return 'done';
  }
  const shown = await read(gateway, target, services);
  if (!shown || !takesWrites(gateway, { connection, translate: services.translate })) return 'done';
  const title = titleFor(connection, t('Labels of {0} on {1}', name, place));
  const labels = await askLabels(typed ?? shown.stored.labels, gateway.capabilities.labels, title);
  if (!labels) return 'done';
  keep(labels);
  if (connection.production || ownerOf(shown.stored)) {
    const manifest = await withLateProgress(t('Looking for the file that defines {0}', name), (signal) =>
      findManifest(shown.stored, { signal, log: services.log }),
    );
    const answer = await confirmLabels(shown, labels, { title, manifest, translate: services.translate });
    if (answer === 'manifest') await openManifest(manifest, { services, title: target.title });
    if (answer !== 'change') return answer === 'edit' ? 'stay' : 'done';
  }
  const doing = t('Changing the labels of {0} on {1}', name, place);
  return replaceAndReport({ labels }, { entry: shown, gateway }, { deed: 'labels', doing, connection, services });
}

/**
 * Asks on a production gateway, and where another tool manages the object: nothing is written there at the first Enter.
 */
function confirmLabels(
  shown: FullEntry,
  labels: Typed,
  {
    title,
    manifest,
    translate,
  }: { readonly title: string; readonly manifest: Manifest | undefined; readonly translate: Translate },
): Promise<'change' | 'edit' | 'manifest' | undefined> {
  const { t } = vscode.l10n;
  const [before, after] = [shown.stored.labels, labels].map((list) => list.map(toLabelText));
  const rows = (icon: string, texts: readonly string[], others: readonly string[]) =>
    texts
      .filter((text) => !others.includes(text))
      .map((text) => ({ icon, label: toShortText(text, 200), alwaysShow: true }));
  const [removed, added] = [rows('remove', before ?? [], after ?? []), rows('add', after ?? [], before ?? [])];
  const owner = ownerOf(shown.stored);
  const kept = (after ?? []).filter((text) => before?.includes(text)).length;
  return showReview<'change' | 'edit' | 'manifest'>({
    title,
    placeholder: t('Check what changes'),
    rows: [
      {
        icon: 'tag',
        label: t('Change Labels'),
        description: t('of {0} on {1}', toShortText(shown.title, 60), toShortText(shown.connection.name, 60)),
        choice: 'change',
        alwaysShow: true,
      },
      { icon: 'edit', label: t('Edit Again'), choice: 'edit', alwaysShow: true },
      ...(owner ? textRows('warning', ownerWarning(owner, translate)) : []),
      ...manifestRows(manifest),
      section(t('What changes')),
      ...removed.map((row) => ({ ...row, description: t('removed') })),
      ...added.map((row) => ({ ...row, description: t('added') })),
      ...(kept > 0
        ? [{ icon: 'check', label: kept === 1 ? t('1 label stays') : t('{0} labels stay', kept), alwaysShow: true }]
        : []),
      factRow('key', t('ID'), shown.stored.id),
    ],
  });
}

/** Reads the labels as the gateway has them now, so that nobody edits old ones. */
async function read(gateway: Gateway, target: Target, services: ChangeServices): Promise<FullEntry | undefined> {
  const { t } = vscode.l10n;
  const { connection, id } = target;
  try {
    const stored = await withBusyPick(
      { title: t('Labels'), doing: t('Reading the labels from the gateway…') },
      (signal) => gateway.read(id, signal),
    );
    return stored && (services.inventory.put(connection.id, stored) ?? toEntry(connection, stored));
  } catch (error) {
    reportUnread(error, target, t('Reading {0}', toShortText(target.title, 60)), services);
    return undefined;
  }
}

async function offerUpdate({ connection, id }: Target, sentence: string): Promise<void> {
  const update = vscode.l10n.t('Update…');
  if ((await showInformationMessage(sentence, update)) !== update) return;
  await vscode.commands.executeCommand('api7Certificates.updateCertificate' satisfies CommandId, {
    from: 'gateway',
    connection: connection.id,
    id,
  });
}
