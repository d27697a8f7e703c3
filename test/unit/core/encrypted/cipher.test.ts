import assert from 'node:assert/strict';
import { createCipheriv } from 'node:crypto';
import { decrypt } from '../../../../src/core/encrypted/cipher';
import { DecryptError } from '../../../../src/core/encrypted/decryptResult';

const [key, iv] = [Buffer.alloc(16, 1), Buffer.alloc(16, 2)];

/** Enciphers, then deciphers: what brings its own padding is not padded once more. */
function decrypted(plain: Buffer, { isPadded }: { readonly isPadded: boolean }): Buffer | string {
  const cipher = createCipheriv('aes-128-cbc', key, iv).setAutoPadding(!isPadded);
  const data = Buffer.concat([cipher.update(plain), cipher.final()]);
  try {
    return decrypt({ kind: 'named', name: 'aes-128-cbc' }, { key, iv, data });
  } catch (error) {
    assert.ok(error instanceof DecryptError);
    return error.result.status;
  }
}

describe('decrypt', () => {
  for (const length of [0, 1, 15, 16, 17])
    it(`removes the padding behind ${length} bytes`, () =>
      assert.deepEqual(decrypted(Buffer.alloc(length, 7), { isPadded: false }), Buffer.alloc(length, 7)));

  const wrong: readonly (readonly [title: string, end: readonly number[]])[] = [
    ['no byte', [0]],
    ['more than a block', Array<number>(32).fill(17)],
    ['bytes that differ', [2, 3, 3]],
  ];
  for (const [title, end] of wrong)
    it(`takes the password for wrong where the padding is ${title}`, () =>
      assert.equal(
        decrypted(Buffer.concat([Buffer.alloc(32 - end.length, 9), Buffer.from(end)]), { isPadded: true }),
        'wrongPassword',
      ));
});
