import assert from 'node:assert/strict';
import type { MarkedCertificate } from '../../../../src/app/workspace/expiryMark';
import { toExpiryMark, toMarkedCertificates } from '../../../../src/app/workspace/expiryMark';
import { readPemDocument } from '../../../../src/core/document/document';
import type { ExpiryState } from '../../../../src/core/model';
import { english } from '../../../../src/shared/translate';
import { makeCertificate } from '../../../fixtures/certificates';

const day = 24 * 60 * 60 * 1000;
const now = 1_000 * day;
const ends = (name: string, days: number, silent: readonly ExpiryState[] = []): MarkedCertificate => ({
  name,
  validity: { notBefore: now - 100 * day, notAfter: now + days * day },
  silent,
});

describe('toExpiryMark', () => {
  const cases: readonly [
    what: string,
    certificates: readonly MarkedCertificate[],
    mark: readonly [badge: string, tooltip: string] | undefined,
  ][] = [
    ['no certificate', [], undefined],
    ['valid for long', [ends('a', 90)], undefined],
    [
      'not yet valid',
      [{ name: 'a', validity: { notBefore: now + day, notAfter: now + 9 * day }, silent: [] }],
      undefined,
    ],
    ['expiring', [ends('a', 12.5)], ['12', 'Certificate expires in 12 d: a']],
    ['its last day', [ends('a', 0.5)], ['0', 'Certificate expires in less than a day: a']],
    [
      'the soonest of several',
      [ends('b', 20), ends('a', 5), ends('c', 400)],
      ['5', 'Certificate expires in 5 d: a, and 1 more'],
    ],
    ['expired', [ends('a', -3.5)], ['!', 'Certificate expired 3 d ago: a']],
    ['expired comes before expiring', [ends('b', 5), ends('a', -1.5)], ['!', 'Certificate expired 1 d ago: a']],
    [
      'several expired',
      [ends('b', -5.5), ends('a', -9.5), ends('c', -1.5)],
      ['!', 'Certificate expired 9 d ago: a, and 2 more'],
    ],
    ['expired, and nobody minds', [ends('a', -3, ['expired'])], undefined],
    ['expiring, and nobody minds', [ends('a', 3, ['expiring'])], undefined],
    [
      'expired, and nobody minds that it expires',
      [ends('a', -3.5, ['expiring'])],
      ['!', 'Certificate expired 3 d ago: a'],
    ],
  ];
  for (const [what, certificates, mark] of cases)
    it(what, () => {
      const found = toExpiryMark(certificates, { now, warningDays: null, translate: english });
      assert.deepEqual(found && [found.badge, found.tooltip, found.isExpired], mark && [...mark, mark[0] === '!']);
    });

  it('never takes more than two characters', () =>
    assert.equal(toExpiryMark([ends('a', 300)], { now, warningDays: 400, translate: english })?.badge, '99'));
});

describe('toMarkedCertificates', () => {
  it('takes comments and settings into account', async () => {
    const [one, other] = await Promise.all(
      ['one.example', 'other.example'].map((name) => makeCertificate({ now, commonName: name, dns: [name] })),
    );
    const document = readPemDocument(
      `# api7-certificates: ignore expired\n${one?.pem}${other?.pem}-----BEGIN CERTIFICATE-----\nbroken\n`,
    );
    const silent = (severities?: ReadonlyMap<'expiring', 'off'>) =>
      toMarkedCertificates(document, severities).map((each) => [each.name, ...each.silent]);
    assert.deepEqual(silent(), [['one.example', 'expired'], ['other.example']]);
    assert.deepEqual(silent(new Map([['expiring', 'off']])), [
      ['one.example', 'expired', 'expiring'],
      ['other.example', 'expiring'],
    ]);
  });
});
