import type { DetailModel, DetailRow, DetailSection } from '../../shared/protocol';
import type { Translate } from '../../shared/translate';
import { gmFault, gmFaultText } from '../gmPair';
import type { CertificateType } from '../model';
import { typeWord } from '../typeWord';
import { wantsStapling } from '../x509/extensionFaults';
import { purposeOf, typeFits } from '../x509/purpose';
import { toRelative, toUtc } from './dates';
import type { DetailOptions, GatewayCertificateInput } from './input';

export const typeBadge = (type: CertificateType | undefined, translate: Translate): DetailModel['badges'][number] => ({
  text: typeWord(type, translate),
  severity: 'info',
});

/** Shows the object that holds the certificate, as the gateway keeps it. */
export function objectSection(input: GatewayCertificateInput, options: DetailOptions): DetailSection {
  const { now, translate } = options;
  const at = (id: string, label: string, time: number | undefined): readonly DetailRow[] =>
    time === undefined
      ? []
      : [{ id: `object.${id}`, label, values: [toUtc(time)], note: toRelative(time, now, translate) }];
  const rows: readonly DetailRow[] = [
    { id: 'object.id', label: translate('ID'), values: [input.id], isMonospace: true },
    { id: 'object.connection', label: translate('Connection'), values: [input.connection] },
    { id: 'object.gateway', label: translate('Gateway'), values: [input.gateway] },
    typeRow(input, translate),
    ...(input.isEnabled === undefined ? [] : [enabledRow(input.isEnabled, translate)]),
    ...stateRows(input, translate),
    ...(input.protocols === undefined
      ? []
      : [{ id: 'object.protocols', label: translate('TLS versions'), values: input.protocols }]),
    ...(input.description
      ? [{ id: 'object.description', label: translate('Description'), values: input.description.split(/\r?\n/) }]
      : []),
    ...at('created', translate('Created'), input.createdAt),
    ...at('updated', translate('Updated'), input.updatedAt),
  ];
  return { id: 'object', title: translate('On the gateway'), rows };
}

function stateRows(input: GatewayCertificateInput, translate: Translate): readonly DetailRow[] {
  const { owner, isGm, ignored, chain, extraChains, references = [] } = input;
  const fault = isGm
    ? gmFault(
        chain[0],
        extraChains.map(([leaf]) => leaf),
      )
    : undefined;
  return [
    ...(ignored
      ? [
          {
            id: 'object.ignored',
            label: translate('Ignored because of'),
            values: ignored.members,
            severity: 'error',
            note: translate('the gateway’s version forbids it: the whole object is not served'),
          } as const,
        ]
      : []),
    ...(references.length > 0
      ? [
          {
            id: 'object.references',
            label: translate('Secret reference'),
            values: references,
            isMonospace: true,
            severity: 'warning',
            note: translate(
              'the data plane puts the value in at each handshake: until it resolves, handshakes fail; a change in the store is served after up to five minutes',
            ),
          } as const,
        ]
      : []),
    ...(owner
      ? [
          {
            id: 'object.owner',
            label: translate('Managed by'),
            values: [owner.name],
            severity: 'warning',
            note: owner.note,
          } as const,
        ]
      : []),
    ...(isGm
      ? [
          {
            id: 'object.gm',
            label: translate('GM/T 0024'),
            values: [translate('two certificates: this one encrypts, the further one signs')],
            ...(fault && ({ severity: 'warning', note: gmFaultText(fault, translate) } as const)),
          },
        ]
      : []),
    ...staplingRows(input, translate),
  ];
}

function staplingRows(
  { ocspStapling, isUnstapled, chain: [leaf] }: GatewayCertificateInput,
  translate: Translate,
): readonly DetailRow[] {
  const row = { id: 'object.stapling', label: translate('OCSP stapling') };
  if (isUnstapled && leaf && wantsStapling(leaf))
    return [
      {
        ...row,
        values: [translate('Off')],
        severity: 'warning',
        note: translate('the certificate requires stapled responses (must-staple): some clients refuse it'),
      },
    ];
  if (!ocspStapling) return [];
  return [
    {
      ...row,
      values: [ocspStapling.isEnabled ? translate('On') : translate('Off')],
      ...(ocspStapling.skipsVerification ? { note: translate('the response is not verified') } : {}),
    },
  ];
}

function typeRow({ type, chain }: GatewayCertificateInput, translate: Translate): DetailRow {
  const row: DetailRow = { id: 'object.type', label: translate('Type'), values: [typeWord(type, translate)] };
  const meaning = typeMeaning(type, translate);
  const [leaf] = chain;
  if (type !== undefined && leaf && typeFits(purposeOf(leaf.extendedKeyUsage), type) === 'contradicts')
    return {
      ...row,
      severity: 'warning',
      note: `${meaning}; ${translate('its Extended Key Usage does not allow that')}`,
    };
  return { ...row, note: meaning };
}

function typeMeaning(type: CertificateType | undefined, translate: Translate): string {
  switch (type) {
    case 'server':
      return translate('the gateway presents it to clients');
    case 'client':
      return translate('the gateway presents it to upstreams');
    case undefined:
      return translate('the gateway reports a type this extension does not know');
  }
}

const enabledRow = (isEnabled: boolean, translate: Translate): DetailRow =>
  isEnabled
    ? { id: 'object.enabled', label: translate('Enabled'), values: [translate('Yes')] }
    : {
        id: 'object.enabled',
        label: translate('Enabled'),
        values: [translate('No')],
        severity: 'warning',
        note: translate('disabled: the gateway does not serve it'),
      };

export const labelSection = (labels: readonly string[], translate: Translate): DetailSection => ({
  id: 'labels',
  title: translate('Labels'),
  rows: labels.length === 0 ? [] : [{ id: 'labels.all', label: translate('Labels'), values: labels }],
});
