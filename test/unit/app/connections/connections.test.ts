import assert from 'node:assert/strict';
import { SecretStoreError } from '../../../../src/app/base/failureText';
import type { TokenUse } from '../../../../src/app/connections/access';
import type { Connection } from '../../../../src/app/connections/connections';
import { Connections } from '../../../../src/app/connections/connections';
import type { LocalFileReading } from '../../../../src/app/connections/localFile';
import { keyPasswordId, readToken, writeToken } from '../../../../src/app/connections/storedToken';
import { decryptContainer } from '../../../../src/core/encrypted/decryptContainer';
import type { Access, Dialect, DialectId, Gateway } from '../../../../src/gateway/gateway';
import { GatewayError } from '../../../../src/gateway/gateway';
import { Emitter } from '../../../../src/shared/emitter';
import { english } from '../../../../src/shared/translate';
import { makeCertificate } from '../../../fixtures/certificates';
import { keyPemAs } from '../../../fixtures/keyPairs';
import { idleGateway } from '../fakes/idleGateway';

const token = 'canary-token-7f3a';
const typed: TokenUse = { from: 'person', token };
const asKept: TokenUse = { from: 'store' };
const apisix: Connection = { id: 'a', name: 'Prod', dialect: 'apisix', address: 'https://gw.example.com' };
const cloud: Connection = {
  id: 'c',
  name: 'Cloud',
  dialect: 'api7cloud',
  address: 'https://api.api7.cloud',
  organization: '1',
  cluster: '2',
};
const ofApisix = (text: string) => ({ origin: 'https://gw.example.com', token: text });
const ofCloud = (text: string) => ({ origin: 'https://api.api7.cloud', token: text });
const certificate = `-----BEGIN CERTIFICATE-----\n${'QUJD'.repeat(10)}\n-----END CERTIFICATE-----\n`;

interface FakeGateway {
  readonly access: Access;
  isDisposed: boolean;
}

/** Connections over settings and tokens in memory, and dialects that only note what they were opened with. */
function build(entries: unknown = []) {
  const settingsChanges = new Emitter<void>();
  const tokenChanges = new Emitter<string>();
  const kept = new Map<string, string>();
  const lines: string[] = [];
  const hidden: string[] = [];
  /** The events of a token, in order. */
  const order: string[] = [];
  const opened: FakeGateway[] = [];
  const files = new Map<string, LocalFileReading>();
  const settings = {
    connections: entries,
    requestTimeout: 30_000,
    isReadonly: false,
    onDidChange: settingsChanges.event,
    writeConnections(next: readonly unknown[]) {
      if (settings.isReadonly) return Promise.reject(new Error('settings are read-only'));
      settings.connections = next;
      settingsChanges.fire();
      return Promise.resolve();
    },
  };
  const session = new Map<string, string>();
  const tokens = {
    isBroken: false,
    onDidChange: tokenChanges.event,
    get(id: string) {
      order.push('read');
      return session.has(id) ? Promise.resolve(session.get(id)) : tokens.run(() => kept.get(id));
    },
    set: (id: string, stored: string) =>
      tokens.run(() => {
        order.push('kept');
        kept.set(id, stored);
        tokenChanges.fire(id);
      }),
    delete: (id: string) =>
      tokens.run(() => {
        if (kept.delete(id)) tokenChanges.fire(id);
      }),
    keepForSession(id: string, stored: string | undefined) {
      if (stored === undefined) session.delete(id);
      else session.set(id, stored);
      tokenChanges.fire(id);
    },
    run: <T>(work: () => T): Promise<T> =>
      tokens.isBroken ? Promise.reject(new SecretStoreError('no keyring')) : Promise.resolve(work()),
  };
  const trust = { isTrusted: true };
  const faults = { isBroken: false };
  const toDialect = (id: DialectId, scopeLevels: Dialect['scopeLevels'], isTokenRequired: boolean): Dialect => ({
    id,
    label: id,
    defaultAddress: '',
    tokenName: 'token',
    isTokenRequired,
    scopeLevels,
    listScopes: () => Promise.resolve([]),
    open(access) {
      if (faults.isBroken) return Promise.reject(new Error('a part of the extension is gone'));
      const gateway: FakeGateway = { access, isDisposed: false };
      opened.push(gateway);
      order.push('opened');
      return Promise.resolve(idleGateway({ dispose: () => void (gateway.isDisposed = true) }));
    },
  });
  const levels = [
    { id: 'organization', label: 'organization' },
    { id: 'cluster', label: 'cluster' },
  ] as const;
  let decrypted = 0;
  const connections = new Connections({
    decryptContainer: (encrypted, password) => {
      decrypted += 1;
      return Promise.resolve(decryptContainer(encrypted, password, { trigger: 'asked' }));
    },
    settings,
    tokens,
    dialects: new Map<DialectId, Dialect>([
      ['apisix', toDialect('apisix', [], false)],
      ['api7cloud', toDialect('api7cloud', levels, true)],
    ]),
    readFile: (path) => Promise.resolve(files.get(path) ?? { ok: false, fault: 'missing' }),
    home: '/home/me',
    log: {
      debug: (line) => lines.push(line),
      warn: (line) => lines.push(line),
      error: (doing) => lines.push(doing),
      hide: (secret) => (hidden.push(secret), order.push('hidden')),
    },
    translate: english,
    isWorkspaceTrusted: () => trust.isTrusted,
  });
  let changes = 0;
  connections.onDidChange(() => (changes += 1));
  return {
    connections,
    trust,
    faults,
    settings,
    tokens,
    session,
    kept,
    lines,
    hidden,
    order,
    opened,
    files,
    changeCount: () => changes,
    decryptedCount: () => decrypted,
  };
}

