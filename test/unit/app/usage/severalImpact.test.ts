import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ImpactFacts } from '../../../../src/app/usage/impact';
import { deletionImpact } from '../../../../src/app/usage/impact';
import { severalDeletionImpact } from '../../../../src/app/usage/severalImpact';
import { runSync } from '../../../../src/shared/cooperative';
import { makeCertificate } from '../../../fixtures/certificates';
import type { Objects } from '../fakes/fakeEntries';
import { noUses, route, toEntries, usesOf } from '../fakes/fakeEntries';

const clock = { now: Date.UTC(2026, 10, 23), warningDays: null };

const factsOf = (objects: Objects, hosts: readonly string[]): ImpactFacts => ({
  entries: toEntries(objects),
  isComplete: true,
  uses: usesOf(hosts),
  clock,
});

/** Returns what becomes of each host in use when these are deleted together. */
function deleting(ids: readonly string[], facts: ImpactFacts): string {
  const chosen = facts.entries.filter(({ stored }) => ids.includes(stored.id));
  const impact = runSync(severalDeletionImpact(chosen, facts));
  return (impact?.hosts ?? [])
    .filter(({ by }) => by.length > 0)
    .map(({ host, outcome }) => `${host} ${outcome.kind}${outcome.kind === 'moves' ? ` ${outcome.to.id}` : ''}`)
    .join(', ');
}

describe('severalDeletionImpact', () => {
  const rows: readonly [what: string, Objects, ids: readonly string[], hosts: readonly string[], expected: string][] = [
    [
      'a host falls to none of them',
      { one: ['www.a.com'], two: ['*.a.com'] },
      ['one', 'two'],
      ['www.a.com'],
      'www.a.com lost',
    ],
    [
      'a duplicate among them does not stay',
      { one: ['a.com'], two: ['a.com'] },
      ['one', 'two'],
      ['a.com'],
      'a.com lost',
    ],
    [
      'one that is left takes over',
      { one: ['www.a.com'], two: ['www.a.com'], other: ['*.a.com'] },
      ['one', 'two'],
      ['www.a.com'],
      'www.a.com moves other',
    ],
    [
      'each with its own hosts',
      { one: ['a.com'], two: ['b.com'], other: ['c.com'] },
      ['one', 'two'],
      ['a.com', 'b.com', 'c.com'],
      'a.com lost, b.com lost',
    ],
  ];
  for (const [what, objects, ids, hosts, expected] of rows)
    it(what, () => {
      const text = deleting(ids, factsOf(objects, hosts));
      const known = text.split(', ').filter((part) => !part.endsWith(' untouched'));
      assert.equal(known.join(', '), expected);
    });

  it('lists what refers to any of them once, and what is not known', () => {
    const client = (certificateId: string) => ({ certificateId, by: route('r') });
    const facts: ImpactFacts = {
      entries: toEntries({ one: { type: 'client' }, two: { type: 'client' } }),
      isComplete: false,
      uses: { ...noUses, clientReferences: [client('one'), client('two')] },
      clock,
    };
    const impact = runSync(severalDeletionImpact(facts.entries, facts));
    assert.deepEqual(impact?.clientOf, [route('r')]);
    assert.equal(impact.breaksClients, true);
    assert.equal(impact.unknown.length, 1);
  });

  it('reads each certificate that an upstream holds itself once, however many are deleted', async () => {
    const { pem } = await makeCertificate({ now: clock.now, purpose: 'client' });
    let reads = 0;
    const inline = (id: string) => ({
      by: { kind: 'upstream', id } as const,
      get certificatePem() {
        reads++;
        return pem;
      },
    });
    const client = { names: [], type: 'client', certificatePem: pem } as const;
    const facts: ImpactFacts = {
      entries: toEntries({ one: client, two: client, three: client, other: client }),
      isComplete: true,
      uses: { ...noUses, inlineCertificates: [inline('a'), inline('b'), inline('a')] },
      clock,
    };
    const impact = runSync(severalDeletionImpact(facts.entries.slice(0, 3), facts));
    assert.deepEqual(
      impact?.copies.map(({ id }) => id),
      ['a', 'b'],
    );
    assert.equal(reads, 3);
  });

  it('leaves every host as deleting them one after the other does', () => {
    const name = fc.constantFrom('a.com', 'www.a.com', '*.a.com', 'b.com', '*.b.com', 'x.b.com');
    const objects = fc.dictionary(
      fc.constantFrom('1', '2', '3', '4'),
      fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
      { minKeys: 2 },
    );
    const hosts = ['a.com', 'www.a.com', 'b.com', 'x.b.com', 'y.b.com'];
    fc.assert(
      fc.property(objects, (all) => {
        const facts = factsOf(all, hosts);
        const [first, second] = facts.entries;
        assert(first && second);
        const together = deleting([first.stored.id, second.stored.id], facts);
        const left = { ...facts, entries: facts.entries.filter((entry) => entry !== first) };
        const last = runSync(deletionImpact(second, left));
        for (const { host, outcome, by } of last.hosts)
          if (by.length > 0 && outcome.kind !== 'untouched')
            assert.ok(together.includes(`${host} ${outcome.kind}`), `${host}: ${together}`);
      }),
      { numRuns: 200 },
    );
  });
});
