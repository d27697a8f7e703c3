import assert from 'node:assert/strict';
import { SecretStoreError } from '../../../../src/app/base/failureText';
import type { Connection } from '../../../../src/app/connections/connection';
import type { OrphanedToken } from '../../../../src/app/connections/orphanedTokens';
import { OrphanedTokens } from '../../../../src/app/connections/orphanedTokens';
import { writeToken } from '../../../../src/app/connections/storedToken';
import { Emitter } from '../../../../src/shared/emitter';
import { FakeScheduler } from '../fakes/fakeScheduler';

const connection = (id: string): Connection => ({
  id,
  name: `Gateway ${id}`,
  dialect: 'apisix',
  address: `https://${id}.example.com`,
});

/** The world that windows share: settings, tokens, and what was asked. */
function build(ids: readonly string[] = ['a', 'b']) {
  const settings = { connections: ids.map(connection) as unknown };
  const kept = new Map(ids.map((id) => [id, writeToken({ origin: `https://${id}.example.com`, token: 'canary' })]));
  const asked = {
    ids: [] as readonly string[],
    writes: 0,
    keep: (next: readonly string[]) => Promise.resolve(void ((asked.ids = next), asked.writes++)),
  };
  const state = { isBroken: false, onGet: (): void => undefined };
  const run = <T>(work: () => T): Promise<T> =>
    state.isBroken ? Promise.reject(new SecretStoreError('no keyring')) : Promise.resolve(work());
  const tokens = {
    ids: () => run(() => [...kept.keys()]),
    get: (id: string) => run(() => (state.onGet(), kept.get(id))),
    delete: (id: string) => run(() => void kept.delete(id)),
  };
  const open = ({ isFocused = true, answer = (): Promise<boolean> => Promise.resolve(false) } = {}) => {
    const changes = new Emitter<void>();
    const focusChanges = new Emitter<void>();
    const scheduler = new FakeScheduler();
    const questions: OrphanedToken[] = [];
    const errors: string[] = [];
    const focus = { isFocused, onDidFocus: focusChanges.event };
    const watch = new OrphanedTokens({
      settings,
      connections: {
        get all() {
          return Array.isArray(settings.connections)
            ? (settings.connections as Connection[]).filter(({ name }) => name !== undefined)
            : [];
        },
        onDidChange: changes.event,
      },
      tokens,
      asked,
      focus,
      scheduler,
      log: { error: (line, error) => errors.push(`${line}: ${String(error)}`) },
      ask: (token) => (questions.push(token), answer()),
    });
    const settle = async (milliseconds = 10_000) => {
      scheduler.advance(milliseconds);
      // Each step of the check waits for what is stored.
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
    };
    const change = (connections: unknown) => {
      settings.connections = connections;
      changes.fire();
    };
    return {
      watch,
      change,
      settle,
      questions,
      errors,
      scheduler,
      focus,
      takeFocus: () => ((focus.isFocused = true), focusChanges.fire()),
    };
  };
  return { settings, kept, asked, state, open };
}

const questionOf = (id: string, name: string | undefined = `Gateway ${id}`): OrphanedToken => ({
  name,
  origin: `https://${id}.example.com`,
});

