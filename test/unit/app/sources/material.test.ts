import assert from 'node:assert/strict';
import { holdsPem, isMaterialName } from '../../../../src/app/sources/material';

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
