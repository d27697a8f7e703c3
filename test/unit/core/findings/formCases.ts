/** Cases on which the rules on the form of certificates, keys and texts fire, and others. All of them are made here. */
import { checkPrimeSync, generateKeyPairSync, generatePrimeSync } from 'node:crypto';
import type { FindingCode } from '../../../../src/core/findings/findings';
import { toPem } from '../../../../src/core/pem/scan';
import type { CertificateParts, Der } from '../../../fixtures/der';
import {
  bitString,
  boolean,
  certificate,
  certificateWith,
  explicit,
  extension,
  hex,
  implicit,
  integer,
  name,
  nil,
  octetString,
  oid,
  sequence,
  text,
  tlv,
} from '../../../fixtures/der';

/** `on`: the exact text that the finding is on; nothing where the rule must not fire. */
export type FormCase = readonly [code: FindingCode, name: string, text: () => string, ...on: string[]];

const begin = '-----BEGIN CERTIFICATE-----';
const pem = (der: Der, label = 'CERTIFICATE'): string => toPem(label, der);

const latin = (value: string): Der => Buffer.from(value, 'latin1');
const dns = (value: string): Der => implicit(2, latin(value));
const uri = (value: string): Der => implicit(6, latin(value));
const ip = (bytes: string): Der => implicit(7, hex(bytes));
const sans = (...names: readonly Der[]): Der => extension('2.5.29.17', sequence(...names));
const usage = (bits: string): Der => extension('2.5.29.15', tlv(0x03, hex(bits)), true);
const purposes = (...oids: readonly string[]): Der =>
  extension('2.5.29.37', sequence(...oids.map((each) => oid(each))));
const netscapeType = (bits: string): Der => extension('2.16.840.1.113730.1.1', tlv(0x03, hex(bits)));
const policies = (...oids: readonly string[]): Der =>
  extension('2.5.29.32', sequence(...oids.map((each) => sequence(oid(each)))));
const serverAuth = '1.3.6.1.5.5.7.3.1';
const clientAuth = '1.3.6.1.5.5.7.3.2';
const domainValidated = '2.23.140.1.2.1';

const named = (...names: readonly Der[]): string => pem(certificateWith(sans(...names)));
const withDns = (value: string): string => named(dns(value));
const withParts = (parts: Partial<CertificateParts>): string => pem(certificate(parts));
const plain = (): string => withDns('a.example.com');
/** Versions count from 0. */
const ofVersion = (version: number): string =>
  withParts({
    version: explicit(0, integer(version)),
    optional: [explicit(3, sequence(sans(dns('a.example.com'))))],
  });

const called = (value: Der): Der => sequence(tlv(0x31, sequence(oid('2.5.4.3'), value)));
const ofSubject = (value: Der): string => withParts({ subject: called(value) });

/** The same value with one byte more for its length. */
const longer = (der: Der): Der => {
  const count = (der[1] ?? 0) < 0x80 ? 0 : (der[1] ?? 0) & 0x7f;
  const length = count === 0 ? der.subarray(1, 2) : der.subarray(2, 2 + count);
  const [tag, zero] = [der.subarray(0, 1), count === 0 ? [] : [0]];
  return Buffer.from([...tag, 0x80 | (length.length + zero.length), ...zero, ...length, ...der.subarray(2 + count)]);
};
const open = (der: Der): Der =>
  Buffer.from([0x30, 0x80, ...der.subarray(2 + ((der[1] ?? 0) < 0x80 ? 0 : (der[1] ?? 0) & 0x7f)), 0, 0]);
const ofCriticality = (value: string): Der =>
  sequence(oid('2.5.29.15'), tlv(0x01, hex(value)), octetString(tlv(0x03, hex('0780'))));
const bareRsa = (): Der => sequence(sequence(oid('1.2.840.113549.1.1.1')), rsaKey(rsaModulus(), 65537n));

const utc = (value: string): Der => text(0x17, value);
const general = (value: string): Der => text(0x18, value);
const valid = (notBefore: Der, notAfter: Der): string => withParts({ validity: sequence(notBefore, notAfter) });

const rsaKey = (modulus: bigint, exponent: bigint): Der => bitString(sequence(toInteger(modulus), toInteger(exponent)));
const rsaSpki = (modulus: bigint, exponent: bigint): Der =>
  sequence(sequence(oid('1.2.840.113549.1.1.1'), nil), rsaKey(modulus, exponent));
