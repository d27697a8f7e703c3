import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { AccessParts } from '../../src/app/connections/access';
import { readAccess } from '../../src/app/connections/access';
import type { Connection } from '../../src/app/connections/connection';
import { readLocalFile } from '../../src/app/connections/localFile';
import { keyPasswordId, writeToken } from '../../src/app/connections/storedToken';
import { decryptContainer } from '../../src/core/encrypted/decryptContainer';
import { dialects } from '../../src/gateway/registry';
import { english } from '../../src/shared/translate';
import type { MadeCertificate } from '../fixtures/certificates';
import { makeCertificate } from '../fixtures/certificates';
import { answers } from '../gateway/http/faults';
import { makeLocalIdentity } from '../gateway/tls';
import type { Harness } from './harness';
import { failureOf, neverAborted, openHarness } from './harness';

const secret = 'canary-password-91c';

/** A gateway as APISIX's `admin_api_mtls` makes it, and a connection that comes with a certificate from files. */
describe('a client certificate for the Admin API', () => {
  let harness: Harness;
  let folder: string;
  let client: MadeCertificate;
  let stranger: MadeCertificate;
  let ca: string;
  const kept = new Map<string, string>();
  const lines: string[] = [];
  const hidden: string[] = [];

  before(async () => {
    const identity = await makeLocalIdentity(Date.now());
    const authority = await makeCertificate({ now: Date.now(), commonName: 'Clients', isCa: true });
    client = await makeCertificate({
      now: Date.now(),
      commonName: 'editor',
      purpose: 'client',
      issuer: authority,
      key: 'RSA 2048',
    });
    stranger = await makeCertificate({ now: Date.now(), commonName: 'stranger', purpose: 'client' });
    ca = identity.ca;
    harness = await openHarness({ id: 'apisix', options: { https: identity, clientCa: authority.pem } });
    folder = await mkdtemp(join(tmpdir(), 'client-'));
    const protectedKey = createPrivateKey(client.keyPem).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase: secret,
    });
    const files = {
      'client.pem': client.chainPem,
      'client.key': client.keyPem,
      'protected.key': String(protectedKey),
      'both.pem': client.chainPem + client.keyPem,
      'other.pem': stranger.chainPem,
      'other.key': stranger.keyPem,
      'ca.pem': ca,
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  });
  after(async () => {
    await harness.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => {
    kept.clear();
    lines.splice(0);
    harness.local.clearRequests();
  });

  const parts = (): AccessParts => ({
    settings: { requestTimeout: 5_000 },
    tokens: { get: (id) => Promise.resolve(kept.get(id)) },
    dialects,
    readFile: readLocalFile,
    home: folder,
    decryptContainer: (encrypted, password) =>
      Promise.resolve(decryptContainer(encrypted, password, { trigger: 'asked' })),
    log: { debug: (line) => lines.push(line), hide: (text) => hidden.push(text) },
    translate: english,
  });
  const connection = (certificate: string | undefined, key?: string): Connection => ({
    id: 'a',
    name: 'Prod',
    dialect: 'apisix',
    address: harness.local.apisix.url,
    caFile: '~/ca.pem',
    ...(certificate !== undefined && { clientCertificateFile: `~/${certificate}` }),
    ...(key !== undefined && { clientKeyFile: `~/${key}` }),
  });
  const keepPassword = (origin: string) => kept.set(keyPasswordId('a'), writeToken({ origin, token: secret }));

  async function check(entry: Connection): Promise<string> {
    const reading = await readAccess(entry, { from: 'person', token: harness.local.apisix.adminKey }, parts());
    assert.ok(reading.ok, reading.ok ? '' : reading.sentence);
    const gateway = await reading.dialect.open(reading.access);
    try {
      return (await gateway.check(neverAborted())).description;
    } finally {
      gateway.dispose();
    }
  }
  const refusal = async (entry: Connection): Promise<string> => {
    const reading = await readAccess(entry, { from: 'person', token: 'x' }, parts());
    return reading.ok ? 'It can be used.' : `${reading.reason}: ${reading.sentence}`;
  };

  it('opens the gateway with a plain key, of its own file or the same', async () => {
    assert.equal(await check(connection('client.pem', 'client.key')), 'APISIX 3.18.0');
    assert.equal(await check(connection('both.pem')), 'APISIX 3.18.0');
  });

  it('opens it with a protected key, whose password is kept for this origin', async () => {
    keepPassword(harness.local.apisix.url);
    assert.equal(await check(connection('client.pem', 'protected.key')), 'APISIX 3.18.0');
    assert.ok(hidden.includes(secret));
  });

  it('opens a protected key once, as long as file and password are the same', async () => {
    keepPassword(harness.local.apisix.url);
    let openings = 0;
    const known = parts();
    const counting: AccessParts = {
      ...known,
      openedKeys: new Map(),
      decryptContainer: (encrypted, password) => {
        openings += 1;
        return known.decryptContainer(encrypted, password);
      },
    };
    const open = async () => {
      const reading = await readAccess(
        connection('client.pem', 'protected.key'),
        { from: 'person', token: 'x' },
        counting,
      );
      return reading.ok ? reading.access.client?.key : reading.reason;
    };
    const first = await open();
    assert.equal(await open(), first);
    assert.match(first ?? '', /PRIVATE KEY/);
    assert.equal(openings, 1);
    kept.set(keyPasswordId('a'), writeToken({ origin: harness.local.apisix.url, token: 'wrong' }));
    assert.deepEqual([await open(), openings], ['clientCertificateUnusable', 2]);
  });

  it('does not use a password that was entered for another origin', async () => {
    keepPassword('https://other.example');
    assert.match(
      await refusal(connection('client.pem', 'protected.key')),
      /^clientCertificateUnusable: The private key in .*protected.key is protected with a password/,
    );
  });

  const refusals: readonly (readonly [certificate: string, key: string, sentence: RegExp])[] = [
    ['none.pem', 'client.key', /none\.pem does not exist/],
    ['client.key', 'client.key', /holds no certificate/],
    ['client.pem', 'ca.pem', /holds no private key/],
    ['client.pem', 'other.key', /does not belong to the client certificate/],
  ];
  for (const [certificate, key, sentence] of refusals)
    it(`${certificate} with ${key}`, async () => assert.match(await refusal(connection(certificate, key)), sentence));

  it('a wrong password', async () => {
    kept.set(keyPasswordId('a'), writeToken({ origin: harness.local.apisix.url, token: 'wrong' }));
    assert.match(await refusal(connection('client.pem', 'protected.key')), /password does not open the private key/);
  });

  for (const [name, files] of [
    ['none', []],
    ['one of somebody else', ['other.pem', 'other.key']],
  ] as const) {
    it(`${name}: a kind of its own, and no request`, async () => {
      const [certificate, key] = files;
      const error = await failureOf(check(connection(certificate, key)));
      assert.deepEqual(
        [error.kind, error.mayHaveTakenEffect, harness.local.requests.length],
        ['clientCertificate', false, 0],
      );
    });
  }

  it('is not shown to where a redirect points', async () => {
    let connections = 0;
    const tls = await import('node:tls');
    const other = tls.createServer({}, () => undefined).on('connection', () => (connections += 1));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const fault = harness.local.faults.add({}, answers.redirect(`https://127.0.0.1:${String(port)}/`, 307));
    try {
      assert.equal((await failureOf(check(connection('client.pem', 'client.key')))).kind, 'unexpected');
      assert.equal(connections, 0);
    } finally {
      fault.remove();
      other.close();
    }
  });

  it('shows key and password nowhere', async () => {
    keepPassword(harness.local.apisix.url);
    const reading = await readAccess(
      connection('client.pem', 'protected.key'),
      { from: 'person', token: 'x' },
      parts(),
    );
    assert.ok(reading.ok);
    const pieces = [secret, ...client.keyPem.split('\n').filter((line) => line.length > 20 && !line.startsWith('-'))];
    const [piece = ''] = pieces.slice(1);
    const fault = harness.local.faults.add({}, answers.json(400, { error_msg: `echo ${secret} ${piece}` }));
    const gateway = await reading.dialect.open(reading.access);
    const out = [
      await failureOf(gateway.check(neverAborted())),
      gateway.capabilities,
      lines,
      await refusal(connection('client.pem', 'other.key')),
    ];
    fault.remove();
    gateway.dispose();
    const text = inspect(out, { depth: 8, showHidden: false });
    for (const each of pieces.slice(1)) assert.equal(text.includes(each), false);
  });
});
