import assert from 'node:assert/strict';
import { readMeantLine } from '../../../../src/core/pem/boundaryText';

describe('readMeantLine', () => {
  const cases: readonly (readonly [line: string, side: 'begin' | 'end' | undefined, label?: string])[] = [
    ['-----BEGIN CERTIFICATE-----', 'begin', 'CERTIFICATE'],
    ['-----END EC PRIVATE KEY-----', 'end', 'EC PRIVATE KEY'],
    // Dashes of another kind or number, or on one side alone.
    ['----BEGIN CERTIFICATE----', 'begin', 'CERTIFICATE'],
    ['—–—BEGIN CERTIFICATE—–—', 'begin', 'CERTIFICATE'],
    ['BEGIN CERTIFICATE', 'begin', 'CERTIFICATE'],
    ['-----BEGIN CERTIFICATE', 'begin', 'CERTIFICATE'],
    ['BEGIN WHATEVER', undefined],
    ['-----BEGIN WHATEVER', undefined],
    ['-----BEGIN WHATEVER-----', 'begin', 'WHATEVER'],
    [`${'-'.repeat(13)}BEGIN CERTIFICATE-----`, undefined],
    // Small letters, no space, odd ones.
    ['-----begin certificate-----', 'begin', 'CERTIFICATE'],
    ['-----BEGINCERTIFICATE-----', 'begin', 'CERTIFICATE'],
    ['-----BEGINWHATEVER-----', undefined],
    ['-----BEGIN\u00a0CERTIFICATE-----', 'begin', 'CERTIFICATE'],
    ['\u200e  -----END CERTIFICATE-----\t', 'end', 'CERTIFICATE'],
    // A word in place of BEGIN or END, underscores.
    ['-----BEGIN_CERTIFICATE-----', 'begin', 'CERTIFICATE'],
    ['-----BEGIN_RSA_PRIVATE_KEY-----', 'begin', 'RSA PRIVATE KEY'],
    ['-----BEGIN RSA_PRIVATE_KEY-----', 'begin', 'RSA PRIVATE KEY'],
    ['-----BEGN CERTIFICATE-----', 'begin', 'CERTIFICATE'],
    ['-----BEIGN CERTIFICATE-----', 'begin', 'CERTIFICATE'],
    ['----- EDN CERTIFICATE -----', 'end', 'CERTIFICATE'],
    ['-----BEGN WHATEVER-----', undefined],
    ['-----START CERTIFICATE-----', undefined],
    ['BEGN CERTIFICATE', undefined],
    ['-----------------', undefined],
    ['', undefined],
  ];
  for (const [line, side, label] of cases)
    it(`reads ${JSON.stringify(line)}`, () =>
      assert.deepEqual(readMeantLine(line), side === undefined ? undefined : { side, label }));
});
