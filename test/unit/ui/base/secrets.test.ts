import assert from 'node:assert/strict';
import { SecretStoreError } from '../../../../src/app/base/failureText';
import { Emitter } from '../../../../src/shared/emitter';
import { Secrets } from '../../../../src/ui/base/secrets';

/** A secret storage that several windows may share, and that can fail. */
function build() {
  const kept = new Map<string, string>();
  const changes = new Emitter<{ key: string }>();
  const state = { isBroken: false };
  const run = <T>(work: () => T): Promise<T> =>
    state.isBroken ? Promise.reject(new Error('no keyring')) : Promise.resolve(work());
  const storage = {
    onDidChange: changes.event,
    get: (key: string) => run(() => kept.get(key)),
    store: (key: string, value: string) =>
      run(() => {
        kept.set(key, value);
        changes.fire({ key });
      }),
    delete: (key: string) =>
      run(() => {
        kept.delete(key);
        changes.fire({ key });
      }),
  };
  const open = () => new Secrets(storage);
  const secrets = open();
  const heard: string[] = [];
  secrets.onDidChange((id) => heard.push(id));
  return { secrets, open, kept, changes, heard, state };
}

const textsOf = (kept: ReadonlyMap<string, string>) =>
  [...kept].filter(([key]) => key.startsWith('api7Certificates.token/'));

describe('Secrets', () => {
  it('keeps a token under its connection’s id, and forgets it', async () => {
    const { secrets, kept, heard } = build();
    await secrets.set('a/b', 'text');
    assert.deepEqual(textsOf(kept), [['api7Certificates.token/a/b', 'text']]);
    assert.equal(await secrets.get('a/b'), 'text');
    await secrets.delete('a/b');
    assert.equal(await secrets.get('a/b'), undefined);
    assert.deepEqual(heard, ['a/b', 'a/b']);
  });

  it('does not tell of other secrets, nor after its end', () => {
    const { secrets, changes, heard } = build();
    changes.fire({ key: 'somebody.else/a' });
    secrets.dispose();
    changes.fire({ key: 'api7Certificates.token/a' });
    assert.deepEqual(heard, []);
  });
});

describe('Secrets, which there are', () => {
  it('are known in another window, and after a restart', async () => {
    const { secrets, open } = build();
    const other = open();
    await secrets.set('a', 'text');
    await other.set('b', 'text');
    await secrets.set('c', 'text');
    await other.delete('a');
    assert.deepEqual(await secrets.ids(), ['b', 'c']);
    assert.deepEqual(await open().ids(), ['b', 'c']);
  });

  it('loses none of several that are kept at once', async () => {
    const { secrets } = build();
    await Promise.all(['a', 'b', 'c'].map((id) => secrets.set(id, 'text')));
    assert.deepEqual([...(await secrets.ids())].sort(), ['a', 'b', 'c']);
  });

  it('finds one that an earlier version kept, when it is used', async () => {
    const { secrets, kept } = build();
    kept.set('api7Certificates.token/old', 'text');
    await secrets.get('old');
    await secrets.set('new', 'text');
    assert.deepEqual(await secrets.ids(), ['old', 'new']);
  });

  it('writes no token into the list, and reads none that it did not write', async () => {
    const { secrets, kept } = build();
    await secrets.set('a', 'canary');
    assert.equal(kept.get('api7Certificates.tokens'), '["a"]');
    for (const text of ['{', '7', '{"a":1}', '[1]']) {
      kept.set('api7Certificates.tokens', text);
      assert.deepEqual(await secrets.ids(), []);
    }
  });
});

describe('Secrets, where the storage fails', () => {
  it('fails with an error of its own kind', async () => {
    const { secrets, state } = build();
    state.isBroken = true;
    for (const call of [
      () => secrets.get('a'),
      () => secrets.set('a', 'text'),
      () => secrets.delete('a'),
      () => secrets.ids(),
    ])
      await assert.rejects(call(), SecretStoreError);
  });

  it('keeps one in memory alone: in this window, until it is set, deleted, or the window closed', async () => {
    const { secrets, open, kept, heard, state } = build();
    state.isBroken = true;
    secrets.keepForSession('a', 'canary');
    assert.equal(await secrets.get('a'), 'canary');
    await assert.rejects(open().get('a'), SecretStoreError);
    await assert.rejects(secrets.set('a', 'other'), SecretStoreError);
    assert.equal(await secrets.get('a'), 'canary');
    await assert.rejects(secrets.delete('a'), SecretStoreError);
    await assert.rejects(secrets.get('a'), SecretStoreError);
    secrets.keepForSession('a', 'canary');
    state.isBroken = false;
    assert.ok(![...kept.values()].some((text) => text.includes('canary')));
    await secrets.set('a', 'text');
    assert.equal(await secrets.get('a'), 'text');
    secrets.keepForSession('a', 'canary');
    secrets.keepForSession('a', undefined);
    assert.equal(await secrets.get('a'), 'text');
    assert.ok(heard.length > 0);
  });

  it('forgets what is in memory at its end', async () => {
    const { secrets } = build();
    secrets.keepForSession('a', 'canary');
    secrets.dispose();
    assert.equal(await secrets.get('a'), undefined);
  });
});
