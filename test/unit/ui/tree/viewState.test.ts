import assert from 'node:assert/strict';
import type { ConnectionState, ListFailure } from '../../../../src/app/inventory/inventory';
import type { GatewayErrorKind } from '../../../../src/gateway/gateway';
import { GatewayError } from '../../../../src/gateway/gateway';
import type { ViewState } from '../../../../src/ids';
import { toViewMessage, toViewState } from '../../../../src/ui/tree/viewState';
import { connection } from '../../app/fakes/fakeConnections';
import { entryOf, unfinished, wording } from './fakeWording';

const one = [entryOf('1')];
const loading = (loaded: number, total?: number, entries = one): ConnectionState => ({
  kind: 'loading',
  entries,
  loaded,
  total,
});
const ready = (change: Partial<Extract<ConnectionState, { kind: 'ready' }>> = {}): ConnectionState => ({
  kind: 'ready',
  entries: [],
  isComplete: true,
  loaded: 0,
  total: undefined,
  unreadable: [],
  ...change,
});
const failed = (failure: ListFailure, entries: typeof one = []): ConnectionState => ({
  kind: 'failed',
  entries,
  failure,
});
const gateway = (kind: GatewayErrorKind): ListFailure => ({
  reason: 'gateway',
  error: new GatewayError(kind, 'for the log'),
});
function factsOf(states: readonly ConnectionState[], problems: readonly string[] = []) {
  return {
    connections: states.map((_, index) => connection(`c${index}`)),
    problems,
    state: (id: string) => states[Number(id.slice(1))] ?? { kind: 'idle' as const, entries: [] },
    unfinished: [],
  };
}

describe('toViewState', () => {
  it('shows rows where a write is unfinished, whatever else there is', () => {
    for (const states of [[], [failed(gateway('unavailable'))]])
      assert.equal(toViewState({ ...factsOf(states), unfinished: [unfinished('a.test', 'c0')] }), 'rows');
  });

  const cases: readonly [what: string, states: readonly ConnectionState[], ViewState, problems?: readonly string[]][] =
    [
      ['no connection', [], 'noConnection'],
      ['only unreadable connections', [], 'rows', ['Connection 1: id is missing.']],
      ['nothing asked yet', [{ kind: 'idle', entries: [] }], 'rows'],
      ['before the first page', [loading(0, undefined, [])], 'rows'],
      ['alone and failing', [failed(gateway('unreachable'))], 'rows'],
      ['alone and empty', [ready()], 'rows'],
      ['several connections', [failed(gateway('unauthorized')), ready()], 'rows'],
    ];
  for (const [what, states, view, problems] of cases)
    it(`${what}: ${view}`, () => assert.equal(toViewState(factsOf(states, problems)), view));
});

describe('toViewMessage', () => {
  const stopped = (loaded: number, total?: number): ConnectionState =>
    ready({ entries: one, isComplete: false, loaded, total });
  const cases: readonly [states: readonly ConnectionState[], filter: string, message: string | undefined][] = [
    [[], 'x', undefined],
    [[ready()], 'x', undefined],
    [[loading(0, undefined, [])], '', undefined],
    [[loading(0, 9)], '', undefined],
    [[ready({ entries: one })], '', undefined],
    [[loading(1_200, 20_000)], '', 'Loaded 1,200 of 20,000…'],
    [[loading(1_200)], '', 'Loaded 1,200…'],
    [[loading(1_200, 1_000)], '', 'Loaded 1,200 of 1,200…'],
    [[loading(1_000, 2_000), loading(200, 300)], '', 'Loaded 1,200 of 2,300…'],
    [[stopped(1_200, 20_000)], '', 'Stopped at 1,200 of 20,000. Refresh to load the rest.'],
    [[stopped(1_200)], '', 'Stopped at 1,200. Refresh to load the rest.'],
    [[ready({ entries: one }), stopped(5)], '', 'Gateway c1: Stopped at 5. Refresh to load the rest.'],
    [[ready({ entries: one })], 'example', 'Filter: example, 7 of 1'],
    [[loading(3, 4)], 'a\u202Eb', 'Loaded 3 of 4… · Filter: a\\u{202E}b, 7 of 1'],
  ];
  for (const [states, filter, message] of cases)
    it(message ?? `none for ${states.map(({ kind }) => kind).join()}`, () =>
      assert.equal(toViewMessage(factsOf(states), { filter, shown: () => 7, wording }), message),
    );
});
