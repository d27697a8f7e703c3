import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readPemDocument } from '../../../src/core/document/document';
import { findFindings } from '../../../src/core/findings/findings';
import type { Certificate } from '../../../src/core/model';
import { scanPem } from '../../../src/core/pem/scan';
import { parseCertificate } from '../../../src/core/x509/certificate';
import { inEnglish } from '../../fixtures/inEnglish';

const bundle = '/etc/ssl/certs/ca-certificates.crt';

/** Every public root of Debian, read to the last field. */
describe('The roots of ca-certificates', () => {
  if (!existsSync(bundle)) {
    console.log(`      not checked here: there is no ${bundle} (Debian: apt-get install ca-certificates)`);
    return;
  }
  const ders = scanPem(readFileSync(bundle, 'utf8')).blocks.flatMap((block) =>
    block.kind === 'certificate' && block.der !== undefined ? [block.der] : [],
  );
  const roots = ders.map((der): Certificate => {
    const reading = parseCertificate(der);
    assert.ok(reading.ok, reading.ok ? '' : inEnglish(reading.reason));
    return reading.value;
  });
  const label = (root: Certificate): string => root.subject.text;
  const none = (test: (root: Certificate) => boolean): void => assert.deepEqual(roots.filter(test).map(label), []);

  it(`are all read (${ders.length})`, () => assert.ok(ders.length > 50));
  it('need no leniency', () => none(({ notes }) => notes.length > 0));
  it('have no malformed extension', () =>
    none(({ extensions }) => extensions.some(({ content }) => content.kind === 'malformed')));
  it('have no extension without a name', () =>
    none(({ extensions }) => extensions.some(({ oid, name }) => oid === name)));
  it('have keys with a name and a size', () =>
    none(({ key }) => key.algorithm === 'unknown' || key.bits === undefined));
  it('have signature algorithms with a name', () => none(({ signatureAlgorithm: { oid, name } }) => oid === name));
  it('have subjects whose types have names', () =>
    none(({ subject }) => subject.rdns.flat().some(({ oid, type }) => oid === type)));
  it('are CAs, as far as version 3 goes', () => none(({ isCa, version }) => version === 3 && !isCa));
  it('name themselves as issuer', () => none(({ issuer, subject }) => issuer.der !== subject.der));
  it('last longer than they have begun', () => none(({ validity }) => validity.notAfter <= validity.notBefore));

  it('give no finding but those of their dates, which are true', () => {
    const now = Date.now();
    const text = readFileSync(bundle, 'utf8');
    const findings = findFindings(readPemDocument(text), { now, warningDays: 30 });
    const day = 24 * 60 * 60 * 1000;
    const ends = ders.map((der) => Date.parse(new X509Certificate(der).validTo));
    const count = (code: string): number => findings.filter((finding) => finding.code === code).length;
    assert.equal(count('expired'), ends.filter((end) => end + 1000 <= now).length);
    assert.equal(count('expiring'), ends.filter((end) => end + 1000 > now && end - now <= 30 * day).length);
    assert.deepEqual(
      findings.filter(({ code }) => code !== 'expired' && code !== 'expiring'),
      [],
    );
  });
});
