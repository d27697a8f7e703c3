import assert from 'node:assert/strict';
import { DisposableStore } from '../../../../src/ui/base/disposables';

describe('DisposableStore', () => {
  it('lets go of what it owns, last first, and of each once', () => {
    const gone: string[] = [];
    const store = new DisposableStore();
    const owned = (name: string) => store.add({ dispose: () => void gone.push(name) });
    const first = owned('first');
    owned('second');
    assert.equal(typeof first.dispose, 'function');
    assert.deepEqual(gone, []);
    store.dispose();
    store.dispose();
    assert.deepEqual(gone, ['second', 'first']);
  });

  it('lets go at once of what comes late', () => {
    const gone: string[] = [];
    const store = new DisposableStore();
    store.dispose();
    store.add({ dispose: () => void gone.push('late') });
    assert.deepEqual(gone, ['late']);
  });
});
