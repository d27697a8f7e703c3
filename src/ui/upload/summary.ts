import * as vscode from 'vscode';
import type { Connection } from '../../app/connections/connections';
import { toLabelText } from '../../app/inventory/certificateEntry';
import type { UploadMatch } from '../../app/writes/match';
import { entryWords } from '../../app/writes/matchText';
import type { UploadDraft } from '../../app/writes/upload';
import { caTitle } from '../../app/writes/upload';
import type { UploadCheck } from '../../app/writes/uploadCheck';
import { dnsNameText } from '../../core/hosts/dnsNameFault';
import { certificateName, shortName } from '../../core/x509/certificateName';
import { dayText } from '../../shared/dayText';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { CreationManifest } from '../change/manifestSearch';
import { creationRows } from '../change/ownerManifest';
import { depthText } from '../material/askCa';
import { typeText } from '../material/changes';
import { titleFor } from '../prompts/guard';
import type { ReviewRow } from '../prompts/reviewPick';
import { bySection, section, showReview } from '../prompts/reviewPick';
import type { Wording } from '../text/words';
import { remainingText } from '../text/words';

/** The person's choice in the summary: send it, do what is better instead, or change one part of it. */
export type SummaryChoice =
  'upload' | 'update' | 'show' | 'manifest' | 'certificate' | 'key' | 'type' | 'names' | 'ca' | 'labels' | 'connection';

type Row = ReviewRow<SummaryChoice>;

const signs = { pass: 'pass', note: 'info', warning: 'warning', stop: 'error' } as const;

export interface Summary {
  readonly draft: UploadDraft;
  /** Its relation to the certificates that the gateway holds. */
  readonly match: UploadMatch;
  readonly checks: readonly UploadCheck[];
  readonly connection: Connection;
  /** The parts that can be changed: nothing is offered that has only one answer. */
  readonly changeable: ReadonlySet<SummaryChoice>;
  /** The manifest to make it in instead, where another tool manages the gateway's certificates. */
  readonly manifest: CreationManifest | undefined;
  readonly wording: Wording;
}

/**
 * Shows what will be sent, whole, before anything is. Rows that can be changed carry a pencil.
 *
 * @returns undefined when the person leaves
 */
export const showSummary = (summary: Summary): Promise<SummaryChoice | undefined> =>
  showReview({
    title: titleFor(summary.connection, vscode.l10n.t('Upload Certificate to {0}', summary.connection.name)),
    placeholder: vscode.l10n.t('Check what will be sent'),
    rows: toRows(summary),
  });

function toRows(summary: Summary): Row[] {
  const { draft, checks, connection, changeable, wording } = summary;
  const { t } = vscode.l10n;
  const change = (choice: SummaryChoice): Partial<Row> =>
    changeable.has(choice) ? { choice, buttons: [{ icon: 'edit', tooltip: t('Change') }] } : {};
  const row = (icon: string, name: string, value: string, choice?: SummaryChoice): Row => ({
    icon,
    label: name,
    description: value,
    alwaysShow: true,
    ...(choice ? change(choice) : {}),
  });
  return [
    ...endRows(summary),
    ...creationRows(summary.manifest),
    ...bySection([
      row('file', t('Certificate'), draft.place, 'certificate'),
      row('globe', t('Names'), namesText(draft), 'names'),
      row(
        'calendar',
        t('Validity'),
        `${dayText(draft.leaf.validity.notBefore)} – ${dayText(draft.leaf.validity.notAfter)}`,
      ),
      row('organization', t('Issuer'), draft.leaf.issuer.text),
      row('link', t('Chain'), chainText(draft)),
      row('key', t('Private key'), keyRow(draft), 'key'),
      row('arrow-swap', t('Type'), typeText(draft.type), 'type'),
      row('verified', t('CA certificate'), caRow(draft, wording.translate), 'ca'),
      row('tag', t('Labels'), draft.labels.map(toLabelText).join(', ') || t('none'), 'labels'),
      row('server-environment', t('Gateway'), `${connection.name} · ${connection.address}`, 'connection'),
    ]),
    section(t('Checks')),
    ...checks.map((check): Row => ({
      icon: signs[check.outcome],
      label: check.sentence,
      alwaysShow: true,
    })),
  ];
}

