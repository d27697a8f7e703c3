import { typeWord } from '../../core/details/object';
import * as vscode from 'vscode';
import type { CertificateEntry } from '../../app/inventory/certificateEntry';
import type { Connection } from '../../app/connections/connection';
import type { CommandId } from '../../ids';
import { toShortText } from '../../shared/visibleText';
import { ListBox } from '../window/boxes';
import { showInformationMessage } from '../window/messages';
import type { Row } from '../window/rows';
import type { PromptsServices } from './promptsServices';
import { remainingText } from '../text/words';

interface CertificateItem extends Row {
  readonly entry: CertificateEntry;
}

export interface CertificateQuestion {
  readonly title: string;
  /** Said, with Add Connection beside it, where there is none to pick from. */
  readonly ifNoConnection: string;
  /** Leaves certificates of other connections out. */
  readonly isOffered?: (connection: Connection) => boolean;
  /** The likeliest, best first: they stand on top. */
  readonly first?: readonly CertificateEntry[];
}

/** One of the certificates of all gateways. The list fills while the gateways answer. */
export async function pickCertificate(
  services: PromptsServices,
  question: CertificateQuestion,
): Promise<CertificateEntry | undefined> {
  const { inventory } = services;
  const { title, ifNoConnection, isOffered = () => true, first = [] } = question;
  const connections = services.connections.all.filter(isOffered);
  if (connections.length === 0) {
    await offerConnection(ifNoConnection);
    return undefined;
  }
  if (connections.some(({ id: connection }) => inventory.state(connection).kind === 'idle')) void inventory.refresh();
  const pick = new ListBox<CertificateItem>();
  pick.title = title;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  const fill = (): void => {
    const states = connections.map((connection) => inventory.state(connection.id));
    const entries = states.flatMap((state) => state.entries);
    const items = [
      ...first.filter((entry) => entries.includes(entry)),
      ...entries.filter((entry) => !first.includes(entry)),
    ].map((entry) => toItem(entry, services));
    pick.busy = states.some(({ kind }) => kind === 'loading');
    pick.placeholder =
      items.length > 0 || pick.busy
        ? vscode.l10n.t('Type a name, an issuer or an ID')
        : vscode.l10n.t('No certificate is loaded. The tree says why.');
    const active = pick.active[0]?.entry;
    pick.rows = items;
    // New pages must not move the cursor away from what it is on.
    pick.active = items.filter(({ entry }) => entry === active);
  };
  const subscription = inventory.onDidChange(fill);
  fill();
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.active[0]?.entry);
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

function toItem(entry: CertificateEntry, { now, settings, translate }: PromptsServices): CertificateItem {
  const clock = { now: now(), warningDays: settings.expiryWarningDays };
  const { connection, issuerName, names, stored, title, type } = entry;
  return {
    entry,
    label: toShortText(title, 100),
    description: [
      remainingText(entry, { clock, translate, language: vscode.env.language }),
      typeWord(type, translate),
    ].join(' · '),
    detail: [connection.name, names.slice(1, 4).join(', '), issuerName, stored.id]
      .filter((text) => text !== undefined && text !== '')
      .map((text) => toShortText(text ?? '', 100))
      .join(' · '),
  };
}

async function offerConnection(sentence: string): Promise<void> {
  const add = vscode.l10n.t('Add Connection');
  const answer = await showInformationMessage(sentence, add);
  if (answer === add) await vscode.commands.executeCommand('api7Certificates.addConnection' satisfies CommandId);
}
