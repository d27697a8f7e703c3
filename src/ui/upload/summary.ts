import * as vscode from 'vscode';
import type { UploadCheck, UploadDraft } from '../../app/upload';
import type { Connection } from '../../app/connections';
import { toVisibleText } from '../../shared/visibleText';

/** What the person did in the summary: send it, or change one thing of it. */
export type SummaryChoice = 'upload' | 'certificate' | 'key' | 'type' | 'names' | 'labels' | 'connection';

type Row = vscode.QuickPickItem & { readonly choice?: SummaryChoice };

const signs = { pass: 'pass', note: 'info', warning: 'warning', stop: 'error' } as const;

export interface Summary {
  readonly draft: UploadDraft;
  readonly checks: readonly UploadCheck[];
  readonly connection: Connection;
  /** What can be changed: nothing is offered that has but one answer. */
  readonly changeable: ReadonlySet<SummaryChoice>;
}

/**
 * Shows what will be sent, whole, before anything is. Rows that can be changed carry a pencil.
 *
 * @returns undefined when the person leaves
 */
export function showSummary(summary: Summary): Promise<SummaryChoice | undefined> {
  return new Promise((resolve) => {
    const pick = vscode.window.createQuickPick<Row>();
    pick.title = vscode.l10n.t('Upload Certificate to {0}', summary.connection.name);
    pick.placeholder = vscode.l10n.t('Check what will be sent');
    pick.ignoreFocusOut = true;
    pick.matchOnDescription = true;
    pick.items = toRows(summary);
    const first = pick.items[0];
    if (first) pick.activeItems = [first];
    const done = (choice: SummaryChoice | undefined) => {
      resolve(choice);
      pick.hide();
    };
    pick.onDidAccept(() => {
      const choice = pick.activeItems[0]?.choice;
      // Rows that only inform stay where they are.
      if (choice) done(choice);
    });
    pick.onDidTriggerItemButton(({ item }) => item.choice && done(item.choice));
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

function toRows({ draft, checks, connection, changeable }: Summary): Row[] {
  const { t } = vscode.l10n;
  const stop = checks.find((check) => check.outcome === 'stop');
  const warnings = checks.filter((check) => check.outcome === 'warning').length;
  const change = (choice: SummaryChoice): Partial<Row> =>
    changeable.has(choice)
      ? { choice, buttons: [{ iconPath: new vscode.ThemeIcon('edit'), tooltip: t('Change') }] }
      : {};
  const row = (icon: string, name: string, value: string, choice?: SummaryChoice): Row => ({
    label: `$(${icon}) ${name}`,
    description: toVisibleText(value),
    alwaysShow: true,
    ...(choice ? change(choice) : {}),
  });
  const remedy = (['key', 'type', 'names'] as const).find((choice) => choice === stop?.id && changeable.has(choice));
  const send: Row = stop
    ? {
        label: `$(circle-slash) ${t('Cannot be uploaded yet')}`,
        description: toVisibleText(stop.sentence),
        alwaysShow: true,
        // Enter leads to what has to be changed.
        ...(remedy ? { choice: remedy } : {}),
      }
    : {
        label: `$(cloud-upload) ${warnings > 0 ? t('Upload Anyway') : t('Upload')}`,
        description: t('{0} to {1}', toVisibleText(titleOf(draft)), connection.name),
        choice: 'upload',
        alwaysShow: true,
      };
  const section = (label: string): Row => ({ label, kind: vscode.QuickPickItemKind.Separator });
  return [
    send,
    section(t('What will be sent')),
    row('file', t('Certificate'), draft.place, 'certificate'),
    row('globe', t('Names'), namesText(draft), 'names'),
    row('calendar', t('Validity'), `${day(draft.leaf.validity.notBefore)} – ${day(draft.leaf.validity.notAfter)}`),
    row('organization', t('Issuer'), draft.leaf.issuer.text),
    row('link', t('Chain'), chainText(draft)),
    row('key', t('Private key'), draft.key ? `${keyText(draft)} · ${draft.key.place}` : t('none'), 'key'),
    row('arrow-swap', t('Type'), typeText(draft.type), 'type'),
    row('tag', t('Labels'), draft.labels.map((label) => (label.value ? `${label.key}=${label.value}` : label.key)).join(', ') || t('none'), 'labels'),
    row('server-environment', t('Gateway'), `${connection.name} · ${connection.address}`, 'connection'),
    section(t('Checks')),
    ...checks.map((check): Row => ({ label: `$(${signs[check.outcome]}) ${toVisibleText(check.sentence)}`, alwaysShow: true })),
  ];
}

/** What the upload is called in prompts and messages: its first name. */
export const titleOf = (draft: UploadDraft): string =>
  draft.names[0] ?? draft.leaf.sans?.[0]?.value ?? (draft.leaf.subject.text || draft.leaf.serial);

const day = (time: number): string => new Date(time).toISOString().slice(0, 10);

function namesText({ names, leaf }: UploadDraft): string {
  const all = names.length > 0 ? names : (leaf.sans ?? []).map((entry) => entry.value);
  const shown = all.slice(0, 3).join(', ');
  return all.length > 3 ? vscode.l10n.t('{0} and {1} more', shown, all.length - 3) : shown || vscode.l10n.t('none');
}

function chainText({ chain }: UploadDraft): string {
  if (chain.length === 1) return vscode.l10n.t('the certificate alone');
  const issuers = chain.slice(1).map((certificate) => certificate.subject.rdns.flat().find((each) => each.type === 'CN')?.value ?? certificate.subject.text);
  return vscode.l10n.t('{0} certificates, with {1}', chain.length, issuers.join(', '));
}

function keyText({ key }: UploadDraft): string {
  switch (key?.reading.status) {
    case 'plain':
      return key.reading.key.name;
    case 'encrypted':
      return vscode.l10n.t('protected with a passphrase');
    case 'broken':
    case 'unsupported':
    case undefined:
      return vscode.l10n.t('cannot be read here');
  }
}

/** The type in words: which side of TLS the gateway presents it on. */
export const typeText = (type: UploadDraft['type']): string =>
  type === 'server'
    ? vscode.l10n.t('Server: the gateway presents it to clients')
    : vscode.l10n.t('Client: the gateway presents it to upstreams');
