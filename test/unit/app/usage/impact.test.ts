import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { HostOutcome } from '../../../../src/app/usage/hostOutcome';
import type { Impact, ImpactFacts, ProposedCertificate } from '../../../../src/app/usage/impact';
import { deletionImpact, outcomeKinds, replacementImpact } from '../../../../src/app/usage/impact';
import { parseCertificate } from '../../../../src/core/x509/certificate';
import type { DialectId, References } from '../../../../src/gateway/gateway';
import { runSync } from '../../../../src/shared/cooperative';
import { makeCertificate } from '../../../fixtures/certificates';
import { inEnglish } from '../../../fixtures/inEnglish';
import type { Objects } from '../fakes/fakeEntries';
import { noUses, route, toEntries, usesOf } from '../fakes/fakeEntries';

const now = Date.UTC(2026, 10, 23);
const clock = { now, warningDays: null };
const day = 24 * 60 * 60 * 1000;

const factsOf = (objects: Objects, uses: References | undefined, dialect?: DialectId): ImpactFacts => ({
  entries: toEntries(objects, dialect),
  isComplete: true,
  uses,
  clock,
});
const mine = (facts: ImpactFacts, id = 'me') =>
  facts.entries.find(({ stored }) => stored.id === id) ?? assert.fail('no such entry');
const deleting = (objects: Objects, uses: References | undefined, dialect?: DialectId): Impact => {
  const facts = factsOf(objects, uses, dialect);
  return runSync(deletionImpact(mine(facts), facts));
};
const replacing = (
  objects: Objects,
  replacement: ProposedCertificate,
  uses: References,
  dialect?: DialectId,
): Impact => {
  const facts = factsOf(objects, uses, dialect);
  return runSync(replacementImpact(mine(facts), replacement, facts));
};

/** `a.com lost, b.com moves other`; names that nobody uses in brackets. */
const toText = ({ hosts }: Impact): string =>
  hosts.map(({ host, by, outcome }) => `${by.length > 0 ? host : `(${host})`} ${outcomeText(outcome)}`).join(', ');

function outcomeText(outcome: HostOutcome): string {
  switch (outcome.kind) {
    case 'lost':
      return ['lost', ...outcome.blockedBy.map(({ id }) => `!${id}`)].join(' ');
    case 'moves':
      return `moves ${outcome.to.id}`;
    case 'unclear':
      return `unclear ${outcome.candidates.map(({ id }) => id).join('?')}${outcome.mayFail ? ' or none' : ''}`;
    case 'gained':
      return `gained ${outcome.from?.id ?? 'from none'}`;
    case 'unnamed':
    case 'kept':
    case 'untouched':
      return outcome.kind;
  }
}

