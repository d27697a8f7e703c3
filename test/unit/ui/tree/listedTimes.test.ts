import assert from 'node:assert/strict';
import type { ConnectionState } from '../../../../src/app/inventory/inventory';
import { Emitter } from '../../../../src/shared/emitter';
import { ListedTimes } from '../../../../src/ui/tree/listedTimes';

const minute = 60_000;
const ready: ConnectionState = { kind: 'ready', entries: [], isComplete: true, loaded: 0, total: 0, unreadable: [] };
const loading: ConnectionState = { kind: 'loading', entries: [], loaded: 0, total: undefined };
const idle: ConnectionState = { kind: 'idle', entries: [] };

function start(maxAge = 5) {
  const changes = new Emitter<string>();
  const states = new Map<string, ConnectionState>();
  const refreshed: string[] = [];
  let now = 0;
  const times = new ListedTimes({
    inventory: {
      state: (id) => states.get(id) ?? idle,
      onDidChange: changes.event,
      refresh: async (id = 'all') => void refreshed.push(id),
    },
    now: () => now,
    maxAge: () => maxAge,
  });
  const become = (id: string, ...next: readonly ConnectionState[]): void =>
    next.forEach((state) => {
      states.set(id, state);
      changes.fire(id);
    });
  return { times, refreshed, become, wait: (milliseconds: number) => (now += milliseconds) };
}

describe('ListedTimes', () => {
  it('takes the time when a list ends, not that of a write', () => {
    const { times, become, wait } = start();
    wait(minute);
    become('a', loading, ready);
    wait(minute);
    become('a', ready);
    assert.equal(times.of('a'), minute);
  });

  it('keeps the old time where a later list was stopped or failed, and forgets it with the list', () => {
    const { times, become, wait } = start();
    become('a', loading, ready);
    wait(minute);
    become('a', loading, { ...ready, isComplete: false });
    assert.equal(times.of('a'), 0);
    become('a', idle);
    assert.equal(times.of('a'), undefined);
  });

  it('reads again only what is older than the setting says, and nothing that is being read', () => {
    const { times, refreshed, become, wait } = start();
    become('old', loading, ready);
    become('busy', loading, ready);
    wait(4 * minute);
    become('new', loading, ready);
    times.refreshOld();
    assert.deepEqual(refreshed, []);
    wait(2 * minute);
    become('busy', loading);
    times.refreshOld();
    assert.deepEqual(refreshed, ['old']);
  });

  it('reads nothing where that is switched off', () => {
    const { times, refreshed, become, wait } = start(0);
    become('a', loading, ready);
    wait(9_999 * minute);
    times.refreshOld();
    assert.deepEqual(refreshed, []);
  });
});
