import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { certificateText } from '../../../../src/core/details/certificateText';
import { parseCertificate } from '../../../../src/core/x509/certificate';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { makeKeyPair } from '../../../fixtures/keyPairs';

const now = Date.UTC(2026, 10, 23, 12);
const textOf = ({ der }: MadeCertificate): string => {
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

const version = spawnSync('openssl', ['version'], { encoding: 'utf8' });
const hasOpenssl = version.status === 0 && /^OpenSSL 3/.test(version.stdout);

/** Spaces around `=` and at the end of lines are another matter in each version of OpenSSL. */
const normal = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim().replace(/ = /g, '='))
    .filter((line) => line !== '');

describe(`certificateText, beside openssl x509 -text${hasOpenssl ? '' : ' (skipped: no OpenSSL 3 on this machine)'}`, () => {
  if (!hasOpenssl) return;
  for (const [what, make] of makers)
    it(what, async () => {
      const made = await make();
      const { stdout } = spawnSync('openssl', ['x509', '-text', '-noout'], { input: made.pem, encoding: 'utf8' });
      assert.deepEqual(normal(textOf(made)), normal(stdout));
    });
});
