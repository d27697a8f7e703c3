import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import * as forge from 'node-forge';
import type { DecryptResult } from '../../../../src/core/encrypted/decryptResult';
import { decryptPkcs12 } from '../../../../src/core/encrypted/pkcs12';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import type { KeyKind } from '../../../fixtures/keyPairs';
import type { Encryption, Mac, Pkcs12Parts } from '../../../fixtures/pkcs12';
import { crlBag, makePkcs12, nestedBag } from '../../../fixtures/pkcs12';

const asked = { trigger: 'asked' } as const;
const now = Date.UTC(2026, 10, 23);
const encryptions: readonly Encryption[] = [
  'none',
  'rc2-40',
  'rc2-128',
  '3des',
  '2des',
  'rc4-128',
  'aes-128-cbc/sha1',
  'aes-192-cbc/sha224',
  'aes-256-cbc/sha256',
  'aes-256-cbc/sha384',
  'aes-256-cbc/sha512',
  'aes-256-cbc/scrypt',
  'des-ede3-cbc/sha1',
];
const kinds: readonly KeyKind[] = ['RSA 2048', 'EC P-256', 'Ed25519'];
const macs: readonly Mac[] = ['none', 'md5', 'sha1', 'sha256', 'sha384', 'sha512', 'pbmac1'];

