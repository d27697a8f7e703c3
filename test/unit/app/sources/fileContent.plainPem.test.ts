import assert from 'node:assert/strict';
import { toPlainPem } from '../../../../src/app/sources/fileContent';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';
import { makePkcs12 } from '../../../fixtures/pkcs12';

const now = Date.UTC(2026, 10, 28);

describe('Plain PEM of a file', () => {
  let made: MadeCertificate;
  before(async () => {
    made = await makeCertificate({ now, commonName: 'plain.example.com' });
  });

  const kinds: readonly (readonly [kind: string, bytes: () => Uint8Array, isConverted: boolean | undefined])[] = [
    ['UTF-16 with its mark', () => Buffer.from(`\ufeff${made.pem}`, 'utf16le'), false],
    ['UTF-16 without its mark', () => Buffer.from(made.pem, 'utf16le'), false],
    ['UTF-16, big end first', () => Buffer.from(`\ufeff${made.pem}`, 'utf16le').swap16(), false],
    ['UTF-8 with a byte order mark', () => Buffer.from(`\ufeff${made.pem}`), false],
    ['UTF-8 with a second mark before the block', () => Buffer.from(`\ufeff\ufeff${made.pem}`), false],
    ['carriage returns alone', () => Buffer.from(made.pem.replaceAll('\n', '\r')), false],
    ['DER', () => made.der, true],
    ['PEM as it should be', () => Buffer.from(made.pem), undefined],
    ['PEM with CRLF', () => Buffer.from(made.pem.replaceAll('\n', '\r\n')), undefined],
    ['PKCS#12', () => makePkcs12({ certificates: [made.der], keys: [], password: 'x', encryption: '3des' }), undefined],
    ['another text in UTF-16', () => Buffer.from('\ufeffHello, nothing in here', 'utf16le'), undefined],
    ['other bytes', () => Buffer.from([1, 2, 0, 3]), undefined],
  ];
  for (const [kind, bytes, isConverted] of kinds) {
    it(kind, () => {
      const plain = toPlainPem(bytes());
      assert.deepEqual(plain, isConverted === undefined ? undefined : { text: made.pem, isConverted });
      if (plain) assert.equal(toPlainPem(Buffer.from(plain.text)), undefined);
    });
  }
});
