import * as vscode from 'vscode';
import { toLabelText } from '../../app/inventory/certificateEntry';
import { caTitle } from '../../app/writes/upload';
import { dayText } from '../../shared/dayText';
import { isSameSet } from '../../shared/isSame';
import type { Translate } from '../../shared/translate';
import { toShortText, toVisibleText } from '../../shared/visibleText';
import { impactRows, textRows } from '../change/impactRows';
import { manifestRows } from '../change/ownerManifest';
import { typeText } from '../material/changes';
import type { ReviewRow } from '../prompts/reviewPick';
import { bySection, section } from '../prompts/reviewPick';
import { caText } from '../text/caText';
import type { PlannedUpdate } from './updatePlan';

/** The person's choice in the summary: send it, look closer, or change one part of it. */
export type UpdateChoice =
  'update' | 'compare' | 'manifest' | 'certificate' | 'key' | 'type' | 'names' | 'ca' | 'labels';

type Row = ReviewRow<UpdateChoice>;

const signs = { pass: 'pass', note: 'info', warning: 'warning', stop: 'error' } as const;

/**
 * Lists the summary of an update: what it comes to first, then what is lost, who is affected, what is sent, what was
 * checked.
 */
export function toUpdateRows(
  view: PlannedUpdate,
  changeable: ReadonlySet<UpdateChoice>,
  translate: Translate,
): readonly Row[] {
  const { t } = vscode.l10n;
  const { draft, prepared, checks } = view;
  const { stored } = prepared.entry;
  const row = (icon: string, name: string, value: string, choice: UpdateChoice): Row => ({
    icon,
    label: name,
    description: value,
    alwaysShow: true,
    ...(changeable.has(choice) ? { choice, buttons: [{ icon: 'edit', tooltip: t('Change') }] } : {}),
  });
  return [
    goOnRow(view, changeable),
    {
      icon: 'diff',
      label: t('Compare Old and New'),
      description: t('side by side'),
      choice: 'compare',
      alwaysShow: true,
    },
    section(t('What changes')),
    ...changeRows(view),
    section(t('Who is affected')),
    ...impactRows(view.impact, translate),
    ...manifestRows(prepared.manifest),
    ...bySection([
      row('file', t('Certificate'), chainText(view), 'certificate'),
      row('key', t('Private key'), keyText(view), 'key'),
      row('globe', t('Names'), changedText(listText(draft.names), isSameSet(draft.names, stored.names)), 'names'),
      row('arrow-swap', t('Type'), changedText(typeText(draft.type), draft.type === stored.type), 'type'),
      row('verified', t('CA certificate'), caRow(view, translate), 'ca'),
      row(
        'tag',
        t('Labels'),
        changedText(
          listText(draft.labels.map(toLabelText)),
          isSameSet(draft.labels.map(toLabelText), stored.labels.map(toLabelText)),
        ),
        'labels',
      ),
    ]),
    section(t('Checks')),
    ...checks.flatMap((check) => textRows(signs[check.outcome], toVisibleText(check.sentence))),
  ];
}

function goOnRow({ checks, text, prepared }: PlannedUpdate, changeable: ReadonlySet<UpdateChoice>): Row {
  const { t } = vscode.l10n;
  const stop = checks.find(({ outcome }) => outcome === 'stop');
  if (stop) {
    const remedy = (['key', 'type', 'names', 'ca'] as const).find(
      (choice) => choice === stop.id && changeable.has(choice),
    );
    // Enter leads to what has to be changed.
    return {
      icon: 'circle-slash',
      label: t('Cannot be updated yet'),
      description: stop.sentence,
      alwaysShow: true,
      ...(remedy ? { choice: remedy } : {}),
    };
  }
  const isDoubted = text.losses.length > 0 || checks.some(({ outcome }) => outcome === 'warning');
  return {
    icon: 'sync',
    label: isDoubted ? t('Update Anyway…') : t('Update…'),
    description: t(
      '{0} on {1}; asks for the ID next',
      toShortText(prepared.entry.title, 60),
      toShortText(prepared.connection.name, 60),
    ),
    choice: 'update',
    alwaysShow: true,
  };
}

/** Lists losses first, each with its sign; then in a row each what else is different. */
function changeRows({ rows, text }: PlannedUpdate): readonly Row[] {
  const { t } = vscode.l10n;
  const gained = rows.flatMap(({ fact, kind, new: name }) =>
    fact === 'name' && kind === 'gained' ? [String(name)] : [],
  );
  const kept = rows.filter(({ fact, kind }) => fact === 'name' && kind === 'same').length;
  const end = rows.find(({ fact }) => fact === 'notAfter');
  const key = rows.find(({ fact }) => fact === 'publicKey')?.kind;
  const issuer = rows.find(({ fact }) => fact === 'issuer');
  return [
    ...text.losses.flatMap((sentence) => textRows('warning', sentence)),
    ...(end?.kind === 'gained'
      ? textRows('calendar', t('Valid until {0} instead of {1}', endText(end.new), endText(end.old)))
      : []),
    ...(gained.length > 0 ? textRows('add', t('New names: {0}', toVisibleText(listText(gained)))) : []),
    ...(kept > 0 ? textRows('globe', kept === 1 ? t('1 name stays') : t('{0} names stay', kept)) : []),
    ...(key === 'same' ? textRows('key', t('Same key')) : key === 'changed' ? textRows('key', t('Different key')) : []),
    ...(issuer?.kind === 'changed'
      ? textRows(
          'organization',
          vscode.l10n.t('Different issuer: {name}', { name: toShortText(String(issuer.new), 200) }),
        )
      : []),
    ...text.unknown.flatMap((sentence) => textRows('question', sentence)),
  ];
}

const endText = (time: string | number | undefined): string => (typeof time === 'number' ? dayText(time) : '–');

function chainText({ draft }: PlannedUpdate): string {
  const { t } = vscode.l10n;
  const { chain, place } = draft;
  return [place, chain.length === 1 ? t('the certificate alone') : t('{0} certificates', chain.length)].join(' · ');
}

function keyText({ draft: { key } }: PlannedUpdate): string {
  const { t } = vscode.l10n;
  if (!key) return t('none chosen');
  const place = key.wasEncrypted ? t('{0} (was encrypted)', key.place) : key.place;
  return key.reading.status === 'plain' ? `${key.reading.key.name} · ${place}` : place;
}

function caRow({ ca, prepared }: PlannedUpdate, translate: Translate): string {
  const { t } = vscode.l10n;
  const stored = prepared.entry.stored.ca;
  switch (ca.kind) {
    case 'keep':
      return stored ? t('kept: {0}', caText(stored, translate)) : t('none');
    case 'remove':
      return t('removed: {0}', caText(stored, translate));
    case 'set':
      return [
        caTitle(ca.ca, translate),
        ca.ca.place,
        stored ? t('instead of {0}', caText(stored, translate)) : t('new'),
      ].join(' · ');
  }
}

const changedText = (value: string, isKept: boolean): string =>
  isKept ? vscode.l10n.t('{0} · kept', value) : vscode.l10n.t('{0} · changed', value);

function listText(values: readonly string[]): string {
  if (values.length === 0) return vscode.l10n.t('none');
  const shown = values.slice(0, 3).join(', ');
  return values.length > 3 ? vscode.l10n.t('{0} and {1} more', shown, values.length - 3) : shown;
}
