import assert from 'node:assert/strict';
import type { Frame, Step, StepEnd } from '../../../../src/app/base/steps';
import { runSteps } from '../../../../src/app/base/steps';

type State = readonly string[];
type Kind = StepEnd<State>['kind'];

/** Runs steps a, b, c; `script` says how each showing ends. Answers what was shown and what came out. */
async function play(script: readonly Kind[], leaveOut: (name: string, state: State) => boolean = () => false) {
  const ends = [...script];
  const shown: string[] = [];
  const step = (name: string): Step<State> => ({
    isNeeded: (state) => !leaveOut(name, state),
    run: (state: State, { canGoBack }: Frame) => {
      shown.push(`${name}${canGoBack ? ' <' : ''}`);
      const kind = ends.shift() ?? 'cancelled';
      return Promise.resolve(kind === 'cancelled' ? { kind } : { kind, state: [...state, name] });
    },
  });
  const result = await runSteps([step('a'), step('b'), step('c')], []);
  return { shown, result };
}

describe('runSteps', () => {
  it('runs in order', async () =>
    assert.deepEqual(await play(['next', 'next', 'next']), {
      shown: ['a', 'b <', 'c <'],
      result: ['a', 'b', 'c'],
    }));

  it('ends when the person cancels', async () =>
    assert.deepEqual(await play(['next', 'cancelled']), { shown: ['a', 'b <'], result: undefined }));

  it('goes back and keeps what was typed', async () =>
    assert.deepEqual(await play(['next', 'back', 'next', 'next', 'next']), {
      shown: ['a', 'b <', 'a', 'b <', 'c <'],
      result: ['a', 'b', 'a', 'b', 'c'],
    }));

  it('does not stop on the way back where it went on by itself', async () =>
    assert.deepEqual((await play(['next', 'passed', 'back', 'next', 'passed', 'next'])).shown, [
      'a',
      'b <',
      'c <',
      'a',
      'b <',
      'c <',
    ]));

  it('runs a step that does not say when it is needed', async () => {
    const frames: Frame[] = [];
    const run = (state: State, frame: Frame): Promise<StepEnd<State>> => {
      frames.push(frame);
      return Promise.resolve({ kind: 'next', state: [...state, 'run'] });
    };
    assert.deepEqual(await runSteps([{ run }, { run }], []), ['run', 'run']);
    assert.deepEqual(frames, [{ canGoBack: false }, { canGoBack: true }]);
  });

  it('leaves out what is not needed', async () =>
    assert.deepEqual((await play(['next', 'next'], (name) => name === 'b')).shown, ['a', 'c <']));

  it('leaves out what the state says is not needed any more', async () =>
    assert.deepEqual((await play(['next', 'next'], (name, state) => name === 'b' && state.includes('a'))).shown, [
      'a',
      'c <',
    ]));

  it('stays on the first step when there is nothing before it', async () =>
    assert.deepEqual((await play(['back', 'next', 'next', 'next'])).shown, ['a', 'a', 'b <', 'c <']));
});
