import assert from 'node:assert/strict';
import { SecretStoreError } from '../../../../src/app/base/failureText';
import type { AccessParts, TokenUse } from '../../../../src/app/connections/access';
import { isSameAccess, readAccess, scopeLevelsOf } from '../../../../src/app/connections/access';
import type { Connection } from '../../../../src/app/connections/connection';
import { keyPasswordId, writeToken } from '../../../../src/app/connections/storedToken';
import type { Access, Dialect, DialectId } from '../../../../src/gateway/gateway';
import { english } from '../../../../src/shared/translate';
import { idleGateway } from '../fakes/idleGateway';

const origin = 'https://gw.example.com';
const connection: Connection = { id: 'a', name: 'Prod', dialect: 'api7cloud', address: origin };
const token = 'canary-token';
const password = 'canary-password';
const store: TokenUse = { from: 'store' };

const dialect: Dialect = {
  id: 'api7cloud',
  label: 'API7 Cloud',
  defaultAddress: '',
  tokenName: 'personal access token',
  isTokenRequired: true,
  scopeLevels: [
    { id: 'organization', label: 'organization' },
    { id: 'cluster', label: 'cluster' },
  ],
  isScoped: (text) => text.startsWith('scoped'),
  listScopes: () => Promise.resolve([]),
  open: () => Promise.resolve(idleGateway({})),
};

function build(secrets: Readonly<Record<string, string | Error>> = {}) {
  const events: string[] = [];
  const parts: AccessParts = {
    settings: { requestTimeout: 1_000 },
    tokens: {
      get(id) {
        const kept = secrets[id];
        return kept instanceof Error ? Promise.reject(kept) : Promise.resolve(kept);
      },
    },
    dialects: new Map<DialectId, Dialect>([['api7cloud', dialect]]),
    log: { debug: (line) => events.push(line), hide: (secret) => events.push(`hidden: ${secret}`) },
    translate: english,
    readFile: (path) => (events.push(`read: ${path}`), Promise.resolve({ ok: false, fault: 'missing' })),
    home: '/home/me',
    decryptContainer: () => assert.fail('Nothing is there to be opened.'),
  };
  return { parts, events };
}

const kept = (text: string, from = origin) => writeToken({ origin: from, token: text });
const broken = new SecretStoreError('no keyring');
const mutual: Connection = { ...connection, clientCertificateFile: '/me.pem' };

