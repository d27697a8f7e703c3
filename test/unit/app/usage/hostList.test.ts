import assert from 'node:assert/strict';
import { toServingTableSteps } from '../../../../src/app/inventory/serving';
import type { HostList, ListedHost } from '../../../../src/app/usage/hostList';
import { toHostList, toHostState } from '../../../../src/app/usage/hostList';
import { toServedHosts } from '../../../../src/app/usage/servedHosts';
import { toUsedHosts } from '../../../../src/app/usage/usedHosts';
import type { DialectId, References } from '../../../../src/gateway/gateway';
import { runSync } from '../../../../src/shared/cooperative';
import type { Objects } from '../fakes/fakeEntries';
import { noUses, route, toEntries, toServed, usesOf } from '../fakes/fakeEntries';

const now = Date.UTC(2026, 10, 28);
const clock = { now, warningDays: 30 };
const day = 24 * 60 * 60 * 1000;
const until = (days: number) => ({
  metadata: { names: [], extensions: {}, validity: { notBefore: now - 60 * day, notAfter: now + days * day } },
});

/** Makes the objects that a table names alone valid for long. */
const toDated = (objects: Objects): Objects =>
  Object.fromEntries(
    Object.entries(objects).map(([id, each]) => [id, 'length' in each ? { names: each, ...until(300) } : each]),
  );

const listOf = (objects: Objects, uses: References, dialect: DialectId = 'apisix') => {
  const entries = toEntries(toDated(objects), dialect);
  const served = toServed(entries, uses);
  return { served, list: runSync(toHostList(served)) };
};
/** `host=ids state` each. */
function text(objects: Objects, uses: References, dialect: DialectId = 'apisix'): string {
  const { served, list } = listOf(objects, uses, dialect);
  const hostText = (listed: ListedHost): string =>
    `${listed.host}=${listed.ids.join('|')} ${toHostState(listed, served.entries, clock)}`;
  return [...list.hosts.map(hostText), ...orphansOf(list)].join(', ');
}
const orphansOf = ({ orphans, isAll }: HostList): readonly string[] => [
  ...orphans.map((id) => `unused ${id}`),
  ...(isAll ? [] : ['…']),
];

const app = (id: string) => ({ kind: 'application', id }) as const;
const wanted = (host: string, by = app('1')) => ({ host, by, wantsHttps: 'yes', isActive: true }) as const;

