import { english, translateSentence } from '../../shared/translate';
import { toVisibleText } from '../../shared/visibleText';
import { parseDer, reading } from '../asn1/der';
import { bits, contentBytes, expectTag, sequenceOf, tags } from '../asn1/values';
import { sanText } from '../hosts/dnsNameFault';
import type { Certificate, Extension, KeyInfo, KeyUsage, Name, SanEntry } from '../model';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const unit = '    ';

/**
 * Returns all that a certificate says, in the order and the words of `openssl x509 -text`, so that it can be held
 * against OpenSSL's. Safe to show: what hides in a text is written out. Ends with a line break.
 */
export function certificateText(certificate: Certificate): string {
  const { version, serial, issuer, subject, validity, key, extensions } = certificate;
  const lines = [
    'Certificate:',
    indent(1, 'Data:'),
    indent(2, `Version: ${version} (0x${(version - 1).toString(16)})`),
    ...serialLines(serial),
    indent(2, `Signature Algorithm: ${signatureName(certificate)}`),
    indent(2, `Issuer: ${nameText(issuer)}`),
    indent(2, 'Validity'),
    indent(3, `Not Before: ${timeText(validity.notBefore)}`),
    indent(3, `Not After : ${timeText(validity.notAfter)}`),
    indent(2, `Subject: ${nameText(subject)}`),
    indent(2, 'Subject Public Key Info:'),
    ...keyLines(certificate.spki, key),
    ...(extensions.length > 0 ? [indent(2, 'X509v3 extensions:'), ...extensions.flatMap(extensionLines)] : []),
    indent(1, `Signature Algorithm: ${signatureName(certificate)}`),
    indent(1, 'Signature Value:'),
    ...hexLines(signatureOf(certificate.der), { depth: 2, width: 18 }),
  ];
  return `${lines.join('\n')}\n`;
}

const signatureName = ({ signatureAlgorithm: { name } }: Certificate): string =>
  name.startsWith('Ed') ? name.toUpperCase() : name;

const indent = (depth: number, text: string): string => unit.repeat(depth) + toVisibleText(text);

/** Writes serial numbers of up to eight bytes as numbers, longer ones as bytes. */
function serialLines(serial: string): readonly string[] {
  const isNegative = serial.startsWith('-');
  const hex = isNegative ? serial.slice(1) : serial;
  if (hex.length <= 16) {
    const sign = isNegative ? '-' : '';
    const value = BigInt(`0x${hex}`);
    return [indent(2, `Serial Number: ${sign}${value} (${sign}0x${value.toString(16)})`)];
  }
  return [indent(2, 'Serial Number:'), indent(3, `${isNegative ? '(Negative)' : ''}${withColons(hex.toLowerCase())}`)];
}

const nameText = ({ rdns }: Name): string =>
  rdns.map((rdn) => rdn.map(({ type, value }) => `${type}=${value}`).join(' + ')).join(', ');

function timeText(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return 'Bad time value';
  const [, clock = ''] = /T(\d\d:\d\d:\d\d)/.exec(date.toISOString()) ?? [];
  return `${months[date.getUTCMonth()] ?? ''} ${String(date.getUTCDate()).padStart(2)} ${clock} ${date.getUTCFullYear()} GMT`;
}

const keyNames: Readonly<Partial<Record<KeyInfo['algorithm'], string>>> = {
  rsa: 'rsaEncryption',
  'rsa-pss': 'rsassaPss',
  ec: 'id-ecPublicKey',
  ed25519: 'ED25519',
  ed448: 'ED448',
  x25519: 'X25519',
  x448: 'X448',
  dsa: 'dsaEncryption',
};

/** OpenSSL's names of the curves that have another in the standards. */
const curveNames: ReadonlyMap<string, string> = new Map([
  ['P-192', 'prime192v1'],
  ['P-224', 'secp224r1'],
  ['P-256', 'prime256v1'],
  ['P-384', 'secp384r1'],
  ['P-521', 'secp521r1'],
]);

