import assert from 'node:assert/strict';
import { ArrangementStore, readArrangement } from '../../../../src/ui/tree/arrangementStore';

function memory() {
  const kept = new Map<string, unknown>();
  return {
    kept,
    get: (key: string) => kept.get(key),
    update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
  };
}

describe('ArrangementStore', () => {
  it('applies and tells a change at once, and remembers it: habits for the user, the filter for the window', async () => {
    const memories = { user: memory(), window: memory() };
    const store = new ArrangementStore(memories);
    const metadata: string[] = [];
    store.onDidChange(({ grouping, filter }) => metadata.push(`${grouping} ${filter}`));
    const change = store.change({ grouping: 'issuer', filter: 'example' });
    assert.deepEqual(metadata, ['issuer example']);
    await change;
    assert.deepEqual(new ArrangementStore(memories).current, {
      grouping: 'issuer',
      sorting: 'expiry',
      filter: 'example',
    });
    assert.deepEqual(new ArrangementStore({ user: memories.user, window: memory() }).current, {
      grouping: 'issuer',
      sorting: 'expiry',
      filter: '',
    });
  });
});

describe('readArrangement', () => {
  const plain = { grouping: 'none', sorting: 'expiry', filter: '' };
  const cases: readonly [user: unknown, window: unknown, arrangement: object][] = [
    [undefined, undefined, plain],
    [null, 'x', plain],
    [{ grouping: 'colour', sorting: 7 }, { filter: 7 }, plain],
    [{ grouping: 'label', sorting: 'name' }, { filter: 'a b' }, { grouping: 'label', sorting: 'name', filter: 'a b' }],
  ];
  for (const [user, window, arrangement] of cases)
    it(JSON.stringify([user, window]), () => assert.deepEqual(readArrangement(user, window), arrangement));
});
