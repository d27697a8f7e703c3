import assert from 'node:assert/strict';
import { readPemDocument } from '../../../../src/core/document/document';
import type { KeyPairPart } from '../../../../src/core/document/pairing';
import { keyPairPartsOf, selectKeyPairParts, toKeyTest } from '../../../../src/core/document/pairing';
import { runSync } from '../../../../src/shared/cooperative';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';
import { signedData } from '../../../fixtures/der';
import { keyPemAs, makeKeyPair, toPem } from '../../../fixtures/keyPairs';
import { makeRequest } from '../../../fixtures/requests';

describe('keyPairPartsOf', () => {
  let made: MadeCertificate;
  let request: string;
  before(async () => {
    const keys = await makeKeyPair('RSA 2048', 'halves');
    made = await makeCertificate({ now: Date.UTC(2026, 10, 23), keys });
    request = await makeRequest({ commonName: 'halves.test' });
  });
  const rows: readonly [string, () => string, string][] = [
    ['a certificate', () => made.pem, 'certificate own'],
    ['a private key', () => made.keyPem, 'privateKey own'],
    ['a PKCS#1 private key', () => keyPemAs(made.keys, 'pkcs1'), 'privateKey own'],
    ['an encrypted key', () => keyPemAs(made.keys, 'encryptedPkcs8'), 'privateKey untold'],
    ['a key behind a password of old', () => keyPemAs(made.keys, 'legacyEncrypted'), 'privateKey untold'],
    ['a public key', () => toPem(made.keys.spki, 'PUBLIC KEY'), 'publicKey own'],
    ['a PKCS#1 public key', () => toPem(made.keys.spki.subarray(24), 'RSA PUBLIC KEY'), 'publicKey own'],
    ['a broken public key', () => toPem(Buffer.from('hello'), 'PUBLIC KEY'), 'publicKey untold'],
    ['a request', () => request, 'request other'],
    ['a broken request', () => toPem(Buffer.from('hello'), 'CERTIFICATE REQUEST'), 'request untold'],
    ['a broken certificate', () => made.pem.replace('-----END CERTIFICATE-----\n', ''), 'certificate untold'],
    ['PKCS#7', () => toPem(signedData(made.der, made.der), 'PKCS7'), 'certificate own, certificate own'],
    ['broken PKCS#7', () => toPem(Buffer.from('hello'), 'PKCS7'), ''],
    ['what is no half', () => toPem(Buffer.from('hello'), 'X509 CRL'), ''],
  ];
  for (const [what, text, expected] of rows)
    it(what, () => {
      const isSame = toKeyTest(made.keys.spki);
      const spell = ({ kind, spki }: KeyPairPart) => `${kind} ${spki ? (isSame(spki) ? 'own' : 'other') : 'untold'}`;
      assert.equal(keyPairPartsOf(readPemDocument(text())).map(spell).join(', '), expected);
    });
  it('counts the blocks of the text', () => {
    const text = toPem(Buffer.from('hello'), 'X509 CRL') + made.pem + made.keyPem;
    assert.deepEqual(
      keyPairPartsOf(readPemDocument(text)).map(({ index }) => index),
      [1, 2],
    );
  });
  it('selects with a rest after each', () => {
    const document = readPemDocument(made.pem + made.keyPem + made.pem);
    const work = selectKeyPairParts(document, ({ kind }) => (kind === 'certificate' ? true : undefined));
    let yields = 0;
    for (let step = work.next(); !step.done; step = work.next()) yields++;
    assert.equal(yields, 3);
    assert.deepEqual(
      runSync(selectKeyPairParts(document, ({ kind }) => kind === 'certificate')).map(({ index }) => index),
      [0, 2],
    );
  });
});

describe('toKeyTest', () => {
  it('cannot tell what is no public key', async () => {
    const { spki } = await makeKeyPair('EC P-256', 'test');
    assert.equal(toKeyTest(spki)(Buffer.from('hello')), undefined);
    assert.equal(toKeyTest(Buffer.from('hello'))(spki), undefined);
    assert.equal(toKeyTest(Buffer.from('hello'))(Buffer.from('hello')), true);
  });
});
