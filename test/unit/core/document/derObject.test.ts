import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DerObject } from '../../../../src/core/document/derObject';
import { readDerObject } from '../../../../src/core/document/derObject';
import { limits } from '../../../../src/core/limits';
import type { Authority, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { sequence, signedData } from '../../../fixtures/der';
import { inEnglish } from '../../../fixtures/inEnglish';
import { keyPemAs } from '../../../fixtures/keyPairs';
import { makePkcs12 } from '../../../fixtures/pkcs12';
import { makeRequest } from '../../../fixtures/requests';
import { makeRevocationList } from '../../../fixtures/revocationLists';

const now = Date.UTC(2026, 10, 23, 12);
const bytesOf = (pem: string): Uint8Array =>
  Uint8Array.from(Buffer.from(pem.replace(/-----.*-----|\s/g, ''), 'base64'));

function brief(object: DerObject): string {
  switch (object.kind) {
    case 'certificate':
      return `certificate ${object.certificate.subject.text}`;
    case 'pkcs7':
      return `pkcs7 ${object.certificates.map((each) => (each.ok ? each.value.subject.text : '?')).join(' ')}`;
    case 'privateKey':
      return `privateKey ${object.key.status} ${object.key.status === 'plain' ? object.key.key.name : ''}`.trim();
    case 'publicKey':
      return `publicKey ${object.key.name}`;
    case 'request':
      return `request ${object.request.subject.text} ${object.request.key.name}`;
    case 'revocationList':
      return `revocationList ${object.list.issuer.text} ${object.list.count} ${object.list.signatureAlgorithm.name} ${object.list.thisUpdate - now} ${(object.list.nextUpdate ?? 0) - now}`;
    default:
      return object.kind;
  }
}

describe('readDerObject', () => {
  let authority: Authority;
  let made: MadeCertificate;
  let request: Uint8Array;
  let list: Uint8Array;
  let emptyList: Uint8Array;
  before(async () => {
    authority = await makeAuthority(now);
    made = await makeCertificate({ now, commonName: 'a.example', key: 'RSA 2048', issuer: authority.intermediate });
    request = bytesOf(await makeRequest({ commonName: 'a.example' }));
    list = await makeRevocationList(authority, { now, count: 3 });
    emptyList = await makeRevocationList(authority, { now, count: 0 });
  });

  const message = () => signedData(made.der, sequence());
  const week = 7 * 24 * 60 * 60 * 1000;
  const root = 'CN=Example Root CA,O=Example Trust,C=DE';
  const cases: readonly [what: string, bytes: () => Uint8Array, expected: string][] = [
    ['a certificate', () => made.der, 'certificate CN=a.example'],
    ['a PKCS#7 message, what is broken in it included', message, 'pkcs7 CN=a.example ?'],
    [
      'a PKCS#12 file',
      () => makePkcs12({ certificates: [made.der], keys: [made.keyPem], password: 'x', encryption: '3des' }),
      'pkcs12',
    ],
    ['a PKCS#8 key', () => bytesOf(made.keyPem), 'privateKey plain RSA 2048'],
    ['a PKCS#1 key', () => bytesOf(keyPemAs(made.keys, 'pkcs1')), 'privateKey plain RSA 2048'],
    ['a SEC1 key', () => bytesOf(keyPemAs(authority.root.keys, 'sec1')), 'privateKey plain EC P-256'],
    ['an encrypted key', () => bytesOf(keyPemAs(made.keys, 'encryptedPkcs8')), 'privateKey encrypted'],
    ['a public key', () => made.keys.spki, 'publicKey RSA 2048'],
    ['a request', () => request, 'request CN=a.example EC P-256'],
    ['a revocation list', () => list, `revocationList ${root} 3 ecdsa-with-SHA256 0 ${week}`],
    ['a revocation list of nothing', () => emptyList, `revocationList ${root} 0 ecdsa-with-SHA256 0 ${week}`],
    ['half a certificate', () => made.der.subarray(0, 200), 'unknown'],
    ['nothing', () => new Uint8Array(0), 'unknown'],
    ['more than is read', () => new Uint8Array(limits.objectBytes + 1), 'tooLarge'],
  ];
  for (const [what, bytes, expected] of cases) it(what, () => assert.equal(brief(readDerObject(bytes())), expected));

  it('says why, and never throws', () => {
    const object = readDerObject(made.der.subarray(0, 200));
    assert.ok(object.kind === 'unknown' && inEnglish(object.reason).length > 10);
    for (const whole of [made.der, list, request, made.keys.spki]) {
      fc.assert(
        fc.property(
          fc.nat(whole.length - 1),
          fc.nat(255),
          (at, byte) =>
            typeof readDerObject(Uint8Array.from(whole, (each, index) => (index === at ? byte : each))).kind ===
            'string',
        ),
        { numRuns: 60 },
      );
    }
  });
});
