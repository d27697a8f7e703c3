import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CertificateUse } from '../../../../src/app/usage/certificateUse';
import { toUsedBy, useOf, useOfAll } from '../../../../src/app/usage/certificateUse';
import { deletionImpact, replacementImpact } from '../../../../src/app/usage/impact';
import { impactLines } from '../../../../src/app/usage/impactLines';
import type { ServedHosts } from '../../../../src/app/usage/servedHosts';
import type { DialectId, References } from '../../../../src/gateway/gateway';
import { runSync } from '../../../../src/shared/cooperative';
import { english } from '../../../../src/shared/translate';
import { makeCertificate } from '../../../fixtures/certificates';
import type { Objects } from '../fakes/fakeEntries';
import { noUses, route, toEntries, toServed, usesOf } from '../fakes/fakeEntries';

const servedOf = (objects: Objects, uses: References, dialect?: DialectId): ServedHosts =>
  toServed(toEntries(objects, dialect), uses);

const ids = ({ owners }: CertificateUse): string => owners.map(({ id }) => id).join(' ');

/** `a.com b.com`, `at least a.com`, `nobody`, `?`. */
function text(use: CertificateUse | undefined): string {
  if (!use) return 'not listed';
  if (use.isUnused) return 'nobody';
  if (use.owners.length === 0) return '?';
  return `${use.isAll ? '' : 'at least '}${ids(use)}`;
}