describe('the hosts of a gateway', () => {
  const rows: readonly (readonly [what: string, Objects, References, expected: string, DialectId?])[] = [
    ['served', { a: ['x.test'] }, usesOf(['x.test']), 'x.test=a served'],
    ['by a wildcard', { a: ['*.test'] }, usesOf(['x.test']), 'x.test=a served'],
    ['a gap that may be none: routes do not say', {}, usesOf(['x.test']), 'x.test= mayBeGap'],
    ['a gap of HTTPS', {}, { ...noUses, hosts: [wanted('x.test')] }, 'x.test= gap', 'api7cloud'],
    ['HTTP alone is no gap', {}, { ...noUses, hosts: [{ ...wanted('x.test'), wantsHttps: 'no' }] }, ''],
    ['a wildcard that is refused', { a: ['*.test'] }, usesOf(['x.y.test']), 'x.y.test=a mayBeGap, unused a'],
    ['an overlap', { b: ['x.test'], a: ['x.test'] }, usesOf(['x.test']), 'x.test=a|b overlap'],
    ['expired', { a: { names: ['x.test'], ...until(-1) } }, usesOf(['x.test']), 'x.test=a expired'],
    ['about to expire', { a: { names: ['x.test'], ...until(5) } }, usesOf(['x.test']), 'x.test=a expiring'],
    [
      'secret references are not known until they resolve',
      { a: { names: ['x.test'], certificatePem: '$secret://vault/1/x/cert' } },
      usesOf(['x.test']),
      'x.test=a unknown',
    ],
    [
      'what is no PEM is not known',
      { a: { names: ['x.test'], certificatePem: 'x' } },
      usesOf(['x.test']),
      'x.test=a unknown',
    ],
    ['without dates it is not known', { a: { names: ['x.test'] } }, usesOf(['x.test']), 'x.test=a unknown'],
    [
      'an overlap with a secret reference is one',
      { a: ['x.test'], b: { names: ['x.test'], certificatePem: '$ENV://X' } },
      usesOf(['x.test']),
      'x.test=a|b overlap',
    ],
    [
      'a disabled twin makes no overlap',
      { a: ['x.test'], b: { names: ['x.test'], isEnabled: false, ...until(300) } },
      usesOf(['x.test']),
      'x.test=a served, unused b',
    ],
    [
      'disabled certificates leave a gap',
      { a: { names: ['x.test'], isEnabled: false } },
      usesOf(['x.test']),
      'x.test= mayBeGap, unused a',
    ],
    [
      'only used by what is disabled',
      { a: ['x.test'] },
      { ...noUses, hosts: [{ host: 'x.test', by: route('1'), wantsHttps: 'unknown', isActive: false }] },
      'x.test=a inactive',
    ],
    ['an address', { a: ['x.test'] }, usesOf(['x.test', '192.0.2.1']), '192.0.2.1= noServerName, x.test=a served'],
    [
      'orphans',
      { a: ['x.test'], b: ['y.test'], c: { type: 'client', names: [] } },
      usesOf(['x.test']),
      'x.test=a served, unused b, unused c',
    ],
    [
      'no orphans where not all could be read',
      { b: ['y.test'] },
      usesOf(['x.test'], { unknown: ['x'] }),
      'x.test= mayBeGap, …',
    ],
    [
      'what answers for every host, by the names of certificates',
      { a: ['x.test'] },
      { ...noUses, anyHost: [route('1')] },
      'x.test=a served',
    ],
    [
      'what answers for many, by the names of certificates',
      { a: ['x.test'] },
      usesOf(['*.test']),
      '*.test= mayBeGap, x.test=a served',
    ],
    [
      'what answers for many, by no name of a client’s certificate or of another domain',
      { a: ['x.test'], b: ['y.other'], c: { type: 'client', names: ['z.test'] } },
      usesOf(['*.test'], { unknown: ['x'] }),
      '*.test= mayBeGap, x.test=a served, …',
    ],
    [
      'API7 Cloud lists the same',
      { 7: ['x.test'] },
      { ...noUses, hosts: [wanted('x.test')], availableTo: [{ certificateId: '7', to: app('1') }] },
      'x.test=7 served',
      'api7cloud',
    ],
    [
      'API7 Cloud lists another',
      { 7: ['x.test'], 8: ['y.test'] },
      { ...noUses, hosts: [wanted('x.test')], availableTo: [{ certificateId: '8', to: app('1') }] },
      'x.test=7 disputed',
      'api7cloud',
    ],
    [
      'API7 Cloud lists one where we know of none',
      { 8: ['y.test'] },
      { ...noUses, hosts: [wanted('x.test')], availableTo: [{ certificateId: '8', to: app('1') }] },
      'x.test= gap',
      'api7cloud',
    ],
  ];
  for (const [what, objects, uses, expected, dialect] of rows)
    it(what, () => assert.equal(text(objects, uses, dialect), expected));

  it('names what the gateway lists instead', () => {
    const uses = { ...noUses, hosts: [wanted('x.test')], availableTo: [{ certificateId: '8', to: app('1') }] };
    const { list } = listOf({ 7: ['x.test'], 8: ['y.test'] }, uses, 'api7cloud');
    assert.deepEqual(list.hosts[0]?.disputed, ['8']);
  });
});

describe('toServedHosts', () => {
  it('yields while it looks at many certificates', () => {
    const objects = Object.fromEntries(Array.from({ length: 3_000 }, (_, index) => [`a${index}`, [`${index}.test`]]));
    const entries = toEntries(objects, 'apisix');
    const work = toServedHosts(entries, runSync(toUsedHosts(noUses)), toServingTableSteps(entries, 'apisix'));
    let yields = 0;
    for (let step = work.next(); step.done !== true; step = work.next()) yields += 1;
    assert.ok(yields >= 30, String(yields));
  });
});
