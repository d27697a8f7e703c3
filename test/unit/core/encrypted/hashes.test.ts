import assert from 'node:assert/strict';
import { constants, createHash, createHmac, publicDecrypt, sign } from 'node:crypto';
import { hashOf, hmacHashOf } from '../../../../src/core/encrypted/hashes';
import { oid } from '../../../fixtures/der';
import { makeKeyPair } from '../../../fixtures/keyPairs';

/** By RFC 8017 §B.1, FIPS 202, RFC 8554 and GB/T 33560. */
const oids: Readonly<Record<string, string>> = {
  md5: '1.2.840.113549.2.5',
  sha1: '1.3.14.3.2.26',
  sha224: '2.16.840.1.101.3.4.2.4',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
  'sha512-224': '2.16.840.1.101.3.4.2.5',
  'sha512-256': '2.16.840.1.101.3.4.2.6',
  'sha3-224': '2.16.840.1.101.3.4.2.7',
  'sha3-256': '2.16.840.1.101.3.4.2.8',
  'sha3-384': '2.16.840.1.101.3.4.2.9',
  'sha3-512': '2.16.840.1.101.3.4.2.10',
  sm3: '1.2.156.10197.1.401',
  ripemd160: '1.3.36.3.2.1',
  blake2b512: '1.3.6.1.4.1.1722.12.2.1.16',
  blake2s256: '1.3.6.1.4.1.1722.12.2.2.8',
};
const ofHmac: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.6': 'md5',
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  '1.2.840.113549.2.9': 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
  '1.2.840.113549.2.12': 'sha512-224',
  '1.2.840.113549.2.13': 'sha512-256',
  '2.16.840.1.101.3.4.2.13': 'sha3-224',
  '2.16.840.1.101.3.4.2.14': 'sha3-256',
  '2.16.840.1.101.3.4.2.15': 'sha3-384',
  '2.16.840.1.101.3.4.2.16': 'sha3-512',
  '1.2.156.10197.1.401.2': 'sm3',
  '1.2.156.10197.1.401.3.1': 'sm3',
};
/** Asks for the hash itself: not every runtime lists all that it has, and bun has some without their HMAC. */
const isHere = (name: string): boolean => doesWork(() => createHash(name));
const hasHmac = (name: string): boolean => doesWork(() => createHmac(name, ''));

function doesWork(make: () => unknown): boolean {
  try {
    make();
    return true;
  } catch {
    return false;
  }
}
const hmac = (name: string, key: Uint8Array): string => createHmac(name, key).update('').digest('hex');

describe('hashes', () => {
  for (const [name, number] of Object.entries(oids))
    it(`knows ${name}, and at how many bytes it works`, () => {
      const found = hashOf(number);
      if (!isHere(name)) return assert.equal(found, undefined);
      assert.equal(found?.name, name);
      if (!hasHmac(name)) return;
      // A key as long as a block is taken as it is, filled up with zeros; a longer one is hashed first (RFC 2104 §2).
      const key = Buffer.alloc(found.block, 1);
      key[found.block - 1] = 0;
      assert.equal(hmac(name, key), hmac(name, key.subarray(0, -1)));
      assert.notEqual(hmac(name, key), hmac(name, Buffer.concat([key, Buffer.alloc(1)])));
    });
  it('calls them as signatures do', async () => {
    const { keyPem } = await makeKeyPair('RSA 2048', 'hashes');
    for (const name of Object.keys(oids).filter((each) => isHere(each) && !/^(?:sm3|blake2)/.test(each))) {
      const info = publicDecrypt(
        { key: keyPem, padding: constants.RSA_PKCS1_PADDING },
        sign(name, Buffer.alloc(1), keyPem),
      );
      assert.ok(info.includes(Buffer.from(oid(oids[name] ?? ''))), name);
    }
  });
  for (const [number, name] of Object.entries(ofHmac))
    it(`knows HMAC with ${name} by ${number}`, () => assert.equal(hmacHashOf(number), isHere(name) ? name : undefined));
  it('knows no other', () => {
    for (const number of ['', '1.2.3', 'constructor', '__proto__'])
      assert.deepEqual([hashOf(number), hmacHashOf(number)], [undefined, undefined]);
  });
});
