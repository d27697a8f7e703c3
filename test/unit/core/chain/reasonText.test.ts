import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificateTitle, isRefusedBySome, reasonText } from '../../../../src/core/chain/reasonText';
import type { PathReason } from '../../../../src/core/chain/verdict';
import type { Certificate, SanEntry } from '../../../../src/core/model';
import { english } from '../../../../src/shared/translate';
import { certificate, name } from '../../../fixtures/der';
import { parse } from '../../../fixtures/parsed';

/**
 * Every reason as it is worded. After a change that is meant:
 * `GOLDEN=write npx mocha test/unit/core/chain/reasonText.test.ts`.
 */
const path = join(__dirname, 'reasonText.txt');
const called = (...attributes: readonly (readonly [oid: string, value: string])[]): Certificate =>
  parse({ der: certificate({ subject: name(...attributes) }) });
const commonName = (value: string) => ['2.5.4.3', value] as const;
const [shop, issuer] = [called(commonName('shop.test')), called(commonName('Issuing'))];

const details: Readonly<Record<PathReason['code'], string>> = {
  expired: '',
  notYetValid: '',
  neverValid: '',
  dateForm: '',
  notCa: '',
  noKeyCertSign: '',
  pathTooLong: '1',
  nameNotPermitted: 'a.test',
  nameExcluded: 'a.test',
  constraintNotApplicable: 'a.test',
  unknownCritical: '2.999',
  precertificate: '',
  duplicateExtension: '2.5.29.17',
  malformedExtension: '2.5.29.17',
  algorithmsDiffer: '',
  malformedName: '',
  keyIdMismatch: '',
  keyIssuerMismatch: '',
  nameNotSame: '',
  purposeForbidden: 'Key Usage',
  purposeOnlyAny: '',
  weakSignature: 'MD5',
  weakKey: '512 bits',
  longKey: '32768 bits',
  explicitCurve: '',
  hostMismatch: 'b.test',
  issuerMissing: '',
  rootNotTrusted: '',
};

describe('reasonText', () => {
  it('words every reason, and marks what only some clients refuse', () => {
    const lines = (Object.entries(details) as [PathReason['code'], string][]).map(([code, detail]) => {
      const reason = { code, certificate: shop, by: issuer, detail };
      return `${code}${isRefusedBySome(reason) ? ' (some)' : ''}: ${reasonText(reason, english)}\n`;
    });
    const drawn = lines.join('');
    if (process.env['GOLDEN'] === 'write') writeFileSync(path, drawn);
    assert.equal(drawn, existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\r\n', '\n') : '');
  });

  it('sets off what strangers chose', () =>
    assert.equal(
      reasonText(
        { code: 'nameExcluded', certificate: shop, by: issuer, detail: 'a.test' },
        english,
        (each) => `‹${each}›`,
      ),
      'The Name Constraints of ‹Issuing› exclude ‹a.test›, a name of ‹shop.test›',
    ));
});

describe('certificateTitle', () => {
  const dns: SanEntry = { kind: 'dns', value: 'dns.test' };
  const email: SanEntry = { kind: 'email', value: 'me@shop.test' };
  const country = called(['2.5.4.6', 'DE']);
  const nameless = called();
  const rows: readonly (readonly [what: string, Certificate, expected: string])[] = [
    ['its Common Name', shop, 'shop.test'],
    ['its first host name', { ...shop, sans: [email, dns] }, 'dns.test'],
    [
      'its first host name as it was meant, where that is no ASCII',
      { ...shop, sans: [{ kind: 'dns', value: Buffer.from('bücher.test').toString('latin1') }] },
      'bücher.test',
    ],
    ['the Common Name of a CA', { ...shop, isCa: true, sans: [dns] }, 'shop.test'],
    ['its Common Name where it names no host', { ...shop, sans: [email] }, 'shop.test'],
    ['its subject where that has no Common Name', country, 'C=DE'],
    ['its subject where a CA has no Common Name', { ...country, isCa: true, sans: [dns] }, 'C=DE'],
    ['any name where the subject is empty', { ...nameless, sans: [email] }, 'me@shop.test'],
    ['its serial number where it names nothing', { ...nameless, serial: '0A' }, '0A'],
  ];
  for (const [what, given, expected] of rows) it(`is ${what}`, () => assert.equal(certificateTitle(given), expected));
});