async function openOk(connections: Connections, id: string): Promise<Gateway> {
  const reading = await connections.open(id);
  assert.ok(reading.ok, reading.ok ? '' : reading.sentence);
  return reading.gateway;
}

async function openBad(connections: Connections, id: string) {
  const reading = await connections.open(id);
  assert.ok(!reading.ok);
  assert.ok(!reading.sentence.includes(token));
  return reading.reason;
}

describe('Connections, the list', () => {
  it('holds what the settings hold, and follows them', () => {
    const { connections, settings, changeCount } = build([apisix]);
    assert.deepEqual(connections.all, [apisix]);
    void settings.writeConnections([apisix, cloud, 7]);
    assert.deepEqual(connections.all, [apisix, cloud]);
    assert.equal(connections.problems.length, 1);
    assert.equal(connections.find('c')?.name, 'Cloud');
    assert.equal(changeCount(), 1);
  });

  it('logs a problem once', async () => {
    const { lines, settings } = build([7]);
    await settings.writeConnections([7]);
    assert.equal(lines.length, 1);
  });

  it('saves, replaces in place, and removes with the token', async () => {
    const { connections, kept, settings } = build(['scribble']);
    await connections.save(apisix, typed);
    await connections.save(cloud, asKept);
    assert.deepEqual(settings.connections, ['scribble', apisix, cloud]);
    assert.deepEqual([...kept.keys()], ['a']);
    await connections.save({ ...apisix, name: 'Production' }, asKept);
    assert.deepEqual(
      connections.all.map(({ name }) => name),
      ['Production', 'Cloud'],
    );
    assert.equal(await connections.hasTokenFor('a', apisix.address), true);
    await connections.remove('a');
    assert.deepEqual(settings.connections, ['scribble', cloud]);
    assert.deepEqual([...kept.keys()], []);
  });

  it('forgets a token that was left empty', async () => {
    const { connections, kept } = build();
    await connections.save(apisix, typed);
    await connections.save({ ...apisix, address: 'https://other.example' }, { from: 'person', token: undefined });
    assert.deepEqual([...kept.keys()], []);
  });

  it('has the token in place before anybody hears of the connection', async () => {
    const { connections } = build();
    const states: Promise<unknown>[] = [];
    connections.onDidChange(() => {
      if (connections.find('a')) states.push(connections.hasTokenFor('a', apisix.address));
    });
    await connections.save(apisix, typed);
    assert.deepEqual(await Promise.all(states), [true]);
  });

  it('puts the token back when the settings cannot be written', async () => {
    const { connections, settings, kept } = build([apisix]);
    await connections.setToken('a', ofApisix('the old one'));
    const before = kept.get('a');
    settings.isReadonly = true;
    await assert.rejects(connections.save({ ...apisix, address: 'https://other.example' }, typed));
    assert.equal(kept.get('a'), before);
    await assert.rejects(connections.save(cloud, typed));
    assert.equal(kept.has('c'), false);
  });
});

