import { briefList } from '../../shared/briefList';
import type { DetailRow, DetailSection } from '../../shared/protocol';
import type { Translate } from '../../shared/translate';
import { sanText } from '../hosts/dnsNameFault';
import { uncoveredNames, unlistedNames } from '../hosts/hostMatching';
import type { Certificate, Name, SanEntry } from '../model';
import type { DetailOptions } from './input';

/**
 * Names of the attributes of a distinguished name, as a person says them; others are called by their short name or OID.
 */
const attributeWords: Readonly<Record<string, string>> = {
  CN: 'Common name',
  O: 'Organization',
  OU: 'Organizational unit',
  C: 'Country',
  ST: 'State or province',
  L: 'Locality',
  street: 'Street address',
  postalCode: 'Postal code',
  emailAddress: 'Email address',
  DC: 'Domain component',
  UID: 'User ID',
  serialNumber: 'Serial number of the subject',
  SN: 'Surname',
  GN: 'Given name',
  title: 'Title',
  businessCategory: 'Business category',
  organizationIdentifier: 'Organization identifier',
};

/** Words for the kinds of names, in the order in which they are shown. */
export const nameKindWords: Readonly<Record<SanEntry['kind'], string>> = {
  dns: 'DNS name',
  ip: 'IP address',
  email: 'Email address',
  uri: 'URI',
  directoryName: 'Directory name',
  registeredId: 'Registered ID',
  other: 'Other name',
};

export function nameSection(
  name: Name,
  { id, title }: { readonly id: string; readonly title: string },
  translate: Translate,
): DetailSection {
  const attributes = name.rdns.flat();
  const rows = attributes.map((attribute, index): DetailRow => {
    const word = attributeWords[attribute.type];
    return {
      id: `${id}.${index}`,
      label: word === undefined ? attribute.type : `${translate(word)} (${attribute.type})`,
      values: [attribute.value],
      ...(word === undefined && attribute.type !== attribute.oid ? { oid: attribute.oid } : {}),
    };
  });
  const whole: DetailRow =
    name.text === ''
      ? { id: `${id}.name`, label: translate('Distinguished name'), values: [translate('empty')], isAbsent: true }
      : { id: `${id}.name`, label: translate('Distinguished name'), values: [name.text] };
  return { id, title, rows: [...rows, whole] };
}

/** Lists names as a gateway reports them, which may be in any format. */
export const metadataNameSection = (
  text: string | undefined,
  { id, title, missing }: { readonly id: string; readonly title: string; readonly missing: string },
): DetailSection => ({
  id,
  title,
  rows: [
    text === undefined || text === ''
      ? { id: `${id}.name`, label: title, values: [missing], isAbsent: true }
      : { id: `${id}.name`, label: title, values: [text] },
  ],
});

/** Lists the subject alternative names, one row a kind. */
export function sanRows(certificate: Certificate, translate: Translate): readonly DetailRow[] {
  const { sans } = certificate;
  const none = (value: string): DetailRow => ({
    id: 'names.none',
    label: translate('Subject Alternative Name'),
    values: [value],
    isAbsent: true,
    ...(certificate.isCa ? {} : { severity: 'warning', note: translate('clients no longer look at the common name') }),
  });
  if (sans === undefined) return [none(translate('no such extension'))];
  if (sans.length === 0) return [none(translate('empty'))];
  return Object.entries(nameKindWords).flatMap(([kind, word]) => {
    const values = sans.filter((san) => san.kind === kind).map((san) => withType(san));
    return values.length === 0 ? [] : [{ id: `names.${kind}`, label: translate(word), values }];
  });
}

/** Adds the OID of its form to an "other" name, which is known by that alone. */
const withType = (san: SanEntry): string =>
  'oid' in san && san.oid !== undefined && san.oid !== san.value ? `${san.oid}: ${san.value}` : sanText(san);

/** Labels the names of an object: only one in use as a server's certificate is served for them. */
export const servedLabel = (isServed: boolean, translate: Translate): string =>
  isServed ? translate('Served for') : translate('Names on the gateway');

/** Shows the names that the gateway serves it for, and where they differ from the certificate's own. */
export function servedRow(
  served: readonly string[],
  sans: readonly SanEntry[] | undefined,
  { translate, isServed }: DetailOptions & { readonly isServed: boolean },
): readonly DetailRow[] {
  if (served.length === 0) return [];
  const row: DetailRow = { id: 'names.served', label: servedLabel(isServed, translate), values: served };
  const [uncovered, unlisted] = [uncoveredNames(sans, served), unlistedNames(sans, served)];
  if (uncovered.length > 0) {
    const names = brief(uncovered);
    return [
      {
        ...row,
        severity: 'warning',
        note: isServed
          ? translate('not in the certificate, so clients refuse it there: {names}', { names })
          : translate('not in the certificate: {names}', { names }),
      },
    ];
  }
  const note =
    unlisted.length > 0
      ? isServed
        ? translate('in the certificate, but not served by the gateway: {names}', { names: brief(unlisted) })
        : translate('in the certificate, but not on the gateway: {names}', { names: brief(unlisted) })
      : isDnsNamesOf(served, sans)
        ? translate('the DNS names of the certificate')
        : translate('from the certificate');
  return [{ ...row, note }];
}

/**
 * Lists names of an object and of its certificate. Those of the certificate are not listed again where they are the
 * same.
 */
export const servedAndSanRows = (
  served: readonly string[],
  certificate: Certificate,
  options: DetailOptions & { readonly isServed: boolean },
): readonly DetailRow[] => [
  ...servedRow(served, certificate.sans, options),
  ...sanRows(certificate, options.translate).filter(
    ({ id }) => id !== 'names.dns' || !isDnsNamesOf(served, certificate.sans),
  ),
];

function isDnsNamesOf(served: readonly string[], sans: readonly SanEntry[] | undefined): boolean {
  const own = new Set((sans ?? []).filter(({ kind }) => kind === 'dns').map(({ value }) => value));
  return own.size === new Set(served).size && served.every((name) => own.has(name));
}

const brief = (names: readonly string[]): string => briefList(names, { most: 3 });
