/** Collects the facts of a certificate, at hand or known by a gateway's metadata, in one spelling. */
import type { Translate } from '../../shared/translate';
import { extensionSection } from '../details/extensions';
import { toHostPattern } from '../hosts/hostText';
import type { Certificate, CertificateMetadata, Validity } from '../model';
import type { SpelledParts } from '../x509/parseDistinguishedName';
import { spelledPartsOfName, spelledPartsOfText } from '../x509/parseDistinguishedName';

/** One side of a comparison: the certificate itself, or a gateway's metadata of it. */
export type Compared = { readonly certificate: Certificate } | { readonly metadata: CertificateMetadata };

/** A value as it is shown, and as it is compared. */
interface Fact {
  readonly text: string;
  readonly key: string;
}

interface ExtensionFact {
  readonly name: string;
  /** Its statements, a line each. */
  readonly lines: readonly string[];
  /** Lower-case hex of its value. */
  readonly hex: string;
}

/** The facts of one side. Undefined where one is not known, or not in a way that can be compared. */
export interface Facts {
  readonly validity: Validity | undefined;
  readonly dns: readonly string[] | undefined;
  readonly ips: readonly string[] | undefined;
  readonly subject: SpelledParts | undefined;
  readonly issuer: SpelledParts | undefined;
  /** `isSure`: hexadecimal, as certificates say it; gateways do not say which of the two theirs is. */
  readonly serial: { readonly text: string; readonly isSure: boolean } | undefined;
  readonly signature: Fact | undefined;
  /** By OID. */
  readonly extensions: ReadonlyMap<string, ExtensionFact>;
  /** Extensions in the gateway's own words, which cannot be compared. */
  readonly looseExtensions: readonly string[];
}

export function factsOf(side: Compared, translate: Translate): Facts {
  return 'certificate' in side ? ofCertificate(side.certificate, translate) : ofMetadata(side.metadata);
}

function ofCertificate(
  { validity, sans, subject, issuer, serial, signatureAlgorithm, extensions }: Certificate,
  translate: Translate,
): Facts {
  const names = (kind: 'dns' | 'ip'): readonly string[] =>
    hosts((sans ?? []).filter((san) => san.kind === kind).map((san) => san.value));
  return {
    validity,
    dns: names('dns'),
    ips: names('ip'),
    subject: spelledPartsOfName(subject),
    issuer: spelledPartsOfName(issuer),
    serial: { text: serial, isSure: true },
    signature: { text: signatureAlgorithm.name, key: signatureKey(signatureAlgorithm.name) ?? signatureAlgorithm.name },
    extensions: new Map(
      extensions.map((extension) => {
        const [row] = extensionSection([extension], translate).rows;
        return [extension.oid, { name: row?.label ?? extension.oid, lines: row?.values ?? [], hex: extension.hex }];
      }),
    ),
    looseExtensions: [],
  };
}

function ofMetadata({
  validity,
  names,
  subject,
  issuer,
  serial,
  signatureAlgorithm,
  extensions,
}: CertificateMetadata): Facts {
  const ips = names.filter((name) => toHostPattern(name)?.kind === 'ip');
  const dns = names.filter((name) => !ips.includes(name));
  const key = signatureKey(signatureAlgorithm ?? '');
  const listed = Object.entries(extensions).map(([oid, text]) => ({
    oid,
    text,
    hex: text.toLowerCase().replace(/[\s:]/g, ''),
  }));
  const isHex = ({ oid, hex }: { readonly oid: string; readonly hex: string }): boolean =>
    /^\d+(\.\d+)+$/.test(oid) && /^([0-9a-f]{2})+$/.test(hex);
  return {
    validity,
    dns: dns.length > 0 ? hosts(dns) : undefined,
    ips: ips.length > 0 ? hosts(ips) : undefined,
    subject: partsOf(subject),
    issuer: partsOf(issuer),
    serial: serial === undefined || serial === '' ? undefined : { text: plainSerial(serial), isSure: false },
    signature: key === undefined ? undefined : { text: signatureAlgorithm ?? '', key },
    extensions: new Map(listed.filter(isHex).map(({ oid, hex }) => [oid, { name: oid, lines: [hex], hex }])),
    looseExtensions: listed.filter((each) => !isHex(each)).map(({ oid }) => oid),
  };
}

/** Returns host names in one spelling and order: gateways keep neither. */
const hosts = (names: readonly string[]): readonly string[] =>
  [...new Set(names.map((name) => toHostPattern(name)?.text ?? name))].sort();

const plainSerial = (serial: string): string => serial.toUpperCase().replace(/[\s:]/g, '').replace(/^0X/, '');

function partsOf(text: string | undefined): SpelledParts | undefined {
  const parts = spelledPartsOfText(text ?? '');
  return parts.length > 0 ? parts : undefined;
}

/**
 * Returns the key type and hash of a signature algorithm: the same for `sha256WithRSAEncryption`, `SHA256-RSA` and
 * `RSA-SHA256`. Undefined for a name that has neither.
 */
export function signatureKey(name: string): string | undefined {
  const text = name.toLowerCase();
  const family = text.includes('pss') ? 'pss' : /ed25519|ed448|ecdsa|rsa|dsa/.exec(text)?.[0];
  if (family === undefined) return undefined;
  const hash = /(sha-?3-?|sha-?512[/-]|sha-?)(1|224|256|384|512)|md5/.exec(text)?.[0].replace(/[/-]/g, '');
  return `${family} ${hash ?? ''}`.trim();
}
