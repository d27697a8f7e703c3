import assert from 'node:assert/strict';
import { gatherMaterial, holdsPem, isMaterialName, noMaterial } from '../../../../src/app/sources/material';

describe('isMaterialName', () => {
  const rows: readonly [string, boolean][] = [
    ['shop.pem', true],
    ['shop.cert', true],
    ['SHOP.CERT', true],
    ['shop.pk8', true],
    ['corporate.ca-bundle', true],
    ['chain.p7c', true],
    ['secret.yaml', true],
    ['adc.json', true],
    ['shop.csr', false],
    ['revoked.crl', false],
    ['notes.md', false],
    ['pem', false],
  ];
  for (const [name, is] of rows)
    it(`${name}: ${is ? 'looked into for an upload' : 'left out of an upload'}`, () =>
      assert.equal(isMaterialName(name), is));
});

describe('holdsPem', () => {
  const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
  it('takes PEM, and base64 of it in a Secret', () => {
    assert.ok(holdsPem(`# a note\n${certificate}`));
    assert.ok(holdsPem(`kind: Secret\ndata:\n  tls.crt: ${Buffer.from(certificate).toString('base64')}\n`));
  });
  it('takes no other text', () => assert.ok(!holdsPem('kind: Secret\ndata:\n  password: c2VjcmV0\n')));
});

describe('gatherMaterial', () => {
  it('holds the keys that were opened until it is disposed', async () => {
    const der = Uint8Array.of(1, 2, 3);
    const gathered = await gatherMaterial((opened) => (opened.hold('PRIVATE KEY', der), Promise.resolve(noMaterial)));
    assert.deepEqual([...der], [1, 2, 3]);
    gathered?.opened.dispose();
    assert.deepEqual([...der], [0, 0, 0]);
  });

  it('overwrites them where nothing comes of it', async () => {
    const [left, failed] = [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6)];
    assert.equal(
      await gatherMaterial((opened) => (opened.hold('PRIVATE KEY', left), Promise.resolve(undefined))),
      undefined,
    );
    const failing = gatherMaterial((opened) => {
      opened.hold('PRIVATE KEY', failed);
      return Promise.reject(new Error('a parser stumbled'));
    });
    await assert.rejects(failing, /stumbled/);
    assert.deepEqual([...left, ...failed], [0, 0, 0, 0, 0, 0]);
  });
});
