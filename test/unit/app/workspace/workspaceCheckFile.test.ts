import assert from 'node:assert/strict';
import type { FileReading } from '../../../../src/app/sources/fileReadings';
import { checkFileSteps } from '../../../../src/app/workspace/workspaceCheckFile';
import { readPemDocument } from '../../../../src/core/document/document';
import { findLineStartsSteps } from '../../../../src/core/pem/lineStarts';
import { runSync } from '../../../../src/shared/cooperative';
import { english } from '../../../../src/shared/translate';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';

const now = Date.UTC(2026, 10, 23);
const readingOf = (text: string, more: Partial<FileReading> = {}): FileReading => ({
  uri: 'file:///a.pem',
  isText: true,
  document: readPemDocument(text),
  lines: runSync(findLineStartsSteps(text)),
  ...more,
});
const check = (reading: FileReading, besides: readonly FileReading[] = []) => {
  const siblings = besides.map(({ uri, document, lines }) => ({ id: uri, name: uri.slice(8), document, lines }));
  return runSync(checkFileSteps(reading, { now, warningDays: null, siblings, translate: english }));
};

describe('checkFileInPieces', () => {
  it('says what a file holds only where that is no certificate', async () => {
    const { pem, keyPem } = await makeCertificate({ now, commonName: 'contents' });
    const contents = (text: string) => check(readingOf(text)).contents;
    assert.equal(contents(pem + keyPem), '');
    assert.match(contents(keyPem), /holds a private key .* and no certificate/);
    assert.notEqual(contents(''), '');
  });

  it('tells findings and certificates at their lines', async () => {
    const { intermediate } = await makeAuthority(now);
    const old = await makeCertificate({
      now,
      commonName: 'old',
      dns: ['old.example.com'],
      issuer: intermediate,
      fromDays: -90,
      toDays: -3,
    });
    const text = `# comment\r\n${old.pem.replaceAll('\n', '\r\n')}${intermediate.pem}`;
    const { certificates, findings, hasKey, contents } = check(readingOf(text));
    const second = 1 + old.pem.trimEnd().split('\n').length;
    assert.deepEqual(
      certificates.map(({ index, name, state, isCa, range }) => [
        index,
        name,
        state,
        isCa,
        range?.start.line,
        range?.end.character,
      ]),
      [
        [0, 'old.example.com', 'expired', false, 1, 27],
        [1, 'Example Issuing CA 1', 'valid', true, second, 27],
      ],
    );
    const expired = findings.find(({ code }) => code === 'expired');
    assert.deepEqual([expired?.severity, expired?.range?.start], ['error', { line: 1, character: 0 }]);
    assert.match(expired?.sentence ?? '', /^old\.example\.com expired on 2026-11-20/);
    assert.deepEqual([hasKey, contents], [false, '']);
  });

  it('tells of both places where key and certificate do not match', async () => {
    const [a, b] = await Promise.all(
      ['a.example.com', 'b.example.com'].map((name) => makeCertificate({ now, commonName: name, dns: [name] })),
    );
    const { findings, hasKey } = check(readingOf(`${a?.pem}${b?.keyPem}`));
    const mismatch = findings.find(({ code }) => code === 'keyDoesNotMatch');
    assert.equal(mismatch?.range?.start.line, a?.pem.trimEnd().split('\n').length);
    assert.deepEqual(
      mismatch?.related.map(({ range }) => range.start.line),
      [0],
    );
    assert.equal(hasKey, true);
  });

  it('tells of places in a file beside it', async () => {
    const [a, b] = await Promise.all(
      ['a.example.com', 'b.example.com'].map((name) => makeCertificate({ now, commonName: name, dns: [name] })),
    );
    const { findings } = check(readingOf(a?.pem ?? ''), [
      readingOf(`# comment\n${b?.keyPem}`, { uri: 'file:///a.key' }),
    ]);
    const mismatch = findings.find(({ code }) => code === 'keyDoesNotMatch');
    assert.deepEqual(
      mismatch?.related.map(({ uri, range }) => [uri, range.start.line]),
      [['file:///a.key', 1]],
    );
  });

  it('knows no places in what is no text', async () => {
    const old = await makeCertificate({ now, commonName: 'old', dns: ['old.example.com'], fromDays: -90, toDays: -3 });
    const { uri, document } = readingOf(old.pem);
    const { certificates, findings } = check({ uri, document, isText: false });
    assert.deepEqual(
      certificates.map(({ range }) => range),
      [undefined],
    );
    assert.ok(findings.length > 0 && findings.every(({ range }) => range === undefined));
  });

  for (const [what, bytes, code] of [
    ['DER called .pem', { isDerNamedPem: true }, 'derNamedPem'],
    ['UTF-16', { encoding: 'utf-16le' }, 'wideEncoding'],
    ['PEM', undefined, undefined],
  ] as const) {
    it(`looks at the bytes of the file: ${what}`, async () => {
      const { pem } = await makeCertificate({ now, commonName: 'a', dns: ['a.example.com'] });
      const { findings } = check({ ...readingOf(pem), ...(bytes && { bytes }) });
      assert.deepEqual(
        findings.map((finding) => finding.code).filter((each) => /derNamed|wide/.test(each)),
        code === undefined ? [] : [code],
      );
    });
  }

  it('counts certificates that cannot be read', async () => {
    const made = await makeCertificate({ now, commonName: 'a', dns: ['a.example.com'] });
    const { certificates } = check(
      readingOf(`-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n${made.pem}`),
    );
    assert.deepEqual(
      certificates.map(({ index }) => index),
      [1],
    );
  });

  it('says what a file holds that has no certificate, and what could not be read', async () => {
    const made = await makeCertificate({ now, commonName: 'a' });
    assert.match(
      check(readingOf(made.keyPem)).contents,
      /^This file holds a private key \(EC P-256\) and no certificate\.$/,
    );
    const { fault, certificates } = check(readingOf('', { fault: 'encrypted' }));
    assert.deepEqual([fault, certificates], ['encrypted', []]);
  });

  it('holds nothing of a private key', async () => {
    const made = await makeCertificate({ now, commonName: 'a', dns: ['a.example.com'] });
    const secret = made.keyPem.split('\n')[1] ?? '?';
    assert.ok(!JSON.stringify(check(readingOf(made.pem + made.keyPem))).includes(secret));
  });
});