describe('Connections, tokens', () => {
  it('says for which address it keeps a token', async () => {
    const { connections, settings } = build([apisix, cloud]);
    assert.equal(await connections.hasTokenFor('c', cloud.address), false);
    await connections.setToken('c', ofCloud(token));
    assert.equal(await connections.hasTokenFor('c', cloud.address), true);
    await settings.writeConnections([{ ...cloud, address: 'https://evil.example' }]);
    assert.equal(await connections.hasTokenFor('c', 'https://evil.example'), false);
    assert.equal(await connections.hasTokenFor('c', 'https://api.api7.cloud/x'), true);
    await connections.clearToken('c');
    assert.equal(await connections.hasTokenFor('c', 'https://api.api7.cloud/x'), false);
  });

  it('forgets the password of the client key with the token', async () => {
    const { connections, kept } = build([apisix]);
    await connections.save(apisix, { ...typed, keyPassword: 'tiger' });
    assert.deepEqual([...kept.keys()], ['a', keyPasswordId('a')]);
    await connections.clearToken('a');
    assert.deepEqual([...kept.keys()], []);
  });

  it('keeps the password of the client key where nothing is typed, until there is no client certificate', async () => {
    const mutual: Connection = { ...apisix, clientCertificateFile: '/me.pem', clientKeyFile: '/me.key' };
    const { connections, kept } = build([mutual]);
    await connections.save(mutual, { ...typed, keyPassword: 'tiger' });
    await connections.save({ ...mutual, name: 'Renamed' }, { from: 'store' });
    assert.equal(await connections.keptKeyPassword('a', apisix.address), 'tiger');
    await connections.save(apisix, { from: 'store' });
    assert.deepEqual([...kept.keys()], ['a']);
  });

  it('keeps the opened key of a client certificate as long as a saved connection uses it', async () => {
    const made = await makeCertificate({ now: Date.now() });
    const { connections, settings, files, decryptedCount } = build();
    files.set('/me.pem', { ok: true, text: made.pem });
    files.set('/me.key', { ok: true, text: keyPemAs(made.keys, 'encryptedPkcs8', 'tiger') });
    const mutual: Connection = { ...apisix, clientCertificateFile: '/me.pem', clientKeyFile: '/me.key' };
    // What is tried out may never be saved.
    for (const times of [1, 2]) {
      assert.ok((await connections.toAccess({ ...mutual }, { ...typed, keyPassword: 'tiger' })).ok);
      assert.equal(decryptedCount(), times);
    }
    await connections.save(mutual, { ...typed, keyPassword: 'tiger' });
    for (const change of [{}, { readOnly: true }]) {
      await settings.writeConnections([{ ...mutual, ...change }]);
      await openOk(connections, 'a');
    }
    assert.equal(decryptedCount(), 3);
    await settings.writeConnections([apisix]);
    await settings.writeConnections([mutual]);
    await openOk(connections, 'a');
    assert.equal(decryptedCount(), 4);
  });

  it('knows whether there is a token or a password to forget', async () => {
    const { connections } = build([apisix, cloud]);
    assert.equal(await connections.hasSecret('a'), false);
    await connections.save(apisix, { ...typed, token: undefined, isForSession: true });
    assert.equal(await connections.hasSecret('a'), false);
    await connections.save(apisix, { ...typed, keyPassword: 'tiger' });
    assert.equal(await connections.hasSecret('a'), true);
    await connections.clearToken('a');
    assert.equal(await connections.hasSecret('a'), false);
    await connections.setToken('c', ofCloud(token));
    assert.equal(await connections.hasSecret('c'), true);
  });

  it('leaves open what was opened anew without the token while that was deleted', async () => {
    const { connections, tokens, opened } = build([apisix]);
    await connections.setToken('a', ofApisix(token));
    await connections.open('a');
    const remove = tokens.delete;
    tokens.delete = async (id) => {
      await remove(id);
      await connections.open('a');
    };
    await connections.clearToken('a');
    assert.deepEqual(
      opened.map(({ access, isDisposed }) => [access.token, isDisposed]),
      [
        [token, true],
        [undefined, false],
      ],
    );
  });

  it('closes what was opened with the token just before that was deleted', async () => {
    const { connections, tokens, opened } = build([apisix]);
    await connections.setToken('a', ofApisix(token));
    const remove = tokens.delete;
    tokens.delete = async (id) => {
      if (id === 'a') await connections.open('a');
      await remove(id);
    };
    await connections.clearToken('a');
    assert.deepEqual(
      opened.map(({ access, isDisposed }) => [access.token, isDisposed]),
      [[token, true]],
    );
  });

  it('tells of a changed token of a connection it has', async () => {
    const { connections, changeCount } = build([apisix]);
    await connections.setToken('a', ofApisix(token));
    await connections.setToken('none', ofApisix(token));
    assert.equal(changeCount(), 1);
  });

  const moved: readonly [what: string, address: string][] = [
    ['another host', 'https://evil.example'],
    ['another port', 'https://gw.example.com:8443'],
    ['another scheme', 'http://gw.example.com'],
    ['a host that begins the same', 'https://gw.example.com.evil.example'],
  ];
  for (const [what, address] of moved)
    it(`does not send a token to ${what}`, async () => {
      const { connections, settings, opened } = build([apisix]);
      await connections.setToken('a', ofApisix(token));
      await settings.writeConnections([{ ...apisix, address, allowPlainHttp: true }]);
      assert.equal(await openBad(connections, 'a'), 'tokenForOtherAddress');
      assert.deepEqual(opened, []);
    });

  it('still sends it when only the path or the spelling of the origin changes', async () => {
    const { connections, settings, opened } = build([apisix]);
    await connections.setToken('a', ofApisix(token));
    await settings.writeConnections([{ ...apisix, address: 'HTTPS://GW.example.com:443/prefix' }]);
    await openOk(connections, 'a');
    assert.deepEqual(
      opened.map(({ access }) => [access.address, access.token]),
      [['https://gw.example.com/prefix', token]],
    );
  });

  it('does not use a kept text that it did not write', async () => {
    const { connections, kept } = build([cloud]);
    kept.set('c', token);
    assert.equal(await openBad(connections, 'c'), 'noToken');
  });
});