describe('useOf', () => {
  const off = (host: string) => ({ host, by: route(host), wantsHttps: 'unknown', isActive: false }) as const;
  const cases: readonly [what: string, Objects, uses: References, expected: string, dialect?: DialectId][] = [
    ['its own host', { me: ['a.com'] }, usesOf(['a.com']), 'a.com'],
    ['hosts of others', { me: ['a.com'], other: ['b.com'] }, usesOf(['b.com', 'c.com']), 'nobody'],
    ['hosts under its wildcard', { me: ['*.a.com'], other: ['x.a.com'] }, usesOf(['w.a.com', 'x.a.com']), 'w.a.com'],
    ['its name under a wildcard host', { me: ['x.a.com'] }, usesOf(['*.a.com']), '*.a.com'],
    [
      'its name under a wildcard host, which another serves',
      { me: ['*.a.com'], other: ['x.a.com'] },
      usesOf(['x.a.com']),
      'nobody',
    ],
    ['its name under APISIX’s other wildcard', { me: ['xa.com'] }, usesOf(['*a.com']), '*a.com'],
    ['what answers for every host', { me: ['a.com'] }, usesOf([], { anyHost: [route('all')] }), 'all'],
    [
      'one that serves nothing of its own',
      { me: { names: ['a.com'], isEnabled: false } },
      usesOf(['a.com'], { anyHost: [route('all')] }),
      'nobody',
    ],
    [
      'one that is switched off beside one of the same name',
      { me: { names: ['a.com'], isEnabled: false }, other: ['a.com'] },
      usesOf([], { anyHost: [route('all')] }),
      'nobody',
    ],
    ['one owner of two hosts', { me: ['a.com', 'b.com'] }, usesOf(['a.com'], { anyHost: [route('a.com')] }), 'a.com'],
    ['a host that is switched off', { me: ['a.com'] }, { ...noUses, hosts: [off('a.com')] }, '?'],
    [
      'one that is on beside one that is off',
      { me: ['a.com', 'b.com'] },
      { ...usesOf(['b.com']), hosts: [...usesOf(['b.com']).hosts, off('a.com')] },
      'b.com',
    ],
    ['shared with another', { me: ['a.com'], other: ['a.com'] }, usesOf(['a.com']), '?'],
    [
      'shared with another, and one that is not',
      { me: ['a.com', 'b.com'], other: ['a.com'] },
      usesOf(['a.com', 'b.com']),
      'at least b.com',
    ],
    ['not all could be read', { me: ['a.com'] }, usesOf(['a.com'], { unknown: ['no'] }), 'at least a.com'],
    ['nothing could be read', { me: ['a.com'] }, usesOf([], { unknown: ['no'] }), '?'],
    ['a lone star', { me: { names: ['*'], isSingleName: true } }, usesOf(['a.com']), '?'],
    [
      'a client certificate',
      { me: { type: 'client', names: [] } },
      usesOf([], {
        clientReferences: [
          { certificateId: 'me', by: route('r') },
          { certificateId: 'other', by: route('s') },
        ],
      }),
      'r',
    ],
    ['a client certificate of nobody', { me: { type: 'client', names: [] } }, usesOf(['a.com']), 'nobody'],
    ['one of an unknown type', { me: { type: undefined, names: ['a.com'] } }, usesOf(['a.com']), '?'],
    ['one without names', { me: { names: [] } }, usesOf(['a.com']), '?', 'api7cloud'],
    [
      'one that API7 Cloud calls usable',
      { me: ['a.com'] },
      usesOf([], { availableTo: [{ certificateId: 'me', to: route('app') }] }),
      '?',
      'api7cloud',
    ],
    [
      'two labels under a wildcard on API7 Cloud',
      { me: ['*.a.com'] },
      usesOf(['x.y.a.com', 'z.a.com']),
      'z.a.com',
      'api7cloud',
    ],
  ];
  for (const [what, objects, uses, expected, dialect] of cases)
    it(`${what}: ${expected}`, () =>
      assert.equal(text(runSync(useOf(servedOf(objects, uses, dialect), ['me']))), expected));

  it('of a certificate that is there twice: whichever is served', () => {
    const served = servedOf({ me: ['a.com'], twin: ['a.com'], other: ['b.com'] }, usesOf(['a.com', 'b.com']));
    assert.equal(text(runSync(useOf(served, ['me', 'twin']))), 'a.com');
  });

  it('of one that came after the list: nothing', () => {
    assert.equal(text(runSync(useOf(servedOf({ me: ['a.com'] }, usesOf(['a.com'])), ['new']))), 'not listed');
  });

  it('does not count fifty thousand owners once a name', () => {
    const names = Array.from({ length: 100 }, (_, index) => `n${index}.com`);
    const anyHost = Array.from({ length: 50_000 }, (_, index) => route(String(index)));
    const served = servedOf({ me: names }, usesOf([], { anyHost }));
    assert.equal(runSync(useOf(served, ['me']))?.owners.length, 50_000);
  });

  it('yields at each hundred hosts, and at each owner', () => {
    const hosts = Array.from({ length: 1_000 }, (_, index) => `x${index}.a.com`);
    const served = servedOf({ me: ['*.a.com'] }, usesOf(hosts));
    assert.equal([...useOf(served, ['me'])].length, 10 + 1_000);
  });

  it('says the same as a deletion would', () => {
    const name = fc.constantFrom('a.com', 'x.a.com', 'y.a.com', 'x.y.a.com', '*.a.com', '*.y.a.com', 'b.com', '*.com');
    const names = fc.uniqueArray(name, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(
        names,
        names,
        names,
        fc.uniqueArray(fc.oneof(name, fc.constant('*')), { maxLength: 4 }),
        fc.constantFrom<DialectId>('apisix', 'api7cloud'),
        (me, one, two, hosts, dialect) => {
          const objects = { me, one, two };
          const uses = usesOf(hosts);
          const entries = toEntries(objects, dialect);
          const [entry] = entries;
          assert(entry);
          const impact = runSync(
            deletionImpact(entry, {
              entries,
              isComplete: true,
              uses,
              clock: { now: 0, warningDays: null },
            }),
          );
          const owners = (...kinds: readonly string[]) =>
            new Set(
              impact.hosts
                .filter(({ outcome }) => kinds.includes(outcome.kind))
                .flatMap(({ by }) => by.map(({ id }) => id)),
            );
          const use = runSync(useOf(servedOf(objects, uses, dialect), ['me']));
          assert(use);
          const found = new Set(use.owners.map(({ id }) => id));
          // A deletion that changes nothing for a host is of a certificate that is not served for it; `unclear` may be
          // either.
          for (const { id } of use.owners) assert(owners('lost', 'moves', 'unclear').has(id), `${id} is affected`);
          if (use.isAll) for (const id of owners('lost')) assert(found.has(id), `${id} is a user`);
          // One that is chosen and refused stands in the way of others: its deletion moves a host, and yet nothing uses
          // it.
          if (use.isUnused) assert.equal(owners('lost').size, 0);
        },
      ),
      { numRuns: 300 },
    );
  });
});

const known = servedOf({ me: ['a.com'] }, usesOf(['a.com']));

describe('useOfAll', () => {
  const entriesOn = (...connections: readonly string[]) =>
    connections.flatMap((id) =>
      toEntries({ me: ['a.com'] }).map((entry) => ({ ...entry, connection: { ...entry.connection, id } })),
    );
  const unused = servedOf({ me: ['a.com'] }, noUses);
  const cases: readonly [
    what: string,
    connections: readonly string[],
    of: Readonly<Record<string, ServedHosts>>,
    expected: string,
  ][] = [
    ['one', ['a'], { a: known }, 'a.com'],
    ['two', ['a', 'b'], { a: known, b: known }, 'a.com a.com'],
    ['two, of which one is not known', ['a', 'b'], { b: known }, 'at least a.com'],
    ['two without users', ['a', 'b'], { a: unused, b: unused }, 'nobody'],
    ['one without users, one not known', ['a', 'b'], { a: unused }, '?'],
    ['nothing known', ['a', 'b'], {}, 'not listed'],
  ];
  for (const [what, connections, of, expected] of cases)
    it(`${what}: ${expected}`, () =>
      assert.equal(text(runSync(useOfAll(entriesOn(...connections), (id) => of[id]))), expected));
});

