import assert from 'node:assert/strict';
import { answers } from './http/faults';
import type { Gateway } from './server';
import { startGateway } from './server';
import { exchange, headerOf } from './wire';

describe('the local gateway’s faults', () => {
  let gateway: Gateway;
  before(async () => {
    gateway = await startGateway();
  });
  after(() => gateway.close());
  afterEach(() => {
    gateway.faults.clear();
    gateway.clearRequests();
    gateway.apisix.store.delete('/apisix/upstreams/u');
  });

  const headers = () => ({ 'X-API-KEY': gateway.apisix.adminKey });
  const write = (signal?: AbortSignal) =>
    exchange(`${gateway.apisix.adminUrl}/upstreams/u`, {
      method: 'PUT',
      headers: headers(),
      body: '{"nodes":{}}',
      ...(signal ? { signal } : {}),
    });
  const read = () => exchange(`${gateway.apisix.adminUrl}/upstreams`, { headers: headers() });
  const isStored = (): boolean => gateway.apisix.store.get('/apisix/upstreams/u') !== undefined;

  for (const [when, storesAtAll] of [
    ['before', false],
    ['after', true],
  ] as const) {
    it(`holds a request ${when} storing until released`, async () => {
      const held = gateway.faults.add({ method: 'PUT' }, { kind: 'hold', when });
      const arrived = gateway.nextRequest({ method: 'PUT' });
      const met = held.met();
      const answer = write();
      await Promise.all([arrived, met]);
      // The record is made in the same turn as the storing that may follow; reading behind it orders the two.
      await read();
      assert.equal(isStored(), storesAtAll);
      held.release();
      assert.equal((await answer).status, 201);
      assert.equal(held.hits, 1);
    });
  }

  it('lets a held request’s sender give up', async () => {
    const held = gateway.faults.add({ method: 'PUT' }, { kind: 'hold', when: 'before' });
    const arrived = gateway.nextRequest({ method: 'PUT' });
    const leaving = new AbortController();
    const answer = write(leaving.signal);
    await arrived;
    leaving.abort();
    await assert.rejects(answer, { name: 'AbortError' });
    held.release();
  });

  for (const [when, isRecorded, storesAtAll] of [
    ['before', 0, false],
    ['during', 1, false],
    ['after', 1, true],
  ] as const) {
    it(`cuts the connection ${when} storing`, async () => {
      gateway.faults.add({ method: 'PUT' }, { kind: 'cut', when });
      await assert.rejects(write(), /socket hang up|ECONNRESET/);
      assert.equal(gateway.requests.length, isRecorded);
      assert.equal(isStored(), storesAtAll);
    });
  }

  it('waits in the middle of an answer', async () => {
    const held = gateway.faults.add({ path: '/apisix/admin/upstreams' }, { kind: 'hold', when: 'inside' });
    const answer = read();
    await held.met();
    held.release();
    assert.equal((await answer).status, 200);
  });

  it('breaks off in the middle of an answer', async () => {
    gateway.faults.add({ path: '/apisix/admin/upstreams' }, { kind: 'half' });
    await assert.rejects(read(), /aborted|ECONNRESET/);
  });

  for (const [title, fault, status, check] of [
    ['HTML', answers.html(502), 502, /^<html>/],
    ['nothing', answers.empty(), 200, /^$/],
    ['forbidden', answers.text(403, 'no'), 403, /^no$/],
    ['JSON of its own', answers.json(500, { error_msg: 'x' }), 500, /^{"error_msg":"x"}$/],
    ['a great deal', answers.huge(3_000_000), 200, /^{"list":\[ {2999991}$/],
  ] as const) {
    it(`answers ${title}`, async () => {
      gateway.faults.add({ method: 'PUT' }, fault);
      const answer = await write();
      assert.equal(answer.status, status);
      assert.match(answer.body, check);
      assert.equal(isStored(), false);
    });
  }

  it('says when to come back, or where to go', async () => {
    gateway.faults.add({}, answers.throttled('7'), 1);
    const throttled = await read();
    assert.deepEqual([throttled.status, headerOf(throttled, 'Retry-After')], [429, '7']);
    gateway.faults.add({}, answers.unavailable('30'), 1);
    assert.equal((await read()).status, 503);
    gateway.faults.add({}, answers.redirect('https://elsewhere.example/'), 1);
    const sentAway = await read();
    assert.deepEqual([sentAway.status, headerOf(sentAway, 'Location')], [302, 'https://elsewhere.example/']);
    assert.equal((await read()).status, 200, 'each one switched itself off');
  });

  it('meets only what the pattern means, the latest switch first', async () => {
    gateway.faults.add({ listener: 'api7cloud' }, answers.html());
    gateway.faults.add({ path: /page=2/ }, answers.html());
    assert.equal((await read()).status, 200);
    const all = gateway.faults.add({ listener: 'apisix', method: 'GET' }, answers.text(500, ''));
    gateway.faults.add({ method: 'GET' }, answers.text(403, ''), 1);
    assert.deepEqual([(await read()).status, (await read()).status], [403, 500]);
    all.remove();
    assert.equal((await read()).status, 200);
  });

  it('records what was really sent, with headers in lower case', async () => {
    await write();
    const [record] = gateway.requests;
    assert.equal(record?.headers['x-api-key'], gateway.apisix.adminKey);
    assert.deepEqual(
      [record.method, record.path, record.body, record.json],
      ['PUT', '/apisix/admin/upstreams/u', '{"nodes":{}}', { nodes: {} }],
    );
    assert.match(record.bodySha256, /^[0-9a-f]{64}$/);
  });

  it('lets go of everything when it closes', async () => {
    const other = await startGateway();
    other.faults.add({}, { kind: 'hold', when: 'before' });
    const waiting = other.nextRequest({ method: 'DELETE' });
    const arrived = other.nextRequest({ method: 'GET' });
    const answer = exchange(`${other.apisix.url}/`);
    await arrived;
    const outcome = Promise.allSettled([answer, waiting]);
    await other.close();
    assert.equal((await outcome)[1].status, 'rejected');
  });
});
