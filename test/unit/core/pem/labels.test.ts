import assert from 'node:assert/strict';
import { hasOwnLayout, isForeignLabel, kindOfLabel, meantLabel, meantSide } from '../../../../src/core/pem/labels';

describe('kindOfLabel', () => {
  const kinds: Readonly<Record<string, readonly string[]>> = {
    certificate: ['CERTIFICATE', 'X509 CERTIFICATE', 'X.509 CERTIFICATE', 'TRUSTED CERTIFICATE'],
    privateKey: ['PRIVATE KEY', 'RSA PRIVATE KEY', 'OPENSSH PRIVATE KEY', 'PGP PRIVATE KEY BLOCK'],
    encryptedPrivateKey: ['ENCRYPTED PRIVATE KEY'],
    certificateRequest: ['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'],
    crl: ['X509 CRL', 'CRL'],
    publicKey: ['PUBLIC KEY', 'RSA PUBLIC KEY', 'EC PUBLIC KEY', 'DSA PUBLIC KEY'],
    pkcs7: ['PKCS7', 'PKCS #7 SIGNED DATA', 'CMS'],
    parameters: ['EC PARAMETERS', 'DH PARAMETERS', 'X9.42 DH PARAMETERS', 'DSA PARAMETERS'],
    other: ['certificate', 'CERTIFICATES', 'PRIVATE KEYS', 'PGP MESSAGE', 'OpenVPN Static key V1', ''],
  };
  for (const [kind, labels] of Object.entries(kinds))
    for (const label of labels) it(`${label || 'nothing'}: ${kind}`, () => assert.equal(kindOfLabel(label), kind));
});

describe('the layout of a block', () => {
  const rows: readonly (readonly [label: string, isForeign: boolean, hasOwn: boolean])[] = [
    ['CERTIFICATE', false, false],
    ['RSA PRIVATE KEY', false, false],
    ['OPENSSH PRIVATE KEY', false, true],
    ['PGP PRIVATE KEY BLOCK', true, true],
    ['WHATEVER', true, true],
  ];
  for (const [label, isForeign, hasOwn] of rows)
    it(`of ${label}`, () => assert.deepEqual([isForeignLabel(label), hasOwnLayout(label)], [isForeign, hasOwn]));
});

describe('meantLabel', () => {
  const rows: readonly (readonly [label: string, meant: string | undefined])[] = [
    ['certificate', 'CERTIFICATE'],
    ['CERTIFICTE', 'CERTIFICATE'],
    ['CERTIFIACTE', 'CERTIFICATE'],
    ['CERTIFICATEXX', 'CERTIFICATE'],
    ['CERTIFICATEXXX', undefined],
    ['XXXTIFICATE', undefined],
    ['X509 CERTIFICAT', 'X509 CERTIFICATE'],
    ['TRUSTED CERTIFICAT', 'TRUSTED CERTIFICATE'],
    ['CERTIFICATE REQEUST', 'CERTIFICATE REQUEST'],
    ['NEW CERTIFICATE REQEUST', 'NEW CERTIFICATE REQUEST'],
    ['PRIVATE KYE', 'PRIVATE KEY'],
    ['rsa private key', 'RSA PRIVATE KEY'],
    ['EC PRIVAT KEY', 'EC PRIVATE KEY'],
    ['ENCRYPTED PRIVATE KEYS', 'ENCRYPTED PRIVATE KEY'],
    ['X509 CLR', 'X509 CRL'],
    ['X509 CXX', undefined],
    ['DSA PRIVATE KEY', undefined],
    ['ANY PRIVATE KEY', undefined],
    ['PRIVATE KEY', undefined],
    ['PUBLIC KEY', undefined],
    ['PGP MESSAGE', undefined],
    [`CERTIFICATE${' '.repeat(40)}`, undefined],
  ];
  for (const [label, meant] of rows)
    it(`${label.trim()}: ${meant ?? 'none'}`, () => assert.equal(meantLabel(label), meant));
});

describe('meantSide', () => {
  const rows: readonly (readonly [word: string, side: 'begin' | 'end' | undefined])[] = [
    ['BEGIN', 'begin'],
    ['Begin', 'begin'],
    ['BEGINN', 'begin'],
    ['BEGI', 'begin'],
    ['BEIGN', 'begin'],
    ['BEGIX', 'begin'],
    ['BEGINXX', undefined],
    ['BEGXX', undefined],
    ['END', 'end'],
    ['EDN', 'end'],
    ['EN', 'end'],
    ['ENDS', 'end'],
    ['E', undefined],
    ['AND', undefined],
    ['EXX', undefined],
    ['', undefined],
  ];
  for (const [word, side] of rows)
    it(`${word || 'nothing'}: ${side ?? 'none'}`, () => assert.equal(meantSide(word), side));
});
