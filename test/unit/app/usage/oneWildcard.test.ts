import assert from 'node:assert/strict';
import type { CertificateEntry } from '../../../../src/app/inventory/certificateEntry';
import { toServingTableSteps } from '../../../../src/app/inventory/serving';
import { useOf } from '../../../../src/app/usage/certificateUse';
import { toHostList } from '../../../../src/app/usage/hostList';
import { deletionImpact } from '../../../../src/app/usage/impact';
import { hostsServedWith, toServedHosts } from '../../../../src/app/usage/servedHosts';
import { toUsedHosts } from '../../../../src/app/usage/usedHosts';
import { runSync } from '../../../../src/shared/cooperative';
import { route, toEntries, toServed, usesOf } from '../fakes/fakeEntries';

const clock = { now: Date.UTC(2026, 10, 23), warningDays: null };

/**
 * Objects that all have one wildcard, as many hosts below it, and how often the objects' names, ids and titles were
 * looked at.
 */
function gatewayOf(count: number) {
  let looks = 0;
  const counting = <T extends object>(value: T): T =>
    new Proxy(value, {
      get(target, key, receiver): unknown {
        looks += 1;
        return Reflect.get(target, key, receiver);
      },
    });
  const objects = Object.fromEntries(Array.from({ length: count }, (_, index) => [`id${index}`, ['*.a.test']]));
  const entries = toEntries(objects).map((entry): CertificateEntry => {
    const stored = counting({ ...entry.stored, names: counting(entry.stored.names) });
    return counting({ ...entry, stored });
  });
  const uses = usesOf(Array.from({ length: count }, (_, index) => `host-${index}.a.test`));
  return {
    ...{ entries, uses },
    looksDuring<T>(work: () => T): { readonly result: T; readonly looks: number } {
      looks = 0;
      const result = work();
      return { result, looks };
    },
  };
}

/** Work with as many looks for each object however many there are. */
function assertLinear(what: (gateway: ReturnType<typeof gatewayOf>) => () => unknown): void {
  const [few, many] = [500, 2_000].map((count) => {
    const gateway = gatewayOf(count);
    return gateway.looksDuring(what(gateway)).looks / count;
  });
  assert.ok(few !== undefined && many !== undefined && many < 2 * few + 1, `${String(few)} and ${String(many)} looks`);
}

const servedOf = ({ entries, uses }: ReturnType<typeof gatewayOf>) => toServed(entries, uses);

describe('one wildcard of very many objects, and as many hosts below it', () => {
  it('is looked through once for the hosts of all certificates, which share one list', () => {
    assertLinear((gateway) => () => servedOf(gateway));
    const gateway = gatewayOf(1_000);
    const served = servedOf(gateway);
    const lists = new Set(gateway.entries.flatMap((entry) => runSync(hostsServedWith(served, entry))));
    assert.equal(lists.size, 1);
    assert.equal([...lists][0]?.length, 1_000);
    assert.equal([...lists][0]?.[0]?.ids.length, 1_000);
  });

  it('is looked through once for the list of hosts, and for what uses a certificate', () => {
    assertLinear((gateway) => {
      const served = servedOf(gateway);
      return () => runSync(toHostList(served));
    });
    assertLinear((gateway) => {
      const served = servedOf(gateway);
      const ids = gateway.entries.map(({ stored }) => stored.id);
      return () => assert.equal(runSync(useOf(served, ids))?.owners.length, ids.length);
    });
  });

  it('is looked through once for the impact of a deletion, which names some of the others and counts the rest', () => {
    const deletion = ({ entries, uses }: ReturnType<typeof gatewayOf>) => {
      const [entry] = entries;
      assert.ok(entry);
      return runSync(deletionImpact(entry, { entries, uses, isComplete: true, clock }));
    };
    const { hosts } = deletion(gatewayOf(300));
    assert.equal(hosts.length, 300);
    for (const { outcome } of hosts) {
      assert.ok(outcome.kind === 'unclear');
      assert.deepEqual([outcome.candidates.length, outcome.more], [20, 279]);
    }
    const [few, many] = [500, 2_000].map((count) => {
      const gateway = gatewayOf(count);
      return gateway.looksDuring(() => deletion(gateway)).looks / count;
    });
    // Each host names twenty of them, in as many looks.
    assert.ok(few !== undefined && many !== undefined && many < 1.5 * few, `${String(few)} and ${String(many)} looks`);
  });
});