describe('readAccess', () => {
  const refusals: readonly {
    readonly title: string;
    readonly of?: Partial<Connection>;
    readonly secrets?: Readonly<Record<string, string | Error>>;
    readonly use?: TokenUse;
    readonly refusal: readonly [reason: string, sentence: RegExp];
  }[] = [
    {
      title: 'a kind of gateway that nobody knows',
      of: { dialect: 'apisix' },
      refusal: ['badAddress', /^This kind of gateway is not supported\.$/],
    },
    { title: 'an address that is none', of: { address: 'gw' }, refusal: ['badAddress', /./] },
    {
      title: 'an unencrypted address that nobody confirmed',
      of: { address: 'http://gw.example.com' },
      refusal: ['badAddress', /^The address is unencrypted \(http:\) and not on this machine\./],
    },
    {
      title: 'a secret storage that fails',
      secrets: { a: broken },
      refusal: ['secretsUnreadable', /^The secret storage of VS Code failed/],
    },
    {
      title: 'a token that was entered for another address',
      secrets: { a: kept(token, 'https://old.example.com') },
      refusal: ['tokenForOtherAddress', /^The token was entered for https:\/\/old\.example\.com and is not sent/],
    },
    {
      title: 'no token where one is needed',
      refusal: ['noToken', /^API7 Cloud needs a personal access token\.$/],
    },
    {
      title: 'no token typed, though one is kept',
      secrets: { a: kept(token) },
      use: { from: 'person', token: undefined },
      refusal: ['noToken', /^API7 Cloud needs a personal access token\.$/],
    },
    {
      title: 'a CA file that is not there',
      of: { caFile: '/ca.pem' },
      secrets: { a: kept(token) },
      refusal: ['caUnreadable', /\/ca\.pem/],
    },
    {
      title: 'a secret storage that fails for the password of a client key',
      of: mutual,
      secrets: { a: kept(token), [keyPasswordId('a')]: broken },
      refusal: ['secretsUnreadable', /^The secret storage of VS Code failed/],
    },
    {
      title: 'a client certificate that is not there',
      of: mutual,
      secrets: { a: kept(token) },
      refusal: ['clientCertificateUnusable', /\/me\.pem/],
    },
  ];
  for (const { title, of = {}, secrets = {}, use = store, refusal } of refusals)
    it(`refuses ${title}`, async () => {
      const reading = await readAccess({ ...connection, ...of }, use, build(secrets).parts);
      assert.ok(!reading.ok);
      assert.equal(reading.reason, refusal[0]);
      assert.match(reading.sentence, refusal[1]);
      assert.doesNotMatch(reading.sentence, /canary/);
    });

  it('lets a fault of the storage that is none of the secret storage through', async () => {
    const { parts } = build({ a: new TypeError('a fault of ours') });
    await assert.rejects(readAccess(connection, store, parts), TypeError);
  });

  const passwords: readonly (readonly [
    title: string,
    kept: string | undefined,
    typed: string | undefined,
    hidden: readonly string[],
  ])[] = [
    ['is hidden from the log before it is used, where it is kept', kept(password), undefined, [`hidden: ${password}`]],
    ['that was typed goes before the one that is kept', kept('old'), password, [`hidden: ${password}`]],
    ['that was kept for another address is not used', kept(password, 'https://old.example.com'), undefined, []],
    ['may be absent', undefined, undefined, []],
  ];
  for (const [title, stored, typed, hidden] of passwords)
    it(`a password of the client key ${title}`, async () => {
      const { parts, events } = build({
        a: kept(token),
        ...(stored !== undefined && { [keyPasswordId('a')]: stored }),
      });
      await readAccess(mutual, { ...store, ...(typed !== undefined && { keyPassword: typed }) }, parts);
      assert.deepEqual(events, [...hidden, 'read: /me.pem']);
    });

  it('shows no client certificate to a gateway without TLS, and does not read its files', async () => {
    const { parts, events } = build({ a: kept(token, 'http://127.0.0.1:9180') });
    const reading = await readAccess({ ...mutual, address: 'http://127.0.0.1:9180' }, store, parts);
    assert.ok(reading.ok);
    assert.deepEqual([reading.access.client, events], [undefined, [`hidden: ${token}`]]);
  });

  it('names the connection in each line of its log', async () => {
    const { parts, events } = build({ a: kept(token) });
    const reading = await readAccess(connection, store, parts);
    assert.ok(reading.ok);
    reading.access.log?.('GET /x 200');
    assert.deepEqual(events, [`hidden: ${token}`, 'Prod: GET /x 200']);
  });

  const chosen = { organization: 'o', cluster: 'c' };
  const scopes: readonly (readonly [title: string, of: Partial<Connection>, token: string, scopes: string[]])[] = [
    ['all that are chosen, from the top', chosen, token, ['o', 'c']],
    ['none below one that is not chosen', { cluster: 'c' }, token, []],
    ['none where the token belongs to one already', chosen, 'scoped-token', []],
  ];
  for (const [title, of, text, expected] of scopes)
    it(`has ${title} as its scopes`, async () => {
      const use: TokenUse = { from: 'person', token: text };
      const reading = await readAccess({ ...connection, ...of }, use, build().parts);
      assert.ok(reading.ok);
      assert.deepEqual(reading.access.scopes, expected);
    });

  it('asks for every scope as long as there is no token, and where no kind of token has its own', () => {
    assert.deepEqual(scopeLevelsOf(dialect, undefined), dialect.scopeLevels);
    const { isScoped: _, ...unscoped } = dialect;
    assert.deepEqual(scopeLevelsOf(unscoped, 'scoped-token'), dialect.scopeLevels);
  });
});

describe('isSameAccess', () => {
  const access: Access = {
    address: origin,
    token,
    trustedCa: 'CA',
    trustsOnlyCa: false,
    client: { certificate: 'certificate', key: 'key' },
    timeout: 1_000,
    scopes: ['a', 'b'],
    log: () => undefined,
  };
  it('is true of the same, whatever it logs to', () =>
    assert.ok(isSameAccess(access, { ...access, scopes: ['a', 'b'], log: () => undefined })));
  const changes: readonly Partial<Access>[] = [
    { address: 'https://other.example.com' },
    { token: 'other' },
    { trustedCa: 'other' },
    { trustsOnlyCa: true },
    { client: { certificate: 'other', key: 'key' } },
    { client: { certificate: 'certificate', key: 'other' } },
    { timeout: 2_000 },
    { scopes: ['ab'] },
    { scopes: ['a', 'c'] },
  ];
  for (const change of changes)
    it(`is false with another ${Object.keys(change).join()}: ${JSON.stringify(Object.values(change)[0])}`, () =>
      assert.ok(!isSameAccess(access, { ...access, ...change })));
});
