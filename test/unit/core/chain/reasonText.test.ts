import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRefusedBySome, reasonText } from '../../../../src/core/chain/reasonText';
import type { PathReason } from '../../../../src/core/chain/verdict';
import type { Certificate } from '../../../../src/core/model';
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
