import assert from 'node:assert/strict';
import type { CertificateEntry } from '../../../../src/app/inventory/certificateEntry';
import { toEntry } from '../../../../src/app/inventory/certificateEntry';
import { CertificateIndex } from '../../../../src/app/inventory/certificateIndex';
import { nextLook } from '../../../../src/app/inventory/expiryWatch';
import { sortings } from '../../../../src/app/inventory/order';
import { toServingTable } from '../../../../src/app/inventory/serving';
import { toCertificateState } from '../../../../src/app/inventory/stateCounts';
import { servedFor } from '../../../../src/core/hosts/sni';
import type { StoredCertificate } from '../../../../src/core/model';
import { runSync } from '../../../../src/shared/cooperative';
import { makeCertificate } from '../../../fixtures/certificates';
import { parse } from '../../../fixtures/parsed';
import { connection, stored } from '../fakes/fakeConnections';

const day = 24 * 60 * 60 * 1000;
const now = Date.UTC(2026, 10, 28);
const clock = { now, warningDays: 30 };

/** The same numbers on every run. */
function makeRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

function randomEntry(id: string, random: (below: number) => number): CertificateEntry {
  const names = ['a.test', 'b.test', '*.a.test', '*.test', '*test', '*', 'WWW.a.test', 'host10.test', 'host9.test'];
  const change: Partial<StoredCertificate> = {
    names: names.filter(() => random(4) === 0),
    isEnabled: random(5) > 0,
    type: random(5) > 0 ? 'server' : 'client',
    metadata: {
      names: [],
      extensions: {},
      serial: ['0A', '10', '0b:0c', 'none'][random(4)] ?? '',
      subject: ['CN=Client 7', 'O=Only', ''][random(3)] ?? '',
      validity: { notBefore: now - 60 * day, notAfter: now + (random(80) - 20) * day + random(2) * 600_000 },
    },
  };
  return toEntry(connection('a'), stored(id, change));
}

const idsOf = (entries: readonly CertificateEntry[]): readonly string[] => entries.map((entry) => entry.stored.id);

