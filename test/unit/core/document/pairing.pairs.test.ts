import assert from 'node:assert/strict';
import { readPemDocument } from '../../../../src/core/document/document';
import { pairingOf } from '../../../../src/core/document/pairing';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';
import { keyPemAs } from '../../../fixtures/keyPairs';

const now = Date.UTC(2026, 10, 23);

describe('pairingOf', () => {
  let a: MadeCertificate;
  let b: MadeCertificate;
  before(async () => {
    a = await makeCertificate({ now, commonName: 'pair a' });
    b = await makeCertificate({ now, commonName: 'pair b' });
  });
  const cases: readonly [what: string, text: () => string, pairings: readonly string[]][] = [
    ['a certificate alone', () => a.pem, ['unknown']],
    ['a pair', () => a.pem + a.keyPem, ['fits 2', 'fits 1']],
    ['two pairs, apart', () => a.pem + b.pem + a.keyPem + b.keyPem, ['fits 3', 'fits 4', 'fits 1', 'fits 2']],
    ['two halves', () => a.pem + b.keyPem, ['fitsNone', 'fitsNone']],
    ['a key that nobody can read', () => a.pem + keyPemAs(b.keys, 'encryptedPkcs8'), ['unknown', 'unknown']],
    ['a certificate that nobody can read', () => a.pem.slice(0, 200) + '\n' + b.keyPem, ['unknown', 'unknown']],
    [
      'more certificates than are compared',
      () => a.pem.repeat(25) + b.keyPem,
      [...Array.from({ length: 25 }, () => 'fitsNone'), 'unknown'],
    ],
  ];
  for (const [what, text, pairings] of cases) {
    it(what, () => {
      const document = readPemDocument(text());
      const found = document.parts.map((_, index) => pairingOf(document, index));
      assert.deepEqual(
        found.map((pairing) => (pairing.kind === 'fits' ? `fits ${pairing.blocks.join(' ')}` : pairing.kind)),
        pairings,
      );
    });
  }
});
