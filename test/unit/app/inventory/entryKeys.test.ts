import assert from 'node:assert/strict';
import { KeyTable } from '../../../../src/app/inventory/entryKeys';

interface Item {
  readonly id: number;
  readonly keys: readonly string[];
}

/** A table over items that a test puts in and takes out, and how often it was given the keys of one. */
function tableOf(count: number, keysOf: (id: number) => readonly string[]) {
  const items = new Map(Array.from({ length: count }, (_, id) => [String(id), { id, keys: keysOf(id) }]));
  let reads = 0;
  const table = new KeyTable<Item>({
    ids: () => items.keys(),
    size: () => items.size,
    find: (id) => items.get(id),
    idOf: ({ id }) => String(id),
    eachKey: ({ keys }, take) => {
      reads += 1;
      for (const key of keys) take(key);
    },
    hasSameKeys: (one, other) => one.keys.join() === other.keys.join(),
  });
  return {
    find: (key: string) => table.get(key).map(({ id }) => id),
    findSteps: (key: string) => table.getSteps(key),
    put(id: number, keys: readonly string[]): Item {
      const item = { id, keys };
      const before = items.get(String(id));
      items.set(String(id), item);
      if (before) table.replace(before, item);
      else table.add(item);
      return item;
    },
    take({ id }: Item): void {
      items.delete(String(id));
      table.delete();
    },
    first: (): Item => [...items.values()][0] ?? assert.fail(),
    /** Items whose keys were looked at since it was asked last. */
    reads(): number {
      const own = reads;
      reads = 0;
      return own;
    },
  };
}

describe('KeyTable', () => {
  it('finds all that have a key, in the order in which they came', () => {
    const table = tableOf(1_000, (id) => [`own ${id}`, `shared ${id % 10}`]);
    assert.deepEqual(table.find('own 777'), [777]);
    assert.deepEqual(table.find('shared 3').slice(0, 3), [3, 13, 23]);
    assert.equal(table.find('shared 3').length, 100);
    assert.deepEqual(table.find('nobody'), []);
  });

  it('looks at no key before it is asked, at each once then, and at few later, however many there are', () => {
    for (const count of [1_000, 20_000]) {
      const table = tableOf(count, (id) => [`host-${id}`]);
      table.put(-1, ['one more']);
      assert.equal(table.reads(), 0);
      assert.deepEqual(table.find('one more'), [-1]);
      assert.ok(table.reads() <= count + 3, String(count));
      for (let id = 0; id < 100; id += 1) assert.deepEqual(table.find(`host-${id}`), [id]);
      assert.ok(table.reads() <= 110);
    }
  });

  it('finds what came after it was asked, and nothing that went', () => {
    const table = tableOf(10, () => ['same']);
    assert.equal(table.find('same').length, 10);
    const item = table.put(10, ['same', 'new']);
    assert.deepEqual(table.find('new'), [10]);
    table.take(item);
    assert.deepEqual(table.find('new'), []);
    assert.equal(table.find('same').length, 10);
  });

  it('finds an item once that has a key twice', () => {
    assert.deepEqual(tableOf(1, () => ['a.com', 'a.com']).find('a.com'), [0]);
  });

  it('is made anew once what went is much of it, and grows beyond what was there at first', () => {
    const table = tableOf(2_000, (id) => [`host-${id}`, 'all']);
    assert.equal(table.find('all').length, 2_000);
    for (let i = 0; i < 1_500; i += 1) table.take(table.first());
    for (let id = 2_000; id < 6_000; id += 1) table.put(id, [`host-${id}`, 'all']);
    assert.equal(table.find('all').length, 4_500);
    assert.deepEqual(table.find('host-10'), []);
    assert.deepEqual(table.find('host-5999'), [5_999]);
  });

  it('looks at no key again of what is read anew and has its keys', () => {
    const table = tableOf(5_000, (id) => [`host-${id}`]);
    assert.deepEqual(table.find('host-7'), [7]);
    table.reads();
    for (let refresh = 0; refresh < 3; refresh += 1)
      for (let id = 0; id < 5_000; id += 1) table.put(id, [`host-${id}`]);
    assert.deepEqual(table.find('host-4999'), [4_999]);
    assert.ok(table.reads() <= 3);
    table.put(7, ['another']);
    assert.deepEqual(table.find('host-7'), []);
    assert.deepEqual(table.find('another'), [7]);
  });

  it('looks at a thousand items without a rest, and finds what comes and leaves out what goes while it is made', () => {
    const table = tableOf(100_000, (id) => [`host-${id}`, 'all']);
    const steps = table.findSteps('all');
    let most = 0;
    let yields = 0;
    for (let step = steps.next(); ; step = steps.next()) {
      most = Math.max(most, table.reads());
      if (step.done) {
        assert.equal(step.value.length, 100_000);
        break;
      }
      yields += 1;
      if (yields === 10) {
        table.put(3, ['all', 'changed']);
        table.put(-1, ['late', 'all']);
        table.take(table.first());
      }
    }
    assert.ok(most <= 1_010, `${most} items in one step`);
    assert.ok(yields >= 198);
    assert.deepEqual(table.find('changed'), [3]);
    assert.deepEqual(table.find('late'), [-1]);
    assert.deepEqual(table.find('host-0'), []);
  });

  it('answers a question that was given up when it is asked again', () => {
    const table = tableOf(5_000, (id) => [`host-${id}`]);
    table.findSteps('host-1').next();
    assert.deepEqual(table.find('host-4999'), [4_999]);
    assert.deepEqual(table.find('host-1'), [1]);
  });
});
