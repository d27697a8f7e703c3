import assert from 'node:assert/strict';
import { readPemDocument } from '../../../../src/core/document/document';
import { toPem } from '../../../../src/core/pem/scan';
import { english } from '../../../../src/shared/translate';
import { hoverText } from '../../../../src/ui/editor/hoverText';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { keyPemAs } from '../../../fixtures/keyPairs';
import { makeRequest } from '../../../fixtures/requests';

const now = Date.UTC(2026, 10, 23);

const hover = (text: string, index = 0): string | undefined =>
  hoverText(readPemDocument(text), index, { now, warningDays: null, translate: english });

describe('hoverText', () => {
  let leaf: MadeCertificate;
  let other: MadeCertificate;
  before(async () => {
    const { intermediate } = await makeAuthority(now, 'Hover');
    leaf = await makeCertificate({
      now,
      commonName: 'leaf',
      dns: ['shop.example.com', '*.shop.example.com'],
      issuer: intermediate,
      toDays: 12.5,
      serial: '4F00AA',
    });
    other = await makeCertificate({ now, commonName: 'other', key: 'RSA 2048' });
  });

  it('says a certificate in eleven lines', () => {
    const text = hover(leaf.chainPem + leaf.keyPem) ?? '';
    const [title, ...lines] = text.split(/\n\n| {2}\n/);
    assert.equal(title, '**`shop.example.com`**');
    assert.deepEqual(lines.slice(0, 9), [
      'Expiring · in 12 days',
      'Validity: 2026-10-24 00:00:00 UTC to 2026-12-05 12:00:00 UTC',
      'Names: `shop.example.com`, `*.shop.example.com`',
      'Subject: `CN=leaf`',
      'Issuer: `CN=Hover Issuing CA 1,O=Hover Trust,C=DE` · block 2',
      'Clients accept it: `shop.example.com → Hover Issuing CA 1`, where they trust `CN=Hover Root CA,O=Hover Trust,C=DE`',
      'Key: `EC P-256` · its private key is block 3',
      'Purpose: TLS server',
      'Signed with: `ecdsa-with-SHA256`',
    ]);
    assert.equal(lines[9], 'Serial number: `4F00AA`');
    assert.match(lines[10] ?? '', /^SHA-256: `[0-9a-f]{64}`$/);
    assert.equal(lines.length, 11);
  });

  const cases: readonly [what: string, text: () => string | Promise<string>, expected: RegExp][] = [
    ['an own issuer', () => other.pem, /Issuer: `CN=other` · itself/],
    ['no names', () => other.pem, /Names: none \(no Subject Alternative Name\)/],
    [
      'a CA',
      async () => (await makeAuthority(now, 'Hover')).root.pem,
      /^\*\*`Hover Root CA`\*\*\n\nValid · expires in \d+ years · CA {2}\n/,
    ],
    [
      'many names',
      async () => (await makeCertificate({ now, dns: Array.from({ length: 14 }, (_, n) => `n${n}.example.com`) })).pem,
      /`n9\.example\.com`, and 4 more/,
    ],
    [
      'a broken certificate',
      () => leaf.pem.slice(0, 200),
      /^\*\*Certificate\*\*\n\nIt cannot be read: Its PEM block is broken\.$/,
    ],
    [
      'a key and its certificate',
      () => leaf.keyPem + leaf.pem,
      /^\*\*Private key\*\*\n\nKey: `EC P-256` {2}\nFormat: PKCS#8 {2}\nIt is the key of block 2: `shop\.example\.com` {2}\nSPKI SHA-256: `[0-9a-f]{64}`$/,
    ],
    ['a key of nobody', () => other.keyPem + leaf.pem, /It matches no certificate in this file\./],
    ['a key alone', () => other.keyPem, /^\*\*Private key\*\*\n\nKey: `RSA 2048` {2}\nFormat: PKCS#8 {2}\nSPKI/],
    ['a key behind a password', () => keyPemAs(other.keys, 'encryptedPkcs8'), /It is protected with a password\./],
    ['a key of another world', () => toPem('OPENSSH PRIVATE KEY', Buffer.from('x')), /OpenSSH format/],
    [
      'a request',
      () => makeRequest({ commonName: 'asked', dns: ['asked.example.com'] }),
      /^\*\*Certificate request\*\*\n\nNames: `asked\.example\.com` {2}\nSubject: `CN=asked` {2}\nKey: `EC P-256`$/,
    ],
    [
      'a request that is none',
      () => toPem('CERTIFICATE REQUEST', Buffer.from([0x30, 0])),
      /^\*\*Certificate request\*\*\n\nIt cannot be read: /,
    ],
  ];
  for (const [what, text, expected] of cases) it(what, async () => assert.match(hover(await text()) ?? '', expected));

  it('has nothing to say of what it cannot read into', () => {
    assert.equal(hover(toPem('X509 CRL', Buffer.from([0x30, 0]))), undefined);
    assert.equal(hover('text'), undefined);
  });

  it('lets no name become a link, an image or HTML', async () => {
    const hostile = '[x](command:evil) ![i](https://evil.example/i.png) <b>`$(alert)\u202E';
    const made = await makeCertificate({ now, commonName: hostile, dns: ['a`b'], emails: [] });
    const outside = (hover(made.pem) ?? '').replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '');
    assert.doesNotMatch(outside, /[[\]<>]|command:|https:|\$\(/);
    assert.doesNotMatch(hover(made.pem) ?? '', /\u202E/);
  });

  it('tells nothing of a key but what is public', () => {
    const secret = leaf.keyPem.split('\n')[1] ?? '';
    assert.ok(!(hover(leaf.keyPem) ?? '').includes(secret.slice(4, 40)));
  });
});