describe('CertificateIndex', () => {
  it('answers after any changes as one that is made anew', () => {
    const random = makeRandom(7);
    const kept = new CertificateIndex();
    for (let turn = 0; turn < 400; turn += 1) {
      const id = String(random(60));
      const before = kept.size;
      const what = random(6);
      if (what < 2) kept.delete(id);
      // Also where it is not new: whoever says so may be wrong.
      else if (what === 2) assert.equal(kept.append(randomEntry(id, random)), kept.size > before);
      else kept.put(randomEntry(id, random));
      // From the first question on everything is kept up to date.
      if (turn % 7 !== 0) continue;
      const anew = new CertificateIndex();
      for (const entry of kept.entries()) anew.put(entry);
      const entries = kept.entries();
      for (const sorting of sortings) assert.deepEqual(idsOf(kept.ordered(sorting)), idsOf(anew.ordered(sorting)));
      const states = entries.map((entry) => toCertificateState(entry, clock));
      for (const [state, count] of Object.entries(kept.counts(clock)))
        assert.equal(count, states.filter((each) => each === state).length, state);
      const due = nextLook(entries, clock);
      assert.ok(entries.length === 0 || (kept.nextChange ?? 0) <= (due ?? 0), 'not later than the first change');
      const table = toServingTable(entries, 'apisix');
      const own = runSync(kept.servingTableSteps('apisix'));
      for (const host of ['a.test', 'www.a.test', 'b.test', 'x.y.test', 'test', 'atest', 'none'])
        assert.deepEqual(servedFor(own, host), servedFor(table, host), host);
      for (const name of ['a.test', 'www.a.test', '*.a.test', 'b.test', 'x.y.test', 'test', 'atest', 'none']) {
        const rivals = toServingTable(kept.rivalsFor([name]) ?? [], 'apisix');
        assert.deepEqual(servedFor(rivals, name), servedFor(table, name), name);
      }
      for (const name of ['a.test', '*.a.test', 'www.A.test.', 'nobody']) {
        const leaf = { sans: [{ kind: 'dns', value: name } as const], subject: { rdns: [], text: '', der: '' } };
        assert.deepEqual(idsOf(kept.sharingNames(leaf)).toSorted(), idsOf(anew.sharingNames(leaf)).toSorted(), name);
      }
      for (const serial of ['0A', '0B0C', '10', 'FF'])
        assert.deepEqual(idsOf(kept.withSerial(serial)).toSorted(), idsOf(anew.withSerial(serial)).toSorted(), serial);
    }
  });

  it('keeps 20,000 that share a certificate and a name, at the same cost each as 1,000', () => {
    let looks = 0;
    const entryOf = (index: number): CertificateEntry => {
      const entry = toEntry(connection('a'), stored(String(index), { names: ['same.test'] }));
      return Object.defineProperty({ ...entry, serial: 'aa' }, 'stored', {
        get: () => {
          looks += 1;
          return entry.stored;
        },
      });
    };
    const looksFor = (count: number): number => {
      const index = new CertificateIndex();
      for (let each = 0; each < count; each += 1) index.put(entryOf(each));
      assert.equal(index.withSerial('aa').length, count);
      assert.equal(servedFor(runSync(index.servingTableSteps('apisix')), 'same.test').kind, 'ambiguous');
      looks = 0;
      for (let each = 0; each < count; each += 1) index.put(entryOf(each));
      for (let each = 1; each < count; each += 1) index.delete(String(each));
      assert.equal(index.withSerial('aa').length, 1);
      assert.equal(servedFor(runSync(index.servingTableSteps('apisix')), 'same.test').kind, 'served');
      return looks;
    };
    const [few, many] = [looksFor(1_000), looksFor(20_000)];
    assert.ok(many < 25 * few, `${few} looks for 1,000, ${many} for 20,000`);
  });

  it('leaves rows the table of before where a change moves very many, and makes none for them', () => {
    const index = new CertificateIndex();
    const entryOf = (id: string) => toEntry(connection('a'), stored(id, { names: ['same.test'] }));
    for (let each = 0; each < 3_000; each += 1) index.put(entryOf(`id${each}`));
    assert.equal(index.lastServingTable, undefined, 'nobody asked');
    const made = runSync(index.servingTableSteps('apisix'));
    assert.equal(index.lastServingTable, made);
    index.put(entryOf('a first one'));
    assert.equal(index.lastServingTable, made);
    const anew = runSync(index.servingTableSteps('apisix'));
    assert.equal(anew.exact.get('same.test')?.length, 3_001);
    assert.equal(index.lastServingTable, anew);
    index.clear();
    assert.equal(index.lastServingTable, undefined);
  });

  it('counts anew once time has changed a state, and says when that will be', () => {
    const index = new CertificateIndex();
    const ends = (notAfter: number) => ({
      metadata: { names: [], extensions: {}, validity: { notBefore: now - 90 * day, notAfter } },
    });
    index.put(toEntry(connection('a'), stored('1', ends(now + 600_000))));
    index.put(toEntry(connection('a'), stored('2', ends(now + 40 * day))));
    assert.deepEqual([index.counts(clock).expiring, index.counts(clock).valid], [1, 1]);
    assert.equal(index.nextChange, now + 601_000);
    assert.equal(index.counts({ ...clock, now: now + 601_000 }).expired, 1);
    assert.equal(index.counts({ now, warningDays: 60 }).expiring, 2);
  });

  it('counts in steps, with what comes and goes meanwhile', () => {
    const random = makeRandom(11);
    const index = new CertificateIndex();
    for (let each = 0; each < 5_000; each += 1) index.put(randomEntry(String(each), random));
    const steps = index.countsSteps(clock);
    let yields = 0;
    for (let step = steps.next(); step.done !== true; step = steps.next()) {
      yields += 1;
      index.put(randomEntry(`new ${yields}`, random));
      index.put(randomEntry(String(1_000 * yields), random));
      index.delete(String(5_000 - yields));
      index.delete(`new ${yields - 1}`);
    }
    assert.equal(yields, 5);
    const states = index.entries().map((entry) => toCertificateState(entry, clock));
    for (const [state, count] of Object.entries(index.counts(clock)))
      assert.equal(count, states.filter((each) => each === state).length, state);
    assert.equal(runSync(index.countsSteps(clock)), index.counts(clock), 'counted once');
  });

  it('finds a leaf by its serial number and its names', async () => {
    const made = await makeCertificate({ now, commonName: 'Leaf', dns: ['leaf.test', '*.leaf.test'], serial: '0a1b' });
    const leaf = parse(made);
    const index = new CertificateIndex();
    index.put(toEntry(connection('a'), stored('pem', { names: ['leaf.test'], certificatePem: made.pem })));
    index.put(
      toEntry(
        connection('a'),
        stored('decimal', { names: ['x'], metadata: { names: [], extensions: {}, serial: '2587' } }),
      ),
    );
    index.put(toEntry(connection('a'), stored('other', { names: ['other.test'] })));
    assert.deepEqual(idsOf(index.withSerial(leaf.serial)), ['pem', 'decimal']);
    assert.deepEqual(idsOf(index.sharingNames(leaf)), ['pem']);
    index.delete('pem');
    assert.deepEqual(idsOf(index.withSerial(leaf.serial)), ['decimal']);
  });

  it('finds those without names by the common name, and all that have none', () => {
    const index = new CertificateIndex();
    const of = (subject: string) => ({ names: [], metadata: { names: [], extensions: {}, subject } });
    index.put(toEntry(connection('a'), stored('same', of('CN=client  7,O=X'))));
    index.put(toEntry(connection('a'), stored('other', of('CN=Client 8'))));
    index.put(toEntry(connection('a'), stored('without', of('O=X'))));
    const named = (type: string, value: string) => ({
      rdns: [[{ oid: '2.5.4.3', type, value, isPrintable: true }]],
      text: '',
      der: '',
    });
    const leaf = (type: string, value: string) => ({ sans: undefined, subject: named(type, value) }) as never;
    assert.deepEqual(idsOf(index.sharingNames(leaf('CN', 'Client 7'))), ['same', 'without']);
    assert.equal(index.sharingNames(leaf('O', 'X')).length, 3);
  });

  it('gives the same list until something changes', () => {
    const index = new CertificateIndex();
    index.put(toEntry(connection('a'), stored('1')));
    const before = index.entries();
    assert.equal(index.entries(), before);
    const ordered = index.ordered('name');
    assert.equal(index.ordered('name'), ordered);
    index.put(toEntry(connection('a'), stored('0')));
    assert.notEqual(index.entries(), before);
    assert.deepEqual([idsOf(ordered), idsOf(index.ordered('name'))], [['1'], ['0', '1']]);
  });
});

describe('rivalsFor', () => {
  const indexOf = (count: number, names: readonly string[]): CertificateIndex => {
    const index = new CertificateIndex();
    for (let id = 0; id < count; id += 1)
      index.put(toEntry(connection('a'), stored(`o${id}`, { type: 'server', isEnabled: true, names })));
    return index;
  };

  it('finds those that have the name or a wildcard above it', () => {
    assert.equal(indexOf(3, ['*.a.test']).rivalsFor(['x.a.test'])?.length, 3);
  });

  it('does not look at very many of one name, nor at ends of very many or very long names', () => {
    const index = indexOf(2_000, ['x.a.test']);
    assert.equal(index.rivalsFor(['x.a.test']), undefined);
    assert.equal(index.rivalsFor(Array.from({ length: 4_000 }, (_, place) => `host-${place}.other.test`)), undefined);
    // One is looked up as far as a gateway looks.
    assert.deepEqual(index.rivalsFor([`${'a.'.repeat(100_000)}y.test`]), []);
  });
});