function keyLines(spki: Uint8Array, { algorithm, bits: size, curve, exponent, oid }: KeyInfo): readonly string[] {
  const first = indent(3, `Public Key Algorithm: ${keyNames[algorithm] ?? oid}`);
  const keyBits = reading(() => bits(sequenceOf(parseDer(spki), 'The public key')[1], 'The public key').bytes);
  if (!keyBits.ok) return [first];
  const key = keyBits.value;
  const label = size === undefined ? 'Public-Key:' : `Public-Key: (${size} bit)`;
  if (algorithm === 'rsa' || algorithm === 'rsa-pss') {
    const modulus = reading(() =>
      contentBytes(expectTag(sequenceOf(parseDer(key), 'The RSA key')[0], tags.integer, 'The RSA modulus')),
    );
    const value = BigInt(exponent ?? 0);
    return [
      first,
      indent(4, label),
      indent(4, 'Modulus:'),
      ...(modulus.ok ? hexLines(modulus.value, { depth: 5, width: 15 }) : []),
      indent(4, `Exponent: ${value} (0x${value.toString(16)})`),
    ];
  }
  if (algorithm === 'ec')
    return [
      first,
      indent(4, label),
      indent(4, 'pub:'),
      ...hexLines(key, { depth: 5, width: 15 }),
      ...(curve === undefined ? [] : [indent(4, `ASN1 OID: ${curveNames.get(curve) ?? curve}`)]),
      ...(curve?.startsWith('P-') ? [indent(4, `NIST CURVE: ${curve}`)] : []),
    ];
  const name = keyNames[algorithm];
  return [
    first,
    ...(name === undefined || algorithm === 'dsa' ? [] : [indent(4, `${name} Public-Key:`)]),
    indent(4, 'pub:'),
    ...hexLines(key, { depth: 5, width: 15 }),
  ];
}

/** Names of extensions as OpenSSL has them, where they are not our names behind `X509v3`. */
const otherNames: ReadonlyMap<string, string> = new Map([
  ['1.3.6.1.5.5.7.1.1', 'Authority Information Access'],
  ['1.3.6.1.5.5.7.1.11', 'Subject Information Access'],
  ['1.3.6.1.5.5.7.1.24', 'TLS Feature'],
  ['1.3.6.1.4.1.11129.2.4.2', 'CT Precertificate SCTs'],
  ['1.3.6.1.4.1.11129.2.4.3', 'CT Precertificate Poison'],
]);

function extensionLines(extension: Extension): readonly string[] {
  const { oid, name, isCritical } = extension;
  const title = otherNames.get(oid) ?? (oid.startsWith('2.5.29.') ? `X509v3 ${name}` : name);
  return [
    indent(3, `${title}: ${isCritical ? 'critical' : ''}`),
    ...contentLines(extension).map((line) => indent(4, line)),
  ];
}

const usageNames: Readonly<Record<KeyUsage, string>> = {
  digitalSignature: 'Digital Signature',
  nonRepudiation: 'Non Repudiation',
  keyEncipherment: 'Key Encipherment',
  dataEncipherment: 'Data Encipherment',
  keyAgreement: 'Key Agreement',
  keyCertSign: 'Certificate Sign',
  cRLSign: 'CRL Sign',
  encipherOnly: 'Encipher Only',
  decipherOnly: 'Decipher Only',
};

const purposeNames: ReadonlyMap<string, string> = new Map([
  ['2.5.29.37.0', 'Any Extended Key Usage'],
  ['1.3.6.1.5.5.7.3.1', 'TLS Web Server Authentication'],
  ['1.3.6.1.5.5.7.3.2', 'TLS Web Client Authentication'],
  ['1.3.6.1.5.5.7.3.3', 'Code Signing'],
  ['1.3.6.1.5.5.7.3.4', 'E-mail Protection'],
  ['1.3.6.1.5.5.7.3.8', 'Time Stamping'],
  ['1.3.6.1.5.5.7.3.9', 'OCSP Signing'],
]);

const accessNames: ReadonlyMap<string, string> = new Map([
  ['1.3.6.1.5.5.7.48.1', 'OCSP'],
  ['1.3.6.1.5.5.7.48.2', 'CA Issuers'],
]);

