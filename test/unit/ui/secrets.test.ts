import assert from 'node:assert/strict';
import { Emitter } from '../../../src/shared/emitter';
import { Secrets } from '../../../src/ui/secrets';

function build() {
  const kept = new Map<string, string>();
  const changes = new Emitter<{ key: string }>();
  const secrets = new Secrets({
    onDidChange: changes.event,
    get: (key) => Promise.resolve(kept.get(key)),
    store(key, value) {
      kept.set(key, value);
      changes.fire({ key });
      return Promise.resolve();
    },
    delete(key) {
      kept.delete(key);
      changes.fire({ key });
      return Promise.resolve();
    },
  });
  const heard: string[] = [];
  secrets.onDidChange((id) => heard.push(id));
  return { secrets, kept, changes, heard };
}

describe('Secrets', () => {
  it('keeps a token under its connection’s id, and forgets it', async () => {
    const { secrets, kept, heard } = build();
    await secrets.set('a/b', 'text');
    assert.deepEqual([...kept], [['api7Certificates.token/a/b', 'text']]);
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