describe('decryptPkcs12', () => {
  let chain: Readonly<Record<KeyKind, MadeCertificate>>;
  let leaf: MadeCertificate;
  let issuer: MadeCertificate;
  before(async () => {
    issuer = (await makeAuthority(now)).intermediate;
    const all = await Promise.all(
      kinds.map(
        async (key) => [key, await makeCertificate({ now, key, issuer, commonName: `${key}.example.com` })] as const,
      ),
    );
    chain = Object.fromEntries(all) as typeof chain;
    leaf = chain['EC P-256'];
  });

  const file = (change: Partial<Pkcs12Parts> = {}): Buffer =>
    makePkcs12({
      certificates: [leaf.der, issuer.der],
      keys: [leaf.keyPem],
      password: 'tiger',
      encryption: 'aes-256-cbc/sha256',
      ...change,
    });
  const pkcs8 = (pem: string): Buffer => createPrivateKey(pem).export({ type: 'pkcs8', format: 'der' });
  const assertOpen = (
    opening: DecryptResult,
    made = leaf,
    certificates: readonly Uint8Array[] = [made.der, issuer.der],
  ): void => {
    assert.ok(opening.status === 'opened', JSON.stringify(opening));
    assert.deepEqual(
      opening.certificates.map((der) => Buffer.from(der).toString('hex')),
      certificates.map((der) => Buffer.from(der).toString('hex')),
    );
    assert.deepEqual(
      opening.keys.map((der) => Buffer.from(der).equals(pkcs8(made.keyPem))),
      [true],
    );
  };

  for (const encryption of encryptions) {
    for (const kind of kinds) {
      it(`opens ${encryption} with a key of ${kind}, and no wrong password does`, () => {
        const made = chain[kind];
        const bytes = file({ encryption, certificates: [made.der, issuer.der], keys: [made.keyPem] });
        assertOpen(decryptPkcs12(bytes, 'tiger', asked), made);
        for (const wrong of ['lion', '', 'tiger ', 'Tiger'])
          assert.deepEqual(decryptPkcs12(bytes, wrong, asked), { status: 'wrongPassword' });
      });
    }
    it(`opens ${encryption} with an empty password and with none`, () => {
      for (const password of ['', null]) assertOpen(decryptPkcs12(file({ encryption, password }), '', asked));
    });
    it(`opens ${encryption} with a password beyond ASCII`, () => {
      for (const password of ['pässwörd', 'пароль', '密码', 'ключ🔑'])
        assertOpen(decryptPkcs12(file({ encryption, password }), password, asked));
    });
  }
  for (const mac of macs) {
    it(`opens a file with the integrity check ${mac}`, () => assertOpen(decryptPkcs12(file({ mac }), 'tiger', asked)));
    it(`knows a wrong password with the integrity check ${mac}`, () =>
      assert.deepEqual(decryptPkcs12(file({ mac }), 'lion', asked), { status: 'wrongPassword' }));
  }
  it('opens what old programs wrote, which took the bytes of a password for characters', () => {
    const asWritten = Buffer.from('pässwörd', 'utf8').toString('latin1');
    assertOpen(decryptPkcs12(file({ encryption: '3des', password: asWritten }), 'pässwörd', asked));
  });
  it('opens content in segments', () =>
    assertOpen(decryptPkcs12(file({ isSegmented: true, encryption: 'none' }), 'tiger', asked)));
  it('opens a file with content that is empty', () =>
    assertOpen(decryptPkcs12(file({ hasEmptyContent: true }), 'tiger', asked)));
  it('opens a file whose every part is plain and unchecked, whatever the password', () =>
    assertOpen(decryptPkcs12(file({ encryption: 'none', mac: 'none' }), 'any', asked)));
  it('leaves a revocation list out and says so', () => {
    const opening = decryptPkcs12(file({ otherBags: [crlBag] }), 'tiger', asked);
    assertOpen(opening);
    assert.deepEqual('notes' in opening && opening.notes, [
      'Revocation lists and other secrets in the PKCS#12 file were left out.',
    ]);
  });
  it('looks into bags within bags', () =>
    assertOpen(decryptPkcs12(file({ certificates: [leaf.der], otherBags: [nestedBag(issuer.der)] }), 'tiger', asked)));
  it('says that a key has a password of its own', () => {
    const opening = decryptPkcs12(file({ keyPassword: 'lion' }), 'tiger', asked);
    assert.deepEqual(opening, {
      status: 'cannotOpenHere',
      reason: 'Its key is protected with a different password than the file itself.',
    });
  });
  it('opens what node-forge writes', () => {
    const made = chain['RSA 2048'];
    for (const algorithm of ['aes128', 'aes256', '3des'] as const) {
      const plainCertificate = forge.pki.createCertificate();
      const keys = forge.pki.privateKeyFromPem(made.keyPem);
      plainCertificate.publicKey = forge.pki.setRsaPublicKey(keys.n, keys.e);
      plainCertificate.sign(keys, forge.md.sha256.create());
      const der = Buffer.from(forge.asn1.toDer(forge.pki.certificateToAsn1(plainCertificate)).getBytes(), 'latin1');
      const pfx = forge.pkcs12.toPkcs12Asn1(keys, [plainCertificate], 'tiger', { algorithm });
      assertOpen(decryptPkcs12(Buffer.from(forge.asn1.toDer(pfx).getBytes(), 'latin1'), 'tiger', asked), made, [der]);
    }
  });

  describe('refuses work without end, at once', () => {
    const cases: readonly (readonly [string, Partial<Pkcs12Parts>])[] = [
      ['a derivation of RFC 7292', { encryption: '3des', mac: 'none' }],
      ['PBKDF2', { encryption: 'aes-256-cbc/sha256', mac: 'none' }],
      ['an integrity check', { encryption: 'none', mac: 'sha256' }],
      ['PBMAC1', { encryption: 'none', mac: 'pbmac1' }],
    ];
    for (const [title, change] of cases) {
      it(title, () => {
        for (const claimedIterations of [10_000_001, 0x7fffffff, 2 ** 52]) {
          const bytes = file({ ...change, claimedIterations });
          assert.deepEqual(decryptPkcs12(bytes, 'tiger', asked), { status: 'tooSlow' });
        }
      });
    }
  });

  it('says of a file cut short that it is broken, or that no password fits', () => {
    const bytes = file();
    for (let length = 0; length < bytes.length; length += 37) {
      const { status } = decryptPkcs12(bytes.subarray(0, length), 'tiger', asked);
      assert.ok(status === 'broken' || status === 'wrongPassword', `${length}: ${status}`);
    }
  });
  it('answers to any bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 300 }),
        fc.string(),
        (bytes, password) => decryptPkcs12(bytes, password, asked).status !== 'opened',
      ),
    );
  });
  it('answers to any file with some bytes changed', function () {
    this.timeout(60_000);
    const bytes = file({ iterations: 1 });
    const change = fc.record({ at: fc.nat(bytes.length - 1), to: fc.nat(255) });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const other = Buffer.from(bytes);
        for (const { at, to } of changes) other[at] = to;
        return typeof decryptPkcs12(other, 'tiger', asked).status === 'string';
      }),
      { numRuns: 300 },
    );
  });
  it('puts neither password nor key in any answer but the key itself', () => {
    const canary = 'canary-password';
    const bytes = file({ password: canary });
    const answers = [
      decryptPkcs12(bytes, canary, asked),
      decryptPkcs12(bytes, `${canary}x`, asked),
      decryptPkcs12(bytes.subarray(0, 99), canary, asked),
      decryptPkcs12(file({ password: canary, keyPassword: 'x' }), canary, asked),
    ];
    for (const answer of answers) {
      const shown = { ...answer, keys: [] };
      assert.doesNotMatch(inspect(shown, { depth: 9 }) + JSON.stringify(shown), /canary/);
    }
  });

  describe('written by OpenSSL', () => {
    const hasOpenSsl = spawnSync('openssl', ['version']).status === 0;
    if (!hasOpenSsl) {
      console.log('      not checked here: there is no openssl program');
      return;
    }
    const legacy =
      spawnSync('openssl', ['list', '-providers', '-provider', 'legacy']).status === 0 ? ['-legacy'] : undefined;
    const folder = mkdtempSync(join(tmpdir(), 'api7-pkcs12-'));
    after(() => rmSync(folder, { recursive: true }));
    const rows: readonly (readonly [string, readonly string[] | undefined])[] = [
      ['its default', []],
      ['-legacy', legacy],
      ['-certpbe NONE -keypbe NONE', ['-certpbe', 'NONE', '-keypbe', 'NONE']],
      ['-nomac', ['-nomac']],
      ['-macalg sha512 -iter 100000', ['-macalg', 'sha512', '-iter', '100000']],
      [
        '-certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg sha1',
        ['-certpbe', 'PBE-SHA1-3DES', '-keypbe', 'PBE-SHA1-3DES', '-macalg', 'sha1'],
      ],
      ['-certpbe camellia-256-cbc', ['-certpbe', 'camellia-256-cbc']],
      [
        '-certpbe PBE-SHA1-RC2-128 -keypbe PBE-SHA1-RC4-128',
        legacy && [...legacy, '-certpbe', 'PBE-SHA1-RC2-128', '-keypbe', 'PBE-SHA1-RC4-128'],
      ],
    ];
    for (const [title, options] of rows) {
      for (const password of ['tiger', '', 'pässwörd密码']) {
        it(`opens ${title} with the password “${password}”`, function () {
          if (!options) return this.skip();
          const [pem, out] = [join(folder, 'in.pem'), join(folder, 'out.p12')];
          writeFileSync(pem, leaf.pem + issuer.pem + leaf.keyPem);
          execFileSync(
            'openssl',
            ['pkcs12', '-export', '-in', pem, '-out', out, '-passout', `pass:${password}`, ...options],
            { stdio: 'pipe' },
          );
          const bytes = readFileSync(out);
          assertOpen(decryptPkcs12(bytes, password, asked));
          assert.deepEqual(decryptPkcs12(bytes, `${password}x`, asked), { status: 'wrongPassword' });
        });
      }
    }
  });
});