describe('OrphanedTokens', () => {
  it('asks about the token of a connection that disappeared, and forgets it', async () => {
    const { open, kept } = build();
    const { change, settle, questions } = open({ answer: () => Promise.resolve(true) });
    await settle();
    assert.deepEqual(questions, []);
    change([connection('b')]);
    await settle();
    assert.deepEqual(questions, [questionOf('a')]);
    assert.deepEqual([...kept.keys()], ['b']);
  });

  it('asks once for a token and the password of a client key, and deletes both', async () => {
    const { open, kept } = build();
    kept.set('a/clientKey', kept.get('a') ?? '');
    const { change, settle, questions } = open({ answer: () => Promise.resolve(true) });
    await settle();
    assert.deepEqual(questions, []);
    change([connection('b')]);
    await settle();
    assert.deepEqual(questions, [questionOf('a')]);
    assert.deepEqual([...kept.keys()], ['b']);
  });

  it('keeps it for when the connection comes back, and does not ask again', async () => {
    const { open, kept } = build();
    const { change, settle, questions } = open();
    change([connection('b')]);
    await settle();
    change([{ ...connection('b'), name: 'Renamed' }]);
    await settle();
    const later = open();
    await later.settle();
    assert.equal(questions.length + later.questions.length, 1);
    assert.deepEqual([...kept.keys()], ['a', 'b']);
  });

  it('asks anew where it came back and disappeared again', async () => {
    const { open } = build();
    const { change, settle, questions } = open();
    for (const connections of [[connection('b')], [connection('a'), connection('b')], [connection('b')]]) {
      change(connections);
      await settle();
    }
    assert.deepEqual(questions, [questionOf('a'), questionOf('a')]);
  });

  it('asks nothing where the settings lack it for a moment', async () => {
    const { open, settings } = build();
    const { change, settle, questions } = open();
    const all = settings.connections;
    for (const flicker of [[], undefined, 'half a text', all]) {
      change(flicker);
      await settle(2_000);
    }
    await settle();
    assert.deepEqual(questions, []);
  });

  it('takes an entry that cannot be used for one that is there', async () => {
    const { open } = build();
    const { change, settle, questions } = open();
    change([{ id: 'a', adress: 'https://typo' }, connection('b')]);
    await settle();
    assert.deepEqual(questions, []);
  });

  it('finds at its start what disappeared while no window was open, by its origin', async () => {
    const { open, settings } = build();
    settings.connections = [connection('b')];
    const { settle, questions } = open();
    await settle();
    assert.deepEqual(questions, [{ name: undefined, origin: 'https://a.example.com' }]);
  });

  it('asks in one window of several: where the person is', async () => {
    const { open, settings } = build();
    const [one, other] = [open({ isFocused: false }), open({ answer: () => new Promise(() => undefined) })];
    settings.connections = [connection('b')];
    one.change(settings.connections);
    other.change(settings.connections);
    await one.settle();
    await other.settle();
    // The question is still open there.
    one.takeFocus();
    await one.settle();
    assert.deepEqual([one.questions, other.questions], [[], [questionOf('a')]]);
  });

  it('asks when the person comes to the only window', async () => {
    const { open } = build();
    const { change, settle, questions, takeFocus } = open({ isFocused: false });
    change([connection('b')]);
    await settle();
    assert.deepEqual(questions, []);
    takeFocus();
    await settle();
    assert.deepEqual(questions, [questionOf('a')]);
  });

  it('keeps the token of a connection that came back while it was asked', async () => {
    const { open, kept } = build();
    const answers: ((isUnwanted: boolean) => void)[] = [];
    const { change, settle } = open({ answer: () => new Promise((resolve) => answers.push(resolve)) });
    change([connection('b')]);
    await settle();
    change([connection('a'), connection('b')]);
    answers[0]?.(true);
    await settle();
    assert.deepEqual([...kept.keys()], ['a', 'b']);
  });

  it('logs a secret storage that fails, and asks again when a token could not be forgotten', async () => {
    const { open, state, asked } = build();
    const { change, settle, questions, errors } = open({
      answer: () => {
        state.isBroken = true;
        return Promise.resolve(true);
      },
    });
    change([connection('b')]);
    await settle();
    const notDeleted = 'A token without a connection was not deleted: SecretStoreError: The secret storage failed.';
    assert.deepEqual([questions.length, errors, asked.ids], [1, [notDeleted], []]);
    change([connection('b')]);
    await settle();
    const notRead = 'Tokens without a connection were not looked for: SecretStoreError: The secret storage failed.';
    assert.deepEqual([questions.length, errors], [1, [notDeleted, notRead]]);
    state.isBroken = false;
    change([connection('b')]);
    await settle();
    assert.equal(questions.length, 2);
  });

  it('remembers of a token that could not be forgotten alone that nobody was asked', async () => {
    const { open, state, asked } = build();
    const { change, settle } = open();
    change([connection('a')]);
    await settle();
    assert.deepEqual(asked.ids, ['b']);
    const later = open({ answer: () => ((state.isBroken = true), Promise.resolve(true)) });
    later.change([]);
    await later.settle();
    assert.deepEqual(asked.ids, ['b']);
  });

  it('does not wait longer where the person leaves and comes back meanwhile', async () => {
    const { open, settings } = build();
    settings.connections = [connection('b')];
    const { settle, questions, takeFocus } = open();
    await settle(6_000);
    takeFocus();
    await settle(4_000);
    assert.equal(questions.length, 1);
  });

  it('does not look again for every time that the person comes back', async () => {
    const { open, asked } = build();
    const { settle, takeFocus, change, questions } = open({ isFocused: false });
    await settle();
    takeFocus();
    await settle();
    change([connection('b')]);
    await settle(6_000);
    takeFocus();
    await settle(4_000);
    assert.deepEqual([questions, asked.writes], [[questionOf('a')], 1]);
  });

  it('writes nothing down where nothing disappeared', async () => {
    const { open, asked } = build();
    const { settle } = open();
    await settle();
    assert.equal(asked.writes, 0);
  });

  it('asks nothing about a token that is gone, or that no connection kept', async () => {
    const { open, kept } = build();
    kept.set('a', 'no token');
    kept.delete('b');
    const { change, settle, questions, errors } = open();
    change([]);
    await settle();
    assert.deepEqual([questions, errors], [[], []]);
  });

  it('asks nothing about a connection that is back when its token is read', async () => {
    const { open, state, settings } = build();
    const { change, settle, questions } = open();
    const all = settings.connections;
    state.onGet = () => void (settings.connections = all);
    change([connection('b')]);
    await settle();
    assert.deepEqual(questions, []);
  });

  it('asks once about each that disappears while a question is open, however often that happens', async () => {
    const { open } = build(['a', 'b', 'c']);
    const answers: ((isUnwanted: boolean) => void)[] = [];
    const { change, settle, questions } = open({ answer: () => new Promise((resolve) => answers.push(resolve)) });
    change([connection('b'), connection('c')]);
    await settle();
    change([connection('c')]);
    await settle();
    change([{ ...connection('c'), name: 'Renamed' }]);
    await settle();
    answers[0]?.(false);
    await settle();
    assert.deepEqual(questions, [questionOf('a'), questionOf('b')]);
  });

  it('asks no second question after its end', async () => {
    const { open } = build();
    const answers: ((isUnwanted: boolean) => void)[] = [];
    const { watch, change, settle, questions } = open({
      answer: () => new Promise((resolve) => answers.push(resolve)),
    });
    change([]);
    await settle();
    watch.dispose();
    answers[0]?.(false);
    await settle();
    assert.deepEqual(questions, [questionOf('a')]);
  });

  it('asks nothing after its end', async () => {
    const { open } = build();
    const { watch, change, settle, questions, scheduler } = open();
    change([]);
    watch.dispose();
    assert.deepEqual(scheduler.due, [], 'No timer is left.');
    change([connection('a')]);
    assert.deepEqual(scheduler.due, [], 'Nobody listens any more.');
    await settle();
    assert.deepEqual(questions, []);
  });
});
