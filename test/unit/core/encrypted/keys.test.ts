import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, getCiphers } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { parseDer } from '../../../../src/core/asn1/der';
import { contentBytes, rawBytes } from '../../../../src/core/asn1/values';
import { decryptContainer } from '../../../../src/core/encrypted/decryptContainer';
import type { DecryptResult, EncryptedContainer } from '../../../../src/core/encrypted/decryptResult';
import { toEncryptedKey } from '../../../../src/core/encrypted/decryptResult';
import { readPrivateKeyDer } from '../../../../src/core/keys/keys';
import { scanPem } from '../../../../src/core/pem/scan';
import { octetString, sequence, tlv } from '../../../fixtures/der';
import type { KeyKind, KeyPair } from '../../../fixtures/keyPairs';
import { keyPemAs, makeKeyPair } from '../../../fixtures/keyPairs';
import type { Encryption } from '../../../fixtures/pkcs12';
import { encryptPkcs8 } from '../../../fixtures/pkcs12';

const asked = { trigger: 'asked' } as const;
const sealedIn = (pem: string): EncryptedContainer => {
  const [block] = scanPem(pem).blocks;
  const encrypted = block && toEncryptedKey(pem, block);
  assert.ok(encrypted);
  return encrypted;
};
const pkcs8Of = (keys: KeyPair): Buffer => createPrivateKey(keys.keyPem).export({ type: 'pkcs8', format: 'der' });
const assertOpens = (encrypted: EncryptedContainer, password: string, keys: KeyPair): void => {
  const opening = decryptContainer(encrypted, password, asked);
  assert.ok(opening.status === 'opened', JSON.stringify(opening));
  assert.deepEqual(
    opening.keys.map((der) =>
      createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' }).equals(createPrivateKey(keys.keyPem)),
    ),
    [true],
  );
};
const wrong: DecryptResult = { status: 'wrongPassword' };
const passwords = ['open sesame', 'x', 'pässwörd', '密码🔑', 'a'.repeat(500)];

