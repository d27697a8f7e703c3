import assert from 'node:assert/strict';
import { readPemDocument } from '../../../../src/core/document/document';
import { wantedPart } from '../../../../src/core/findings/siblings';
import type { Authority, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { makeRequest } from '../../../fixtures/requests';

const now = Date.UTC(2026, 10, 23);

describe('what another file of the folder may have', () => {
  let authority: Authority;
  let made: MadeCertificate;
  let request: string;
  before(async () => {
    authority = await makeAuthority(now);
    made = await makeCertificate({ now, issuer: authority.intermediate });
    request = await makeRequest({ commonName: 'asked.example.com' });
  });

  const cases: readonly (readonly [what: string, text: () => string, wanted: 'key' | 'certificate' | undefined])[] = [
    ['a certificate', () => made.pem, 'key'],
    ['a key', () => made.keyPem, 'certificate'],
    ['both', () => made.pem + made.keyPem, undefined],
    ['CAs for others', () => authority.intermediate.fullChainPem, undefined],
    ['nothing', () => 'text', undefined],
    ['a request', () => request, 'certificate'],
    ['a request and its key', () => request + made.keyPem, 'certificate'],
    ['a request and both', () => request + made.pem + made.keyPem, undefined],
    ['a request and CAs', () => request + authority.intermediate.fullChainPem, undefined],
  ];
  for (const [what, text, wanted] of cases)
    it(`of ${what}: ${wanted ?? 'nothing'}`, () => assert.equal(wantedPart(readPemDocument(text())), wanted));
});
