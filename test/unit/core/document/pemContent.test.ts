import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PemContent } from '../../../../src/core/document/pemContent';
import { readContentSteps } from '../../../../src/core/document/pemContent';
import { scanPem, toPem } from '../../../../src/core/pem/scan';
import { runSync } from '../../../../src/shared/cooperative';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { sequence, signedData } from '../../../fixtures/der';
import { inEnglish } from '../../../fixtures/inEnglish';
import { keyPemAs } from '../../../fixtures/keyPairs';
import { makePkcs12 } from '../../../fixtures/pkcs12';
import { makeRequest } from '../../../fixtures/requests';
import { makeRevocationList } from '../../../fixtures/revocationLists';

/**
 * What is found under each label, whatever the label says. After a change that is meant:
 * `GOLDEN=write npx mocha test/unit/core/document/pemContent.test.ts`.
 */
const path = join(__dirname, 'pemContent.txt');
const now = Date.UTC(2026, 10, 23, 12);
const bytesOf = (pem: string): Uint8Array => Buffer.from(pem.replace(/-----.*-----|\s/g, ''), 'base64');

async function makeContents(): Promise<Readonly<Record<string, Uint8Array>>> {
  const authority = await makeAuthority(now);
  const made = await makeCertificate({ now, commonName: 'a.test', issuer: authority.intermediate });
  return {
    'a certificate': made.der,
    'PKCS#7 with two': signedData(made.der, authority.intermediate.der),
    'PKCS#7 with none': signedData(),
    'PKCS#12': makePkcs12({ certificates: [made.der], keys: [made.keyPem], password: 'x', encryption: '3des' }),
    'a key': bytesOf(made.keyPem),
    'an encrypted key': bytesOf(keyPemAs(made.keys, 'encryptedPkcs8')),
    'a public key': made.keys.spki,
    'a request': bytesOf(await makeRequest({ commonName: 'asked.test' })),
    'a revocation list': await makeRevocationList(authority, { now, count: 1 }),
    'PEM once more': Buffer.from(`${made.pem}${made.keyPem}${authority.intermediate.pem}`),
    'PEM of a key once more': Buffer.from(made.keyPem),
    'base64 of a certificate': Buffer.from(Buffer.from(made.der).toString('base64')),
    'base64 of PEM': Buffer.from(Buffer.from(made.pem).toString('base64')),
    'dashes alone': Buffer.from('----- hello -----'),
    'an unknown sequence': sequence(sequence()),
    words: Buffer.from('hello'),
  };
}

const labels = [
  'CERTIFICATE',
  'PRIVATE KEY',
  'EC PRIVATE KEY',
  'ENCRYPTED PRIVATE KEY',
  'PKCS7',
  'CERTIFICATE REQUEST',
  'X509 CRL',
  'PUBLIC KEY',
  'EC PARAMETERS',
  'WHATEVER',
  'PGP MESSAGE',
];

function draw({ certificate, key, request, member, mislabelled }: PemContent): string {
  return [
    ...(certificate ? [certificate.ok ? certificate.value.subject.text : inEnglish(certificate.reason)] : []),
    ...(key ? [`key ${key.status}`] : []),
    ...(request ? [`request of ${request.subject.text}`] : []),
    ...(member ? [`${member.index + 1} of ${member.count}`] : []),
    ...(mislabelled === undefined ? [] : [`really ${mislabelled}`]),
  ].join(', ');
}

const read = (pem: string): string =>
  scanPem(pem)
    .blocks.flatMap((block) => runSync(readContentSteps(pem, block)))
    .map((each) => draw(each) || '–')
    .join(' | ');

describe('what PEM blocks hold', () => {
  let contents: Readonly<Record<string, Uint8Array>>;
  before(async () => {
    contents = await makeContents();
  });

  it('is found under every label', () => {
    const drawn = Object.entries(contents)
      .flatMap(([what, bytes]) => [
        `=== ${what}`,
        ...labels.map((label) => `${label}: ${read(toPem(label, bytes))}`),
        '',
      ])
      .join('\n');
    if (process.env['GOLDEN'] === 'write') writeFileSync(path, drawn);
    assert.equal(drawn, existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : '');
  });

  it('is not looked for behind headers, which say how it is to be read', () => {
    const pem = toPem('PUBLIC KEY', contents['a certificate'] ?? Buffer.of());
    assert.equal(read(pem.replace('-----\n', '-----\nProc-Type: 4,ENCRYPTED\n\n')), '–');
  });

  it('is unknown where a block is broken', () => {
    const half = (label: string): string => toPem(label, contents['a certificate'] ?? Buffer.of()).slice(0, 200);
    assert.deepEqual(
      ['CERTIFICATE', 'PKCS7', 'CERTIFICATE REQUEST', 'PUBLIC KEY'].map((label) => read(half(label))),
      ['Its PEM block is broken.', '–', '–', '–'],
    );
  });
});
