import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { openedPem, toHeldDocumentSteps } from '../../../../src/app/sources/heldDocument';
import { readHolding } from '../../../../src/app/sources/readHolding';
import { readPemDocument } from '../../../../src/core/document/document';
import { runSync } from '../../../../src/shared/cooperative';
import { makeCertificate } from '../../../fixtures/certificates';

describe('toHeldDocumentSteps', () => {
  it('gives a text as it is', () =>
    assert.deepEqual(runSync(toHeldDocumentSteps(readHolding({ kind: 'text', text: 'hello' }))), {
      kind: 'document',
      document: readPemDocument('hello'),
      isText: true,
    }));
  it('knows bytes that are nothing', () =>
    assert.deepEqual(runSync(toHeldDocumentSteps(readHolding({ kind: 'binary', bytes: Uint8Array.of(0, 1) }))), {
      kind: 'unknown',
    }));
});

describe('openedPem', () => {
  it('makes PEM of what was opened, and overwrites its keys', async () => {
    const made = await makeCertificate({ now: Date.UTC(2026, 10, 23) });
    const key = new Uint8Array(Buffer.from(made.keyPem.replace(/-----[^-]+-----|\s/g, ''), 'base64'));
    assert.equal(
      openedPem({ status: 'opened', certificates: [made.der], keys: [key], notes: [] }),
      made.pem + made.keyPem,
    );
    assert.ok(key.every((byte) => byte === 0));
  });

  it('labels each key by what it is, and one that nobody can read as a key', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pkcs1 = new Uint8Array(privateKey.export({ format: 'der', type: 'pkcs1' }));
    const text = openedPem({ status: 'opened', certificates: [], keys: [pkcs1, Uint8Array.of(0x30, 0)], notes: [] });
    assert.deepEqual(text.match(/BEGIN [A-Z ]+/g), ['BEGIN RSA PRIVATE KEY', 'BEGIN PRIVATE KEY']);
  });
});
