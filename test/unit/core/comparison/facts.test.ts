import assert from 'node:assert/strict';
import { signatureKey } from '../../../../src/core/comparison/facts';

describe('signatureKey', () => {
  const cases: readonly [key: string | undefined, ...names: string[]][] = [
    ['rsa sha256', 'sha256WithRSAEncryption', 'SHA256-RSA', 'RSA-SHA256', 'SHA256withRSA'],
    ['rsa sha1', 'sha1WithRSAEncryption', 'SHA1-RSA'],
    ['rsa md5', 'md5WithRSAEncryption', 'MD5-RSA'],
    ['ecdsa sha384', 'ecdsa-with-SHA384', 'ECDSA-SHA384'],
    ['pss sha256', 'RSASSA-PSS with SHA-256', 'SHA256-RSAPSS'],
    ['rsa sha512256', 'sha512-256WithRSAEncryption'],
    ['rsa sha3256', 'RSA-SHA3-256'],
    ['ed25519', 'Ed25519', 'ED25519'],
    ['dsa sha256', 'dsa-with-SHA256', 'DSA-SHA256'],
    [undefined, '', '7', '1.2.3.4'],
  ];
  for (const [key, ...names] of cases)
    for (const name of names) it(`${name || '(empty)'}: ${key}`, () => assert.equal(signatureKey(name), key));
});
