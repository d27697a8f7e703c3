import { toEnd, toUtc } from '../../core/details/dates';
import type { CertificateType, Label } from '../../core/model';
import type { Translate } from '../../shared/translate';
import { toVisibleText } from '../../shared/visibleText';
import type { FullEntry } from '../inventory/certificateEntry';
import { toLabelText } from '../inventory/certificateEntry';

/** The facts of an object itself, beside the certificate in it: what an update may change and a comparison shows. */
export interface ObjectFacts {
  readonly type: CertificateType | undefined;
  readonly names: readonly string[];
  readonly labels: readonly Label[];
  readonly isEnabled: boolean | undefined;
  /** In words: `none`, a subject. */
  readonly ca: string;
}

/**
 * Writes one fact a line, names and labels one a line each, in the same order in every text: for a side-by-side view.
 */
export function objectText(
  { type, names, labels, isEnabled, ca }: ObjectFacts,
  {
    translate,
    width,
  }: {
    readonly translate: Translate;
    /** The column where values begin, so that they stand below those of a text before. */ readonly width: number;
  },
): string {
  const none = translate('none');
  const lines: readonly (readonly [label: string, value: string])[] = [
    [
      translate('Type'),
      type === undefined ? translate('unknown') : type === 'server' ? translate('Server') : translate('Client'),
    ],
    ...listed(translate('Name'), names, none),
    ...listed(translate('Label'), labels.map(toLabelText), none),
    ...(isEnabled === undefined
      ? []
      : [[translate('Enabled'), isEnabled ? translate('Yes') : translate('No')] as const]),
    [translate('CA for peers'), ca],
  ];
  return toColumns(lines, width);
}

/** Writes the whole of an object as it stands, for showing what somebody else changed about it. */
export function entryText(
  { stored, chain, subject, issuer, serial, validity }: FullEntry,
  ca: string,
  translate: Translate,
): string {
  const [leaf] = chain;
  const unknown = translate('not returned by the gateway');
  const certificate: readonly (readonly [label: string, value: string])[] = [
    [translate('Subject'), subject ?? unknown],
    [translate('Issuer'), issuer ?? unknown],
    [translate('Serial number'), serial ?? unknown],
    [translate('Valid from'), validity ? toUtc(validity.notBefore) : unknown],
    [translate('Valid until'), validity ? toEnd(validity.notAfter, translate) : unknown],
    [translate('SHA-256'), leaf?.fingerprints.sha256 ?? unknown],
    [translate('Intermediates'), chain.length === 0 ? unknown : String(chain.length - 1)],
  ];
  const object: readonly (readonly [label: string, value: string])[] = [
    [translate('Description'), stored.description ?? '–'],
    [translate('TLS versions'), stored.protocols?.join(', ') ?? '–'],
    [translate('Further certificates'), String(stored.extraCertificates.length)],
    [translate('Updated'), stored.updatedAt === undefined ? '–' : toUtc(stored.updatedAt)],
  ];
  return (
    toColumns(certificate, entryWidth) +
    objectText({ ...stored, ca }, { translate, width: entryWidth }) +
    toColumns(object, entryWidth)
  );
}

const listed = (label: string, values: readonly string[], none: string): readonly (readonly [string, string])[] =>
  values.length === 0 ? [[label, none]] : [...values].sort().map((value) => [label, value] as const);

const entryWidth = 26;

/** Writes labels and values in columns. A label longer than its column still has a space behind it. */
const toColumns = (lines: readonly (readonly [label: string, value: string])[], width: number): string =>
  lines.map(([label, value]) => `${`${label}: `.padEnd(width)}${toVisibleText(value)}\n`).join('');