describe('Connections, a token and its origin', () => {
  it('keeps it for the origin that the person was told, and no other', async () => {
    const { connections, settings, kept, hidden } = build([apisix]);
    await settings.writeConnections([{ ...apisix, address: 'https://evil.example' }]);
    assert.equal(await connections.setToken('a', ofApisix(token)), 'otherAddress');
    assert.equal(kept.size, 0);
    assert.equal(await connections.setToken('none', ofApisix(token)), 'unknownConnection');
    assert.equal(kept.size, 0);
    await settings.writeConnections([apisix]);
    assert.equal(await connections.setToken('a', ofApisix(token)), 'kept');
    assert.deepEqual(readToken(kept.get('a')), ofApisix(token));
    assert.deepEqual(hidden, [token]);
  });
});

describe('Connections, without a secret storage that works', () => {
  it('says so where a token would be read, and asks nothing of the gateway', async () => {
    const { connections, tokens, opened } = build([apisix]);
    tokens.isBroken = true;
    const reading = await connections.open('a');
    assert.ok(!reading.ok);
    assert.equal(reading.reason, 'secretsUnreadable');
    assert.match(reading.sentence, /secret storage of VS Code failed.*GNOME Keyring/);
    assert.deepEqual(opened, []);
  });

  it('saves nothing with a token that cannot be kept', async () => {
    const { connections, tokens, settings } = build();
    tokens.isBroken = true;
    await assert.rejects(connections.save(apisix, typed), SecretStoreError);
    assert.deepEqual(settings.connections, []);
  });

  it('keeps no token where the password of the client key cannot be kept', async () => {
    const { connections, tokens, settings, kept } = build();
    const { set } = tokens;
    tokens.set = (id, stored) =>
      id === keyPasswordId('a') ? Promise.reject(new SecretStoreError('full')) : set(id, stored);
    await assert.rejects(connections.save(apisix, { ...typed, keyPassword: 'tiger' }), SecretStoreError);
    assert.equal(kept.size, 0);
    assert.deepEqual(settings.connections, []);
  });

  it('puts token and password of before back where the settings cannot be written', async () => {
    const { connections, settings, kept } = build();
    const mutual = { ...apisix, clientCertificateFile: '/client.pem' };
    await connections.save(mutual, { ...typed, keyPassword: 'tiger' });
    const before = [...kept];
    settings.isReadonly = true;
    await assert.rejects(connections.save(mutual, { from: 'person', token: 'new', keyPassword: 'lion' }), /read-only/);
    await assert.rejects(connections.save(apisix, typed), /read-only/);
    assert.deepEqual([...kept].sort(), before.sort());
    const added = { ...mutual, id: 'b' };
    await assert.rejects(connections.save(added, { ...typed, keyPassword: 'lion' }), /read-only/);
    assert.deepEqual([...kept].sort(), before.sort());
  });

  it('puts the token of before back where the password cannot be', async () => {
    const { connections, settings, tokens, kept } = build();
    const mutual = { ...apisix, clientCertificateFile: '/client.pem' };
    await connections.save(mutual, { ...typed, keyPassword: 'tiger' });
    const before = kept.get('a');
    const set = tokens.set.bind(tokens);
    tokens.set = (id, stored) =>
      id === keyPasswordId('a') && settings.isReadonly ? Promise.reject(new Error('full')) : set(id, stored);
    settings.writeConnections = () => {
      settings.isReadonly = true;
      return Promise.reject(new Error('settings are read-only'));
    };
    await assert.rejects(connections.save(mutual, { from: 'person', token: 'new', keyPassword: 'lion' }), /read-only/);
    assert.equal(kept.get('a'), before);
  });

  it('saves a connection that needs no token', async () => {
    const { connections, tokens, settings } = build();
    tokens.isBroken = true;
    await connections.save(apisix, { from: 'person', token: undefined });
    assert.deepEqual(settings.connections, [apisix]);
  });

  it('uses a token from memory alone, bound to its origin like any', async () => {
    const { connections, tokens, settings, kept, opened, hidden } = build();
    tokens.isBroken = true;
    await connections.save(apisix, { from: 'person', token, isForSession: true });
    await openOk(connections, 'a');
    assert.deepEqual(
      opened.map(({ access }) => access.token),
      [token],
    );
    assert.ok(hidden.includes(token));
    await settings.writeConnections([{ ...apisix, address: 'https://evil.example' }]);
    assert.equal(await openBad(connections, 'a'), 'tokenForOtherAddress');
    assert.equal(kept.size, 0);
    await settings.writeConnections([apisix]);
    assert.equal(await connections.setToken('a', ofApisix('another'), { isForSession: true }), 'kept');
    await openOk(connections, 'a');
    assert.deepEqual(opened.at(-1)?.access.token, 'another');
  });

  it('uses the password of a client key from memory alone, without a token', async () => {
    const { connections, tokens, kept } = build();
    tokens.isBroken = true;
    const use = { keyPassword: 'tiger', isForSession: true } as const;
    await connections.save(apisix, { from: 'person', token: undefined, ...use });
    assert.equal(await connections.keptKeyPassword('a', apisix.address), 'tiger');
    // The storage is not asked for a token that there is not.
    await openOk(connections, 'a');
    await connections.save(apisix, { from: 'store', ...use, keyPassword: 'lion' });
    assert.equal(await connections.keptKeyPassword('a', apisix.address), 'lion');
    assert.equal(kept.size, 0);
  });

  it('keeps nothing in memory either when the settings cannot be written', async () => {
    const { connections, tokens, settings, session } = build();
    tokens.isBroken = true;
    settings.isReadonly = true;
    await assert.rejects(connections.save(apisix, { from: 'person', token, isForSession: true }), /read-only/);
    assert.equal(session.size, 0);
  });
});

