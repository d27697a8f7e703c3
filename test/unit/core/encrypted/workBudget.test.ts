import assert from 'node:assert/strict';
import { decryptContainer } from '../../../../src/core/encrypted/decryptContainer';
import { decryptPkcs12 } from '../../../../src/core/encrypted/pkcs12';
import type { Trigger } from '../../../../src/core/limits';
import { limitsOf } from '../../../../src/core/limits';
import { watchCrypto } from '../../../fixtures/cryptoCalls';
import type { Der } from '../../../fixtures/der';
import { explicit, integer, nil, octetString, oid, sequence } from '../../../fixtures/der';
import { makeKeyPair } from '../../../fixtures/keyPairs';
import { count, makePkcs12 } from '../../../fixtures/pkcs12';

const salt = octetString(Buffer.alloc(8, 1));
const hmacSha256 = sequence(oid('1.2.840.113549.2.9'), nil);
const hmacSha512 = sequence(oid('1.2.840.113549.2.11'), nil);
const data = (content: Der): Der => sequence(oid('1.2.840.113549.1.7.1'), explicit(0, octetString(content)));
const pfx = (content: Der, mac?: Der): Buffer =>
  Buffer.from(sequence(integer(3), data(content), ...(mac ? [mac] : [])));
const pbkdf2 = (rounds: number, length: readonly Der[], prf = hmacSha256): Der =>
  sequence(oid('1.2.840.113549.1.5.12'), sequence(salt, count(rounds), ...length, prf));
const scrypt = (cost: number, blockSize: number, parallel: number): Der =>
  sequence(oid('1.3.6.1.4.1.11591.4.11'), sequence(salt, count(cost), count(blockSize), count(parallel)));
const pbmac1 = (derivation: Der, mac: Der, scheme = hmacSha256): Der =>
  sequence(
    sequence(sequence(oid('1.2.840.113549.1.5.14'), sequence(derivation, scheme)), octetString(mac)),
    salt,
    integer(1),
  );
const oldMac = (rounds: number, mac: Der): Der =>
  sequence(sequence(sequence(oid('2.16.840.1.101.3.4.2.1'), nil), octetString(mac)), salt, count(rounds));
const pbes2 = (
  derivation: Der,
  cipher = sequence(oid('2.16.840.1.101.3.4.1.42'), octetString(Buffer.alloc(16))),
): Der => sequence(oid('1.2.840.113549.1.5.13'), sequence(derivation, cipher));
const encryptedKey = (scheme: Der): Der => sequence(scheme, octetString(Buffer.alloc(48, 3)));
const keyBag = (scheme: Der): Der => sequence(oid('1.2.840.113549.1.12.10.1.2'), explicit(0, encryptedKey(scheme)));
const mac32 = Buffer.alloc(32, 7);

const derivations = ['pbkdf2Sync', 'scryptSync'] as const;
const open = (der: Uint8Array, trigger: Trigger = 'asked') => {
  const { result, calls } = watchCrypto(derivations, () => decryptPkcs12(der, 'tiger', { trigger }));
  return { status: result.status, derivations: calls.length };
};

