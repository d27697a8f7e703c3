/** Makes the page of a renewal, as data: each object with what becomes of it. Pure. */
import { ownerOf, ownerWord } from '../../app/inventory/owner';
import type { Renewal } from '../../app/renewal/renewal';
import type { RenewalObject } from '../../app/renewal/renewalObject';
import { canBeSent } from '../../app/renewal/renewalObject';
import { impactLines } from '../../app/usage/impactLines';
import { certificateTitle } from '../../core/chain/reasonText';
import { validityNote, validitySeverity } from '../../core/details/validity';
import type { Validity } from '../../core/model';
import { expiryState } from '../../core/x509/expiry';
import { dayText } from '../../shared/dayText';
import type { RenewalAction, RenewalLine, RenewalRow, RenewalState, RenewalWords } from '../../shared/renewalProtocol';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';

/** The action of a row's button. */
export type RowAction = 'show' | 'openManifest' | 'updateSeparately';

export interface RenewalOptions {
  /** The name of the file or document that the new certificate is in. */
  readonly place: string;
  readonly now: number;
  readonly warningDays: number | null;
  readonly translate: Translate;
}

export type RenewalView = Pick<
  Renewal,
  'objects' | 'gateways' | 'selected' | 'retryable' | 'isWriting' | 'isStopping'
> & {
  readonly source: Pick<Renewal['source'], 'leaf'>;
};

export function toRenewalState(renewal: RenewalView, options: RenewalOptions): RenewalState {
  const { translate: t, place } = options;
  const { leaf } = renewal.source.leaf;
  return {
    kind: 'renewal',
    words: toWords(t),
    title: t('Renew {name}', { name: toShortText(certificateTitle(leaf), 200) }),
    subtitle: [
      toShortText(place, 200),
      validityNote(leaf.validity, options),
      ...(renewal.objects.length === 0 ? [] : [whereText(renewal.objects, t)]),
    ].join(' · '),
    notes: toNotes(renewal, options),
    actions: toActions(renewal, options),
    rows: renewal.objects.map((object) => toRow(object, renewal, options)),
    status: toStatus(renewal, t),
  };
}

/** Says where: `4 objects on Staging, Shop`, every gateway once. */
const whereText = (objects: readonly RenewalObject[], t: Translate): string =>
  objects.length === 1
    ? t('1 object on {gateway}', { gateway: toShortText(objects[0]?.connection.name ?? '', 60) })
    : t('{count} objects on {gateways}', {
        count: objects.length,
        gateways: [...new Set(objects.map(({ connection }) => toShortText(connection.name, 60)))].join(', '),
      });

const toWords = (t: Translate): RenewalWords => ({
  actions: t('Actions'),
  objects: t('Objects to renew'),
  object: t('Object'),
  expires: t('Expires'),
  affected: t('What changes and who is affected'),
  production: t('PRODUCTION'),
  id: t('ID'),
  select: t('Renew {name} on {gateway}', { name: '{name}', gateway: '{gateway}' }),
  selectAll: t('Select all that can be renewed'),
  then: t('then'),
});

function toNotes({ gateways, objects }: RenewalView, { translate: t }: RenewalOptions): readonly RenewalLine[] {
  const name = (gateway: Renewal['gateways'][number]) => toShortText(gateway.connection.name, 60);
  const without = gateways.filter(
    ({ connection, kind }) => kind === 'read' && !objects.some((object) => object.connection.id === connection.id),
  );
  return [
    ...gateways.flatMap((gateway): readonly RenewalLine[] =>
      gateway.sentence === undefined
        ? []
        : [
            {
              severity: gateway.kind === 'failed' ? 'error' : 'warning',
              text: t('{gateway}: {sentence}', {
                gateway: name(gateway),
                sentence: toShortText(gateway.sentence, 500),
              }),
            },
          ],
    ),
    ...(without.length === 0
      ? []
      : [
          {
            severity: 'info',
            text: t('Nothing to renew on {gateways}', { gateways: toShortText(without.map(name).join(', '), 300) }),
          } as const,
        ]),
  ];
}

