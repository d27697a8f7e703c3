import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { failureText } from '../../src/app/base/failureText';
import type { CertificateBundle } from '../../src/gateway/gateway';
import { english } from '../../src/shared/translate';
import type { Fault } from '../gateway/http/faults';
import { answers } from '../gateway/http/faults';
import { seedMany } from '../gateway/sample';
import type { Harness } from './harness';
import { asListed, calls, failureOf, listAll, makeBundle, neverAborted, now, openHarness } from './harness';

/** Behaviour of APISIX alone, or of some of its versions. */
describe('APISIX', () => {
  let harness: Harness;
  let bundle: CertificateBundle;

  before(async () => {
    bundle = await makeBundle();
  });
  beforeEach(async () => {
    harness = await openHarness({ id: 'apisix', options: {} });
  });
  afterEach(() => harness.close());

  const ssls = { listener: 'apisix', path: '/apisix/admin/ssls' } as const;
  const json = (status: number, body: unknown, headers: Record<string, string> = {}): Fault => ({
    kind: 'answer',
    status,
    headers: { 'Content-Type': 'application/json', ...headers },
    body: `${JSON.stringify(body)}\n`,
  });
  const targets = () => harness.local.requests.map(({ method, target }) => `${method} ${target}`);

  it('asks for all at once', async () => {
    await seedMany(harness.local, 501, now);
    assert.equal((await listAll(harness.gateway)).length, 501);
    assert.deepEqual(targets(), ['GET /apisix/admin/ssls']);
  });

  it('asks for pages in both parameters, as large as they may be, where all at once broke off', async () => {
    await seedMany(harness.local, 501, now);
    const whole = Buffer.from(
      JSON.stringify({ total: 501, list: Array.from({ length: 501 }, (_, id) => ({ value: { id, cert: 'PEM' } })) }),
    );
    harness.local.faults.add(ssls, { kind: 'answer', status: 200, body: whole.toString().slice(0, -200) }, 1);
    assert.ok((await listAll(harness.gateway)).length > 501, 'what came before it broke off is there as well');
    assert.deepEqual(targets(), [
      'GET /apisix/admin/ssls',
      'GET /apisix/admin/ssls?page=1&page_size=500',
      'GET /apisix/admin/ssls?page=2&page_size=500',
    ]);
  });

  it('sends a POST with type, status, names, labels, and a key that begins with its armour', async () => {
    await harness.gateway.create(
      {
        ...bundle,
        certificate: bundle.certificate.trimEnd(),
        privateKey: `\n${bundle.privateKey}`,
        labels: [{ key: 'team', value: 'a' }],
      },
      neverAborted(),
    );
    const [request] = harness.local.requests;
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
    const open = await openHarness({ id: 'apisix', options: { adminKey: null } });
    assert.equal((await open.open({ token: undefined }).check(neverAborted())).description, 'APISIX 3.18.0');
    assert.equal(open.local.requests[0]?.headers['x-api-key'], undefined);
    await open.close();
  });

  it('a missing key is unauthorized, and said to be missing', async () => {
    const error = await failureOf(harness.open({ token: undefined }).check(neverAborted()));
    assert.deepEqual([error.kind, error.hasNoToken], ['unauthorized', true]);
    const wrong = await failureOf(harness.open({ token: 'wrong' }).check(neverAborted()));
    assert.deepEqual([wrong.kind, wrong.hasNoToken], ['unauthorized', false]);
  });

  for (const version of ['3.18.0', '3.2.2']) {
    it(`${version}: a viewer’s key reads, and is forbidden to write`, async () => {
      const old = await openHarness({ id: 'apisix', options: { version } });
      const viewer = old.open({ token: old.local.apisix.viewerKey });
      assert.deepEqual(await listAll(viewer), []);
      const error = await failureOf(viewer.create(bundle, neverAborted()));
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
      await harness.open({ address: harness.access.address + path }).check(neverAborted());
      assert.deepEqual(targets(), ['GET /apisix/admin/ssls?page=1&page_size=10']);
    });
  }

  it('keeps a prefix of the address', async () => {
    await failureOf(harness.open({ address: `${harness.access.address}/gateways/one/` }).check(neverAborted()));
    assert.equal(targets()[0], 'GET /gateways/one/apisix/admin/ssls?page=1&page_size=10');
  });

  describe('other versions and modes', () => {
    it('2.15 is named as too old by every call', async () => {
      const old = await openHarness({ id: 'apisix', options: { version: '2.15.3' } });
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
      harness.local.faults.add(ssls, json(404, { error_msg: 'not found' }, { Server: 'APISIX' }));
      harness.local.faults.add(
        { path: /\/ssl$/ },
        json(
          200,
          { count: 0, action: 'get', node: { key: '/apisix/ssl', dir: true, nodes: [] } },
          { Server: 'APISIX' },
        ),
      );
      assert.equal(
        (await failureOf(harness.gateway.check(neverAborted()))).message,
        'This is APISIX 2; 3.0 or later is needed.',
      );
    });

    describe('standalone mode, driven by its API', () => {
      const configs = '/apisix/admin/configs';
      let bundle: Awaited<ReturnType<typeof makeBundle>>;
      beforeEach(async () => {
        bundle = await makeBundle();
        const ssl = { cert: bundle.certificate, key: bundle.privateKey, snis: ['shop.example.com'] };
        const config = {
          ssls_conf_version: 7,
          ssls: [
            { ...ssl, id: 'one' },
            { ...ssl, id: 'two', type: 'client', certs: [bundle.certificate], keys: [bundle.privateKey] },
            'x',
          ],
          routes: [{ id: 'r', uri: '/*', host: 'shop.example.com' }],
          upstreams: [{ id: 'u', tls: { client_cert_id: 'two' } }],
          consumers: [{ username: 'a', plugins: { 'key-auth': { key: bundle.privateKey } } }],
          secrets: [{ id: 'vault/1', token: bundle.privateKey }],
        };
        for (const path of [ssls.path, ...['routes', 'services', 'upstreams', 'stream_routes'].map(below)])
          harness.local.faults.add({ path }, answers.html(404));
        harness.local.faults.add({ method: 'HEAD', path: configs }, answers.empty());
        harness.local.faults.add({ method: 'GET', path: configs }, answers.json(200, config));
      });
      const below = (kind: string) => `/apisix/admin/${kind}`;

      it('is read: what it lists, one of them, and what uses them', async () => {
        const { warnings } = await harness.gateway.check(neverAborted());
        assert.match(warnings.join(), /standalone mode: its certificates are shown, and changed only where/);
        assert.equal(harness.gateway.capabilities.isReadOnly, true);
        const pages = [];
        for await (const page of harness.gateway.list(neverAborted())) pages.push(page);
        assert.deepEqual(
          pages.map(({ items, unreadable }) => [items.map(({ id }) => id), unreadable.length]),
          [[['one', 'two'], 1]],
        );
        // So that nothing which writes is offered on their rows and pages.
        assert.deepEqual(
          pages.flatMap(({ items }) => items.map(({ isReadOnly }) => isReadOnly)),
          [true, true],
        );
        const two = await harness.gateway.read('two', neverAborted());
        assert.deepEqual([two.type, two.extraCertificates.length, two.names], ['client', 1, ['shop.example.com']]);
        assert.equal((await failureOf(harness.gateway.read('three', neverAborted()))).kind, 'notFound');
        const { hosts, clientReferences } = await harness.gateway.uses(neverAborted());
        assert.deepEqual(
          [hosts.map(({ host }) => host), clientReferences.map((each) => each.certificateId)],
          [['shop.example.com'], ['two']],
        );
      });

      it('is never written to', async () => {
        assert.ok((await listAll(harness.gateway)).length > 0);
        const expected = await harness.gateway.read('one', neverAborted());
        const writes = [
          () => harness.gateway.create(bundle, neverAborted()),
          () => harness.gateway.replace('one', { isEnabled: false }, { expected, signal: neverAborted() }),
          () => harness.gateway.remove('one', { expected, signal: neverAborted() }),
          () => harness.gateway.remove('one', { signal: neverAborted() }),
        ];
        for (const write of writes) {
          const { kind, message, mayHaveTakenEffect } = await failureOf(write());
          assert.deepEqual([kind, mayHaveTakenEffect], ['rejected', false]);
          assert.match(message, /standalone mode/);
        }
        assert.deepEqual(new Set(harness.local.requests.map(({ method }) => method)), new Set(['GET', 'HEAD']));
      });

      it('is not written to before it was listed either', async () => {
        const { message, mayHaveTakenEffect } = await failureOf(harness.gateway.create(bundle, neverAborted()));
        assert.deepEqual([mayHaveTakenEffect, /standalone mode/.test(message)], [false, true]);
      });

      it('gives no key away, though its configuration is full of them', async () => {
        const seen = [await listAll(harness.gateway), await harness.gateway.read('two', neverAborted())];
        const text = inspect([seen, await harness.gateway.uses(neverAborted()), harness.lines], {
          depth: 20,
          maxStringLength: null,
        });
        for (const line of bundle.privateKey.split('\n').filter((each) => each.length > 40))
          assert.equal(text.includes(line), false);
      });
    });

    it('an APISIX that runs from a file alone is named', async () => {
      const page = answers.html(404);
      assert.ok(page.kind === 'answer');
      harness.local.faults.add(
        { listener: 'apisix' },
        { ...page, headers: { ...page.headers, Server: 'APISIX/3.18.0' } },
      );
      const error = await failureOf(harness.gateway.check(neverAborted()));
      assert.deepEqual([error.kind, error.status], ['unexpected', 404]);
      assert.match(error.message, /has no Admin API at this address; one that runs from a file alone/);
      // What the person is shown, too.
      assert.equal(failureText(error, { dialect: 'apisix', translate: english })?.what, error.message);
    });

    for (const [name, fault] of [
      ['nginx', answers.html(404)],
      ['JSON', answers.json(404, { error_msg: 'no route' })],
    ] as const) {
      it(`a server without the Admin API is not this kind of gateway: ${name}`, async () => {
        harness.local.faults.add({ listener: 'apisix' }, fault);
        for (const call of Object.values(calls(harness.gateway, bundle)))
          assert.equal((await failureOf(call())).kind, 'unexpected');
      });
    }

    it('cancelling while it finds out is cancelling', async () => {
      harness.local.faults.add(ssls, answers.html(404));
      const hold = harness.local.faults.add({ path: /\/ssl$/ }, { kind: 'hold', when: 'before' });
      const abort = new AbortController();
      const failing = failureOf(harness.gateway.check(abort.signal));
      await hold.met();
      abort.abort();
      assert.equal((await failing).kind, 'cancelled');
    });

    it('a 3 that hides its version is used, and says so', async () => {
      harness.local.faults.add(ssls, json(200, { list: [], total: 0 }, { Server: 'APISIX' }));
      assert.deepEqual(await harness.gateway.check(neverAborted()), {
        description: 'APISIX',
        warnings: ['This APISIX does not report its version.'],
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
      harness.local.faults.add(
        ssls,
        json(200, { action: 'get', count: 1, node: { dir: true, key: '/apisix/ssls', nodes: [object] } }, v3),
      );
      harness.local.faults.add(
        { path: '/apisix/admin/ssls/1' },
        json(200, { action: 'get', count: 1, node: object }, v3),
      );
      harness.local.faults.add({ method: 'POST' }, json(201, { action: 'create', node: object }, v3));
      assert.deepEqual((await harness.gateway.check(neverAborted())).warnings, [
        'This APISIX uses the API of version 2 (admin_api_version is not v3).',
      ]);
      const [listed] = await listAll(harness.gateway);
      assert.deepEqual(listed?.names, ['a.example']);
      assert.deepEqual(asListed(await harness.gateway.read('1', neverAborted())), listed);
      assert.deepEqual(asListed(await harness.gateway.create(bundle, neverAborted())), listed);
    });
  });

  describe('odd answers', () => {
    it('a read whose id begins another one finds nothing', async () => {
      await seedMany(harness.local, 20, now);
      harness.local.apisix.store.delete('/apisix/ssls/bulk-1');
      const error = await failureOf(harness.gateway.read('bulk-1', neverAborted()));
      assert.deepEqual([error.kind, error.gatewayText], ['notFound', 'Key not found']);
    });

    it('an answer about another object is no answer', async () => {
      harness.local.faults.add(ssls, json(200, { key: '/apisix/ssls/r', value: { id: 'r', cert: 'PEM' } }));
      assert.equal((await failureOf(harness.gateway.read('rx', neverAborted()))).kind, 'unexpected');
    });

    it('an empty page that Lua wrote as an object', async () => {
      harness.local.faults.add(ssls, json(200, { list: {}, total: 0 }));
      assert.deepEqual(await listAll(harness.gateway), []);
    });

    it('an etcd that was never written to', async () => {
      harness.local.faults.add(ssls, json(404, { message: 'Key not found' }));
      assert.deepEqual(await listAll(harness.gateway), []);
    });

    it('a server that ignores paging', async () => {
      const list = Array.from({ length: 3 }, (_, index) => ({
        key: `/apisix/ssls/${String(index)}`,
        value: { id: index, cert: 'PEM' },
      }));
      harness.local.faults.add(ssls, json(200, { list }));
      assert.deepEqual([(await listAll(harness.gateway)).map(({ id }) => id), targets().length], [['0', '1', '2'], 3]);
    });

    it('ids beyond what a number holds', async () => {
      harness.local.faults.add(ssls, {
        kind: 'answer',
        status: 200,
        body: '{"list":[{"value":{"id":392306215415186327,"cert":"PEM"}}],"total":1}',
      });
      assert.deepEqual(
        (await listAll(harness.gateway)).map(({ id }) => id),
        ['392306215415186327'],
      );
    });

    it('a value that changed meanwhile is a conflict', async () => {
      harness.local.faults.add({ method: 'POST' }, json(503, { error_msg: 'value changed before overwritten' }));
      assert.equal((await failureOf(harness.gateway.create(bundle, neverAborted()))).kind, 'conflict');
    });

    it('plain text labelled JSON', async () => {
      harness.local.faults.add(ssls, {
        kind: 'answer',
        status: 400,
        headers: { 'Content-Type': 'application/json' },
        body: 'page_size must be between 10 and 500\n',
      });
      const error = await failureOf(harness.gateway.check(neverAborted()));
      assert.deepEqual([error.kind, error.gatewayText], ['rejected', 'page_size must be between 10 and 500']);
    });

    it('a secret reference is passed on and noted', async () => {
      const cert = '$secret://vault/1/shop/cert';
      harness.local.apisix.store.put('/apisix/ssls/1', {
        id: '1',
        snis: ['a.example'],
        cert,
        key: '$secret://vault/1/shop/key',
      });
      const read = await harness.gateway.read('1', neverAborted());
      assert.deepEqual([read.certificatePem, read.notes], [cert, ['The certificate is a secret reference, not PEM.']]);
    });
  });
});
