import * as vscode from 'vscode';
import { toEntry } from '../../app/certificateEntry';
import type { CertificateEntry } from '../../app/certificateEntry';
import { runReplace } from '../../app/operations';
import type { Replacing } from '../../app/operations';
import type { CommandId } from '../../ids';
import { GatewayError } from '../../gateway/gateway';
import type { Gateway } from '../../gateway/gateway';
import { toShortText } from '../../shared/visibleText';
import { showInformationMessage } from '../prompts/messages';
import type { Services } from '../services';
import { askLabels } from '../upload/changes';
import { tellGone } from './begin';
import { withBusyPick } from './busyPick';
import type { Next } from './tellEnd';
import { tellReplacement } from './tellReplacement';
import type { Target } from './target';
import { withWriteProgress } from './writeProgress';

/** Changes the labels of a certificate and nothing else. No ID is asked for: nothing stops working. */
export async function editLabels(target: Target, services: Services): Promise<void> {
  await services.guard.during(target.connection, async () => {
    while ((await editOnce(target, services)) === 'again');
  });
}

async function editOnce(target: Target, services: Services): Promise<Next> {
  const { t } = vscode.l10n;
  const { connection } = target;
  const opened = await services.connections.open(connection.id);
  if (!opened.ok) {
    services.notify.unready(opened, connection);
    return 'over';
  }
  const { gateway } = opened;
  const name = toShortText(target.title, 60);
  if (!gateway.capabilities.canEditLabelsAlone) {
    await offerUpdate(target, t('{0} takes labels only together with the certificate and its key. Update the certificate to change them.', connection.name));
    return 'over';
  }
  const shown = await read(gateway, target, services);
  if (!shown) return 'over';
  const labels = await askLabels(shown.stored.labels, gateway.capabilities.labels);
  if (!labels) return 'over';
  const replacing: Replacing = { change: { labels }, expected: shown.stored };
  const end = await withWriteProgress(t('Changing the labels of {0} on {1}', name, connection.name), (steps) => runReplace(replacing, { gateway, ...steps }));
  return tellReplacement(end, {
    replacing,
    shown,
    gateway,
    services,
    doing: t('Changing the labels of {0}', name),
    done: () => t('The labels of {0} were changed on {1}.', name, connection.name),
  });
}

/** The labels as the gateway has them now, so that nobody edits old ones. */
async function read(gateway: Gateway, target: Target, services: Services): Promise<CertificateEntry | undefined> {
  const { t } = vscode.l10n;
  const { connection, id } = target;
  try {
    const stored = await withBusyPick({ title: t('Labels'), doing: t('Reading the labels from the gateway…') }, (signal) => gateway.read(id, signal));
    return stored && (services.inventory.put(connection.id, stored) ?? toEntry(connection, stored));
  } catch (error) {
    if (error instanceof GatewayError && error.kind === 'notFound') tellGone(target, services);
    else services.notify.failure(error, { doing: t('Reading {0}', toShortText(target.title, 60)), connection });
    return undefined;
  }
}

async function offerUpdate({ connection, id }: Target, sentence: string): Promise<void> {
  const update = vscode.l10n.t('Update…');
  if ((await showInformationMessage(sentence, update)) !== update) return;
  await vscode.commands.executeCommand('api7Certificates.updateCertificate' satisfies CommandId, { from: 'gateway', connection: connection.id, id });
}