describe('An encrypted private key', () => {
  const made = new Map<KeyKind, KeyPair>();
  before(async () => {
    for (const kind of ['RSA 2048', 'EC P-256', 'Ed25519'] as const) made.set(kind, await makeKeyPair(kind, 'locked'));
  });
  const pair = (kind: KeyKind): KeyPair => {
    const keys = made.get(kind);
    assert.ok(keys);
    return keys;
  };

  const written = [
    ['RSA 2048', 'encryptedPkcs8'],
    ['RSA 2048', 'legacyEncrypted'],
    ['EC P-256', 'encryptedPkcs8'],
    ['EC P-256', 'legacyEncrypted'],
    ['Ed25519', 'encryptedPkcs8'],
  ] as const;
  for (const [kind, format] of written) {
    it(`opens: ${kind}, ${format}`, () => {
      for (const password of passwords) {
        const encrypted = sealedIn(keyPemAs(pair(kind), format, password));
        assertOpens(encrypted, password, pair(kind));
        assert.deepEqual(decryptContainer(encrypted, `${password}!`, asked), wrong);
        assert.deepEqual(decryptContainer(encrypted, '', asked), wrong);
      }
    });
  }

  it('opens PKCS#8 that BER has in segments, of indefinite length, too, as OpenSSL does', () => {
    const keys = pair('EC P-256');
    const password = 'tiger';
    const [algorithm, data] = parseDer(
      encryptPkcs8(pkcs8Of(keys), { encryption: '3des', password, iterations: 20, claimed: 20 }),
    ).children;
    assert.ok(algorithm && data);
    const segments = [contentBytes(data).subarray(0, 40), contentBytes(data).subarray(40)].map((each) =>
      octetString(each),
    );
    const indefinite = (tag: number, ...contents: readonly Uint8Array[]): Buffer =>
      Buffer.concat([Buffer.from([tag, 0x80]), ...contents, Buffer.alloc(2)]);
    for (const der of [
      sequence(rawBytes(algorithm), tlv(0x24, ...segments)),
      indefinite(0x30, rawBytes(algorithm), indefinite(0x24, ...segments)),
    ]) {
      assert.equal(readPrivateKeyDer(der).status, 'encrypted');
      assertOpens({ form: 'pkcs8', der }, password, keys);
    }
  });

  const encryptions: readonly Encryption[] = [
    'rc2-40',
    'rc2-128',
    '3des',
    '2des',
    'rc4-128',
    'aes-192-cbc/sha224',
    'aes-256-cbc/sha384',
    'aes-256-cbc/sha512',
    'aes-256-cbc/scrypt',
  ];
  for (const encryption of encryptions) {
    it(`opens PKCS#8 under ${encryption}`, () => {
      const keys = pair('EC P-256');
      for (const password of ['tiger', '', 'pässwörd']) {
        const encrypted: EncryptedContainer = {
          form: 'pkcs8',
          der: encryptPkcs8(pkcs8Of(keys), { encryption, password, iterations: 20, claimed: 20 }),
        };
        assertOpens(encrypted, password, keys);
        assert.deepEqual(decryptContainer(encrypted, `${password}!`, asked), wrong);
      }
    });
  }

  for (const cipher of [
    'aes-128-cbc',
    'aes-192-cbc',
    'des-ede3-cbc',
    'aria-256-cbc',
    'camellia-128-cbc',
    'aes-256-cfb',
    'aes-128-ofb',
  ]) {
    it(`opens a legacy key under ${cipher}, or says that this runtime lacks it`, () => {
      const keys = pair('RSA 2048');
      if (!getCiphers().includes(cipher)) return;
      const pem = createPrivateKey(keys.keyPem)
        .export({ type: 'pkcs1', format: 'pem', cipher, passphrase: 'tiger' })
        .toString();
      assertOpens(sealedIn(pem), 'tiger', keys);
      assert.deepEqual(decryptContainer(sealedIn(pem), 'lion', asked), wrong);
    });
  }

  it('opens one that an older program locked, which took bytes of Latin-1 for the password', () => {
    const password = 'pässwörd';
    const key = createPrivateKey(pair('EC P-256').keyPem);
    for (const type of ['pkcs8', 'sec1'] as const) {
      const passphrase = Buffer.from(password, 'latin1');
      const pem = key.export({ type, format: 'pem', cipher: 'aes-256-cbc', passphrase });
      assertOpens(sealedIn(String(pem)), password, pair('EC P-256'));
      assert.deepEqual(decryptContainer(sealedIn(String(pem)), '密码', asked), wrong);
    }
  });

  it('says which cipher is lacking', () => {
    const encrypted: EncryptedContainer = {
      form: 'legacy',
      cipher: 'NO-SUCH-CBC',
      iv: Buffer.alloc(8),
      data: Buffer.alloc(16),
    };
    assert.deepEqual(decryptContainer(encrypted, 'x', asked), {
      status: 'cannotOpenHere',
      reason: { text: 'This runtime lacks the cipher {name}.', values: { name: 'NO-SUCH-CBC' } },
    });
  });
  it('refuses rounds without end at once', () => {
    for (const encryption of ['3des', 'aes-256-cbc/sha256'] as const) {
      const der = encryptPkcs8(pkcs8Of(pair('EC P-256')), {
        encryption,
        password: 'tiger',
        iterations: 1,
        claimed: 0x7fffffff,
      });
      assert.deepEqual(decryptContainer({ form: 'pkcs8', der }, 'tiger', asked), { status: 'tooSlow' });
    }
  });
  it('is broken where its encrypted part is cut short', () => {
    const encrypted = sealedIn(keyPemAs(pair('RSA 2048'), 'legacyEncrypted', 'tiger'));
    assert.ok(encrypted.form === 'legacy');
    assert.equal(decryptContainer({ ...encrypted, data: encrypted.data.subarray(1) }, 'tiger', asked).status, 'broken');
    assert.equal(decryptContainer({ ...encrypted, iv: Buffer.alloc(3) }, 'tiger', asked).status, 'broken');
  });
  it('answers to any bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.string(),
        (der, password) => decryptContainer({ form: 'pkcs8', der: sequence(der) }, password, asked).status !== 'opened',
      ),
    );
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 64 }),
        fc.uint8Array({ maxLength: 16 }),
        fc.constantFrom('AES-128-CBC', 'DES-CBC', 'RC2-40-CBC', 'AES-256-CTR'),
        (data, iv, cipher) => decryptContainer({ form: 'legacy', cipher, iv, data }, 'x', asked).status !== 'opened',
      ),
    );
  });
  it('puts neither password nor key in any answer but the key itself', () => {
    const encrypted = sealedIn(keyPemAs(pair('RSA 2048'), 'encryptedPkcs8', 'canary-password'));
    for (const password of ['canary-password', 'canary-wrong']) {
      const shown = { ...decryptContainer(encrypted, password, asked), keys: [] };
      assert.doesNotMatch(inspect(shown) + JSON.stringify(shown), /canary/);
    }
  });

  describe('written by OpenSSL', () => {
    if (spawnSync('openssl', ['version']).status !== 0) {
      console.log('      not checked here: there is no openssl program');
      return;
    }
    const run = (args: readonly string[], input: string): string =>
      execFileSync('openssl', args, { input, stdio: 'pipe' }).toString();
    const legacy = ['-provider', 'legacy', '-provider', 'default'];
    const rows: readonly (readonly [command: string, ...args: string[]])[] = [
      ['pkcs8', '-v2', 'aes-256-cbc'],
      ['pkcs8', '-v2', 'aes-128-cbc', '-v2prf', 'hmacWithSHA1'],
      ['pkcs8', '-v2', 'aes-256-cbc', '-v2prf', 'hmacWithSHA512'],
      ['pkcs8', '-v2', 'des3'],
      ['pkcs8', '-v2', 'aria-256-cbc'],
      ['pkcs8', '-v2', 'camellia-256-cbc'],
      ['pkcs8', '-scrypt'],
      ['pkcs8', '-v1', 'PBE-SHA1-3DES'],
      ['pkcs8', '-v1', 'PBE-SHA1-RC2-40', ...legacy],
      ['pkcs8', '-v1', 'PBE-SHA1-RC4-40', ...legacy],
      ['pkcs8', '-v1', 'PBE-MD5-DES', ...legacy],
      ['pkcs8', '-v1', 'PBE-SHA1-RC2-64', ...legacy],
      ['pkcs8', '-v2', 'rc2-64', ...legacy],
      ['pkcs8', '-v2', 'des', ...legacy],
      ['rsa', '-aes128', '-traditional'],
      ['rsa', '-des3', '-traditional'],
      ['rsa', '-des', '-traditional', ...legacy],
      ['rsa', '-camellia192', '-traditional'],
      ['rsa', '-rc2-cbc', '-traditional', ...legacy],
      ['rsa', '-rc2-64-cbc', '-traditional', ...legacy],
      ['rsa', '-rc2-40-cbc', '-traditional', ...legacy],
    ];
    for (const [command, ...args] of rows) {
      it(`opens: openssl ${command} ${args.join(' ')}`, function () {
        const keys = pair('RSA 2048');
        const hasLegacy = spawnSync('openssl', ['list', '-providers', '-provider', 'legacy']).status === 0;
        if (args.includes('legacy') && !hasLegacy) return this.skip();
        const pem = run(
          [command, ...(command === 'pkcs8' ? ['-topk8'] : []), ...args, '-passout', 'pass:tiger'],
          keys.keyPem,
        );
        assertOpens(sealedIn(pem), 'tiger', keys);
        assert.deepEqual(decryptContainer(sealedIn(pem), 'lion', asked), wrong);
      });
    }
  });
});
