import assert from 'node:assert/strict';
import { derToPem, readDerObject } from '../../../../src/core/document/derObject';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { sequence, signedData } from '../../../fixtures/der';
import { keyPemAs, makeKeyPair, toPem } from '../../../fixtures/keyPairs';
import { makePkcs12 } from '../../../fixtures/pkcs12';
import { makeRequest } from '../../../fixtures/requests';
import { makeRevocationList } from '../../../fixtures/revocationLists';

const now = Date.UTC(2026, 10, 23);
const derOf = (pem: string): Uint8Array => Uint8Array.from(Buffer.from(pem.replace(/-----.*-----|\s/g, ''), 'base64'));
const written = (der: Uint8Array): string | undefined => derToPem(der, readDerObject(der));

describe('derToPem', () => {
  let made: MadeCertificate;
  before(async () => {
    made = await makeCertificate({ now, isCa: true });
  });

  const texts: readonly (readonly [what: string, make: () => string | Promise<string>])[] = [
    ['a certificate', () => made.pem],
    ['a key', () => made.keyPem],
    ['a SEC1 key', () => keyPemAs(made.keys, 'sec1')],
    ['a PKCS#1 key', async () => keyPemAs(await makeKeyPair('RSA 2048', 'derPem'), 'pkcs1')],
    ['an encrypted key', () => keyPemAs(made.keys, 'encryptedPkcs8')],
    ['a request', () => makeRequest({ commonName: 'a.test' })],
    ['a public key', () => toPem(made.keys.spki, 'PUBLIC KEY')],
    ['a CRL', async () => toPem(await makeRevocationList(await makeAuthority(now), { now, count: 2 }), 'X509 CRL')],
  ];
  for (const [what, make] of texts)
    it(`writes ${what} as it was`, async () => {
      const pem = await make();
      assert.equal(written(derOf(pem))?.trim(), pem.trim());
    });
  it('writes each certificate of a PKCS#7 message', () =>
    assert.equal(written(signedData(made.der, made.der)), made.pem.trim().concat('\n').repeat(2)));
  it('calls a key that cannot be read a key', () => {
    const key = { kind: 'privateKey', key: { status: 'broken', reason: 'It is cut off.' } } as const;
    assert.match(derToPem(Uint8Array.of(0x30, 0), key) ?? '', /^-----BEGIN PRIVATE KEY-----\nMAA=\n/);
  });
  it('writes nothing that PEM has no block for', () => {
    const store = makePkcs12({ certificates: [made.der], keys: [], password: 'x', encryption: 'aes-256-cbc/sha256' });
    for (const der of [store, sequence(), Uint8Array.of(1, 2, 3)]) assert.equal(written(der), undefined);
  });
});
