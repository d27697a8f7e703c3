import assert from 'node:assert/strict';
import { describeContents } from '../../../../src/core/document/describeContents';
import type { PemCache } from '../../../../src/core/document/document';
import { blockNumber, readPemDocument, readPemDocumentSteps } from '../../../../src/core/document/document';
import { limits } from '../../../../src/core/limits';
import { toPem } from '../../../../src/core/pem/scan';
import { english } from '../../../../src/shared/translate';
import type { MadeCertificate } from '../../../fixtures/certificates';
import { makeCertificate } from '../../../fixtures/certificates';
import { integer, sequence, signedData } from '../../../fixtures/der';
import { keyPemAs } from '../../../fixtures/keyPairs';

const now = Date.UTC(2026, 10, 23);
const csr = toPem('CERTIFICATE REQUEST', Buffer.from([0x30, 0]));

describe('readPemDocument', () => {
  let made: MadeCertificate;
  let rsa: MadeCertificate;
  before(async () => {
    made = await makeCertificate({ now, commonName: 'document' });
    rsa = await makeCertificate({ now, commonName: 'document', key: 'RSA 2048' });
  });

  it('reads certificates and keys in the order of the text', () => {
    const { parts } = readPemDocument(`${made.keyPem}text\n${made.pem}${csr}${rsa.pem}`);
    assert.deepEqual(
      parts.map(
        ({ certificate, key }) =>
          (certificate?.ok && certificate.value.key.name) || (key?.status === 'plain' && key.key.name),
      ),
      ['EC P-256', 'EC P-256', false, 'RSA 2048'],
    );
  });

  it('numbers blocks, of which one may hold several certificates', () => {
    const both = toPem('PKCS7', signedData(made.der, rsa.der));
    const document = readPemDocument(`${made.keyPem}${both}${rsa.pem}`);
    assert.deepEqual(
      document.parts.map((_, index) => blockNumber(document, index)),
      [1, 2, 2, 3],
    );
  });

  it('has an answer for broken blocks too', () => {
    const [certificate, key] = readPemDocument(
      made.pem.replace(/-----END.*\n/, '') + made.keyPem.replace(/-----END.*\n/, ''),
    ).parts;
    assert.equal(certificate?.certificate?.ok, false);
    assert.equal(key?.key?.status, 'broken');
  });

  it('reads only what changed, and forgets what is gone', () => {
    const cache: PemCache = new Map();
    const before = readPemDocument(made.pem + made.keyPem, cache).parts;
    const after = readPemDocument(`a line more\n${made.pem}${rsa.pem}${made.keyPem}`, cache).parts;
    assert.equal(after[0]?.certificate, before[0]?.certificate);
    assert.ok(before[0] && 'der' in before[0].block && after[0] && 'der' in after[0].block);
    assert.equal(after[0].block.der, before[0].block.der);
    assert.equal(after[2]?.key, before[1]?.key);
    assert.notEqual(after[0]?.block.span.start, before[0]?.block.span.start);
    readPemDocument(rsa.pem, cache);
    assert.equal(cache.size, 1);
  });

  it('says the same of a text with what it kept of another', () => {
    const cache: PemCache = new Map();
    const wide = made.pem.replace(/\n(?!-)/g, '');
    const texts = [
      made.pem + rsa.pem,
      made.pem.replaceAll('\n', '\r\n') + made.pem,
      made.pem.replace('END CERTIFICATE', 'END X509 CERTIFICATE') + rsa.pem,
      made.pem.replace(/CERTIFICATE/g, 'TRUSTED CERTIFICATE') + made.pem,
      `${wide}${made.pem}${rsa.pem}`,
      made.pem.replace('-----END', ' -----END') + rsa.pem,
      rsa.pem.replace('\n', ' \n') + made.pem.replace(/\n-----END[^]*/, '\n'),
      made.pem.replace(/CERTIFICATE/g, 'PRIVATE KEY'),
    ];
    for (const text of [...texts, ...texts.toReversed()])
      assert.deepEqual(readPemDocument(text, cache), readPemDocument(text));
  });

  for (const label of ['PKCS7', 'CERTIFICATE'])
    it(`yields at each of many certificates of a message labelled ${label}, and reads no more than a text may have blocks`, () => {
      const certificates = Buffer.concat(Array.from({ length: limits.blocks + 50 }, () => sequence(integer(1))));
      const reading = readPemDocumentSteps(toPem(label, signedData(certificates)));
      let yields = 0;
      let step = reading.next();
      for (; !step.done; step = reading.next()) yields += 1;
      assert.deepEqual([step.value.parts.length, step.value.isTruncated], [limits.blocks, true]);
      assert(yields > limits.blocks);
    });

  it('keeps nothing private, in the document or in its cache', () => {
    const cache: PemCache = new Map();
    const document = readPemDocument(made.keyPem, cache);
    const kept = JSON.stringify([document, [...cache]]);
    const secret = made.keyPem.split('\n')[1] ?? '';
    assert.ok(!kept.includes(secret.slice(10, 50)));
  });

  describe('describeContents', () => {
    const cases: readonly [name: string, text: () => string, sentence: string][] = [
      ['a key', () => rsa.keyPem, 'This file holds a private key (RSA 2048) and no certificate.'],
      [
        'a key behind a password',
        () => keyPemAs(rsa.keys, 'encryptedPkcs8'),
        'This file holds a private key protected with a password and no certificate.',
      ],
      [
        'a request and a key',
        () => csr + made.keyPem,
        'This file holds a certificate request, a private key (EC P-256) and no certificate.',
      ],
      ['two certificates', () => made.pem + rsa.pem, 'This file holds 2 certificates.'],
      [
        'a certificate and its key',
        () => made.pem + made.keyPem,
        'This file holds a certificate and a private key (EC P-256).',
      ],
      ['a broken certificate', () => made.pem.slice(0, 200), 'This file holds a broken certificate.'],
      [
        'an OpenSSH key',
        () => toPem('OPENSSH PRIVATE KEY', Buffer.from('x')),
        'This file holds a private key that cannot be read here (OPENSSH PRIVATE KEY) and no certificate.',
      ],
      [
        'something else',
        () => toPem('WHAT\u202EEVER', Buffer.from('x')),
        'This file holds a block “WHAT\\u{202E}EVER” and no certificate.',
      ],
      [
        'an SSH public key',
        () => 'ssh-ed25519 AAAAC3Nz me@host\n',
        'This file holds an SSH public key and no certificate.',
      ],
      ['text', () => 'hello', 'This file holds no PEM block.'],
      ['nothing', () => ' \n', 'This file is empty.'],
    ];
    for (const [name, text, sentence] of cases) {
      it(name, () => assert.equal(describeContents(readPemDocument(text()), english), sentence));
    }
  });
});
