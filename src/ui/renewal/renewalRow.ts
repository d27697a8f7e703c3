/** Makes the rows of the page of a renewal, as data. */
import { ownerOf, ownerWord } from '../../app/inventory/owner';
import type { Renewal } from '../../app/renewal/renewal';
import type { RenewalObject } from '../../app/renewal/renewalTargets';
import { canBeSent } from '../../app/renewal/renewalTargets';
import { impactLines } from '../../app/usage/impactLines';
import { validityNote, validitySeverity } from '../../core/details/validity';
import type { Validity } from '../../core/model';
import { expiryState } from '../../core/x509/expiry';
import { dayText } from '../../shared/dayText';
import type { RenewalLine, RenewalObjectRow } from '../../shared/renewalProtocol';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';

export type RowAction = 'show' | 'openManifest' | 'updateSeparately';

export interface RenewalOptions {
  /** The name of the file or document that the new certificate is in. */
  readonly place: string;
  readonly now: number;
  readonly warningDays: number | null;
  readonly translate: Translate;
}

export function toRow(
  object: RenewalObject,
  { isWriting, source }: Pick<Renewal, 'isWriting'> & { readonly source: Pick<Renewal['source'], 'leaf'> },
  options: RenewalOptions,
): RenewalObjectRow {
  const { connection, entry, plan, isReading, progress, isSelected, relation } = object;
  const { translate: t } = options;
  const [, ...names] = entry.names;
  const isDone = object.outcome?.ended.kind === 'written';
  return {
    key: object.key,
    gateway: toShortText(connection.name, 60),
    isProduction: connection.production === true,
    title: toShortText(entry.title, 100),
    names: toShortText(names.join(', '), 300),
    id: entry.stored.id,
    before: toExpiry(isDone ? source.leaf.leaf.validity : entry.validity, options),
    after: isDone || relation === 'holds' ? undefined : toAfter(source.leaf.leaf.validity, options),
    lines: plan && !isDone ? toLines(object, options) : ownerLines(object, t),
    state: toState(object, t),
    isBusy: isReading || progress === 'writing' || progress === 'sent' || progress === 'looking',
    isSelected: isSelected || progress !== undefined,
    isSelectable: !isWriting && canBeSent(object),
    buttons: buttonsOf(object).map((action) => buttonWord(action, t)),
  };
}

function buttonWord(action: RowAction, t: Translate): string {
  switch (action) {
    case 'show':
      return t('Show Certificate');
    case 'openManifest':
      return t('Open Manifest');
    case 'updateSeparately':
      return t('Update Separately…');
  }
}

/** Returns what a row's buttons do, in their order. */
export const buttonsOf = ({
  problem,
  plan,
  progress,
  outcome,
  connection,
  entry,
}: RenewalObject): readonly RowAction[] => [
  'show',
  ...(ownerOf(entry.stored) ? (['openManifest'] as const) : []),
  ...(plan?.problem !== undefined &&
  problem !== undefined &&
  progress === undefined &&
  outcome?.ended.kind !== 'written' &&
  !connection.readOnly &&
  !plan.gateway.capabilities.isReadOnly
    ? (['updateSeparately'] as const)
    : []),
];

function toExpiry(validity: Validity | undefined, options: RenewalOptions): RenewalObjectRow['before'] {
  if (!validity) return { date: options.translate('Dates unknown'), note: '', severity: 'info' };
  const state = expiryState(validity, options.now, options.warningDays);
  return { ...toAfter(validity, options), severity: validitySeverity(state) };
}

const toAfter = (validity: Validity, options: RenewalOptions): NonNullable<RenewalObjectRow['after']> => ({
  date: dayText(validity.notAfter),
  note: validityNote(validity, options),
});

const rank = { error: 0, warning: 1, info: 2, ok: 3 } as const;
const severities = { danger: 'error', warning: 'warning', note: 'info', stop: 'error', pass: 'ok' } as const;

/** Lists losses of the certificate, who is affected, and checks; those that are passed are counted. */
function toLines(
  { plan, relation, problem, outcome }: RenewalObject,
  { translate: t }: RenewalOptions,
): readonly RenewalLine[] {
  if (!plan) return [];
  const { text, impact, checks } = plan;
  // Otherwise the state of the row says it.
  const isShown = (sentence: string): boolean => outcome !== undefined || sentence !== problem;
  // The losses say it, fact by fact.
  const shown = checks.filter(
    ({ id, outcome, sentence }) =>
      outcome !== 'pass' &&
      isShown(sentence) &&
      !(text.losses.length > 0 && (id === 'lostNames' || id === 'earlierEnd')),
  );
  const passed = checks.filter(({ outcome }) => outcome === 'pass').length;
  const lines: readonly RenewalLine[] = [
    ...relationLines(relation, t),
    ...text.losses.map((loss) => ({ severity: 'warning', text: loss }) as const),
    ...impactLines(impact, t)
      // Once a write failed, what it would have led to reads as if it had.
      .filter(({ severity }) => outcome === undefined || severity !== 'note')
      .map((line) => ({ severity: severities[line.severity], text: line.text })),
    ...shown.map(({ outcome, sentence }) => ({
      severity: severities[outcome],
      text: toShortText(sentence, 1_000),
    })),
    ...(passed === 0
      ? []
      : [
          {
            severity: 'ok',
            text: passed === 1 ? t('1 check passed') : t('{count} checks passed', { count: passed }),
          } as const,
        ]),
  ];
  return lines.toSorted((one, other) => rank[one.severity] - rank[other.severity]);
}

function relationLines(relation: RenewalObject['relation'], t: Translate): readonly RenewalLine[] {
  switch (relation) {
    case 'chosen':
      return [{ severity: 'warning', text: t('The new certificate does not look like a renewal of this one') }];
    case 'renewsInPart':
      return [{ severity: 'warning', text: t('The new certificate lacks some of its names') }];
    case 'holds':
    case 'renews':
      return [];
  }
}

/** Says who manages the object, where nothing more is said of it. */
function ownerLines({ entry }: RenewalObject, t: Translate): readonly RenewalLine[] {
  const owner = ownerOf(entry.stored);
  return owner ? [{ severity: 'info', text: ownerWord(owner, t) }] : [];
}

function toState(object: RenewalObject, t: Translate): RenewalLine | undefined {
  const { progress, outcome, problem, isReading, relation } = object;
  switch (progress) {
    case 'waiting':
      return { severity: 'info', text: t('Waiting') };
    case 'writing':
      return { severity: 'info', text: t('Reading it once more, then writing…') };
    case 'sent':
      return { severity: 'info', text: t('Sent, waiting for the response…') };
    case 'looking':
      return { severity: 'warning', text: t('Outcome unknown, reading the gateway to find out…') };
    case undefined:
  }
  if (outcome) return { severity: outcome.severity, text: toShortText(outcome.sentence, 2_000) };
  if (isReading) return { severity: 'info', text: t('Reading from the gateway…') };
  if (problem !== undefined) return { severity: 'warning', text: toShortText(problem, 1_000) };
  return relation === 'holds' ? { severity: 'ok', text: t('Already has the new certificate') } : undefined;
}