function contentLines({ content, hex }: Extension): readonly string[] {
  switch (content.kind) {
    case 'subjectAltName':
    case 'issuerAltName':
      return [content.entries.length === 0 ? '<EMPTY>' : content.entries.map(entryText).join(', ')];
    case 'extendedKeyUsage':
      return [content.oids.map((oid) => purposeNames.get(oid) ?? oid).join(', ')];
    case 'keyUsage':
      return [content.usages.map((usage) => usageNames[usage]).join(', ')];
    case 'basicConstraints':
      return [
        `CA:${content.isCa ? 'TRUE' : 'FALSE'}${content.pathLength === undefined ? '' : `, pathlen:${content.pathLength}`}`,
      ];
    case 'subjectKeyIdentifier':
      return [withColons(content.keyId).toUpperCase()];
    case 'authorityKeyIdentifier':
      return [
        ...(content.keyId === undefined ? [] : [withColons(content.keyId).toUpperCase()]),
        ...(content.issuer ?? []).map(entryText),
        ...(content.serial === undefined ? [] : [`serial:${withColons(content.serial)}`]),
      ];
    case 'certificatePolicies':
      return content.policies.flatMap(({ oid, cps }) => [
        `Policy: ${oid}`,
        ...cps.map((address) => `  CPS: ${address}`),
      ]);
    case 'crlDistributionPoints':
      return content.addresses.flatMap((address) => ['Full Name:', `  URI:${address}`]);
    case 'authorityInfoAccess':
    case 'subjectInfoAccess':
      return content.access.map(({ method, address }) => `${accessNames.get(method) ?? method} - URI:${address}`);
    case 'sctList':
      return content.scts.flatMap(({ version, logId, time }) => [
        'Signed Certificate Timestamp:',
        `    Version   : v${version + 1} (0x${version.toString(16)})`,
        `    Log ID    : ${withColons(logId).toUpperCase()}`,
        `    Timestamp : ${timeText(time)}`,
      ]);
    case 'nameConstraints':
      return [
        ...(content.permitted.length > 0 ? ['Permitted:', ...content.permitted.map((name) => `  ${name}`)] : []),
        ...(content.excluded.length > 0 ? ['Excluded:', ...content.excluded.map((name) => `  ${name}`)] : []),
      ];
    case 'tlsFeature':
      return [content.features.map((feature) => (feature === 5 ? 'status_request' : String(feature))).join(', ')];
    case 'marker':
      return ['NULL'];
    case 'unknown':
      return hexLines(Buffer.from(hex, 'hex'), { depth: 0, width: 18 });
    case 'malformed':
      return [
        `<Not Supported> ${translateSentence(content.reason, english)}`,
        ...hexLines(Buffer.from(hex, 'hex'), { depth: 0, width: 18 }),
      ];
  }
}

const entryNames: Readonly<Record<SanEntry['kind'], string>> = {
  dns: 'DNS:',
  ip: 'IP Address:',
  email: 'email:',
  uri: 'URI:',
  directoryName: 'DirName:',
  registeredId: 'Registered ID:',
  other: 'othername: ',
};

function entryText(entry: SanEntry): string {
  const name = entryNames[entry.kind];
  if (entry.kind === 'directoryName') return name + nameText(entry.name);
  return name + (entry.kind === 'ip' && entry.version === 6 ? longAddress(entry.value) : sanText(entry));
}

/** Writes all eight groups of an IPv6 address in capitals: `2001:DB8:0:0:0:0:0:1`. */
function longAddress(address: string): string {
  const [head = '', tail] = address.split('::');
  const [before, behind] = [head, tail ?? ''].map((part) => part.split(':').filter((group) => group !== ''));
  const missing = tail === undefined ? 0 : 8 - (before?.length ?? 0) - (behind?.length ?? 0);
  return [...(before ?? []), ...Array<string>(Math.max(missing, 0)).fill('0'), ...(behind ?? [])]
    .join(':')
    .toUpperCase();
}

/** Returns the last of the three parts of a certificate (RFC 5280 §4.1.1.3). */
function signatureOf(der: Uint8Array): Uint8Array {
  const signature = reading(() => bits(sequenceOf(parseDer(der), 'The certificate')[2], 'The signature').bytes);
  return signature.ok ? signature.value : new Uint8Array();
}

/** Puts a colon between the bytes of a hex text: `0a:1b`. */
export const withColons = (hex: string): string => hex.replace(/(..)(?=.)/g, '$1:');

function hexLines(
  bytes: Uint8Array,
  { depth, width }: { readonly depth: number; readonly width: number },
): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += width) {
    const part = withColons(Buffer.from(bytes.subarray(at, at + width)).toString('hex'));
    lines.push(`${unit.repeat(depth)}${part}${at + width < bytes.length ? ':' : ''}`);
  }
  return lines;
}