const pssSpki = (modulus: bigint): Der => sequence(sequence(oid('1.2.840.113549.1.1.10')), rsaKey(modulus, 65537n));
const toInteger = (value: bigint): Der => {
  const digits = value.toString(16);
  const even = digits.padStart(digits.length + (digits.length % 2), '0');
  return integer(parseInt(even.slice(0, 2), 16) >= 0x80 ? `00${even}` : even);
};
const prime = (bits: number): bigint => generatePrimeSync(bits, { bigint: true });
const rsaModulus = (): bigint => prime(512) * prime(512);
const rsa = (modulus: bigint, exponent = 65537n): string => withParts({ spki: rsaSpki(modulus, exponent) });

function nextPrime(after: bigint): bigint {
  let candidate = after + 2n;
  while (!checkPrimeSync(candidate)) candidate += 2n;
  return candidate;
}
const closePrimes = (): bigint => {
  const first = prime(512);
  return first * nextPrime(first);
};

/**
 * Returns a prime of the form of CVE-2017-15361: `k · M + 65537^a mod M`, where M is the product of the first 39
 * primes.
 */
function rocaPrime(exponent: number): bigint {
  const primes: bigint[] = [];
  for (let n = 2n; primes.length < 39; n++) if (primes.every((each) => n % each !== 0n)) primes.push(n);
  const product = primes.reduce((all, each) => all * each, 1n);
  let power = 1n;
  for (let a = 0; a < exponent; a++) power = (power * 65537n) % product;
  for (let k = 1n << 40n; ; k++) {
    const candidate = k * product + power;
    if (checkPrimeSync(candidate)) return candidate;
  }
}
const roca = (): bigint => rocaPrime(1234) * rocaPrime(98765);

const dsaSpki = (): Der => sequence(sequence(oid('1.2.840.10040.4.1')), bitString(integer(5)));
const ecSpki = (curve: string, point = '04'): Der =>
  sequence(sequence(oid('1.2.840.10045.2.1'), oid(curve)), bitString(hex(point)));
/** A key of an algorithm without parameters. */
const plainSpki = (algorithm: string): Der => sequence(sequence(oid(algorithm)), bitString(Buffer.alloc(32, 7)));
/** The public half of testECCP256, RFC 9500 §2.3. */
const rfc9500 = hex(
  '3059301306072a8648ce3d020106082a8648ce3d030107034200' +
    '04422548f88fb782ffb5eca3744452c72a1e558fbd6f73be5e48e93232cc45c5b16c4cd10c4cb8d5b8a17139e94882c8992572993425f41419ab7e90a42a494272',
);
const ownKey = (): Der =>
  generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'der', type: 'spki' });

const sha256Rsa = (...parameters: readonly Der[]): Der => sequence(oid('1.2.840.113549.1.1.11'), ...parameters);

