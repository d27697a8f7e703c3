import assert from 'node:assert/strict';
import { sha1, sha256 } from '../../../src/core/crypto';

// FIPS 180-4 examples
describe('hashes', () => {
  it('SHA-1', () => assert.equal(sha1(Buffer.from('abc')), 'a9993e364706816aba3e25717850c26c9cd0d89d'));
  it('SHA-256', () =>
    assert.equal(sha256(Buffer.from('abc')), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'));
});
