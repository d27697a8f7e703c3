import assert from 'node:assert/strict';
import { answers } from '../gateway/http/faults';
import type { Fault } from '../gateway/http/faults';
import { seedMany } from '../gateway/sample';
import type { CertificateBundle } from '../../src/gateway/gateway';
import { calls, calm, failureOf, listAll, makeBundle, now, openBench } from './bench';
import type { Bench } from './bench';

/** What only APISIX does, or some of its versions. */
describe('APISIX', () => {
  let bench: Bench;
  let bundle: CertificateBundle;

  before(async () => {
    bundle = await makeBundle();
  });
  beforeEach(async () => {
    bench = await openBench({ id: 'apisix', options: {} });
  });
  afterEach(() => bench.close());

  const ssls = { listener: 'apisix', path: '/apisix/admin/ssls' } as const;
  const json = (status: number, body: unknown, headers: Record<string, string> = {}): Fault => ({
    kind: 'answer',
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: `${JSON.stringify(body)}\n`,
  });
  const targets = () => bench.local.requests.map(({ method, target }) => `${method} ${target}`);

  it('asks for pages in both parameters, as large as they may be', async () => {
    await seedMany(bench.local, 501, now);
    await listAll(bench.gateway);
    assert.deepEqual(targets(), [
      'GET /apisix/admin/ssls?page=1&page_size=500',
      'GET /apisix/admin/ssls?page=2&page_size=500',
    ]);
  });

  it('sends a POST with type, status, names, labels, and a key that begins with its armour', async () => {
    await bench.gateway.create(
      {
        ...bundle,
        certificate: bundle.certificate.trimEnd(),
        privateKey: `\n${bundle.privateKey}`,
        labels: [{ key: 'team', value: 'a' }],
      },
      calm(),
    );
    const [request] = bench.local.requests;
    const body: unknown = request?.json;
    assert.deepEqual([request?.method, request?.target], ['POST', '/apisix/admin/ssls']);
    assert.deepEqual(body, {
      type: 'server',
      status: 1,
      cert: bundle.certificate,
      key: bundle.privateKey,
      snis: ['shop.example.com'],
      labels: { team: 'a' },
    });
  });

  it('needs no key where the gateway asks for none', async () => {
    const open = await openBench({ id: 'apisix', options: { adminKey: null } });
    assert.equal((await open.open({ token: undefined }).check(calm())).description, 'APISIX 3.18.0');
    assert.equal(open.local.requests[0]?.headers['x-api-key'], undefined);
    await open.close();
  });

  it('a missing key is unauthorized', async () =>
    assert.equal((await failureOf(bench.open({ token: undefined }).check(calm()))).kind, 'unauthorized'));

  for (const version of ['3.18.0', '3.2.2']) {
    it(`${version}: a viewer’s key reads, and is forbidden to write`, async () => {
      const old = await openBench({ id: 'apisix', options: { version } });
      const viewer = old.open({ token: old.local.apisix.viewerKey });
      assert.deepEqual(await listAll(viewer), []);
      const error = await failureOf(viewer.create(bundle, calm()));
      assert.deepEqual([error.kind, error.status, error.mayHaveTakenEffect], ['forbidden', 401, false]);
      await old.close();
    });
  }

  for (const path of [
    '',
    '/',
    '/apisix',
    '/apisix/admin',
    '/apisix/admin/',
    '/apisix/admin/ssls',
    '/apisix/admin/ssls/',
  ]) {
    it(`takes the address as far as it was pasted: ${path || 'origin'}`, async () => {
      await bench.open({ address: bench.access.address + path }).check(calm());
      assert.deepEqual(targets(), ['GET /apisix/admin/ssls?page=1&page_size=10']);
    });
  }

  it('keeps a prefix of the address', async () => {
    await failureOf(bench.open({ address: `${bench.access.address}/gateways/one/` }).check(calm()));
    assert.equal(targets()[0], 'GET /gateways/one/apisix/admin/ssls?page=1&page_size=10');
  });

  describe('other versions and modes', () => {
    it('2.15 is named as too old by every call', async () => {
      const old = await openBench({ id: 'apisix', options: { version: '2.15.3' } });
      await seedMany(old.local, 3, now);
      for (const call of Object.values(calls(old.gateway, bundle, 'bulk-1'))) {
        const error = await failureOf(call());
        assert.deepEqual(
          [error.kind, error.message, error.mayHaveTakenEffect],
          ['unexpected', 'This is APISIX 2.15.3; 3.0 or later is needed.', false],
        );
      }
      await old.close();
    });

    it('2 that hides its version is known by its path', async () => {
      bench.local.faults.add(ssls, json(404, { error_msg: 'not found' }, { Server: 'APISIX' }));
      bench.local.faults.add(
        { path: /\/ssl$/ },
        json(
          200,
          { count: 0, action: 'get', node: { key: '/apisix/ssl', dir: true, nodes: [] } },
          { Server: 'APISIX' },
        ),
      );
      assert.equal((await failureOf(bench.gateway.check(calm()))).message, 'This is APISIX 2; 3.0 or later is needed.');
    });

    it('standalone mode is named, without its configuration being read', async () => {
      bench.local.faults.add(ssls, answers.html(404));
      bench.local.faults.add({ method: 'HEAD', path: '/apisix/admin/configs' }, answers.empty());
      const error = await failureOf(bench.gateway.check(calm()));
      assert.equal(error.kind, 'unexpected');
      assert.match(error.message, /standalone mode/);
      assert.deepEqual(
        targets().filter((target) => target.includes('configs')),
        ['HEAD /apisix/admin/configs'],
      );
    });

    for (const [name, fault] of [
      ['nginx', answers.html(404)],
      ['JSON', answers.json(404, { error_msg: 'no route' })],
    ] as const) {
      it(`a server without the Admin API is not this kind of gateway: ${name}`, async () => {
        bench.local.faults.add({ listener: 'apisix' }, fault);
        for (const call of Object.values(calls(bench.gateway, bundle)))
          assert.equal((await failureOf(call())).kind, 'unexpected');
      });
    }

    it('cancelling while it finds out is cancelling', async () => {
      bench.local.faults.add(ssls, answers.html(404));
      const hold = bench.local.faults.add({ path: /\/ssl$/ }, { kind: 'hold', when: 'before' });
      const abort = new AbortController();
      const failing = failureOf(bench.gateway.check(abort.signal));
      await hold.met();
      abort.abort();
      assert.equal((await failing).kind, 'cancelled');
    });

    it('a 3 that hides its version is used, and says so', async () => {
      bench.local.faults.add(ssls, json(200, { list: [], total: 0 }, { Server: 'APISIX' }));
      assert.deepEqual(await bench.gateway.check(calm()), {
        description: 'APISIX',
        warnings: ['This APISIX does not tell its version.'],
      });
    });

    it('a 3 that answers as 2 did is read, and says so', async () => {
      const object = {
        key: '/apisix/ssls/1',
        value: { id: '1', snis: ['a.example'], cert: 'PEM', key: 'CANARY' },
        createdIndex: 1,
        modifiedIndex: 1,
      };
      const v3 = { Server: 'APISIX/3.9.1', 'X-API-VERSION': 'v2' };
      bench.local.faults.add(
        ssls,
        json(200, { action: 'get', count: 1, node: { dir: true, key: '/apisix/ssls', nodes: [object] } }, v3),
      );
      bench.local.faults.add(
        { path: '/apisix/admin/ssls/1' },
        json(200, { action: 'get', count: 1, node: object }, v3),
      );
      bench.local.faults.add({ method: 'POST' }, json(201, { action: 'create', node: object }, v3));
      assert.deepEqual((await bench.gateway.check(calm())).warnings, [
        'This APISIX answers as version 2 did (admin_api_version is not v3).',
      ]);
      const [listed] = await listAll(bench.gateway);
      assert.deepEqual(listed?.names, ['a.example']);
      assert.deepEqual(await bench.gateway.read('1', calm()), listed);
      assert.deepEqual(await bench.gateway.create(bundle, calm()), listed);
    });
  });

  describe('odd answers', () => {
    it('a read whose id begins another one finds nothing', async () => {
      await seedMany(bench.local, 20, now);
      bench.local.apisix.store.delete('/apisix/ssls/bulk-1');
      const error = await failureOf(bench.gateway.read('bulk-1', calm()));
      assert.deepEqual([error.kind, error.gatewayText], ['notFound', 'Key not found']);
    });

    it('an answer about another object is no answer', async () => {
      bench.local.faults.add(ssls, json(200, { key: '/apisix/ssls/r', value: { id: 'r', cert: 'PEM' } }));
      assert.equal((await failureOf(bench.gateway.read('rx', calm()))).kind, 'unexpected');
    });

    it('an empty page that Lua wrote as an object', async () => {
      bench.local.faults.add(ssls, json(200, { list: {}, total: 0 }));
      assert.deepEqual(await listAll(bench.gateway), []);
    });

    it('an etcd that was never written to', async () => {
      bench.local.faults.add(ssls, json(404, { message: 'Key not found' }));
      assert.deepEqual(await listAll(bench.gateway), []);
    });

    it('a server that ignores paging', async () => {
      const list = Array.from({ length: 3 }, (_, index) => ({
        key: `/apisix/ssls/${String(index)}`,
        value: { id: index, cert: 'PEM' },
      }));
      bench.local.faults.add(ssls, json(200, { list }));
      assert.deepEqual([(await listAll(bench.gateway)).map(({ id }) => id), targets().length], [['0', '1', '2'], 2]);
    });

    it('ids beyond what a number holds', async () => {
      bench.local.faults.add(ssls, {
        kind: 'answer',
        status: 200,
        body: '{"list":[{"value":{"id":392306215415186327,"cert":"PEM"}}],"total":1}',
      });
      assert.deepEqual(
        (await listAll(bench.gateway)).map(({ id }) => id),
        ['392306215415186327'],
      );
    });

    it('a value that changed meanwhile is a conflict', async () => {
      bench.local.faults.add({ method: 'POST' }, json(503, { error_msg: 'value changed before overwritten' }));
      assert.equal((await failureOf(bench.gateway.create(bundle, calm()))).kind, 'conflict');
    });

    it('plain text labelled JSON', async () => {
      bench.local.faults.add(ssls, {
        kind: 'answer',
        status: 400,
        headers: { 'Content-Type': 'application/json' },
        body: 'page_size must be between 10 and 500\n',
      });
      const error = await failureOf(bench.gateway.check(calm()));
      assert.deepEqual([error.kind, error.gatewayText], ['rejected', 'page_size must be between 10 and 500']);
    });

    it('a secret reference is passed on and noted', async () => {
      const cert = '$secret://vault/1/shop/cert';
      bench.local.apisix.store.put('/apisix/ssls/1', {
        id: '1',
        snis: ['a.example'],
        cert,
        key: '$secret://vault/1/shop/key',
      });
      const read = await bench.gateway.read('1', calm());
      assert.deepEqual([read.certificatePem, read.notes], [cert, ['The certificate is a secret reference, not PEM.']]);
    });
  });
});