describe('one object of very many names, and many hosts below its wildcard', () => {
  it('has its names looked at once', () => {
    const names = ['*.a.test', ...Array.from({ length: 2_000 }, (_, index) => `n${index}.test`)];
    let looks = 0;
    const counted = new Proxy(names, {
      get(target, key, receiver): unknown {
        looks += 1;
        return Reflect.get(target, key, receiver);
      },
    });
    const [entry] = toEntries({ me: [] });
    assert.ok(entry);
    const entries = [{ ...entry, stored: { ...entry.stored, names: counted } }];
    const uses = usesOf(Array.from({ length: 1_000 }, (_, index) => `host-${index}.a.test`));
    const served = toServed(entries, uses);
    assert.equal(served.named.get('me')?.[0]?.length, 1_000);
    assert.ok(looks < 20 * names.length, `${looks} looks`);
  });
});

describe('one object of very many or very long names, and a route below a wildcard', () => {
  for (const [what, count, length] of [
    ['a thousand names of 250 characters', 1_000, 250],
    ['twenty names of 16,000 characters', 20, 16_000],
  ] as const)
    it(`has its names looked at in steps, and no more of each than a gateway would: ${what}`, () => {
      const names = Array.from({ length: count }, (_, index) => `${'a.'.repeat(length / 2)}n${index}.a.test`);
      const [entry] = toEntries({ me: names });
      assert.ok(entry);
      const used = runSync(toUsedHosts(usesOf(['*.a.test', '*.b.test'])));
      let lookUps = 0;
      const byWildcard = new Proxy(used.byWildcard, {
        get(target, key): unknown {
          const value: unknown = Reflect.get(target, key, target);
          if (key === 'get') lookUps += 1;
          return typeof value === 'function' ? (value.bind(target) as unknown) : value;
        },
      });
      const served = runSync(toServedHosts([entry], { ...used, byWildcard }, toServingTableSteps([entry], 'apisix')));
      lookUps = 0;
      let [rests, most] = [0, 0];
      const work = useOf(served, ['me']);
      for (let before = 0; !work.next().done; before = lookUps) {
        rests += 1;
        most = Math.max(most, lookUps - before);
      }
      assert.ok(rests >= count / 10, `${rests} rests`);
      assert.ok(most <= 10 * 1_024, `${most} look-ups without a rest`);
    });
});

describe('very many routes that answer for every host', () => {
  it('are listed with each host by the first of them, and their number', () => {
    const anyHost = Array.from({ length: 20_000 }, (_, index) => route(String(index)));
    const entries = toEntries(
      Object.fromEntries(Array.from({ length: 2_000 }, (_, id) => [`o${id}`, [`h${id}.test`]])),
    );
    const served = toServed(entries, usesOf(['h7.test'], { anyHost }));
    let most = 0;
    const work = toHostList(served);
    let step = work.next();
    for (let rests = 0; !step.done; step = work.next()) most = ++rests;
    const { hosts } = step.value;
    assert.equal(hosts.length, 2_000);
    assert.deepEqual(
      hosts.filter(({ owners }) => owners.shown.length > 10 || owners.shown.length + owners.more < 20_000),
      [],
    );
    const [own] = hosts.filter(({ host }) => host === 'h7.test');
    assert.deepEqual([own?.owners.shown[0]?.id, own?.owners.more], ['h7.test', 20_001 - 10]);
    // Each of forty million would be one.
    assert.ok(most < 1_000_000, `${most} rests`);
  });
});
