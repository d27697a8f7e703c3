/** Makes the page of a renewal, as data: each object with what becomes of it. Pure. */
import type { Renewal } from '../../app/renewal/renewal';
import type { RenewalObject } from '../../app/renewal/renewalTargets';
import { validityNote } from '../../core/details/validity';
import { certificateName } from '../../core/x509/certificateName';
import type { RenewalAction, RenewalLine, RenewalState, RenewalWords } from '../../shared/renewalProtocol';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { RenewalOptions } from './renewalRow';
import { toRow } from './renewalRow';

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
    title: t('Renew {name}', { name: toShortText(certificateName(leaf), 200) }),
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