function toActions(renewal: RenewalView, { translate: t }: RenewalOptions): readonly RenewalAction[] {
  const { isWriting, isStopping, objects, selected, retryable } = renewal;
  if (isWriting)
    return [
      {
        kind: 'cancel',
        label: isStopping ? t('Stopping…') : t('Cancel'),
        text: t('Sends nothing more, but waits for what is on its way.'),
        ...(isStopping ? { isDisabled: true } : {}),
      },
    ];
  const count = selected.length;
  const failed = retryable.filter(({ isReading }) => !isReading).length;
  const isDone = objects.some(({ outcome }) => outcome?.ended.kind === 'written');
  const renew: RenewalAction = {
    kind: 'renew',
    label: count === 0 ? t('Renew…') : t('Renew {count}…', { count }),
    text: t('Asks for the ID of each selected object; then they are written one after the other.'),
    ...(failed === 0 ? { isPrimary: true } : {}),
    ...(count === 0 ? { isDisabled: true } : {}),
  };
  const retry: RenewalAction = {
    kind: 'retry',
    label: t('Retry {count}…', { count: failed }),
    text: t('Reads again those that were not renewed, and asks for their IDs. What is renewed stays as it is.'),
    isPrimary: true,
  };
  return [
    ...(failed > 0 ? [retry] : []),
    ...(failed > 0 && count === 0 ? [] : [renew]),
    ...(isDone
      ? [
          {
            kind: 'checkLive',
            label: t('Check Live…'),
            text: t('Connects to a server, once its address is confirmed, and shows which certificate it presents.'),
          } as const,
        ]
      : []),
    { kind: 'refresh', label: t('Refresh'), text: t('Reads the gateways again.') },
  ];
}

function toStatus({ gateways, objects, isWriting, isStopping }: RenewalView, t: Translate): RenewalState['status'] {
  const ended = objects.filter(({ outcome }) => outcome);
  const done = ended.filter(({ outcome }) => outcome?.ended.kind === 'written').length;
  if (isWriting) {
    const total = objects.filter(({ progress, outcome }) => progress !== undefined || outcome).length;
    const text = isStopping ? t('Stopping after this one…') : t('Renewing: {done} of {total} done', { done, total });
    return { severity: 'info', text, isBusy: true };
  }
  const reading = gateways.filter(({ kind }) => kind === 'reading').map(({ connection }) => connection.name);
  if (reading.length > 0)
    return {
      severity: 'info',
      text: t('Reading {gateways}…', { gateways: toShortText(reading.join(', '), 200) }),
      isBusy: true,
    };
  if (objects.some(({ isReading }) => isReading))
    return { severity: 'info', text: t('Reading the objects again…'), isBusy: true };
  if (ended.length > 0)
    return done === ended.length
      ? { severity: 'ok', text: t('Renewed {done} of {total}.', { done, total: ended.length }), isBusy: false }
      : {
          severity: 'warning',
          text: t('Renewed {done} of {total}. Each of the other rows shows what happened.', {
            done,
            total: ended.length,
          }),
          isBusy: false,
        };
  return objects.length === 0
    ? { severity: 'info', text: t('No gateway holds a certificate that this one renews.'), isBusy: false }
    : undefined;
}

function toRow(object: RenewalObject, { isWriting, source }: RenewalView, options: RenewalOptions): RenewalRow {
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

function toExpiry(validity: Validity | undefined, options: RenewalOptions): RenewalRow['before'] {
  if (!validity) return { date: options.translate('Dates unknown'), note: '', severity: 'info' };
  const state = expiryState(validity, options.now, options.warningDays);
  return { ...toAfter(validity, options), severity: validitySeverity(state) };
}

const toAfter = (validity: Validity, options: RenewalOptions): NonNullable<RenewalRow['after']> => ({
  date: dayText(validity.notAfter),
  note: validityNote(validity, options),
});

/** Dates of strangers may be beyond what a calendar has. */
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