it('useOfAll asks each gateway for what it holds alone', () => {
  const [me] = toEntries({ me: ['a.com'] });
  const [other] = toEntries({ other: ['b.com'] });
  assert(me && other);
  const elsewhere = { ...other, connection: { ...other.connection, id: 'b' } };
  const of: Readonly<Record<string, ServedHosts>> = {
    a: known,
    b: servedOf({ other: ['b.com'] }, usesOf(['b.com'])),
  };
  assert.equal(text(runSync(useOfAll([me, elsewhere], (id) => of[id]))), 'a.com b.com');
});

describe('toUsedBy', () => {
  const [entry] = toEntries({ me: ['a.com'] });
  assert(entry);
  const use = { owners: [], copies: [], isAll: true, isUnused: false };

  it('names each kind of what uses a certificate', () => {
    const kinds = ['application', 'route', 'service', 'upstream', 'streamRoute'] as const;
    const owners = kinds.map((kind) => ({ kind, id: kind, name: kind === 'route' ? ' ' : `my ${kind}` }));
    assert.deepEqual(
      toUsedBy({ ...use, owners }, entry, english).owners.map(({ kind, name }) => `${kind}: ${name ?? '–'}`),
      [
        'Application: my application',
        'Route: –',
        'Service: my service',
        'Upstream: my upstream',
        'Stream route: my streamRoute',
      ],
    );
  });

  for (const [owners, copies, shown, more] of [
    [60, 40, 100, 0],
    [60, 41, 100, 1],
    [101, 2, 100, 3],
  ] as const)
    it(`shows ${shown} of ${owners} that use it and ${copies} that hold a copy`, () => {
      const of = (count: number) => Array.from({ length: count }, (_, index) => route(String(index)));
      const usedBy = toUsedBy({ ...use, owners: of(owners), copies: of(copies) }, entry, english);
      assert.deepEqual([usedBy.owners.length, usedBy.more], [shown, more]);
      assert.equal(usedBy.owners.filter(({ isCopy }) => isCopy).length, Math.max(0, shown - owners));
    });
});

describe('a certificate that an upstream holds itself', () => {
  let pem: string;
  before(async () => ({ pem } = await makeCertificate({ now: Date.UTC(2026, 10, 29), purpose: 'client' })));
  const by = { kind: 'upstream', id: 'orders' } as const;
  const inline = (): References => ({ ...noUses, inlineCertificates: [{ certificatePem: pem, by }] });
  const copiesOf = (objects: Objects, id: string): string =>
    runSync(useOf(servedOf(objects, inline()), [id]))
      ?.copies.map((each) => each.id)
      .join() ?? '?';

  it('is found by its fingerprint, and does not use the object', () => {
    const objects: Objects = { me: { names: [], type: 'client', certificatePem: pem } };
    assert.equal(copiesOf(objects, 'me'), 'orders');
    assert.equal(runSync(useOf(servedOf(objects, inline()), ['me']))?.isUnused, true);
  });

  it('is found in a further pair, and in no other certificate', () => {
    const objects: Objects = { me: { names: ['a.com'], extraCertificates: [pem] }, other: ['b.com'] };
    assert.deepEqual([copiesOf(objects, 'me'), copiesOf(objects, 'other')], ['orders', '']);
  });

  it('is told before the object is changed', () => {
    const [entry, ...others] = toEntries({ me: { names: [], type: 'client', certificatePem: pem } });
    assert.ok(entry);
    const facts = {
      entries: [entry, ...others],
      isComplete: true,
      uses: inline(),
      clock: { now: 0, warningDays: null },
    };
    const texts = (impact: ReturnType<typeof deletionImpact>) =>
      impactLines(runSync(impact), english).map(({ severity, text: line }) => `${severity}: ${line}`);
    const sentence =
      'A copy of this certificate is stored in upstream orders and stays as it is: upstreams are still shown that copy.';
    assert.deepEqual(texts(deletionImpact(entry, facts)), [`note: ${sentence}`]);
    assert.deepEqual(texts(replacementImpact(entry, {}, facts)), [`warning: ${sentence}`]);
    assert.deepEqual(texts(replacementImpact(entry, { keepsCertificate: true }, facts)), [
      'note: Nothing on this gateway is known to use it.',
    ]);
  });
});