const indented = (count: number): string => plain().replaceAll(/^(?=.)/gm, ' '.repeat(count));
const relabelled = (label: string): string => plain().replaceAll(' CERTIFICATE-', ` ${label}-`);
const withHeader = (): string => plain().replace(`${begin}\n`, `${begin}\nSubject: someone\n\n`);
const armoured = (label: string, ...lines: readonly string[]): string =>
  [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
const columns70 = ['b3BlbnNzaC1rZXktdjEA'.padEnd(70, 'A'), 'AAAA'.padEnd(70, 'B'), 'AAAA'];
const staticKey = Array.from({ length: 16 }, () => '0123456789abcdef'.repeat(2));

const usual = (...extensions: readonly Der[]): string =>
  pem(certificateWith(sans(dns('a.example.com')), ...extensions));

const impossible: readonly [what: string, value: string][] = [
  ['an address', '192.0.2.10'],
  ['an IPv6 address', '2001:db8::1'],
  ['a scheme', 'https://a.example.com'],
  ['a port', 'a.example.com:8443'],
  ['a path', 'a.example.com/path'],
  ['white space', ' a.example.com'],
  ['only white space', ' '],
  ['nothing', ''],
  ['an empty label', 'a..example.com'],
  ['a dot in front', '.example.com'],
  ['a dot at the end', 'a.example.com.'],
  ['a long label', `${'a'.repeat(64)}.example.com`],
  ['a long name', `${'a.'.repeat(124)}example.com`],
  ['a NUL', 'a.example.com\0.example.org'],
  ['a comma', 'a.example.com,b.example.com'],
  ['an e-mail address', 'me@example.com'],
  ['a number at the end', '*.node.10'],
  ['a hexadecimal number at the end', 'node.0xA'],
];
const possible: readonly string[] = [
  'a.example.com',
  'localhost',
  'a_b.example.com',
  '*.example.com',
  'xn--mller-kva.example',
  'node.10.example',
  'node.1a',
];

export const formCases: readonly FormCase[] = [
  ...impossible.map(([what, value]): FormCase => ['impossibleDnsName', what, () => withDns(value), begin]),
  ...possible.map((value): FormCase => ['impossibleDnsName', value, () => withDns(value)]),
  ['impossibleDnsName', 'each of several', () => named(dns('a b'), dns('a.example.com'), dns('a/b')), begin, begin],
  ['impossibleDnsName', 'a client', () => pem(certificateWith(sans(dns('a b')), purposes(clientAuth)))],
  [
    'uselessWildcard',
    'each of several',
    () => named(dns('*.com'), dns('w*.example.com'), dns('*')),
    begin,
    begin,
    begin,
  ],
  ['uselessWildcard', 'all names of a registry', () => named(dns('*.co.uk'), dns('*.COM.au')), begin, begin],
  [
    'uselessWildcard',
    'names under one',
    () => named(dns('*.example.co.uk'), dns('*.shop.uk'), dns('*.constructor.cc')),
  ],
  ['dnsNameNotAscii', 'UTF-8', () => withDns('m\u00c3\u00bcller.example'), begin],
  ['dnsNameNotAscii', 'Latin-1', () => withDns('m\u00fcller.example'), begin],
  ['dnsNameNotAscii', 'an A-label', () => withDns('xn--mller-kva.example')],
  ['malformedIpName', '8 bytes', () => named(dns('a.example.com'), ip('c0000200ffffff00')), begin],
  ['malformedIpName', '4 bytes', () => named(ip('c000020a'))],
  ['malformedIpName', '16 bytes', () => named(ip(`20010db8${'00'.repeat(12)}`))],
  ['emptyNames', 'none', () => named(), begin],
  ['emptyNames', 'one', () => plain()],
  ['emptyNames', 'no extension', () => withParts({})],
  ['noServerName', 'an empty list has a finding of its own', () => named()],
  [
    'namesOnlyInCommonName',
    'what cannot be read has a finding of its own',
    () =>
      pem(
        certificate({
          subject: name(['2.5.4.3', 'a.example.com']),
          optional: [explicit(3, sequence(extension('2.5.29.17', hex('3005820361'))))],
        }),
      ),
  ],
  ['repeatedName', 'in another case', () => named(dns('a.example.com'), dns('A.example.com')), begin],
  ['repeatedName', 'two names', () => named(dns('a.example.com'), dns('b.example.com'))],
  ['commonNameNotListed', 'another host', () => withCommonName('b.example.com', dns('a.example.com')), begin],
  ['commonNameNotListed', 'the same, in another case', () => withCommonName('A.example.com', dns('a.example.com'))],
  ['commonNameNotListed', 'covered by a wildcard', () => withCommonName('a.example.com', dns('*.example.com'))],
  ['commonNameNotListed', 'no host', () => withCommonName('Our Server', dns('a.example.com'))],

  ['dataBehindCertificate', 'four bytes', () => pem(Buffer.concat([certificate(), hex('00000000')])), begin],
  ['dataBehindCertificate', 'a certificate', () => pem(Buffer.concat([certificate(), certificate()])), begin],
  ['dataBehindCertificate', 'nothing', () => pem(certificate())],
  [
    'dataBehindCertificate',
    'what OpenSSL trusts it for',
    () => pem(Buffer.concat([certificate(), sequence(sequence(oid(serverAuth)))]), 'TRUSTED CERTIFICATE'),
  ],
  [
    'repeatedExtension',
    'names twice',
    () => pem(certificateWith(sans(dns('a.example')), sans(dns('b.example')))),
    begin,
  ],
  ['repeatedExtension', 'once each', () => usual(usage('0780'))],
  ['malformedExtension', 'names', () => pem(certificateWith(extension('2.5.29.17', hex('3005820361')))), begin],
  ['malformedExtension', 'key usage', () => usual(extension('2.5.29.15', octetString())), begin],
  ['malformedExtension', 'a negative path length', () => usual(extension('2.5.29.19', hex('30060101ff0201ff'))), begin],
  ['malformedExtension', 'a path length', () => usual(extension('2.5.29.19', hex('30060101ff02017f')))],
  [
    'malformedExtension',
    'bytes behind',
    () => usual(extension('2.5.29.37', hex('300a06082b060105050703010500'))),
    begin,
  ],
  ['malformedExtension', 'constraints of nothing', () => usual(extension('2.5.29.30', hex('3000'))), begin],
  ['malformedExtension', 'a policy twice', () => usual(policies(domainValidated, domainValidated)), begin],
  [
    'malformedExtension',
    'an odd text in a qualifier, which nobody reads',
    () =>
      usual(extension('2.5.29.32', hex('30183016060329010130 0f300d06082b06010505070201 1e0141'.replaceAll(' ', '')))),
  ],
  [
    'malformedExtension',
    'a qualifier that is none',
    () => usual(extension('2.5.29.32', hex('300930070603290101' + '0400'))),
    begin,
  ],
  [
    'malformedExtension',
    'an e-mail address not in ASCII',
    () => named(dns('a.example'), implicit(1, hex('c3bc4078'))),
    begin,
  ],
  ['malformedExtension', 'a URI without a host', () => named(dns('a.example'), uri('https://a..example/')), begin],
  [
    'malformedExtension',
    'URIs',
    () => named(dns('a.example'), uri('https://a.example:8443/x'), uri('spiffe://a/b'), uri('urn:a:b')),
  ],
  ['malformedExtension', 'well-formed', () => usual(usage('0780'))],
  ['unknownCriticalExtension', 'of our own', () => usual(extension('1.3.6.1.4.1.55555.1', nil, true)), begin],
  ['unknownCriticalExtension', 'not critical', () => usual(extension('1.3.6.1.4.1.55555.1', nil))],
  ['unknownCriticalExtension', 'Basic Constraints', () => usual(extension('2.5.29.19', sequence(), true))],
  ['unknownCriticalExtension', 'a precertificate has its own', () => usual(extension(poison, nil, true))],
  ['precertificate', 'poison', () => usual(extension(poison, nil, true)), begin],
  ['precertificate', 'none', () => plain()],
  ['signatureAlgorithmsDiffer', 'another', () => withParts({ outerAlgorithm: sha256Rsa(nil) }), begin],
  [
    'signatureAlgorithmsDiffer',
    'other parameters',
    () => withParts({ algorithm: sha256Rsa(), outerAlgorithm: sha256Rsa(nil) }),
    begin,
  ],
  ['signatureAlgorithmsDiffer', 'the same', () => withParts({ algorithm: sha256Rsa(nil) })],

  ['wrongVersion', 'extensions in version 1', () => ofVersion(0), begin],
  ['wrongVersion', 'extensions in version 2', () => ofVersion(1), begin],
  ['wrongVersion', 'version 4', () => ofVersion(3), begin],
  ['wrongVersion', 'version 3', () => ofVersion(2)],
  ['wrongVersion', 'version 1 without extensions', () => withParts({ version: explicit(0, integer(0)) })],

  ['neverValid', 'the wrong way round', () => valid(utc('270501000000Z'), utc('261201000000Z')), begin],
  ['neverValid', 'the same second', () => valid(utc('270501000000Z'), utc('270501000000Z')), begin],
  ['neverValid', 'a second', () => valid(utc('270501000000Z'), utc('270501000001Z'))],
  ['expired', 'what never is valid has a finding of its own', () => valid(utc('270501000000Z'), utc('251201000000Z'))],
  ['notYetValid', 'nor this', () => valid(utc('270501000000Z'), utc('261201000000Z'))],
  ['timeForm', 'an offset', () => valid(utc('260101000000+0100'), utc('270101000000Z')), begin],
  ['timeForm', 'no seconds', () => valid(utc('2601010000Z'), utc('270101000000Z')), begin],
  ['timeForm', 'a fraction', () => valid(utc('260101000000Z'), general('20510101000000.5Z')), begin],
  ['timeForm', 'no zone', () => valid(utc('260101000000Z'), general('20510101000000')), begin],
  ['timeForm', 'as it should be', () => valid(utc('260101000000Z'), general('20510101000000Z'))],
  ['timeForm', 'no expiration', () => valid(utc('260101000000Z'), general('99991231235959Z'))],
  ['timeType', 'of 2027', () => valid(utc('260101000000Z'), general('20270101000000Z')), begin],
  ['timeType', 'of 2050', () => valid(utc('260101000000Z'), general('20500101000000Z'))],
  ['zeroSerial', 'zero', () => withParts({ serial: integer(0) }), begin],
  ['zeroSerial', 'of a root', () => withParts({ serial: integer(0), subject: name(['2.5.4.3', 'Issuer']) })],
  ['zeroSerial', 'one', () => withParts({ serial: integer(1) })],

  ['usageUnfitForKey', 'keyEncipherment of Ed25519', () => usual(usage('05a0')), begin],
  [
    'usageUnfitForKey',
    'keyAgreement of RSA',
    () => pem(certificate({ spki: rsaSpki(rsaModulus(), 65537n), optional: [explicit(3, sequence(usage('0308')))] })),
    begin,
  ],
  ['usageUnfitForKey', 'digitalSignature', () => usual(usage('0780'))],
  [
    'usageUnfitForKey',
    'keyEncipherment of RSA',
    () => pem(certificate({ spki: rsaSpki(rsaModulus(), 65537n), optional: [explicit(3, sequence(usage('05a0')))] })),
  ],
  ['usageAgainstPurpose', 'cRLSign for servers', () => usual(usage('0102'), purposes(serverAuth)), begin],
  ['usageAgainstPurpose', 'keyEncipherment for servers', () => usual(usage('0520'), purposes(serverAuth))],
  ['usageAgainstPurpose', 'no purpose', () => usual(usage('0102'))],
  ['usageAgainstPurpose', 'an old type for clients', () => usual(netscapeType('0780')), begin],
  ['usageAgainstPurpose', 'an old type for servers', () => usual(netscapeType('06c0'))],
  ['usageAgainstPurpose', 'an old type for clients, of one', () => usual(netscapeType('0780'), purposes(clientAuth))],
  ['certSignWithoutCa', 'no Basic Constraints', () => usual(usage('0204')), begin],
  ['certSignWithoutCa', 'a CA', () => usual(usage('0204'), extension('2.5.29.19', sequence(boolean(true)), true))],
  [
    'clientAuthBesideServerAuth',
    'of a public CA',
    () => usual(purposes(serverAuth, clientAuth), policies(domainValidated)),
    begin,
  ],
  ['clientAuthBesideServerAuth', 'of a private CA', () => usual(purposes(serverAuth, clientAuth))],
  ['clientAuthBesideServerAuth', 'for servers', () => usual(purposes(serverAuth), policies(domainValidated))],
  [
    'clientAuthBesideServerAuth',
    'expired',
    () =>
      pem(
        certificate({
          validity: sequence(utc('250101000000Z'), utc('260101000000Z')),
          optional: [explicit(3, sequence(purposes(serverAuth, clientAuth), policies(domainValidated)))],
        }),
      ),
  ],
  ['mustStaple', 'feature 5', () => usual(extension('1.3.6.1.5.5.7.1.24', sequence(integer(5)))), begin],
  ['mustStaple', 'feature 17', () => usual(extension('1.3.6.1.5.5.7.1.24', sequence(integer(17))))],

  ['publiclyKnownKey', 'of RFC 9500', () => withParts({ spki: rfc9500 }), begin],
  ['publiclyKnownKey', 'of our own', () => withParts({ spki: ownKey() })],
  ['factorableKey', 'a small factor', () => rsa(prime(1000) * 751n), begin],
  ['factorableKey', 'even', () => rsa(prime(1000) * 2n), begin],
  ['factorableKey', 'close primes', () => rsa(closePrimes()), begin],
  ['factorableKey', 'primes as of a faulty chip', () => rsa(roca()), begin],
  ['factorableKey', 'two primes', () => rsa(rsaModulus())],
  ['impossibleExponent', '1', () => rsa(rsaModulus(), 1n), begin],
  ['impossibleExponent', '4', () => rsa(rsaModulus(), 4n), begin],
  ['impossibleExponent', '3', () => rsa(rsaModulus(), 3n)],
  ['smallExponent', '3', () => rsa(rsaModulus(), 3n), begin],
  ['smallExponent', '65537', () => rsa(rsaModulus())],
  ['malformedName', 'Latin-1 in a UTF8String', () => ofSubject(text(0x0c, 'M\u00fcller')), begin],
  ['malformedName', 'a number', () => ofSubject(integer(1)), begin],
  ['malformedName', 'an at sign in a PrintableString', () => ofSubject(text(0x13, 'me@example.com')), begin],
  ['malformedName', 'an underscore in the issuer', () => withParts({ issuer: called(text(0x13, 'a_b')) }), begin],
  ['malformedName', 'all of a PrintableString', () => ofSubject(text(0x13, "Aa0 '()+,-./:=?"))],
  ['malformedName', 'a wildcard in a PrintableString', () => ofSubject(text(0x13, '*.example.com'))],
  ['malformedName', 'Latin-1 in a TeletexString', () => ofSubject(text(0x14, 'M\u00fcller'))],
  ['malformedName', 'an at sign in an IA5String', () => ofSubject(text(0x16, 'me@example.com'))],
  ['notDer', 'a longer length', () => pem(longer(certificate())), begin],
  ['notDer', 'an open length', () => pem(open(certificate())), begin],
  ['notDer', 'a longer length inside', () => withParts({ issuer: longer(called(text(0x0c, 'a'))) }), begin],
  ['notDer', 'a string in two parts', () => ofSubject(tlv(0x2c, text(0x0c, 'a'), text(0x0c, 'b'))), begin],
  ['notDer', 'a criticality of 1', () => pem(certificateWith(ofCriticality('01'))), begin],
  ['notDer', 'a criticality of FF', () => pem(certificateWith(ofCriticality('ff')))],
  [
    'notDer',
    'a criticality that is written though it is the usual one',
    () => pem(certificateWith(ofCriticality('00'))),
  ],
  ['notDer', 'lengths of two and three bytes', () => ofSubject(text(0x0c, 'a'.repeat(300)))],
  ['malformedExtension', 'a CA flag of 1', () => usual(extension('2.5.29.19', hex('30030101 01'))), begin],
  ['malformedExtension', 'a CA flag of FF', () => usual(extension('2.5.29.19', hex('30030101 ff')))],
  ['keyNotServed', 'secp256k1', () => withParts({ spki: ecSpki('1.3.132.0.10') }), begin],
  ['keyNotServed', 'brainpoolP256r1', () => withParts({ spki: ecSpki('1.3.36.3.3.2.8.1.1.7') }), begin],
  ['keyNotServed', 'P-224', () => withParts({ spki: ecSpki('1.3.132.0.33') }), begin],
  ['keyNotServed', 'DSA', () => withParts({ spki: dsaSpki() }), begin],
  ['keyNotServed', 'X25519', () => withParts({ spki: plainSpki('1.3.101.110') }), begin],
  ['keyNotServed', 'SM2 under its own OID', () => withParts({ spki: plainSpki('1.2.156.10197.1.301') }), begin],
  ['keyNotServed', 'GOST', () => withParts({ spki: plainSpki('1.2.643.7.1.1.1.1') }), begin],
  ['keyNotServed', 'Ed448', () => withParts({ spki: plainSpki('1.3.101.113') }), begin],
  ['keyNotServed', 'a compressed point', () => withParts({ spki: ecSpki('1.2.840.10045.3.1.7', '02') }), begin],
  ['keyNotServed', 'RSA without parameters', () => withParts({ spki: bareRsa() }), begin],
  ['keyNotServed', 'RSA-PSS', () => withParts({ spki: pssSpki(rsaModulus()) }), begin],
  ['keyNotServed', 'RSA-PSS of 16,385 bits', () => withParts({ spki: pssSpki((1n << 16384n) + 1n) }), begin],
  ['keyNotServed', 'Ed25519 is none of Chrome’s', () => withParts({ spki: plainSpki('1.3.101.112') }), begin],
  ['keyNotServed', 'P-521 is none of Chrome’s', () => withParts({ spki: ecSpki('1.3.132.0.35') }), begin],
  ['keyNotServed', 'RSA of 16,385 bits', () => rsa((1n << 16384n) + 1n), begin],
  ['keyNotServed', 'RSA of 8,193 bits', () => rsa((1n << 8192n) + 1n), begin],
  ['keyNotServed', 'RSA of 8,192 bits', () => rsa((1n << 8191n) + 1n)],
  ['keyNotServed', 'ML-DSA', () => withParts({ spki: plainSpki('2.16.840.1.101.3.4.3.18') })],
  ['keyNotServed', 'P-256', () => withParts({ spki: ecSpki('1.2.840.10045.3.1.7') })],
  [
    'keyOfOtherFormat',
    'OpenSSH',
    () => armoured('OPENSSH PRIVATE KEY', ...columns70),
    '-----BEGIN OPENSSH PRIVATE KEY-----',
  ],
  ['keyOfOtherFormat', 'PKCS#8', () => armoured('PRIVATE KEY', 'MAA=')],
  ['lineWidth', 'an OpenSSH key has 70 columns', () => armoured('OPENSSH PRIVATE KEY', ...columns70)],
  ['lineWidth', 'a static key of OpenVPN is no base64', () => armoured('OpenVPN Static key V1', ...staticKey)],

  ['indentedBlock', 'four spaces', () => indented(4), '    '],
  ['indentedBlock', 'a tab before END', () => plain().replace('-----END', '\t-----END'), '\t'],
  ['indentedBlock', 'nothing before', () => `# an introduction\n  of two lines\n${plain()}`],
  ['byteOrderMark', 'in files that were joined', () => `${plain()}\ufeff${plain()}`, `\ufeff${begin}`],
  ['byteOrderMark', 'before a comment', () => `\ufeff# a comment\n${plain()}`],
  ['indentedBlock', 'what is no PEM', () => ` ${armoured('OpenVPN Static key V1', ...staticKey)}`],
  ['certificateHeader', 'a header', () => withHeader(), 'Subject: someone'],
  ['certificateHeader', 'none', () => plain()],
  ['misspeltLabel', 'swapped letters', () => relabelled('CERTIFIACTE'), '-----BEGIN CERTIFIACTE-----'],
  ['misspeltLabel', 'small letters', () => relabelled('Certificate'), '-----BEGIN Certificate-----'],
  ['misspeltLabel', 'a letter too many', () => armoured('PRIVATTE KEY', 'MAA='), '-----BEGIN PRIVATTE KEY-----'],
  ['misspeltLabel', 'no space', () => armoured('RSAPRIVATE KEY', 'MAA='), '-----BEGIN RSAPRIVATE KEY-----'],
  ['misspeltLabel', 'a label of something else', () => armoured('OpenVPN Static key V1', ...staticKey)],
  ['misspeltLabel', 'a public key', () => armoured('ECDSA PUBLIC KEY', 'MAA=')],
  ['misspeltLabel', 'parameters', () => armoured('SM2 PARAMETERS', 'MAA=')],
  ['misspeltLabel', 'a certificate', () => plain()],
  [
    'wrongLabel',
    'a certificate as request',
    () => relabelled('NEW CERTIFICATE REQUEST'),
    '-----BEGIN NEW CERTIFICATE REQUEST-----',
  ],
  ['wrongLabel', 'a certificate as key', () => relabelled('PRIVATE KEY'), '-----BEGIN PRIVATE KEY-----'],
  [
    'wrongLabel',
    'a certificate under a label of its own',
    () => relabelled('SERVER CERT'),
    '-----BEGIN SERVER CERT-----',
  ],
  ['wrongLabel', 'a misspelt label', () => relabelled('CERTIFIACTE')],
  ['wrongLabel', 'a certificate', () => plain()],
  [
    'misspeltBoundary',
    'a no-break space',
    () => plain().replace('BEGIN CERT', 'BEGIN\u00a0CERT'),
    '-----BEGIN\u00a0CERTIFICATE-----',
  ],
  [
    'misspeltBoundary',
    'a no-break space at the end of the label',
    () => plain().replace(begin, '-----BEGIN CERTIFICATE\u00a0-----'),
    '-----BEGIN CERTIFICATE\u00a0-----',
  ],
  [
    'misspeltBoundary',
    'no space',
    () => plain().replaceAll(/(BEGIN|END) /g, '$1'),
    '-----BEGINCERTIFICATE-----',
    '-----ENDCERTIFICATE-----',
  ],
  ['misspeltBoundary', 'a word that begins so', () => `-----BEGINNING-----\n${plain()}`],
];

const poison = '1.3.6.1.4.1.11129.2.4.3';

const withCommonName = (commonName: string, ...names: readonly Der[]): string =>
  pem(certificate({ subject: name(['2.5.4.3', commonName]), optional: [explicit(3, sequence(sans(...names)))] }));
