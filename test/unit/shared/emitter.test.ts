import assert from 'node:assert/strict';
import { Emitter } from '../../../src/shared/emitter';

describe('Emitter', () => {
  it('tells every listener, once per subscription', () => {
    const emitter = new Emitter<number>();
    const heard: number[] = [];
    const listener = (value: number) => void heard.push(value);
    emitter.event(listener);
    const second = emitter.event(listener);
    emitter.fire(1);
    second.dispose();
    emitter.fire(2);
    assert.deepEqual(heard, [1, 1, 2]);
  });

  it('lets a listener unsubscribe while it is told', () => {
    const emitter = new Emitter<void>();
    let count = 0;
    const subscription = emitter.event(() => {
      count += 1;
      subscription.dispose();
    });
    emitter.fire();
    emitter.fire();
    assert.equal(count, 1);
  });
});
