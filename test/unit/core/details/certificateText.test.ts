import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificateText } from '../../../../src/core/details/certificateText';
import { parseCertificate } from '../../../../src/core/x509/certificate';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import type { CertificateParts, Der } from '../../../fixtures/der';
import {
  bitString,
  boolean,
  certificate,
  certificateWith,
  explicit,
  extension,
  hex,
  ia5,
  implicit,
  integer,
  name,
  nil,
  octetString,
  oid,
  sequence,
  tlv,
} from '../../../fixtures/der';
import { makeKeyPair } from '../../../fixtures/keyPairs';

const now = Date.UTC(2026, 10, 23, 12);
const textOf = ({ der }: Pick<MadeCertificate, 'der'>): string => {
  const reading = parseCertificate(der);
  assert.ok(reading.ok);
  return certificateText(reading.value);
};

const makers: readonly [what: string, make: () => Promise<MadeCertificate>][] = [
  [
    'an RSA leaf',
    async () =>
      makeCertificate({
        now,
        dns: ['a.example'],
        ips: ['192.0.2.1', '2001:db8::1'],
        keys: await makeKeyPair('RSA 2048', 'text'),
      }),
  ],
  [
    'an EC leaf',
    async () =>
      makeCertificate({ now, dns: ['a.example', '*.a.example'], issuer: (await makeAuthority(now)).intermediate }),
  ],
  [
    'an Ed25519 leaf',
    async () => makeCertificate({ now, dns: ['a.example'], keys: await makeKeyPair('Ed25519', 'text') }),
  ],
  ['an intermediate CA', async () => (await makeAuthority(now)).intermediate],
  ['a root CA', async () => (await makeAuthority(now)).root],
];

describe('certificateText', () => {
  it('writes out what hides in a name', async () => {
    const text = textOf(await makeCertificate({ now, commonName: 'moc.\u202Eelpmaxe\n' }));
    assert.match(text, /Subject: CN=moc\.\\u\{202E\}elpmaxe\\u\{A\}$/m);
  });

  it('says in words why an extension is malformed', async () => {
    const reading = parseCertificate((await makeCertificate({ now, dns: ['a.example'] })).der);
    assert.ok(reading.ok);
    const [first] = reading.value.extensions;
    assert.ok(first);
    const reason = { text: 'It ends before its {count} bytes.', values: { count: 7 } };
    const text = certificateText({
      ...reading.value,
      extensions: [{ ...first, content: { kind: 'malformed', reason } }],
    });
    assert.match(text, /<Not Supported> It ends before its 7 bytes\.$/m);
  });

  it('joins what stands side by side in a name', async () => {
    const subject = [{ CN: ['a.example'], O: ['A'] }, { C: ['DE'] }];
    assert.match(textOf(await makeCertificate({ now, subject })), /Subject: CN=a\.example \+ O=A, C=DE$/m);
  });

  it('speaks of no extensions where there are none', async () => {
    const reading = parseCertificate((await makeCertificate({ now, dns: ['a.example'] })).der);
    assert.ok(reading.ok);
    assert.match(certificateText(reading.value), /X509v3 extensions:/);
    assert.doesNotMatch(certificateText({ ...reading.value, extensions: [] }), /extensions/);
  });

  it('shows each part once, in order', async () => {
    const text = textOf(await makeCertificate({ now, dns: ['a.example'] }));
    const parts = [
      'Data:',
      'Version: 3',
      'Serial Number:',
      'Issuer: ',
      'Not Before: ',
      'Not After : ',
      'Subject: ',
      'NIST CURVE: P-256',
      'DNS:a.example',
      'Signature Value:',
    ];
    const places = parts.map((part) => text.indexOf(part));
    assert.ok(
      places.every((place, index) => place > (places[index - 1] ?? -1)),
      text,
    );
  });
});

/**
 * A certificate as it is written out, and what is written of others beside it. After a change that is meant:
 * `GOLDEN=write npx mocha test/unit/core/details/certificateText.test.ts`.
 */
