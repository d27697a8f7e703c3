import { briefList } from '../../shared/briefList';
import type { DetailContents, DetailModel, DetailSection } from '../../shared/protocol';
import type { Translate } from '../../shared/translate';
import { translateSentence } from '../../shared/translate';
import type { KeyReading } from '../keys/keys';
import { keyFit } from '../keys/keys';
import type { Certificate, Reading } from '../model';
import { certificateName } from '../x509/certificateName';
import { chainSection, extraSection } from './chain';
import { extensionSection, metadataExtensionSection } from './extensions';
import { identitySection, keySection, metadataIdentitySection } from './identity';
import type { DetailInput, DetailOptions, FileCertificateInput, GatewayCertificateInput } from './input';
import { mtlsSection, usesSection } from './mtls';
import { metadataNameSection, nameSection, sanRows, servedAndSanRows, servedLabel } from './names';
import { labelSection, objectSection, typeBadge } from './object';
import { toLifetime, validityBadge, validityLine, validitySection } from './validity';

/**
 * Builds everything the details page shows of one certificate. Pure; the result holds texts only, and never a private
 * key.
 */
export function toDetail(input: DetailInput, options: DetailOptions): DetailModel {
  switch (input.from) {
    case 'file':
      return toFileDetail(input, options);
    case 'gateway':
      return toGatewayDetail(input, options);
  }
}

function toFileDetail(input: FileCertificateInput, options: DetailOptions): DetailModel {
  const { certificate, chain, count, file, index, keyFit } = input;
  const { translate } = options;
  return {
    title: certificateName(certificate),
    subtitle:
      count === 1 ? file : translate('{file}, certificate {number} of {count}', { file, number: index + 1, count }),
    badges: [validityBadge(certificate.validity, options), ...caBadge(certificate, translate)],
    lifetime: toLifetime(certificate.validity, options),
    notes: [...(input.notes ?? []), ...certificate.notes.map((note) => translateSentence(note, translate))],
    ...contentsOf(input, options),
    sections: withRows([
      validitySection(certificate.validity, options),
      { id: 'names', title: translate('Names'), rows: sanRows(certificate, translate) },
      ...subjectAndIssuer(certificate, translate),
      chainSection(chain, certificate, options),
      keySection(certificate, keyFit, translate),
      identitySection(certificate, translate),
      extensionSection(certificate.extensions, translate),
    ]),
  };
}

function toGatewayDetail(input: GatewayCertificateInput, options: DetailOptions): DetailModel {
  const { translate } = options;
  const [leaf] = input.chain;
  const validity = leaf?.validity ?? input.metadata?.validity;
  const extensions = leaf
    ? extensionSection(leaf.extensions, translate)
    : metadataExtensionSection(input.metadata?.extensions ?? {}, translate);
  return {
    title: input.title,
    subtitle: translate('{connection} · ID {id}', { connection: input.connection, id: input.id }),
    badges: [
      ...(input.isProduction ? [{ text: translate('PRODUCTION'), severity: 'warning' as const }] : []),
      ...(input.isEnabled === false ? [{ text: translate('Disabled'), severity: 'warning' as const }] : []),
      ...(input.ignored ? [{ text: translate('Ignored by the gateway'), severity: 'error' as const }] : []),
      ...(validity ? [validityBadge(validity, options, { isInUse: isInUse(input) })] : []),
      typeBadge(input.type, translate),
      ...(leaf ? caBadge(leaf, translate) : []),
    ],
    ...(validity ? { lifetime: toLifetime(validity, options) } : {}),
    notes: [
      ...(leaf || !input.metadata || input.isPartial
        ? []
        : [translate('This gateway does not return the certificate itself, only what is shown here.')]),
      ...(input.conflicts ?? []),
      ...input.notes,
      ...(leaf?.notes ?? []).map((note) => translateSentence(note, translate)),
    ],
    sections: withRows([
      validitySection(validity, options, missingText(input, translate)),
      namesSection(input, options),
      usesSection(input, options),
      ...(leaf ? subjectAndIssuer(leaf, translate) : metadataSubjectAndIssuer(input, translate)),
      ...(input.isPartial ? [] : [mtlsSection(input, options)]),
      ...(leaf ? [chainSection(input.chain, leaf, options)] : []),
      extraSection(input.extraChains, options),
      objectSection(input, options),
      labelSection(input.labels, translate),
      ...(leaf ? [keySection(leaf, undefined, translate), identitySection(leaf, translate)] : []),
      ...(!leaf && input.metadata && !input.isPartial ? [metadataIdentitySection(input.metadata, translate)] : []),
      ...(input.isPartial ? [] : [extensions]),
    ]),
  };
}

const isInUse = ({ isEnabled, ignored }: GatewayCertificateInput): boolean => isEnabled !== false && !ignored;

