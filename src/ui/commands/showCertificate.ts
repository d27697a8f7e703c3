import * as vscode from 'vscode';
import type { CertificateEntry } from '../../app/certificateEntry';
import type { CommandId } from '../../ids';
import { readSubject } from '../../shared/protocol';
import type { DetailSubject } from '../../shared/protocol';
import { toShortText } from '../../shared/visibleText';
import type { Services } from '../services';
import { toCertificateRows } from '../tree/rowArgument';
import { remainingText, typeWord } from '../tree/words';

const id: CommandId = 'api7Certificates.showCertificate';

/** Shows the page of a certificate: the row it was called on, or one picked of all that are loaded. */
export function registerShowCertificate(services: Services): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (target?: unknown) => {
    const subject = toSubject(target) ?? (await pickCertificate(services));
    if (subject) await services.details.show(subject);
  });
}

/** Of a row of the tree, or of another command that knows which certificate it means. */
function toSubject(target: unknown): DetailSubject | undefined {
  const [row] = toCertificateRows(target, undefined);
  return row ? subjectOf(row.entry) : readSubject(target);
}

const subjectOf = ({ connection, stored }: CertificateEntry): DetailSubject => ({ from: 'gateway', connection: connection.id, id: stored.id });

interface CertificateItem extends vscode.QuickPickItem {
  readonly entry: CertificateEntry;
}

/** The list fills while the gateways answer. */
async function pickCertificate(services: Services): Promise<DetailSubject | undefined> {
  const { connections, inventory } = services;
  if (connections.all.length === 0) {
    await offerConnection();
    return undefined;
  }
  if (connections.all.some(({ id: connection }) => inventory.state(connection).kind === 'idle')) void inventory.refresh();
  const pick = vscode.window.createQuickPick<CertificateItem>();
  pick.title = vscode.l10n.t('Show Certificate Details');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const fill = (): void => {
    const states = connections.all.map((connection) => inventory.state(connection.id));
    const items = states.flatMap(({ entries }) => entries).map((entry) => toItem(entry, services));
    pick.busy = states.some(({ kind }) => kind === 'loading');
    pick.placeholder =
      items.length > 0 || pick.busy
        ? vscode.l10n.t('Type a name, an issuer or an ID')
        : vscode.l10n.t('No certificate is loaded. The tree says why.');
    const active = pick.activeItems[0]?.entry;
    pick.items = items;
    // New pages must not move the cursor away from what it is on.
    pick.activeItems = items.filter(({ entry }) => entry === active);
  };
  const subscription = inventory.onDidChange(fill);
  fill();
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const entry = pick.activeItems[0]?.entry;
      resolve(entry && subjectOf(entry));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      subscription.dispose();
      pick.dispose();
    });
    pick.show();
  });
}

function toItem(entry: CertificateEntry, { now, settings, translate }: Services): CertificateItem {
  const clock = { now: now(), warningDays: settings.expiryWarningDays };
  const { connection, issuerName, names, stored, title, type } = entry;
  return {
    entry,
    label: toShortText(title, 100),
    description: [remainingText(entry, { clock, translate, language: vscode.env.language }), typeWord(type, translate)].join(' · '),
    detail: [connection.name, names.slice(1, 4).join(', '), issuerName, stored.id]
      .filter((text) => text !== undefined && text !== '')
      .map((text) => toShortText(text ?? '', 100))
      .join(' · '),
  };
}

async function offerConnection(): Promise<void> {
  const add = vscode.l10n.t('Add Connection');
  const answer = await vscode.window.showInformationMessage(vscode.l10n.t('There is no gateway whose certificates could be shown yet.'), add);
  if (answer === add) await vscode.commands.executeCommand('api7Certificates.addConnection' satisfies CommandId);
}