describe('impact', () => {
  const deletions: readonly [what: string, Objects, hosts: readonly string[], expected: string][] = [
    ['the only one for a host', { me: ['a.com'] }, ['a.com'], 'a.com lost'],
    ['written differently', { me: ['A.com.'] }, ['a.COM'], 'a.com lost'],
    ['a wildcard takes over', { me: ['www.a.com'], other: ['*.a.com'] }, ['www.a.com'], 'www.a.com moves other'],
    [
      'a wildcard was shadowed',
      { me: ['*.a.com'], other: ['www.a.com'] },
      ['www.a.com', 'x.a.com'],
      'x.a.com lost, www.a.com untouched',
    ],
    ['a duplicate stays', { me: ['a.com'], other: ['a.com'] }, ['a.com'], 'a.com moves other'],
    ['two duplicates stay', { me: ['a.com'], x: ['a.com'], y: ['a.com'] }, ['a.com'], 'a.com unclear x?y'],
    ['two wildcards stay', { me: ['x.a.com'], x: ['*.a.com'], y: ['*.a.com'] }, ['x.a.com'], 'x.a.com unclear x?y'],
    [
      'others are unclear as before',
      { me: ['b.com'], x: ['a.com'], y: ['a.com'] },
      ['a.com'],
      'a.com untouched, (b.com) lost',
    ],
    ['the next wildcard is refused', { me: ['x.y.a.com'], other: ['*.a.com'] }, ['x.y.a.com'], 'x.y.a.com lost !other'],
    [
      'it stood in the way',
      { me: ['*.y.a.com'], other: ['*.a.com', 'a-very-long-name.example.org'] },
      ['w.x.y.a.com'],
      'w.x.y.a.com moves other',
    ],
    [
      'one that is switched off takes nothing over',
      { me: ['a.com'], other: { names: ['a.com'], isEnabled: false } },
      ['a.com'],
      'a.com lost',
    ],
    [
      'nor does a client certificate',
      { me: ['a.com'], other: { names: ['a.com'], type: 'client' } },
      ['a.com'],
      'a.com lost',
    ],
    [
      'one that does not say whether it is on does',
      { me: ['a.com'], other: { names: ['a.com'], isEnabled: undefined } },
      ['a.com'],
      'a.com moves other',
    ],
    ['itself switched off', { me: { names: ['a.com'], isEnabled: false } }, ['a.com'], 'a.com untouched'],
    ['itself a client certificate', { me: { names: ['a.com'], type: 'client' } }, ['a.com'], 'a.com untouched'],
    [
      'hosts of others',
      { me: ['a.com'], other: ['b.com'] },
      ['b.com', 'c.com'],
      'b.com untouched, c.com untouched, (a.com) lost',
    ],
    ['a wildcard host', { me: ['*.a.com'] }, ['*.a.com'], '*.a.com lost'],
    [
      'names under a wildcard host',
      { me: ['x.a.com'], other: ['*.a.com'] },
      ['*.a.com'],
      'x.a.com moves other, *.a.com untouched',
    ],
    ['names deep under a wildcard host', { me: ['*.x.a.com'] }, ['*.a.com'], '*.x.a.com lost, *.a.com untouched'],
    ['every host', { me: ['a.com', '*.b.com'] }, ['*'], '*.b.com lost, a.com lost'],
    ['a name that nobody uses', { me: ['a.com', 'b.com'] }, ['a.com'], 'a.com lost, (b.com) lost'],
    ['an address', { me: ['192.0.2.1'] }, ['192.0.2.1'], '192.0.2.1 untouched'],
    [
      'a lone star stays',
      { me: ['a.com'], other: { names: ['*'], isSingleName: true } },
      ['a.com'],
      'a.com unclear other or none',
    ],
    ['a lone star in a list stays', { me: ['a.com'], other: ['*'] }, ['a.com'], 'a.com lost !other'],
  ];
  describe('of a deletion', () => {
    for (const [what, objects, hosts, expected] of deletions)
      it(what, () => assert.equal(toText(deleting(objects, usesOf(hosts))), expected));
  });

  describe('of a deletion among very many', () => {
    const many = (count: number, host: string): Objects =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`x${String(index).padStart(2, '0')}`, [host]]));
    const outcomes = (objects: Objects) => deleting(objects, usesOf(['a.com'])).hosts.map(({ outcome }) => outcome);
    for (const [others, candidates, more] of [
      [20, 20, undefined],
      [21, 20, 1],
    ] as const)
      it(`names ${candidates} of ${others} that may be served instead`, () => {
        const [outcome] = outcomes({ me: ['a.com'], ...many(others, 'a.com') });
        assert(outcome?.kind === 'unclear');
        assert.deepEqual([outcome.candidates.length, outcome.more], [candidates, more]);
      });
    for (const count of [7, 8, 9, 12])
      it(`leaves a host as it is that ${count} others share`, () =>
        assert.equal(
          toText(deleting({ me: ['b.com'], ...many(count, 'a.com') }, usesOf(['a.com']))),
          'a.com untouched, (b.com) lost',
        ));
  });

  it('is on those alone that use this very certificate', () => {
    const client = { type: 'client', names: [] } as const;
    const certificates = ['me', 'other'] as const;
    const { clientOf, availableTo } = deleting(
      { me: client, other: client },
      {
        ...noUses,
        clientReferences: certificates.map((certificateId) => ({ certificateId, by: route(`of ${certificateId}`) })),
        availableTo: certificates.map((certificateId) => ({ certificateId, to: route(`for ${certificateId}`) })),
      },
      'api7cloud',
    );
    assert.deepEqual(
      [clientOf, availableTo].map((owners) => owners.map(({ id }) => id)),
      [['of me'], ['for me']],
    );
  });

  describe('of a deletion on API7 Cloud', () => {
    const rows: readonly [what: string, Objects, hosts: readonly string[], expected: string][] = [
      ['the only one', { me: ['a.com'] }, ['a.com'], 'a.com lost'],
      ['a wildcard takes over', { me: ['x.a.com'], other: ['*.a.com'] }, ['x.a.com'], 'x.a.com moves other'],
      ['not two labels deep', { me: ['x.y.a.com'], other: ['*.a.com'] }, ['x.y.a.com'], 'x.y.a.com lost'],
    ];
    for (const [what, objects, hosts, expected] of rows)
      it(what, () => assert.equal(toText(deleting(objects, usesOf(hosts), 'api7cloud')), expected));
  });

  const replacements: readonly [
    what: string,
    Objects,
    ProposedCertificate,
    hosts: readonly string[],
    expected: string,
  ][] = [
    ['the same names', { me: ['a.com'] }, { names: ['a.com'] }, ['a.com'], 'a.com kept'],
    ['names left as they are', { me: ['a.com'] }, {}, ['a.com'], 'a.com kept'],
    ['a name lost', { me: ['a.com', 'b.com'] }, { names: ['a.com'] }, ['a.com', 'b.com'], 'b.com lost, a.com kept'],
    [
      'a name that another takes over',
      { me: ['a.b.com', 'c.com'], other: ['*.b.com'] },
      { names: ['c.com'] },
      ['a.b.com'],
      'a.b.com moves other, (c.com) kept',
    ],
    [
      'a name gained',
      { me: ['a.com'] },
      { names: ['a.com', 'b.com'] },
      ['b.com'],
      'b.com gained from none, (a.com) kept',
    ],
    [
      'a name taken from another',
      { me: ['a.com'], other: ['*.b.com'] },
      { names: ['x.b.com'] },
      ['x.b.com'],
      'x.b.com gained other, (a.com) lost',
    ],
    [
      'a name shared with another',
      { me: ['a.com'], other: ['b.com'] },
      { names: ['a.com', 'b.com'] },
      ['b.com'],
      'b.com unclear me?other, (a.com) kept',
    ],
    [
      'a name shared before and after',
      { me: ['a.com'], other: ['a.com'] },
      { names: ['a.com'] },
      ['a.com'],
      'a.com unclear me?other',
    ],
    ['a wildcard instead of names', { me: ['x.a.com'] }, { names: ['*.a.com'] }, ['x.a.com'], 'x.a.com kept'],
    ['switched off', { me: ['a.com'] }, { isEnabled: false }, ['a.com'], 'a.com lost'],
    [
      'switched on',
      { me: { names: ['a.com'], isEnabled: false } },
      { isEnabled: true },
      ['a.com'],
      'a.com gained from none',
    ],
    ['made a client certificate', { me: ['a.com'] }, { type: 'client' }, ['a.com'], 'a.com lost'],
    ['a lone star, unchanged', { me: { names: ['*'], isSingleName: true } }, {}, ['a.com'], 'a.com unclear me or none'],
    [
      'a lone star, written as a list',
      { me: { names: ['*'], isSingleName: true } },
      { names: ['*'] },
      ['a.com'],
      'a.com lost !me',
    ],
  ];
  describe('of a replacement', () => {
    for (const [what, objects, replacement, hosts, expected] of replacements)
      it(what, () => assert.equal(toText(replacing(objects, replacement, usesOf(hosts))), expected));

    it('lets names follow the certificate where the gateway derives them', async () => {
      const made = parseCertificate((await makeCertificate({ now, dns: ['a.com', 'c.com'] })).der);
      assert(made.ok);
      const impact = replacing(
        { me: ['a.com', 'b.com'] },
        { leaf: made.value },
        usesOf(['a.com', 'b.com', 'c.com']),
        'api7cloud',
      );
      assert.equal(toText(impact), 'b.com lost, c.com gained from none, a.com kept');
    });
    it('tells hosts that are still served, but not named any more', async () => {
      const old = await makeCertificate({ now, dns: ['a.com', 'b.com'] });
      const made = parseCertificate((await makeCertificate({ now, dns: ['a.com', 'd.com'] })).der);
      assert(made.ok);
      const objects: Objects = { me: { names: ['a.com', 'b.com', 'c.com'], certificatePem: old.pem } };
      const replacement = { leaf: made.value, names: ['a.com', 'b.com', 'c.com', 'd.com', 'e.com'] };
      const text = toText(replacing(objects, replacement, usesOf(['a.com', 'b.com', 'c.com', 'd.com', 'e.com'])));
      // The old one did not name c.com either, so nothing changes there; e.com would be served anew, and refused.
      assert.equal(text, 'b.com unnamed, e.com unnamed, d.com gained from none, a.com kept, c.com kept');
    });
  });

  it('says of the one that takes over what speaks against it', async () => {
    const expired = await makeCertificate({ now, dns: ['*.b.com'], fromDays: -90, toDays: -1 });
    const [host] = deleting(
      { me: ['x.a.com'], other: { names: ['*.a.com'], certificatePem: expired.pem } },
      usesOf(['x.a.com']),
    ).hosts;
    assert.deepEqual(host?.outcome, {
      kind: 'moves',
      to: { id: 'other', title: '*.a.com', state: 'expired', isNamed: false },
    });
  });
  it('believes metadata where that is all', () => {
    const metadata = {
      names: ['*.a.com'],
      extensions: {},
      validity: { notBefore: now - 60 * day, notAfter: now + 60 * day },
    };
    const [host] = deleting(
      { me: ['x.a.com'], other: { names: ['*.a.com'], metadata } },
      usesOf(['x.a.com']),
      'api7cloud',
    ).hosts;
    assert.deepEqual(host?.outcome, {
      kind: 'moves',
      to: { id: 'other', title: '*.a.com', state: 'valid', isNamed: true },
    });
  });

  it('leaves out what does not want HTTPS, and keeps what is switched off apart', () => {
    const uses: References = {
      ...noUses,
      hosts: [
        { host: 'a.com', by: route('1'), wantsHttps: 'no', isActive: true },
        { host: 'b.com', by: route('2'), wantsHttps: 'yes', isActive: false },
        { host: 'c.com', by: route('3'), wantsHttps: 'yes', isActive: false },
        { host: 'c.com', by: route('4'), wantsHttps: 'unknown', isActive: true },
        { host: 'C.com', by: route('4'), wantsHttps: 'unknown', isActive: true },
      ],
    };
    const { hosts } = deleting({ me: ['a.com', 'b.com', 'c.com'] }, uses);
    assert.deepEqual(
      hosts.map(({ host, by, isActive }) => [host, by.map(({ id }) => id).join(), isActive]),
      [
        ['b.com', '2', false],
        ['c.com', '3,4', true],
        ['a.com', '', true],
      ],
    );
  });
  it('lets what has no host answer for every name of the certificate', () => {
    const impact = deleting({ me: ['a.com', '*.b.com'] }, { ...noUses, anyHost: [route('1')] });
    assert.deepEqual([toText(impact), impact.counts.lost], ['*.b.com lost, a.com lost', 2]);
  });

  describe('of client certificates', () => {
    const uses: References = {
      ...noUses,
      clientReferences: [
        { certificateId: 'me', by: { kind: 'upstream', id: 'u' } },
        { certificateId: 'me', by: { kind: 'upstream', id: 'u' } },
        { certificateId: 'other', by: { kind: 'upstream', id: 'v' } },
      ],
    };
    const objects: Objects = { me: { type: 'client', names: [] } };
    const rows: readonly [what: string, Impact, breaks: boolean][] = [
      ['a deletion breaks them', deleting(objects, uses), true],
      ['a replacement does not', replacing(objects, {}, uses), false],
      ['a change of type does', replacing(objects, { type: 'server' }, uses), true],
    ];
    for (const [what, impact, breaks] of rows)
      it(what, () =>
        assert.deepEqual([impact.clientOf, impact.breaksClients], [[{ kind: 'upstream', id: 'u' }], breaks]),
      );
  });

  describe('says what it does not know', () => {
    const rows: readonly [what: string, () => Impact, RegExp | undefined][] = [
      ['nothing', () => deleting({ me: ['a.com'] }, noUses), undefined],
      ['uses', () => deleting({ me: ['a.com'] }, undefined), /could not be read/],
      [
        'some uses, in the gateway’s words',
        () => deleting({ me: ['a.com'] }, { ...noUses, unknown: ['Services may not be read.'] }),
        /^Services may not be read\.$/,
      ],
      ['the type', () => deleting({ me: { type: undefined } }, noUses), /type .* not known/],
      [
        'the rest of the list',
        () =>
          ((facts) => runSync(deletionImpact(mine(facts), { ...facts, isComplete: false })))(
            factsOf({ me: ['a.com'] }, noUses),
          ),
        /Not all certificates/,
      ],
    ];
    for (const [what, run, expected] of rows)
      it(what, () => {
        const { unknown } = run();
        assert.equal(unknown.length, expected ? 1 : 0);
        if (expected) assert.match(inEnglish(unknown[0] ?? ''), expected);
      });
  });

  it('puts every host in exactly one outcome, and none is lost that another certificate names', () => {
    const label = fc.constantFrom('a', 'b', 'c');
    const host = fc.array(label, { minLength: 1, maxLength: 3 }).map((labels) => [...labels, 'com'].join('.'));
    const pattern = fc.tuple(fc.constantFrom('', '', '*.'), host).map((parts) => parts.join(''));
    const names = fc.array(pattern, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        names,
        fc.array(names, { maxLength: 4 }),
        fc.array(fc.oneof(pattern, fc.constant('*')), { maxLength: 8 }),
        fc.option(names, { nil: undefined }),
        (own, others, hosts, next) => {
          const objects: Objects = { me: own, ...Object.fromEntries(others.map((each, index) => [`o${index}`, each])) };
          const impact = next ? replacing(objects, { names: next }, usesOf(hosts)) : deleting(objects, usesOf(hosts));
          const found = impact.hosts.map((each) => each.host);
          assert.equal(new Set(found).size, found.length);
          for (const each of hosts) if (each !== '*') assert.ok(found.includes(each), each);
          const used = impact.hosts.filter(({ by }) => by.length > 0);
          assert.equal(
            outcomeKinds.reduce((sum, kind) => sum + impact.counts[kind], 0),
            used.length,
          );
          for (const { host: each, outcome } of impact.hosts) {
            if (outcome.kind === 'lost') assert.ok(!others.some((list) => list.includes(each)), each);
            if (outcome.kind === 'kept') assert.ok(next !== undefined);
            if (outcome.kind === 'moves') assert.match(outcome.to.id, /^o/);
          }
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('takes steps that grow with what there is, also where thousands answer for one host', () => {
    const stepsOf = (count: number): number => {
      const hosts = Array.from({ length: count }, (_, index) => ({
        ...({ host: 'a.com', wantsHttps: 'unknown', isActive: true } as const),
        by: route(String(index)),
      }));
      const facts = factsOf({ me: ['a.com', 'b.com'], other: ['*.com'] }, { ...noUses, hosts });
      let reads = 0;
      // Each look at who answers is counted: owners that are copied for each route are looked at again and again.
      for (const use of facts.uses?.hosts ?? []) {
        const { id } = use.by;
        Object.defineProperty(use.by, 'id', { get: () => ((reads += 1), id), enumerable: true });
      }
      const impact = runSync(deletionImpact(mine(facts), facts));
      assert.equal(impact.hosts[0]?.by.length, count);
      return reads;
    };
    const [few, many] = [stepsOf(100), stepsOf(1_000)];
    assert.ok(many <= 11 * few, `${String(few)} looks for 100, ${String(many)} for 1,000`);
  });

  it('yields while it goes through thousands of certificates and hosts', () => {
    const names = Array.from({ length: 3_000 }, (_, index) => `host-${String(index)}.com`);
    const objects: Objects = Object.fromEntries([['me', names], ...names.map((name) => [name, [name]])]);
    const facts = factsOf(objects, usesOf(names));
    let yields = 0;
    const work = deletionImpact(mine(facts), facts);
    for (let step = work.next(); !step.done; step = work.next()) yields += 1;
    assert.ok(yields >= 30, `${String(yields)} yields`);
  });
});
