import assert from 'node:assert/strict';
import { SortedList } from '../../../../src/app/inventory/sortedList';

interface Item {
  readonly value: number;
}
const item = (value: number): Item => ({ value });

/** A list over items that a test puts in and takes out. */
function listOver<T>(compare: (one: T, other: T) => number, rank?: (each: T) => number) {
  const all = new Set<T>();
  const list = new SortedList<T>({ items: () => all, compare, rank });
  return {
    add(each: T): void {
      all.add(each);
      list.add(each);
    },
    delete(each: T): void {
      all.delete(each);
      list.delete(each);
    },
    items: () => list.items(),
    itemsSteps: () => list.itemsSteps(),
    held: () => list.held,
  };
}

describe('SortedList', () => {
  it('compares about as often as merging needs, however often it is asked while items pour in', () => {
    let compared = 0;
    const list = listOver<Item>((one, other) => {
      compared += 1;
      return one.value - other.value;
    });
    const count = 20_000;
    for (let index = 0; index < count; index += 1) list.add(item((index * 7_919) % count));
    assert.equal(list.items().length, count);
    const first = compared;
    assert.ok(first < 20 * count, `${first} comparisons`);
    for (let turn = 0; turn < 10; turn += 1) list.items();
    assert.equal(compared, first, 'asking again compares nothing');
    list.add(item(-1));
    list.items();
    assert.ok(compared - first <= count + 1, 'one that comes costs one pass at most');
  });

  it('sorts by a rank as it sorts without one, whatever the ranks are', () => {
    interface Ranked {
      readonly rank: number;
      readonly name: string;
    }
    const compare = (one: Ranked, other: Ranked): number =>
      one.rank - other.rank || (one.name < other.name ? -1 : one.name > other.name ? 1 : 0);
    const [year, last] = [31_536_000_000, 253_402_300_799_000];
    const ranks: Readonly<Record<string, (index: number) => number>> = {
      'far apart': (index) => (index % 3 === 0 ? Number.MAX_VALUE : ((index * 7_919) % 300) * year - 90 * year),
      'with the last of all dates': (index) => (index % 5 === 0 ? last : index * 1_000),
      'a millisecond apart': (index) => last - ((index * 7_919) % 40_000),
      'all the same': () => 7,
      'all unknown': () => Number.MAX_VALUE,
    };
    for (const [name, rankOf] of Object.entries(ranks)) {
      const items = Array.from({ length: 40_000 }, (_, index) => ({
        rank: rankOf(index),
        name: String((index * 104_729) % 40_000),
      }));
      const list = listOver(compare, ({ rank }) => rank);
      for (const each of items) list.add(each);
      assert.deepEqual(list.items(), items.toSorted(compare), name);
    }
  });

  it('keeps what comes and goes while it is being merged', () => {
    let compared = 0;
    const list = listOver<Item>((one, other) => {
      compared += 1;
      return one.value - other.value;
    });
    const items = Array.from({ length: 9_000 }, (_, index) => item(9_000 - index));
    for (const each of items) list.add(each);
    const steps = list.itemsSteps();
    steps.next();
    const late = item(0);
    list.add(late);
    const [gone] = items;
    assert.ok(gone);
    list.delete(gone);
    let step = steps.next();
    while (!step.done) step = steps.next();
    assert.equal(step.value.length, 9_000, 'as it was when it was asked for');
    compared = 0;
    const now = list.items();
    assert.ok(compared <= 9_001, `${compared} comparisons: what was merged is kept`);
    assert.equal(now.length, 9_000);
    assert.equal(now[0], late);
    assert.ok(!now.includes(gone));
    assert.deepEqual(
      now.map(({ value }) => value),
      now.map(({ value }) => value).toSorted((a, b) => a - b),
    );
  });

  it('holds on to little that went, where nobody looks at it', () => {
    const list = listOver<Item>((one, other) => one.value - other.value);
    let items = Array.from({ length: 3_000 }, (_, value) => item(value));
    for (const each of items) list.add(each);
    list.items();
    for (let refresh = 0; refresh < 20; refresh += 1)
      items = items.map((before) => {
        list.delete(before);
        const after = item(before.value);
        list.add(after);
        return after;
      });
    assert.ok(list.held() < 3 * items.length, `${list.held()} items are held`);
    assert.deepEqual(list.items(), items);
  });

  it('yields while it sorts many', () => {
    const list = listOver<Item>((one, other) => one.value - other.value);
    for (let index = 0; index < 50_000; index += 1) list.add(item((index * 7_919) % 50_000));
    let yields = 0;
    const steps = list.itemsSteps();
    while (!steps.next().done) yields += 1;
    assert.ok(yields >= 25, String(yields));
  });

  it('compares and looks at few items without a rest while all of a hundred thousand are read anew', () => {
    const count = 100_000;
    let work = 0;
    const list = listOver<Item>((one, other) => {
      work += 1;
      return one.value - other.value;
    });
    let items = Array.from({ length: count }, (_, value) => item((value * 7_919) % count));
    for (const each of items) list.add(each);
    list.items();
    items = items.map((before, index) => {
      if (index % 3 === 0) return before;
      list.delete(before);
      const after = item(before.value);
      list.add(after);
      return after;
    });
    work = 0;
    let [most, yields, before] = [0, 0, 0];
    const steps = list.itemsSteps();
    for (let step = steps.next(); ; step = steps.next()) {
      most = Math.max(most, work - before);
      before = work;
      if (!step.done) {
        yields += 1;
        continue;
      }
      assert.deepEqual(
        step.value,
        items.toSorted((one, other) => one.value - other.value),
      );
      break;
    }
    assert.ok(most <= 2_000 * Math.log2(2_000), `${most} comparisons in one step`);
    assert.ok(yields >= count / 2_000, String(yields));
  });

  it('answers a question that was given up, with all that came and went since, when it is asked again', () => {
    const list = listOver<Item>((one, other) => one.value - other.value);
    const items = Array.from({ length: 6_000 }, (_, value) => item(value));
    for (const each of items.toReversed()) list.add(each);
    list.items();
    const [first, second, third] = items;
    assert.ok(first && second && third);
    const late = item(1.5);
    list.delete(first);
    list.add(late);
    list.itemsSteps().next();
    list.delete(late);
    list.add(first);
    list.delete(second);
    list.itemsSteps().next();
    list.delete(third);
    list.add(late);
    assert.deepEqual(list.items(), [first, late, ...items.slice(3)]);
    assert.deepEqual(list.items(), [first, late, ...items.slice(3)]);
  });
});
