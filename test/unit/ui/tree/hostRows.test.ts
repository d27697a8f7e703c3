import assert from 'node:assert/strict';
import { toHostList } from '../../../../src/app/usage/hostList';
import type { DialectId, References } from '../../../../src/gateway/gateway';
import { runSync } from '../../../../src/shared/cooperative';
import { toShownHosts } from '../../../../src/ui/tree/hostRows';
import type { Objects } from '../../app/fakes/fakeEntries';
import { noUses, toEntries, toServed, usesOf } from '../../app/fakes/fakeEntries';
import { wording } from './fakeWording';

const now = wording.clock.now;
const day = 24 * 60 * 60 * 1_000;
const dated = {
  metadata: { names: [], extensions: {}, validity: { notBefore: now - day, notAfter: now + 300 * day } },
};

/** `icon host: description`, a row each. */
function rowsOf(objects: Objects, uses: References, dialect: DialectId = 'apisix') {
  const entries = toEntries(objects, dialect);
  const served = toServed(entries, uses);
  const list = runSync(toHostList(served));
  const { hosts } = runSync(toShownHosts(list, { served, passing: undefined, filter: '', wording }));
  return hosts.map((shown) => shown.text(shown, wording));
}
const textOf = (objects: Objects, uses: References): readonly string[] =>
  rowsOf(objects, uses).map(({ icon, label, description }) => `${icon} ${label}: ${description}`);

describe('rows of hosts', () => {
  const names = ['x.test'];
  for (const [what, objects, expected] of [
    ['served', { a: { names, ...dated } }, 'pass x.test: a · 300 days left'],
    ['nothing', {}, 'warning x.test: no certificate: fails if reached over HTTPS'],
    [
      'a secret reference',
      { a: { names, certificatePem: '$secret://vault/1/x/cert' } },
      'question x.test: a secret reference: not known until it resolves · a',
    ],
    [
      'a secret reference to the environment',
      { a: { names, certificatePem: '$ENV://CERT' } },
      'question x.test: a secret reference: not known until it resolves · a',
    ],
    ['what is no PEM', { a: { names, certificatePem: 'x' } }, 'question x.test: its certificate cannot be read · a'],
    ['no dates', { a: { names } }, 'question x.test: dates unknown · a'],
    ['an overlap', { a: { names, ...dated }, b: { names, ...dated } }, 'warning x.test: in 2 objects'],
    [
      'a disabled twin, which is not counted',
      { a: { names, ...dated }, b: { names, isEnabled: false, ...dated } },
      'pass x.test: a · 300 days left',
    ],
  ] as const)
    it(`says of ${what}: ${expected}`, () => assert.deepEqual(textOf(objects, usesOf(names)), [expected]));

  it('says where it is not known whether HTTPS is wanted', () => {
    const tooltipOf = (wantsHttps: 'yes' | 'unknown') => {
      const by = { kind: 'route', id: '1' } as const;
      return rowsOf({}, { ...noUses, hosts: [{ host: 'x.test', by, wantsHttps, isActive: true }] })[0]?.tooltip ?? '';
    };
    const rowOf = (wantsHttps: 'yes' | 'unknown') => {
      const by = { kind: 'route', id: '1' } as const;
      const [row] = rowsOf({}, { ...noUses, hosts: [{ host: 'x.test', by, wantsHttps, isActive: true }] });
      return `${row?.icon ?? ''} ${row?.description ?? ''}`;
    };
    assert.equal(rowOf('yes'), 'error no certificate: handshakes fail');
    assert.equal(rowOf('unknown'), 'warning no certificate: fails if reached over HTTPS');
    assert.match(tooltipOf('unknown'), /The gateway does not say whether it is reached over HTTPS\./);
    assert.doesNotMatch(tooltipOf('yes'), /HTTPS/);
  });

  it('says what API7 Cloud lists, where our answer is not among it', () => {
    const by = { kind: 'application', id: '1' } as const;
    const uses: References = {
      ...noUses,
      hosts: [{ host: 'x.test', by, wantsHttps: 'yes', isActive: true }],
      availableTo: [{ certificateId: '8', to: by }],
    };
    const [row] = rowsOf({ 7: { names, ...dated }, 8: { names: ['y.test'], ...dated } }, uses, 'api7cloud');
    assert.equal(`${row?.icon} ${row?.description}`, 'warning the gateway lists other certificates · 7');
    assert.match(row?.tooltip ?? '', /The gateway lists other certificates as usable \(ID 8\)/);
  });
});