describe('Connections, opening', () => {
  it('opens without a token where none is needed', async () => {
    const { connections, opened } = build([apisix]);
    await openOk(connections, 'a');
    assert.equal(opened[0]?.access.token, undefined);
  });

  it('hands the scopes on in their order', async () => {
    const { connections, opened } = build([cloud]);
    await connections.setToken('c', ofCloud(token));
    await openOk(connections, 'c');
    assert.deepEqual(opened[0]?.access.scopes, ['1', '2']);
  });

  const unready: readonly [what: string, entry: Connection, reason: string][] = [
    ['no such connection', { ...apisix, id: 'other' }, 'unknownConnection'],
    ['a missing token', { ...cloud, id: 'a' }, 'noToken'],
    ['a bad address', { ...apisix, address: 'gw.example.com' }, 'badAddress'],
    ['unconfirmed http:', { ...apisix, address: 'http://gw.example.com' }, 'badAddress'],
    ['a CA file that is not there', { ...apisix, caFile: '/none.pem' }, 'caUnreadable'],
  ];
  for (const [what, entry, reason] of unready)
    it(`does not open with ${what}`, async () => assert.equal(await openBad(build([entry]).connections, 'a'), reason));

  it('says that it is broken where it fails to open, logs that, and tries anew', async () => {
    const { connections, faults, lines } = build([apisix]);
    faults.isBroken = true;
    const reading = await connections.open('a');
    assert.match(reading.ok ? '' : `${reading.reason} ${reading.sentence}`, /^broken Something unexpected happened/);
    assert.deepEqual(lines, ['A gateway could not be opened']);
    faults.isBroken = false;
    await openOk(connections, 'a');
  });

  it('does not open before the cluster is chosen', async () => {
    const { cluster, ...incomplete } = cloud;
    const { connections } = build([incomplete]);
    await connections.setToken('c', ofCloud(token));
    assert.equal(await openBad(connections, 'c'), 'scopeMissing');
    const reading = await connections.toAccess(incomplete, { from: 'store' });
    assert.deepEqual(reading.ok && reading.access.scopes, ['1'], `so that ${cluster} can be chosen`);
  });

  it('opens confirmed http:', async () => {
    await openOk(build([{ ...apisix, address: 'http://gw.example.com', allowPlainHttp: true }]).connections, 'a');
  });

  it('passes only the certificates of the CA file on', async () => {
    const { connections, files, opened } = build([{ ...apisix, caFile: '~/ca.pem' }]);
    files.set('/home/me/ca.pem', {
      ok: true,
      text: `-----BEGIN PRIVATE KEY-----\nhunter22\n-----END PRIVATE KEY-----\n${certificate}`,
    });
    await openOk(connections, 'a');
    assert.equal(opened[0]?.access.trustedCa, certificate);
  });

  for (const [caFileUse, trustsOnlyCa] of [
    [undefined, false],
    ['add', false],
    ['replace', true],
  ] as const)
    it(`trusts ${trustsOnlyCa ? 'only' : 'also'} the CA file where its use is ${caFileUse ?? 'not said'}`, async () => {
      const { connections, files, opened } = build([{ ...apisix, caFile: '/ca.pem', ...(caFileUse && { caFileUse }) }]);
      files.set('/ca.pem', { ok: true, text: certificate });
      await openOk(connections, 'a');
      assert.equal(opened[0]?.access.trustsOnlyCa, trustsOnlyCa);
    });

  it('keeps one gateway while nothing changes, also when asked twice at once', async () => {
    const { connections, opened } = build([apisix]);
    const [one, other] = await Promise.all([openOk(connections, 'a'), openOk(connections, 'a')]);
    assert.equal(one, other);
    assert.equal(await openOk(connections, 'a'), one);
    assert.equal(opened.length, 1);
  });

  type Built = ReturnType<typeof build>;
  const changes: readonly [what: string, change: (built: Built) => unknown][] = [
    ['the address', ({ settings }) => settings.writeConnections([{ ...apisix, address: 'https://gw.example.com/x' }])],
    ['the token', ({ connections }) => connections.setToken('a', ofApisix(token))],
    ['the time limit', ({ settings }) => (settings.requestTimeout = 5_000)],
    [
      'the dialect’s scopes',
      ({ settings, connections }) =>
        settings.writeConnections([{ ...cloud, id: 'a' }]).then(() => connections.setToken('a', ofCloud(token))),
    ],
    [
      'the CA file',
      ({ settings, files }) => {
        files.set('/ca.pem', { ok: true, text: certificate });
        return settings.writeConnections([{ ...apisix, caFile: '/ca.pem' }]);
      },
    ],
  ];
  for (const [what, change] of changes)
    it(`opens another gateway when ${what} changes, and disposes the first`, async () => {
      const built = build([apisix]);
      const before = await openOk(built.connections, 'a');
      await change(built);
      assert.notEqual(await openOk(built.connections, 'a'), before);
      assert.deepEqual(
        built.opened.map(({ isDisposed }) => isDisposed),
        [true, false],
      );
    });

  it('disposes the gateway of a connection that can no longer be used, is removed, or when all ends', async () => {
    for (const end of [
      ({ connections, settings }: Built) =>
        settings.writeConnections([{ ...apisix, address: 'x' }]).then(() => connections.open('a')),
      ({ connections }: Built) => connections.remove('a'),
      ({ settings }: Built) => settings.writeConnections([]),
      ({ connections }: Built) => connections.dispose(),
    ]) {
      const built = build([apisix]);
      await openOk(built.connections, 'a');
      await end(built);
      assert.deepEqual(
        built.opened.map(({ isDisposed }) => isDisposed),
        [true],
      );
    }
  });

  it('opens what the settings say at the end, when they change meanwhile', async () => {
    const { connections, settings, opened } = build([apisix]);
    const opening = connections.open('a');
    await settings.writeConnections([{ ...apisix, address: 'https://other.example' }]);
    assert.ok((await opening).ok);
    assert.deepEqual(
      opened.map(({ access }) => access.address),
      ['https://other.example'],
    );
  });

  it('opens nothing after its end', async () => {
    const { connections } = build([apisix]);
    connections.dispose();
    assert.equal(await openBad(connections, 'a'), 'unknownConnection');
  });
});

