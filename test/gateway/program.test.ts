import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isObject, readJson, textAt } from './json';
import { seedMany, seedSample } from './sample';
import { startGateway } from './server';
import { makeLocalIdentity } from './tls';
import { exchange, objectIn } from './wire';

const root = join(__dirname, '..', '..');

/** Starts the program, waits for its first line, and for its end after `use`. */
async function runProgram(args: readonly string[], use: (line: string) => Promise<void>): Promise<number | null> {
  const child = spawn(
    process.execPath,
    ['--require', join(root, 'test/host/register.cjs'), join(__dirname, 'cli.ts'), ...args],
    { cwd: root },
  );
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const errors: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()));
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text);
    });
    child.once('exit', (code) => reject(new Error(`It ended with ${String(code)}: ${errors.join('')}`)));
  });
  try {
    await use(line);
  } finally {
    child.kill('SIGINT');
  }
  return ended;
}

describe('the local gateway as a program', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'local-gateway-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  it('serves the sample over HTTPS, says where, and ends on Ctrl-C', async function () {
    this.timeout(60_000);
    const caFile = join(folder, 'ca.pem');
    const code = await runProgram(
      ['--port', '0', '--sample', '--https', '--ca-file', caFile, '--data', folder, '--json'],
      async (line) => {
        const facts = readJson(line);
        assert.ok(isObject(facts) && isObject(facts['apisix']) && isObject(facts['api7cloud']));
        const ca = readFileSync(caFile, 'utf8');
        const { apisix, api7cloud } = facts;
        const list = await exchange(`${textAt(apisix, 'adminUrl') ?? ''}/ssls`, {
          ca,
          headers: { 'X-API-KEY': textAt(apisix, 'adminKey') ?? '' },
        });
        assert.ok(Number(objectIn(list)['total']) > 10);
        const me = await exchange(`${textAt(api7cloud, 'url') ?? ''}/api/v1/user/me`, {
          ca,
          headers: { Authorization: `Bearer ${textAt(api7cloud, 'token') ?? ''}` },
        });
        assert.equal(me.status, 200);
      },
    );
    // Windows has no signals: there the program is simply ended.
    if (process.platform !== 'win32') assert.equal(code, 0);
  });

  for (const [args, message] of [
    [['--dialect', 'x'], /--dialect is apisix, api7cloud, api7enterprise or all, not x/],
    [['--version', '3'], /--version wants something like 3\.18\.0, not 3/],
    [['--port', 'x'], /--port wants a number, not x/],
    [['--nothing'], /--nothing/],
  ] as const) {
    it(`explains ${args.join(' ')}`, async () => {
      await assert.rejects(
        runProgram(args, async () => undefined),
        message,
      );
    });
  }
});

describe('the local gateway’s surroundings', () => {
  it('is trusted over HTTPS by who knows its CA, by nobody else', async () => {
    const identity = await makeLocalIdentity(Date.now());
    const gateway = await startGateway({ https: identity });
    const url = gateway.api7cloud.url.replace('127.0.0.1', 'localhost');
    assert.equal((await exchange(gateway.apisix.url, { ca: identity.ca })).status, 404);
    assert.equal((await exchange(url, { ca: identity.ca })).status, 401);
    await assert.rejects(exchange(gateway.apisix.url), {
      code: /UNABLE_TO_VERIFY_LEAF_SIGNATURE|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_GET_ISSUER_CERT_LOCALLY/,
    });
    await gateway.close();
  });

  for (const version of ['2.15.3', '3.2.2', '3.16.0', '3.18.0']) {
    it(`holds the sample as ${version}`, async () => {
      const gateway = await startGateway({ version });
      const { cloudIds } = await seedSample(gateway, Date.now());
      const ssls = gateway.apisix.store.under(gateway.apisix.features.isV2 ? '/apisix/ssl/' : '/apisix/ssls/');
      assert.equal(
        ssls.length,
        version === '3.18.0' ? cloudIds.length : cloudIds.length - 1,
        'all, but Ed25519 only since 3.17',
      );
      await gateway.close();
    });
  }

  it('takes ten thousand objects at once and pages through them', async () => {
    const gateway = await startGateway();
    await seedMany(gateway, 10_000, Date.now());
    const headers = { 'X-API-KEY': gateway.apisix.adminKey };
    const last = objectIn(await exchange(`${gateway.apisix.adminUrl}/ssls?page=20&page_size=500`, { headers }));
    assert.ok(Array.isArray(last['list']) && last['list'].length === 500 && last['total'] === 10_000);
    const [cluster] = gateway.api7cloud.estate.clusters;
    const page = await exchange(
      `${gateway.api7cloud.url}/api/v1/clusters/${String(cluster?.['id'])}/certificates?page=100&page_size=100`,
      {
        headers: { Authorization: `Bearer ${gateway.api7cloud.token}` },
      },
    );
    const { payload } = objectIn(page);
    assert.ok(
      isObject(payload) &&
        payload['count'] === 10_000 &&
        Array.isArray(payload['list']) &&
        payload['list'].length === 100,
    );
    await gateway.close();
  });
});
