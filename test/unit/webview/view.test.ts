import assert from 'node:assert/strict';
import type { DetailRow, DetailState, DetailSubject } from '../../../src/shared/protocol';
import type { View, ViewEvent } from '../../../webview/view';
import { emptyView, isFolded, reduceView, shownCount } from '../../../webview/view';

const words = {
  copy: '',
  copyAll: '',
  more: '',
  loading: '',
  refresh: '',
  retry: '',
  dangerZone: '',
  refreshed: '',
  actions: '',
};
const state = (title: string, subject: DetailSubject = { from: 'gateway', connection: 'c', id: '1' }): DetailState => ({
  kind: 'state',
  state: 'loading',
  words,
  subject,
  title,
});
const after = (...events: readonly ViewEvent[]): View => events.reduce(reduceView, emptyView);
const row = (count: number): DetailRow => ({
  id: 'names.dns',
  label: 'DNS name',
  values: Array.from({ length: count }, (_, index) => `${index}.example`),
});
const section = (isCollapsed: boolean) => ({ id: 'extensions', title: 'Extensions', rows: [], isCollapsed });

describe('reduceView', () => {
  it('replaces the snapshot and keeps what was done by hand', () => {
    const view = after(
      { kind: 'state', state: state('a') },
      { kind: 'fold', section: 'extensions', isFolded: false },
      { kind: 'state', state: state('b') },
    );
    assert.deepEqual(view.state, state('b'));
    assert.equal(isFolded(view, section(true)), false);
  });

  it('forgets what was done by hand for another certificate', () => {
    const other = state('b', { from: 'gateway', connection: 'c', id: '2' });
    const view = after(
      { kind: 'state', state: state('a') },
      { kind: 'fold', section: 'extensions', isFolded: false },
      { kind: 'state', state: other },
    );
    assert.equal(isFolded(view, section(true)), true);
  });

  it('never changes a view that was given', () => {
    after({ kind: 'fold', section: 'extensions', isFolded: false }, { kind: 'more', row: 'names.dns' });
    assert.deepEqual([emptyView.folded.size, emptyView.shown.size], [0, 0]);
  });
});

describe('isFolded', () => {
  const cases: readonly [what: string, isCollapsed: boolean, byHand: boolean | undefined, expected: boolean][] = [
    ['folded at first', true, undefined, true],
    ['open at first', false, undefined, false],
    ['opened by hand', true, false, false],
    ['folded by hand', false, true, true],
  ];
  for (const [what, isCollapsed, byHand, expected] of cases)
    it(what, () => {
      const view = byHand === undefined ? emptyView : after({ kind: 'fold', section: 'extensions', isFolded: byHand });
      assert.equal(isFolded(view, section(isCollapsed)), expected);
    });
});

describe('shownCount', () => {
  const cases: readonly [values: number, steps: number, shown: number][] = [
    [0, 0, 0],
    [20, 0, 20],
    [21, 0, 21],
    [22, 0, 20],
    [100, 1, 100],
    [8000, 0, 20],
    [8000, 1, 220],
    [8000, 2, 420],
  ];
  for (const [values, steps, shown] of cases)
    it(`${values} values, asked for more ${steps} times: ${shown}`, () => {
      const more: readonly ViewEvent[] = Array.from({ length: steps }, () => ({ kind: 'more', row: 'names.dns' }));
      assert.equal(shownCount(after(...more), row(values)), shown);
    });
});