describe('The work that a protected file asks for', () => {
  const most = limitsOf.asked.derivationRounds;

  const refused: readonly [what: string, file: Buffer, status: string][] = [
    [
      'PBMAC1 with a key of 1,024 bytes',
      pfx(Buffer.alloc(0), pbmac1(pbkdf2(10_000_000, [integer('0400')]), mac32)),
      'broken',
    ],
    [
      'PBMAC1 with a MAC of 100 kB',
      pfx(Buffer.alloc(0), pbmac1(pbkdf2(10_000_000, []), Buffer.alloc(100_000))),
      'broken',
    ],
    [
      'PBMAC1 with more rounds than are allowed',
      pfx(Buffer.alloc(0), pbmac1(pbkdf2(most + 1, [integer(32)]), mac32)),
      'tooSlow',
    ],
    [
      'PBMAC1 with a slower hash',
      pfx(Buffer.alloc(0), pbmac1(pbkdf2(most / 2 + 1, [integer(32)], hmacSha512), mac32)),
      'tooSlow',
    ],
    ['PBMAC1 over scrypt', pfx(Buffer.alloc(0), pbmac1(scrypt(1 << 20, 8, 1), mac32)), 'tooSlow'],
    ['a MAC of PKCS#12 of 100 kB', pfx(Buffer.alloc(0), oldMac(1_000_000, Buffer.alloc(100_000))), 'broken'],
    ['a MAC of PKCS#12 with more rounds than are allowed', pfx(Buffer.alloc(0), oldMac(most + 1, mac32)), 'tooSlow'],
    [
      'scrypt with more memory than is allowed',
      pfx(sequence(data(sequence(keyBag(pbes2(scrypt(2, 1 << 22, 1))))))),
      'tooSlow',
    ],
    [
      'scrypt with a number left out',
      pfx(
        sequence(
          data(
            sequence(keyBag(pbes2(sequence(oid('1.3.6.1.4.1.11591.4.11'), sequence(salt, integer('7f'.repeat(200))))))),
          ),
        ),
      ),
      'tooSlow',
    ],
    [
      'a key of AES-256 that is to have 1,000 bytes',
      pfx(sequence(data(sequence(keyBag(pbes2(pbkdf2(1_000, [integer('03e8')]))))))),
      'broken',
    ],
    [
      'a key of RC2 that is to have 1,000 bytes',
      pfx(
        sequence(
          data(
            sequence(
              keyBag(
                pbes2(
                  pbkdf2(1_000, [integer('03e8')]),
                  sequence(oid('1.2.840.113549.3.2'), sequence(integer(58), octetString(Buffer.alloc(8)))),
                ),
              ),
            ),
          ),
        ),
      ),
      'broken',
    ],
  ];
  for (const [what, file, status] of refused)
    it(`is refused before it begins: ${what}`, () => assert.deepEqual(open(file), { status, derivations: 0 }));

  it('is counted for the file as a whole', async () => {
    const { keyPem } = await makeKeyPair('Ed25519');
    const withKeys = (keys: number) =>
      makePkcs12({
        certificates: [],
        keys: Array.from({ length: keys }, () => keyPem),
        password: 'tiger',
        encryption: 'aes-256-cbc/sha256',
        mac: 'none',
        iterations: 2_048,
      });
    assert.deepEqual(open(withKeys(20), 'unasked'), { status: 'opened', derivations: 21 });
    const many = open(withKeys(100), 'unasked');
    assert.deepEqual([many.status, many.derivations < 32], ['tooSlow', true]);
  });

  it('may be that of every password of a file that nobody asked for, and no more', () => {
    const unasked = limitsOf.unasked.derivationRounds;
    for (const rounds of [2_048, 10_000])
      assert.deepEqual(open(pfx(Buffer.alloc(0), oldMac(rounds, mac32)), 'unasked').status, 'wrongPassword');
    for (const mac of [oldMac(unasked + 1, mac32), pbmac1(pbkdf2(unasked + 1, [integer(32)]), mac32)])
      assert.deepEqual(open(pfx(Buffer.alloc(0), mac), 'unasked'), { status: 'tooSlow', derivations: 0 });
  });

  it('is bounded for a key alone as well', () => {
    for (const scheme of [
      pbes2(pbkdf2(most + 1, [])),
      pbes2(scrypt(1 << 21, 8, 1)),
      sequence(oid('1.2.840.113549.1.12.1.3'), sequence(salt, count(most))),
    ]) {
      const { result, calls } = watchCrypto(derivations, () =>
        decryptContainer({ form: 'pkcs8', der: encryptedKey(scheme) }, 'tiger', { trigger: 'asked' }),
      );
      assert.deepEqual([result.status, calls.length], ['tooSlow', 0]);
    }
  });
});
