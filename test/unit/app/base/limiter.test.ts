import assert from 'node:assert/strict';
import { Limiter } from '../../../../src/app/base/limiter';
import { settled } from '../fakes/fakeConnections';

describe('Turns', () => {
  it('lets so much run at once and no more, in order, and goes on where something fails', async () => {
    const limiter = new Limiter(2);
    const began: string[] = [];
    const ends = new Map<string, (error?: Error) => void>();
    const start = (name: string): Promise<string> =>
      limiter.run(() => {
        began.push(name);
        return new Promise((resolve, reject) => ends.set(name, (error) => (error ? reject(error) : resolve(name))));
      });
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(start);
    await settled();
    assert.deepEqual(began, ['a', 'b']);
    ends.get('b')?.(new Error('no'));
    await assert.rejects(async () => b, /no/);
    await settled();
    assert.deepEqual(began, ['a', 'b', 'c']);
    ends.get('a')?.();
    ends.get('c')?.();
    await settled();
    ends.get('d')?.();
    assert.deepEqual(await Promise.all([a, c, d]), ['a', 'c', 'd']);
    const e = start('e');
    ends.get('e')?.();
    assert.equal(await e, 'e');
  });
});
