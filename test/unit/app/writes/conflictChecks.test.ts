import assert from 'node:assert/strict';
import { toServingTable } from '../../../../src/app/inventory/serving';
import { conflictSteps, nameGapChecks } from '../../../../src/app/writes/conflictChecks';
import type { Certificate } from '../../../../src/core/model';
import { parseCertificate } from '../../../../src/core/x509/certificate';
import { runSync } from '../../../../src/shared/cooperative';
import { english } from '../../../../src/shared/translate';
import { makeCertificate } from '../../../fixtures/certificates';
import { inEnglish } from '../../../fixtures/inEnglish';
import { toEntries } from '../fakes/fakeEntries';

describe('conflictSteps', () => {
  let leaf: Certificate;
  before(async () => {
    const made = await makeCertificate({ now: Date.UTC(2026, 10, 23), dns: ['*.b.test', 'b.test'] });
    const reading = parseCertificate(made.der);
    leaf = reading.ok ? reading.value : assert.fail(inEnglish(reading.reason));
  });
  const entries = toEntries({
    a: ['*.a.test'],
    b: { names: ['www.b.test'], labels: [{ key: 'managed-by', value: 'adc' }] },
  });
  const check = (
    names: readonly string[],
    type: 'server' | 'client' = 'server',
    dialect: 'apisix' | 'api7cloud' = 'apisix',
  ) =>
    runSync(
      conflictSteps(
        { leaf, names, type },
        { list: { entries }, table: toServingTable(entries, dialect), dialect, translate: english },
      ),
    ).map(({ outcome, sentence }) => `${outcome}: ${sentence}`);

  it('says who removes it, which names lack a certificate, and which meet others', () => {
    const [owner, ...others] = check(['*.b.test', 'www.a.test']);
    assert.match(owner ?? '', /^warning: adc manages/);
    assert.deepEqual(others, [
      'warning: Served, although the certificate does not name it: www.a.test',
      'note: In the certificate, but not served: b.test',
      'note: Other certificates have these names themselves and stay in use for them: www.b.test',
      'note: Served by a wildcard of another certificate until now: www.a.test',
    ]);
  });
  it('leaves a certificate without names to the check that says so', () =>
    assert.deepEqual(nameGapChecks({ leaf: { ...leaf, sans: undefined }, names: ['a.test'] }, english), []));
  it('has no names to speak of where it serves nobody', () => assert.equal(check(['www.a.test'], 'client').length, 1));
  it('looks at no names of its own where the gateway derives them', () =>
    assert.equal(check(['c.test'], 'server', 'api7cloud').length, 1));
});
