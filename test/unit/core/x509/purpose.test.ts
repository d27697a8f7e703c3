import assert from 'node:assert/strict';
import type { CertificateType, Purpose } from '../../../../src/core/model';
import { preferredType, proposedType, purposeOf, typeFits } from '../../../../src/core/x509/purpose';
import type { CertificateOptions } from '../../../fixtures/certificates';
import { makeParsed } from '../../../fixtures/parsed';

const server = '1.3.6.1.5.5.7.3.1';
const client = '1.3.6.1.5.5.7.3.2';
const codeSigning = '1.3.6.1.5.5.7.3.3';
const any = '2.5.29.37.0';

describe('purposeOf', () => {
  const cases: readonly [oids: readonly string[] | undefined, purpose: Purpose][] = [
    [undefined, 'unstated'],
    [[], 'neither'],
    [[server], 'server'],
    [[client, codeSigning], 'client'],
    [[server, client], 'both'],
    [[server, client, any], 'both'],
    [[any], 'any'],
    [[server, any], 'any'],
    [[codeSigning], 'neither'],
  ];
  for (const [oids, purpose] of cases)
    it(`${oids?.join(' ')}: ${purpose}`, () => assert.equal(purposeOf(oids), purpose));
});

describe('typeFits and preferredType', () => {
  const cases: readonly [purpose: Purpose, asServer: string, asClient: string, preferred: string | undefined][] = [
    ['server', 'fits', 'contradicts', 'server'],
    ['client', 'contradicts', 'fits', 'client'],
    ['both', 'fits', 'fits', undefined],
    ['any', 'any', 'any', undefined],
    ['unstated', 'unstated', 'unstated', undefined],
    ['neither', 'contradicts', 'contradicts', undefined],
  ];
  for (const [purpose, asServer, asClient, preferred] of cases) {
    it(purpose, () => {
      assert.deepEqual(
        [typeFits(purpose, 'server'), typeFits(purpose, 'client'), preferredType(purpose)],
        [asServer, asClient, preferred],
      );
    });
  }
});

describe('proposedType', () => {
  const rows: readonly [NonNullable<CertificateOptions['purpose']>, CertificateType][] = [
    ['server', 'server'],
    ['client', 'client'],
    ['both', 'server'],
    ['any', 'server'],
    ['unstated', 'server'],
    ['neither', 'server'],
  ];
  for (const [purpose, type] of rows)
    it(`${purpose}: ${type}`, async () => assert.equal(proposedType(await makeParsed({ now: 0, purpose })), type));
});