/** Makes the rows that Enter acts on: the first is active at first. */
function endRows({ draft, match, checks, connection, changeable, wording }: Summary): readonly Row[] {
  const { t } = vscode.l10n;
  const target = t('{0} to {1}', draftTitle(draft), connection.name);
  if (match.kind === 'identical')
    return [
      {
        icon: 'pass',
        label: t('Already on the gateway'),
        description: t('as {0}; nothing to send. Enter shows it', entryWords(match.entry)),
        choice: 'show',
        alwaysShow: true,
      },
    ];
  const update: readonly Row[] =
    match.kind === 'renews'
      ? [
          {
            icon: 'sync',
            label: t('Update {0} Instead', toShortText(match.entry.title, 60)),
            description: t('this renews {0}, {1}', entryWords(match.entry), remainingText(match.entry, wording)),
            choice: 'update',
            alwaysShow: true,
          },
        ]
      : [];
  const stop = checks.find((check) => check.outcome === 'stop');
  if (!stop) {
    const isDoubted = checks.some((check) => check.outcome === 'warning');
    return [
      ...update,
      {
        icon: 'cloud-upload',
        label: isDoubted ? t('Upload Anyway') : t('Upload'),
        description: target,
        choice: 'upload',
        alwaysShow: true,
      },
    ];
  }
  const remedy = (['key', 'type', 'names', 'ca'] as const).find(
    (choice) => choice === stop.id && changeable.has(choice),
  );
  // Enter leads to what has to be changed.
  return [
    {
      icon: 'circle-slash',
      label: t('Cannot be uploaded yet'),
      description: stop.sentence,
      alwaysShow: true,
      ...(remedy ? { choice: remedy } : {}),
    },
  ];
}

/** Names the upload in prompts and messages, as its row in the tree will be called. */
export const draftTitle = ({ names: [name], leaf }: UploadDraft): string =>
  name === undefined ? certificateName(leaf) : dnsNameText(name);

/** Lists the names that it will be served for. */
export const namesOf = ({ names, leaf }: Pick<UploadDraft, 'names' | 'leaf'>): readonly string[] =>
  names.length > 0 ? names : (leaf.sans ?? []).map((entry) => entry.value);

function namesText(draft: UploadDraft): string {
  const all = namesOf(draft).map(dnsNameText);
  const shown = all.slice(0, 3).join(', ');
  return all.length > 3 ? vscode.l10n.t('{0} and {1} more', shown, all.length - 3) : shown || vscode.l10n.t('none');
}

function chainText({ chain }: UploadDraft): string {
  if (chain.length === 1) return vscode.l10n.t('the certificate alone');
  const issuers = chain.slice(1).map(({ subject }) => shortName(subject));
  return vscode.l10n.t('{0} certificates, with {1}', chain.length, issuers.join(', '));
}

function caRow({ ca, type }: UploadDraft, translate: Translate): string {
  const { t } = vscode.l10n;
  if (!ca)
    return type === 'server' ? t('none: clients need no certificate') : t('none: upstreams are not verified with it');
  return [caTitle(ca, translate), ca.depth === undefined ? undefined : depthText(ca), ca.place]
    .filter(Boolean)
    .join(' · ');
}

function keyRow(draft: UploadDraft): string {
  if (!draft.key) return vscode.l10n.t('none');
  const { place, wasEncrypted } = draft.key;
  return `${keyText(draft)} · ${wasEncrypted ? vscode.l10n.t('{0} (was encrypted)', place) : place}`;
}

function keyText({ key }: UploadDraft): string {
  switch (key?.reading.status) {
    case 'plain':
      return key.reading.key.name;
    case 'encrypted':
      return vscode.l10n.t('protected with a password');
    case 'broken':
    case 'unsupported':
    case undefined:
      return vscode.l10n.t('cannot be read here');
  }
}
