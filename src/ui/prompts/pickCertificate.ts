import * as vscode from 'vscode';
import type { CertificateEntry } from '../../app/inventory/certificateEntry';
import { isChangeable } from '../../app/inventory/certificateEntry';
import { typeWord } from '../../core/typeWord';
import { toShortText } from '../../shared/visibleText';
import { wordingOf } from '../base/wording';
import { remainingText } from '../text/words';
import type { ListBox } from '../window/boxes';
import { chooseRow } from '../window/chooseRow';
import type { Row } from '../window/rows';
import type { PromptsServices } from './prompts';
import { offerConnection } from './prompts';

interface CertificateItem extends Row {
  readonly entry: CertificateEntry;
}

export interface CertificateQuestion {
  readonly title: string;
  /** The sentence beside Add Connection where there is none to pick from. */
  readonly ifNoConnection: string;
  /** Leaves out what cannot be changed from here. */
  readonly isForChange?: boolean;
  /** The likeliest, best first: they stand on top. */
  readonly first?: readonly CertificateEntry[];
}

/** Asks for one of the certificates of all gateways. The list fills while the gateways answer. */
export async function pickCertificate(
  services: PromptsServices,
  question: CertificateQuestion,
): Promise<CertificateEntry | undefined> {
  const { inventory } = services;
  const { title, ifNoConnection, isForChange = false, first = [] } = question;
  const connections = services.connections.all.filter(({ readOnly }) => !isForChange || !readOnly);
  if (connections.length === 0) {
    await offerConnection(ifNoConnection);
    return undefined;
  }
  if (connections.some(({ id: connection }) => inventory.state(connection).kind === 'idle')) void inventory.refresh();
  const fill = (box: ListBox<CertificateItem>): void => {
    const states = connections.map((connection) => inventory.state(connection.id));
    const loaded = states.flatMap((state) => state.entries);
    const entries = isForChange ? loaded.filter(isChangeable) : loaded;
    const rows = [
      ...first.filter((entry) => entries.includes(entry)),
      ...entries.filter((entry) => !first.includes(entry)),
    ].map((entry) => toItem(entry, services));
    box.busy = states.some(({ kind }) => kind === 'loading');
    box.placeholder =
      rows.length > 0 || box.busy
        ? vscode.l10n.t('Type a name, an issuer or an ID')
        : loaded.length > 0
          ? vscode.l10n.t('None of these certificates can be changed from here.')
          : vscode.l10n.t('No certificates are loaded. The Gateways view shows the reason.');
    const active = box.active[0]?.entry ?? first[0];
    box.rows = rows;
    // New pages must not move the cursor away from what it is on; Enter takes the likeliest.
    const kept = rows.filter(({ entry }) => entry === active);
    box.active = kept.length > 0 ? kept : rows.slice(0, 1);
  };
  const chosen = await chooseRow<CertificateItem>([], {
    title,
    // A page in front takes the focus back when the palette closes, and the question would go with it.
    ignoreFocusOut: true,
    matchOnDescription: true,
    matchOnDetail: true,
    follow: (box) => {
      fill(box);
      return inventory.onDidChange(() => fill(box));
    },
  });
  return chosen?.entry;
}

function toItem(entry: CertificateEntry, services: PromptsServices): CertificateItem {
  const { connection, issuerName, names, stored, title, type } = entry;
  return {
    entry,
    label: toShortText(title, 100),
    description: [remainingText(entry, wordingOf(services)), typeWord(type, services.translate)].join(' · '),
    detail: [connection.name, names.slice(1, 4).join(', '), issuerName, stored.id]
      .filter((text) => text !== undefined && text !== '')
      .map((text) => toShortText(text ?? '', 100))
      .join(' · '),
  };
}