function namesSection(input: GatewayCertificateInput, options: DetailOptions): DetailSection {
  const { translate } = options;
  const [leaf] = input.chain;
  const title = translate('Names');
  const isServed = isInUse(input) && input.type !== 'client';
  if (leaf) return { id: 'names', title, rows: servedAndSanRows(input.names, leaf, { ...options, isServed }) };
  const label = servedLabel(isServed, translate);
  if (input.names.length > 0) return { id: 'names', title, rows: [{ id: 'names.served', label, values: input.names }] };
  return {
    id: 'names',
    title,
    rows: [
      {
        id: 'names.none',
        label,
        values: [missingText(input, translate)],
        isAbsent: true,
      },
    ],
  };
}

const subjectAndIssuer = ({ issuer, subject }: Certificate, translate: Translate): readonly DetailSection[] => [
  nameSection(subject, { id: 'subject', title: translate('Subject') }, translate),
  nameSection(issuer, { id: 'issuer', title: translate('Issuer') }, translate),
];

const metadataSubjectAndIssuer = (input: GatewayCertificateInput, translate: Translate): readonly DetailSection[] => {
  const { metadata } = input;
  const missing = missingText(input, translate);
  return [
    metadataNameSection(metadata?.subject, { id: 'subject', title: translate('Subject'), missing }),
    metadataNameSection(metadata?.issuer, { id: 'issuer', title: translate('Issuer'), missing }),
  ];
};

/** Returns the text for facts of the certificate that are not known. */
function missingText({ isUnreadable, isReference }: GatewayCertificateInput, translate: Translate): string {
  if (isReference) return translate('a secret reference: not known until it resolves');
  return isUnreadable ? translate('cannot be read') : translate('not returned by the gateway');
}

const caBadge = ({ isCa }: Certificate, translate: Translate): DetailModel['badges'] =>
  isCa ? [{ text: translate('CA certificate'), severity: 'info' }] : [];

const withRows = (sections: readonly DetailSection[]): readonly DetailSection[] =>
  sections.filter((section) => section.rows.length > 0);

/** Certificates that each key is compared with where their key hashes differ: more are made to cost time. */
const maxCompared = 20;

/** Lists what the file of a certificate holds; nothing where that is the certificate alone. */
export function contentsOf(
  { contents, index }: FileCertificateInput,
  options: DetailOptions,
): { readonly contents?: DetailContents } {
  if (!contents || contents.certificates.length + contents.keys.length < 2) return {};
  const { certificates, keys } = contents;
  const { translate } = options;
  return {
    contents: {
      title: translate('In this file'),
      certificates: certificates.map((each, place) => ({
        ...toItem(each, place + 1, options),
        isShown: place === index,
      })),
      keys: keys.map((key) => keyText(key, certificates, translate)),
    },
  };
}

type Item = Omit<DetailContents['certificates'][number], 'isShown'>;

function toItem(reading: Reading<Certificate>, number: number, options: DetailOptions): Item {
  const { translate } = options;
  if (!reading.ok)
    return {
      text: translate('{number}: cannot be read', { number }),
      note: translateSentence(reading.reason, translate),
      severity: 'error',
      isReadable: false,
    };
  const { validity } = reading.value;
  const { severity } = validityBadge(validity, options);
  return {
    text: `${number}: ${certificateName(reading.value)}`,
    note: validityLine(validity, options),
    severity,
    isReadable: true,
  };
}

/** Names the kind and fit of a private key: nothing else of it is ever shown. */
function keyText(key: KeyReading, certificates: readonly Reading<Certificate>[], translate: Translate): string {
  switch (key.status) {
    case 'plain':
      return translate('Private key: {kind} · {fit}', {
        kind: key.key.name,
        fit: fitText(key, certificates, translate),
      });
    case 'encrypted':
      return translate('Private key: protected with a password');
    case 'unsupported':
      return translate('Private key: cannot be read here');
    case 'broken':
      return translate('Private key: broken');
  }
}

function fitText(key: KeyReading, certificates: readonly Reading<Certificate>[], translate: Translate): string {
  const fits = certificates.map((each, place) => fitOf(key, each, place));
  const numbers = fits.flatMap((fit, place) => (fit === 'fits' ? [place + 1] : []));
  if (numbers.length > 0) return translate('fits certificate {numbers}', { numbers: briefList(numbers, { most: 5 }) });
  return fits.every((fit) => fit === 'doesNotFit')
    ? translate('fits no certificate here')
    : translate('cannot be compared here');
}

function fitOf(key: KeyReading, certificate: Reading<Certificate>, place: number): ReturnType<typeof keyFit> {
  if (!certificate.ok || key.status !== 'plain') return 'cannotTell';
  if (certificate.value.fingerprints.spkiSha256 === key.spkiSha256) return 'fits';
  return place < maxCompared ? keyFit(certificate.value, key) : 'cannotTell';
}