describe('Connections, a typed token', () => {
  it('is used instead of the kept one, and not kept', async () => {
    const { connections, kept } = build([apisix]);
    const reading = await connections.toAccess(apisix, { from: 'person', token });
    assert.equal(reading.ok && reading.access.token, token);
    assert.equal(kept.size, 0);
  });

  it('may be for an address other than the kept one’s', async () => {
    const { connections } = build([apisix]);
    await connections.setToken('a', ofApisix('the old one'));
    const reading = await connections.toAccess(
      { ...apisix, address: 'https://other.example' },
      { from: 'person', token },
    );
    assert.equal(reading.ok && reading.access.token, token);
  });
});

describe('Connections, the log', () => {
  it('is told to hide every token before it can be used, and never sees one', async () => {
    const { connections, opened, lines, hidden, order } = build([cloud]);
    await connections.setToken('c', ofCloud(token));
    await openOk(connections, 'c');
    assert.deepEqual(order.slice(2), ['read', 'hidden', 'opened']);
    assert.deepEqual(new Set(hidden), new Set([token]));
    opened[0]?.access.log?.('GET /api/v1/user/me 200');
    assert.deepEqual(lines, ['Cloud: GET /api/v1/user/me 200']);
  });

  it('hides a token from the store of another window before a gateway has it', async () => {
    const { connections, kept, hidden } = build([cloud]);
    kept.set('c', writeToken(ofCloud(token)));
    assert.deepEqual(hidden, []);
    await openOk(connections, 'c');
    assert.deepEqual(hidden, [token]);
  });

  it('hides a token that is kept before it is opened with', async () => {
    const { connections, hidden } = build([cloud]);
    await connections.setToken('c', ofCloud(token));
    assert.deepEqual(hidden, [token]);
  });

  it('finds no token in settings, problems or lines', async () => {
    const { connections, settings, lines } = build([]);
    await connections.save(cloud, typed);
    await connections.save(apisix, typed);
    await openOk(connections, 'c');
    await settings.writeConnections([
      { ...cloud, token },
      { ...apisix, address: `https://${token}@gw.example.com` },
    ]);
    assert.ok(!JSON.stringify([connections.all, connections.problems, lines]).includes(token));
  });
});

