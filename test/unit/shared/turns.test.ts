import assert from 'node:assert/strict';
import type { Cooperative } from '../../../src/shared/cooperative';
import { inSlices } from '../../../src/shared/cooperative';
import { Turns } from '../../../src/shared/turns';

const slice = 10;

/** A loop whose turns are counted, with a clock that work alone moves. */
function fixture() {
  let time = 0;
  let before = 0;
  const held: number[] = [];
  const turns = new Turns({
    clock: () => time,
    slice,
    onNextTurn: (callback) =>
      setImmediate(() => {
        held.push(time - before);
        before = time;
        callback();
      }),
  });
  return {
    held,
    turns,
    work: (milliseconds: number) => (time += milliseconds),
    run: <T>(work: Cooperative<T>, isWanted = () => true) =>
      inSlices(work, { isOver: () => turns.isOver(), pause: () => turns.pause(), isWanted }),
  };
}

describe('Turns', () => {
  it('are held for no longer by very much work at the same time than by one, each by turns', async () => {
    const { held, work, run } = fixture();
    const order: number[] = [];
    function* steps(index: number): Cooperative<number> {
      for (let step = 0; step < 40; step += 1) {
        work(1);
        order.push(index);
        yield;
      }
      return index;
    }
    const all = Array.from({ length: 50 }, (_, index) => index);
    assert.deepEqual(await Promise.all(all.map((index) => run(steps(index)))), all);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(
      held.reduce((sum, each) => sum + each, 0),
      50 * 40,
    );
    assert.ok(Math.max(...held) <= slice + 1, `${Math.max(...held)} ms in one turn`);
    // Nobody waits until all of another is done.
    assert.equal(new Set(order.slice(0, 51 * slice)).size, 50);
  });

  it('let short work come to its end in the turn in which it began', async () => {
    const { turns, run } = fixture();
    let isNextTurn = false;
    setImmediate(() => (isNextTurn = true));
    function* one(): Cooperative<boolean> {
      yield;
      return isNextTurn;
    }
    assert.deepEqual([turns.isOver(), await run(one())], [false, false]);
  });

  it('let work that begins in a turn that is over wait for the next', async () => {
    const { turns, work, run } = fixture();
    turns.isOver();
    work(slice);
    assert.equal(turns.isOver(), true);
    let hasBegun = false;
    function* one(): Cooperative<undefined> {
      hasBegun = true;
      yield;
      return undefined;
    }
    const end = run(one());
    assert.equal(hasBegun, false);
    await end;
    assert.equal(hasBegun, true);
  });

  it('leave what waits half of a turn in which something came from outside', async () => {
    const { turns, work, run, held } = fixture();
    function* steps(): Cooperative<undefined> {
      for (let step = 0; step < 30; step += 1) {
        work(1);
        yield;
      }
      return undefined;
    }
    const end = run(steps());
    await new Promise((resolve) => setImmediate(resolve));
    await end;
    assert.deepEqual(held.slice(0, 3), [slice, slice / 2, slice]);
    assert.equal(turns.isOver(), false);
  });

  it('are shared out among very many short pieces that are asked for at once, in their order', async () => {
    const { turns, work, held } = fixture();
    const done: number[] = [];
    const pieces = Array.from({ length: 300 }, (_, index) =>
      turns.spread(() => {
        work(1);
        done.push(index);
        return index;
      }),
    );
    const all = Array.from({ length: 300 }, (_, index) => index);
    assert.equal(done.length, slice);
    assert.deepEqual(pieces.slice(0, slice), all.slice(0, slice));
    assert.deepEqual(await Promise.all(pieces), all);
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(done, all);
    assert.ok(Math.max(...held) <= slice, `${Math.max(...held)} ms in one turn`);
    // Not a turn for each.
    assert.ok(held.length <= 2 * (300 / slice) + 2, `${held.length} turns`);
  });

  it('keep short pieces in order that are asked for while others wait, and do one in a turn that is over already', async () => {
    const { turns, work, held } = fixture();
    const done: string[] = [];
    const later: (number | Promise<number>)[] = [];
    const piece = (name: string) => (): number => {
      // As long as a turn: the next has to wait.
      work(slice);
      return done.push(name);
    };
    turns.isOver();
    work(slice);
    const first = turns.spread(() => {
      later.push(turns.spread(piece('of the first')));
      return piece('first')();
    });
    const second = turns.spread(piece('second'));
    assert.deepEqual(done, []);
    await Promise.all([first, second]);
    await Promise.all(later);
    assert.deepEqual(done, ['first', 'second', 'of the first']);
    assert.ok(Math.max(...held) <= slice, `${Math.max(...held)} ms in one turn`);
  });

  it('hand on what a short piece throws, and go on with the next', async () => {
    const { turns, work } = fixture();
    turns.isOver();
    work(slice);
    const failed = turns.spread(() => {
      throw new Error('no such row');
    });
    const next = turns.spread(() => 'next');
    await assert.rejects(async () => failed, /no such row/);
    assert.equal(await next, 'next');
  });

  it('give each work up at the first turn at which nobody wants it', async () => {
    const { turns, work, run } = fixture();
    let steps = 0;
    function* endless(): Cooperative<undefined> {
      for (;;) {
        steps += 1;
        work(1);
        yield;
      }
    }
    const ends = await Promise.all([run(endless(), () => false), run(endless(), () => false)]);
    assert.deepEqual([ends, steps], [[undefined, undefined], slice]);
    assert.equal(turns.isOver(), false);
  });
});