const golden = join(__dirname, 'certificateText.txt');
const general = (number: number, value: string): Der => implicit(number, Buffer.from(value));
const signedTime = hex(`00 ${'ab'.repeat(32)} 0000018f00000000 0000 0403 0000`);
const listed = (entry: Der): Der => Buffer.concat([hex(entry.length.toString(16).padStart(4, '0')), entry]);
const everyExtension: readonly Der[] = [
  extension('2.5.29.14', octetString(hex('0a0b'))),
  extension(
    '2.5.29.35',
    sequence(implicit(0, hex('0a0b')), explicit(1, explicit(4, name(['2.5.4.3', 'CA']))), implicit(2, hex('00ff01'))),
  ),
  extension('2.5.29.35', sequence()),
  extension('2.5.29.15', tlv(0x03, hex('07 ff80')), true),
  extension(
    '2.5.29.17',
    sequence(
      general(2, 'a.test'),
      implicit(7, hex('c0000201')),
      implicit(7, hex('20010db8000000000000000000000001')),
      implicit(7, hex('00010002000300040005000600070008')),
      implicit(7, hex('00000000000000000000000000000001')),
      general(1, 'me@a.test'),
      general(6, 'https://a.test'),
      explicit(4, name(['2.5.4.3', 'Named'])),
      implicit(8, hex('8837')),
      tlv(0xa0, oid('2.999'), explicit(0, integer(1))),
    ),
  ),
  extension('2.5.29.18', sequence()),
  extension('2.5.29.19', sequence(boolean(true), integer(3)), true),
  extension('2.5.29.19', sequence()),
  extension(
    '2.5.29.37',
    sequence(...['2.5.29.37.0', ...[1, 2, 3, 4, 8, 9].map((each) => `1.3.6.1.5.5.7.3.${each}`), '2.999'].map(oid)),
  ),
  extension(
    '2.5.29.30',
    sequence(explicit(0, sequence(general(2, 'a.test'))), explicit(1, sequence(general(1, 'b.test')))),
  ),
  extension('2.5.29.30', sequence(explicit(0, sequence(general(2, 'a.test'))))),
  extension('2.5.29.30', sequence(explicit(1, sequence(general(2, 'b.test'))))),
  extension('2.5.29.31', sequence(sequence(explicit(0, explicit(0, general(6, 'http://a/1')))))),
  extension(
    '2.5.29.32',
    sequence(
      sequence(oid('2.23.140.1.2.1')),
      sequence(oid('2.999'), sequence(sequence(oid('1.3.6.1.5.5.7.2.1'), ia5('http://cps')))),
    ),
  ),
  extension(
    '1.3.6.1.5.5.7.1.1',
    sequence(
      sequence(oid('1.3.6.1.5.5.7.48.1'), general(6, 'http://ocsp')),
      sequence(oid('1.3.6.1.5.5.7.48.2'), general(6, 'http://ca')),
    ),
  ),
  extension('1.3.6.1.5.5.7.1.11', sequence(sequence(oid('2.999'), general(6, 'http://more')))),
  extension('1.3.6.1.5.5.7.1.24', sequence(integer(5), integer(17))),
  extension('1.3.6.1.5.5.7.48.1.5', nil),
  extension('1.3.6.1.4.1.11129.2.4.2', octetString(listed(listed(signedTime)))),
  extension('1.3.6.1.4.1.11129.2.4.3', nil, true),
  extension('2.999.1', hex('deadbeef'.repeat(5))),
  extension('2.5.29.15', integer(1)),
];
const ofKey = (type: string, parameters: readonly Der[], key: Der): Partial<CertificateParts> => ({
  spki: sequence(sequence(oid(type), ...parameters), bitString(key)),
});
const rsa = sequence(integer(`00c5${'11'.repeat(20)}`), integer('010001'));
const curve = (type: string, size: number) =>
  ofKey('1.2.840.10045.2.1', [oid(type)], Buffer.concat([hex('04'), Buffer.alloc(2 * size, 9)]));