describe('a connection that nothing may be written to', () => {
  const write = async (gateway: Gateway) => {
    const bundle = { certificate: '', privateKey: '', type: 'server', names: [], labels: [] } as const;
    return gateway
      .create(bundle, new AbortController().signal)
      .catch((error: unknown) => (error instanceof GatewayError ? error.kind : String(error)));
  };
  // The fake gateway answers every call so: what gets there was not held back.
  const passed = 'Error: This test asks it of no gateway.';

  it('holds back what is written through a gateway opened before the mark', async () => {
    const { connections, settings } = build([apisix]);
    const gateway = await openOk(connections, 'a');
    assert.equal(await write(gateway), passed);
    await settings.writeConnections([{ ...apisix, readOnly: true }]);
    assert.equal(await write(gateway), 'blocked');
    await settings.writeConnections([apisix]);
    assert.equal(await write(gateway), passed);
  });

  it('is every one while the workspace is not trusted', async () => {
    const { connections, trust } = build([apisix]);
    const gateway = await openOk(connections, 'a');
    trust.isTrusted = false;
    assert.equal(await write(gateway), 'blocked');
  });

  it('is asked about again right before a write leaves', async () => {
    const { connections, settings, trust, opened } = build([apisix]);
    await openOk(connections, 'a');
    const check = () => {
      try {
        opened[0]?.access.checkWrite?.();
        return 'sent';
      } catch (error) {
        return error instanceof GatewayError ? `${error.kind} ${error.mayHaveTakenEffect}` : String(error);
      }
    };
    assert.equal(typeof opened[0]?.access.checkWrite, 'function');
    assert.equal(check(), 'sent');
    for (const entries of [[{ ...apisix, readOnly: true }], [{ ...apisix, production: true }], []]) {
      await settings.writeConnections(entries);
      assert.equal(check(), 'blocked false');
      await settings.writeConnections([apisix]);
      assert.equal(check(), 'sent');
    }
    trust.isTrusted = false;
    assert.equal(check(), 'blocked false');
  });

  it('holds back what was asked for before the mark “production”, and lets through what is asked for with it', async () => {
    const { connections, settings } = build([apisix]);
    const before = await openOk(connections, 'a');
    await settings.writeConnections([{ ...apisix, production: true }]);
    assert.equal(await write(before), 'blocked');
    const marked = await openOk(connections, 'a');
    assert.equal(await write(marked), passed);
    await settings.writeConnections([apisix]);
    assert.equal(await write(marked), passed);
  });
});
