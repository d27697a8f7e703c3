import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seedSample } from './sample';
import { startGateway } from './server';
import { openStore } from './store';
import { exchange } from './wire';

describe('the local gateway’s store', () => {
  let folder: string;
  let now = 1_000_000;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'local-gateway-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const open = () => openStore({ folder, name: 'test', now: () => now });

  it('finds everything again: values, counters, order', () => {
    const first = open();
    first.put('/a', { n: 1 });
    first.bump();
    first.put('/b', { n: 2 });
    first.put('/a', { n: 3 });
    first.put('/c', { n: 4 });
    first.delete('/c');
    const before = first.under('/');
    const second = open();
    assert.deepEqual(second.under('/'), before);
    assert.deepEqual(second.get('/a'), { key: '/a', value: { n: 3 }, created: 2, modified: 5, version: 2 });
    assert.equal(second.put('/d', {}).modified, 8, 'the revision goes on where it was');
  });

  it('takes a write that was cut short for none', () => {
    open().put('/a', { n: 1 });
    appendFileSync(join(folder, 'test.jsonl'), '{"revision":9,"stored":{"key":"/b"');
    assert.deepEqual(
      open()
        .under('/')
        .map(({ key }) => key),
      ['/a'],
    );
  });

  it('stays short: one line an object after opening', () => {
    const store = open();
    for (let n = 0; n < 50; n += 1) store.put('/a', { n });
    open();
    assert.equal(readFileSync(join(folder, 'test.jsonl'), 'utf8').trim().split('\n').length, 2);
    assert.deepEqual(readdirSync(folder), ['test.jsonl']);
  });

  it('lists what was written, deleted or is over since it was last asked', () => {
    const store = open();
    const listed = () => store.under('/').map(({ key }) => key);
    assert.deepEqual(listed(), []);
    store.put('/a', {});
    assert.deepEqual([listed(), listed()], [['/a'], ['/a']]);
    store.put('/b', {}, now + 10);
    assert.deepEqual(listed(), ['/a', '/b']);
    now += 10;
    assert.deepEqual(listed(), ['/a']);
    store.delete('/a');
    assert.deepEqual(listed(), []);
  });

  it('lets an object go when its time is over', () => {
    const store = open();
    store.put('/a', {}, now + 2000);
    assert.ok(store.get('/a'));
    now += 2000;
    assert.equal(store.get('/a'), undefined);
    assert.deepEqual(open().under('/'), []);
  });

  it('keeps both dialects’ objects over a restart, and no private key in clear', async () => {
    const first = await startGateway({ dataDir: folder });
    await seedSample(first, Date.now());
    const read = async (gateway: typeof first): Promise<readonly string[]> => {
      const cluster = String(gateway.api7cloud.estate.clusters[0]?.['id']);
      const answers = await Promise.all([
        exchange(`${gateway.apisix.adminUrl}/ssls`, { headers: { 'X-API-KEY': gateway.apisix.adminKey } }),
        exchange(`${gateway.api7cloud.url}/api/v1/clusters/${cluster}/certificates`, {
          headers: { Authorization: `Bearer ${gateway.api7cloud.token}` },
        }),
      ]);
      return answers.map(({ status, body }) => `${status} ${body}`);
    };
    const before = await read(first);
    await first.close();
    const second = await startGateway({ dataDir: folder });
    assert.deepEqual(await read(second), before);
    assert.match(before[0] ?? '', /^200 .*shop\.example\.com/);
    await second.close();
    const files = readdirSync(folder);
    assert.ok(files.length >= 2, `Both dialects keep files: ${files.join(', ')}`);
    assert.ok(
      files.some((file) => readFileSync(join(folder, file), 'utf8').includes('BEGIN CERTIFICATE')),
      'There is something to look through.',
    );
    for (const file of files) assert.ok(!readFileSync(join(folder, file), 'utf8').includes('PRIVATE KEY'), file);
  });
});
