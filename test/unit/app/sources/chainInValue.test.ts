/** Cases for completing a chain in a text that holds several. */
import assert from 'node:assert/strict';
import { certificateAt, documentAt, insertIntoValueSteps } from '../../../../src/app/sources/chainInValue';
import { toHeldDocumentSteps } from '../../../../src/app/sources/heldDocument';
import { readHoldingSteps } from '../../../../src/app/sources/readHolding';
import type { Insertion } from '../../../../src/core/fixes/arrange';
import { withEdits } from '../../../../src/core/fixes/lines';
import { runSync } from '../../../../src/shared/cooperative';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { parse } from '../../../fixtures/parsed';

const now = Date.UTC(2026, 10, 28, 12);
const base64 = (content: string): string => Buffer.from(content).toString('base64');
const secret = (name: string, pem: string): string =>
  `---\nkind: Secret\nmetadata: {name: ${name}}\ndata:\n  tls.crt: ${base64(pem)}\n`;

describe('a chain of a value', () => {
  it('is completed in the object that is meant, where another one holds the same certificate', async () => {
    const { intermediate: issuer } = await makeAuthority(now, 'Values');
    const leaf = await makeCertificate({ now, commonName: 'shop.example.com', dns: ['shop.example.com'], issuer });
    const whole = secret('a', leaf.pem + issuer.pem);
    const text = whole + secret('b', leaf.pem);
    const held = runSync(toHeldDocumentSteps(runSync(readHoldingSteps({ kind: 'text', text }, { isForeign: true }))));
    assert.ok(held.kind === 'document');
    const insertions: readonly Insertion[] = [{ certificate: parse(issuer), after: parse(leaf) }];
    const offset = text.lastIndexOf('LS0t');
    assert.ok(certificateAt(documentAt(held, offset), offset));
    const edits = runSync(insertIntoValueSteps({ text, offset, now }, held, insertions));
    assert.equal(edits && withEdits(text, edits), whole + secret('b', leaf.pem + issuer.pem));
  });
});
