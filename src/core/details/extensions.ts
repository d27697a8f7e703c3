import type { DetailRow, DetailSection } from '../../shared/protocol';
import type { Translate } from '../../shared/translate';
import { translateSentence } from '../../shared/translate';
import { sanText } from '../hosts/dnsNameFault';
import type { CertificateMetadata, Extension, ExtensionContent, KeyUsage, SanEntry } from '../model';
import { accessMethods, extendedKeyUsages, policies } from '../x509/oids';
import { toUtc } from './dates';
import { nameKindWords } from './names';

/** Most bytes of an unknown extension that the page shows. */
const shownBytes = 1024;

export function extensionSection(extensions: readonly Extension[], translate: Translate): DetailSection {
  const rows = extensions.map((extension, index) => toRow(extension, `extensions.${index}`, translate));
  return { id: 'extensions', title: translate('Extensions'), rows, isCollapsed: true };
}

/** Lists extensions as a gateway renders them: an OID or a name, and a text. */
export function metadataExtensionSection(
  extensions: CertificateMetadata['extensions'],
  translate: Translate,
): DetailSection {
  const rows = Object.entries(extensions).map(([name, text], index): DetailRow => ({
    id: `extensions.${index}`,
    label: name,
    values: text.split('\n'),
  }));
  return { id: 'extensions', title: translate('Extensions'), rows, isCollapsed: true };
}

function toRow(extension: Extension, id: string, translate: Translate): DetailRow {
  const { oid, name, content, isCritical } = extension;
  const head = { id, label: name === oid ? translate('Unknown extension') : translate(name), oid };
  const note = isCritical ? { note: translate('critical') } : {};
  switch (content.kind) {
    case 'malformed':
      return {
        ...head,
        ...hexValues(extension.hex, translate),
        note: [
          ...(isCritical ? [translate('critical')] : []),
          translate('malformed: {reason}', { reason: translateSentence(content.reason, translate) }),
        ].join(' · '),
        severity: 'warning',
      };
    case 'unknown':
      return { ...head, ...note, ...hexValues(extension.hex, translate) };
    default: {
      const values = toLines(content, translate);
      if (values.length === 0) return { ...head, ...note, values: [translate('empty')], isAbsent: true };
      return { ...head, ...note, values, ...(isHex(content) ? { isMonospace: true } : {}) };
    }
  }
}

const isHex = ({ kind }: ExtensionContent): boolean => kind === 'subjectKeyIdentifier';

function hexValues(hex: string, translate: Translate): Pick<DetailRow, 'values' | 'isMonospace' | 'isAbsent'> {
  if (hex === '') return { values: [translate('empty')], isAbsent: true };
  if (hex.length <= shownBytes * 2) return { values: [hex], isMonospace: true };
  const rest = translate('… {count} bytes in all', { count: hex.length / 2 });
  return { values: [`${hex.slice(0, shownBytes * 2)} ${rest}`], isMonospace: true };
}

/** Writes an extension's content, one statement a line. */
function toLines(
  content: Exclude<ExtensionContent, { kind: 'unknown' | 'malformed' }>,
  translate: Translate,
): readonly string[] {
  const t = translate;
  switch (content.kind) {
    case 'subjectAltName':
    case 'issuerAltName':
      return content.entries.map((entry) => toNameLine(entry, t));
    case 'extendedKeyUsage':
      return content.oids.map((oid) => toPurposeText(oid, t));
    case 'keyUsage':
      return content.usages.map((usage) => t(keyUsageWords[usage]));
    case 'basicConstraints':
      if (!content.isCa) return [t('not a certificate authority (CA)')];
      return [
        t('certificate authority (CA)'),
        content.pathLength === undefined
          ? t('any number of CAs below it')
          : t('CAs below it, at most: {count}', { count: content.pathLength }),
      ];
    case 'subjectKeyIdentifier':
      return [content.keyId];
    case 'authorityKeyIdentifier':
      return [
        ...(content.keyId === undefined ? [] : [t('Key ID: {value}', { value: content.keyId })]),
        ...(content.issuer ?? []).map((entry) => t('Issuer: {value}', { value: entry.value })),
        ...(content.serial === undefined ? [] : [t('Serial number: {value}', { value: content.serial })]),
      ];
    case 'certificatePolicies':
      return content.policies.flatMap(({ oid, cps }) => [
        toPolicyText(oid, t),
        ...cps.map((address) => t('Practice statement: {address}', { address })),
      ]);
    case 'crlDistributionPoints':
      return content.addresses;
    case 'authorityInfoAccess':
    case 'subjectInfoAccess':
      return content.access.map(({ method, address }) =>
        t('{label}: {value}', { label: toAccessText(method, t), value: address }),
      );
    case 'sctList':
      return content.scts.map(({ logId, time }) => t('signed {time} by log {log}', { time: toUtc(time), log: logId }));
    case 'nameConstraints':
      return [
        ...content.permitted.map((name) => t('permitted: {name}', { name })),
        ...content.excluded.map((name) => t('excluded: {name}', { name })),
      ];
    case 'tlsFeature':
      // RFC 7633: the one feature in use is status_request, known as must-staple.
      return content.features.map((feature) =>
        feature === 5
          ? t('the server must staple a revocation status (must-staple)')
          : t('TLS extension {number}', { number: feature }),
      );
    case 'marker':
      return [t('present')];
  }
}

const toNameLine = (entry: SanEntry, translate: Translate): string =>
  translate('{label}: {value}', { label: translate(nameKindWords[entry.kind]), value: sanText(entry) });

/** RFC 5280 §4.2.1.3. */
const keyUsageWords: Readonly<Record<KeyUsage, string>> = {
  digitalSignature: 'Digital signature',
  nonRepudiation: 'Non-repudiation',
  keyEncipherment: 'Key encipherment',
  dataEncipherment: 'Data encipherment',
  keyAgreement: 'Key agreement',
  keyCertSign: 'Signing certificates',
  cRLSign: 'Signing revocation lists',
  encipherOnly: 'Encipher only',
  decipherOnly: 'Decipher only',
};

/** Writes `TLS Server Authentication (1.3.6.1.5.5.7.3.1)`; the OID alone where it is not known. */
const worded =
  (words: ReadonlyMap<string, string>) =>
  (oid: string, translate: Translate): string => {
    const word = words.get(oid);
    return word === undefined ? oid : `${translate(word)} (${oid})`;
  };

const toPurposeText = worded(extendedKeyUsages);
const toPolicyText = worded(policies);

/** Names the method alone: the address behind it says the rest. */
const toAccessText = (method: string, translate: Translate): string => translate(accessMethods.get(method) ?? method);