const written: readonly (readonly [what: string, Partial<CertificateParts>])[] = [
  ['with every extension', { optional: [explicit(3, sequence(...everyExtension))] }],
  ['with a serial number of eight bytes', { serial: integer('7f00000000000001') }],
  ['with a serial number of nine bytes', { serial: integer('7f0000000000000001') }],
  ['with a negative serial number', { serial: integer('ff') }],
  ['with a long negative serial number', { serial: integer('800000000000000001') }],
  ['with an RSA key', ofKey('1.2.840.113549.1.1.1', [nil], rsa)],
  ['with a key for RSA-PSS alone', ofKey('1.2.840.113549.1.1.10', [], rsa)],
  ['with an RSA key that cannot be read', ofKey('1.2.840.113549.1.1.1', [nil], sequence(integer(5)))],
  ['with P-192', curve('1.2.840.10045.3.1.1', 24)],
  ['with P-224', curve('1.3.132.0.33', 28)],
  ['with P-384', curve('1.3.132.0.34', 48)],
  ['with P-521', curve('1.3.132.0.35', 66)],
  ['with secp256k1', curve('1.3.132.0.10', 32)],
  ['without a curve', ofKey('1.2.840.10045.2.1', [], hex('04 0101 0202'))],
  ['with a DSA key', ofKey('1.2.840.10040.4.1', [sequence(integer(61), integer(11), integer(3))], integer(5))],
  ['with an X25519 key', ofKey('1.3.101.110', [], Buffer.alloc(32, 3))],
  ['with an X448 key', ofKey('1.3.101.111', [], Buffer.alloc(56, 3))],
  ['with an Ed448 key', ofKey('1.3.101.113', [], Buffer.alloc(57, 3))],
  ['with an unknown key', ofKey('2.999.5', [], Buffer.alloc(3, 3))],
];

describe('certificateText, drawn', () => {
  it('writes out every kind of key, serial number and extension', () => {
    const linesOf = (parts: Partial<CertificateParts>): readonly string[] =>
      textOf({ der: certificate(parts) }).split('\n');
    const plain = linesOf({});
    const others = written.map(([what, parts]) => [
      `=== ${what}`,
      ...linesOf(parts).filter((each) => !plain.includes(each)),
    ]);
    const drawn = [plain, ...others].map((lines) => `${lines.join('\n').trimEnd()}\n`).join('\n');
    if (process.env['GOLDEN'] === 'write') writeFileSync(golden, drawn);
    assert.equal(drawn, existsSync(golden) ? readFileSync(golden, 'utf8').replaceAll('\r\n', '\n') : '');
  });
});

const version = spawnSync('openssl', ['version'], { encoding: 'utf8' });
const hasOpenssl = version.status === 0 && /^OpenSSL 3/.test(version.stdout);

/** Spaces around `=` and at the end of lines are another matter in each version of OpenSSL. */
const normal = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim().replace(/ = /g, '='))
    .filter((line) => line !== '');

describe('certificateText', () => {
  it('shows names that are not ASCII as they were meant', () => {
    const names = [2, 1, 6].map((kind) => implicit(kind, Buffer.from('b\u00fccher.test')));
    const reading = parseCertificate(certificateWith(extension('2.5.29.17', sequence(...names))));
    assert.ok(reading.ok);
    assert.match(
      certificateText(reading.value),
      /DNS:b\u00fccher\.test, email:b\u00fccher\.test, URI:b\u00fccher\.test/,
    );
  });
});

describe(`certificateText, beside openssl x509 -text${hasOpenssl ? '' : ' (skipped: no OpenSSL 3 on this machine)'}`, () => {
  if (!hasOpenssl) return;
  for (const [what, make] of makers)
    it(what, async () => {
      const made = await make();
      const { stdout } = spawnSync('openssl', ['x509', '-text', '-noout'], { input: made.pem, encoding: 'utf8' });
      assert.deepEqual(normal(textOf(made)), normal(stdout));
    });
});
