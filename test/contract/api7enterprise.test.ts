import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { StoredCertificate } from '../../src/core/model';
import type { CertificateChange, Gateway } from '../../src/gateway/gateway';
import { makeAuthority } from '../fixtures/certificates';
import { inEnglish } from '../fixtures/inEnglish';
import { storePassword } from '../gateway/enterprise/groups';
import { answers } from '../gateway/http/faults';
import type { JsonObject } from '../gateway/json';
import { isObject } from '../gateway/json';
import { seedMany, seedSample } from '../gateway/sample';
import type { GatewayOptions } from '../gateway/server';
import type { Harness } from './harness';
import { failureOf, groupOf, listAll, makeBundle, neverAborted, now, openHarness } from './harness';

describe('API7 Enterprise alone', () => {
  let harness: Harness;
  const start = async (enterprise: GatewayOptions['enterprise'] = {}) => {
    harness = await openHarness({ id: 'api7enterprise', options: { enterprise } });
  };
  afterEach(() => harness.close());

  const requests = () => harness.local.requests.map(({ method, target }) => `${method} ${target}`);
  const put = (path: string, value: JsonObject) =>
    harness.local.api7enterprise.store.put(`/${path.replace('/', `/${groupOf(harness.local)}/`)}`, {
      id: path.slice(path.lastIndexOf('/') + 1),
      ...value,
    });
  const lastBody = (method: string): JsonObject => {
    const json = harness.local.requests.findLast((request) => request.method === method)?.json;
    return isObject(json) ? json : {};
  };

  it('names the gateway group in every request, and asks for it by id', async () => {
    await start();
    const { id } = await harness.gateway.create(await makeBundle(), neverAborted());
    await harness.gateway.read(id, neverAborted());
    await listAll(harness.gateway);
    await harness.gateway.uses(neverAborted());
    const [question, ...others] = requests().filter((request) => request.includes('/api/'));
    assert.deepEqual([question, others], ['GET /api/gateway_groups?page=1&page_size=100', []]);
    for (const request of requests().filter((each) => each !== question))
      assert.match(request, /\?gateway_group_id=31a2ee3a-[^&]*(?:&|$)/);
    assert.ok(
      requests().some((request) => request.endsWith('&page=1&page_size=100&order_by=created_at&direction=asc')),
    );
  });

  it('with an admin key names none, and chooses none', async () => {
    await start();
    const { adminKey } = harness.local.api7enterprise;
    const gateway = harness.open({ token: adminKey, scopes: [] });
    const created = await gateway.create(await makeBundle(), neverAborted());
    const { revision: _revision, ...listed } = created;
    assert.deepEqual(await listAll(gateway), [listed]);
    assert.equal((await gateway.check(neverAborted())).description, 'API7 Enterprise 3.10.5 · group of this admin key');
    for (const request of requests()) assert.doesNotMatch(request, /gateway_group/);
    const { dialect, access } = harness;
    assert.deepEqual([dialect.isScoped?.(adminKey), dialect.isScoped?.(access.token ?? '')], [true, false]);
    assert.deepEqual(await dialect.listScopes({ ...access, token: adminKey, scopes: [] }, neverAborted()), []);
  });

  it('lists gateway groups by name, and marks what the ingress controller feeds', async () => {
    await start();
    const scopes = await harness.dialect.listScopes({ ...harness.access, scopes: [] }, neverAborted());
    assert.deepEqual(
      scopes.map(({ name, detail, isManaged }) => [name, detail, isManaged]),
      [
        ['default', 'The default gateway group', undefined],
        ['staging', undefined, undefined],
        ['cluster', 'configured by the ingress controller', true],
      ],
    );
    const ingress = harness.open({ scopes: [scopes[2]?.id ?? ''] });
    const { description, warnings } = await ingress.check(neverAborted());
    assert.equal(description, 'API7 Enterprise 3.10.5 · gateway group cluster');
    assert.match(warnings.join(), /configured by the ingress controller, which removes/);
  });

  it('marks what a group holds that the ingress controller feeds, before there is anything in it', async () => {
    await start();
    const [, , cluster] = await harness.dialect.listScopes({ ...harness.access, scopes: [] }, neverAborted());
    const ingress = harness.open({ scopes: [cluster?.id ?? ''] });
    const pagesOf = async (gateway: Gateway) => {
      const pages = [];
      for await (const page of gateway.list(neverAborted())) pages.push(page);
      return pages;
    };
    const marks = async (gateway: Gateway) =>
      (await pagesOf(gateway)).map(({ isOfIngressGroup, items }) => [
        isOfIngressGroup,
        items.map(({ isInIngressGroup }) => isInIngressGroup),
      ]);
    assert.deepEqual(await marks(ingress), [[true, []]]);
    const made = await ingress.create(await makeBundle(), neverAborted());
    assert.deepEqual(await marks(ingress), [[true, [true]]]);
    const read = await ingress.read(made.id, neverAborted());
    assert.deepEqual([made.isInIngressGroup, read.isInIngressGroup], [true, true]);
    // Asked once, however often it is listed.
    assert.equal(requests().filter((request) => request.startsWith('GET /api/gateway_groups')).length, 2);

    await harness.gateway.create(await makeBundle(), neverAborted());
    assert.deepEqual(await marks(harness.gateway), [[undefined, [undefined]]]);
  });

  for (const status of [403, 404, 500])
    it(`lists a group whose kind it may not see: ${String(status)}`, async () => {
      await start();
      await harness.gateway.create(await makeBundle(), neverAborted());
      harness.local.faults.add({ path: '/api/gateway_groups' }, answers.json(status, { error_msg: 'no' }));
      assert.deepEqual(
        (await listAll(harness.gateway)).map(({ isInIngressGroup }) => isInIngressGroup),
        [undefined],
      );
    });

  it('the password of a group’s store comes out nowhere', async () => {
    await start();
    const seen: unknown[] = [];
    seen.push(await harness.dialect.listScopes({ ...harness.access, scopes: [] }, neverAborted()));
    seen.push(await harness.gateway.check(neverAborted()));
    // Also where the answer is a failure that carries it.
    const [group] = harness.local.api7enterprise.groups;
    for (const status of [200, 400, 500]) {
      const body = { list: 7, error_msg: 'no', ...group };
      const fault = harness.local.faults.add({ path: '/api/gateway_groups' }, answers.json(status, body));
      const listing = harness.dialect.listScopes({ ...harness.access, scopes: [] }, neverAborted());
      seen.push(await failureOf(listing), await harness.gateway.check(neverAborted()));
      fault.remove();
    }
    const [, target] = [group, harness.local.requests.length];
    assert.ok(target > 0 && JSON.stringify(group).includes(storePassword));
    assert.equal(inspect([seen, harness.lines], { depth: 20, maxStringLength: null }).includes(storePassword), false);
  });

  for (const scopes of [[], ['default'], ['31a2ee3a-0000-4a10-9d3a-000000000000'], ['../x'], ['a b']])
    it(`says that there is no such gateway group: ${JSON.stringify(scopes)}`, async () => {
      await start();
      const gateway = harness.open({ scopes });
      const expected = { kind: 'notFound', mayHaveTakenEffect: false };
      for (const call of [
        gateway.check(neverAborted()),
        listAll(gateway),
        gateway.read('1', neverAborted()),
        gateway.remove('1', { signal: neverAborted() }),
      ]) {
        const { kind, mayHaveTakenEffect } = await failureOf(call);
        assert.deepEqual({ kind, mayHaveTakenEffect }, expected);
      }
    });

  for (const missingIs404 of [false, true])
    it(`what is gone is gone, whether it is said with ${missingIs404 ? '404' : '400'}`, async () => {
      await start({ missingIs404 });
      const stored = await harness.gateway.create(await makeBundle(), neverAborted());
      const options = { expected: stored, signal: neverAborted() };
      assert.equal(await harness.gateway.remove(stored.id, options), 'removed');
      assert.equal(await harness.gateway.remove(stored.id, options), 'alreadyGone');
      assert.equal(await harness.gateway.remove(stored.id, { signal: neverAborted() }), 'alreadyGone');
      assert.equal((await failureOf(harness.gateway.read(stored.id, neverAborted()))).kind, 'notFound');
    });

  it('is not gone where only the deletion says so', async () => {
    await start();
    const { id } = await harness.gateway.create(await makeBundle(), neverAborted());
    harness.local.faults.add({ method: 'DELETE' }, answers.json(400, { error_msg: 'certificate not found' }));
    assert.equal((await failureOf(harness.gateway.remove(id, { signal: neverAborted() }))).kind, 'notFound');
  });

  for (const body of ['', '""', '{}', '{"value":{}}', '{"deleted":"1"}'])
    it(`an object that is still there after ${body === '' ? 'an empty answer' : body} was not removed`, async () => {
      await start();
      const { id } = await harness.gateway.create(await makeBundle(), neverAborted());
      harness.local.faults.add({ method: 'DELETE' }, answers.text(200, body));
      const call = harness.gateway.remove(id, { signal: neverAborted() });
      // With an envelope of its own, it is believed; what was written is read back by whoever asked for it.
      if (body.length > 2) assert.equal(await call, 'removed');
      else assert.deepEqual((await failureOf(call)).mayHaveTakenEffect, true);
    });

  it('reads every object of a server that ignores paging, and of one that wraps them', async () => {
    await start({ ignoresPaging: true });
    await seedMany(harness.local, 250, now);
    assert.equal((await listAll(harness.gateway)).length, 250);
    const list = [{ value: { id: '1' } }, { key: '/x', value: { id: '2' } }, { id: '3' }];
    harness.local.faults.add({ path: /ssls/ }, answers.json(200, { list, total: 3 }));
    assert.deepEqual(
      (await listAll(harness.gateway)).map(({ id }) => id),
      ['1', '2', '3'],
    );
  });

  it('says in the gateway’s own words that a certificate is there already', async () => {
    await start({ refusesDuplicates: true });
    const bundle = await makeBundle();
    await harness.gateway.create(bundle, neverAborted());
    const error = await failureOf(harness.gateway.create(bundle, neverAborted()));
    assert.deepEqual([error.kind, error.gatewayText], ['rejected', 'the certificate already exists']);
  });

  describe('a replacement', () => {
    const carried = { name: 'Shop', desc: 'The shop', ssl_protocols: ['TLSv1.3'] };
    let ca = '';
    let change: CertificateChange;
    before(async () => {
      ca = (await makeAuthority(now)).root.pem;
      const { certificate, privateKey } = await makeBundle();
      change = { certificate, privateKey };
    });
    const seed = async (more: JsonObject): Promise<StoredCertificate> => {
      await start();
      const { certificate, privateKey } = await makeBundle();
      put('ssls/odd', { type: 'server', status: 0, snis: ['a.example'], cert: certificate, key: privateKey, ...more });
      return harness.gateway.read('odd', neverAborted());
    };
    const replace = (expected: StoredCertificate, more: CertificateChange = {}) =>
      harness.gateway.replace('odd', { ...change, ...more }, { expected, signal: neverAborted() });

    it('keeps what it does not name, also what is not shown', async () => {
      const client = { ca, depth: 3, skip_mtls_uri_regex: ['/health'] };
      const labels = { note: 'two words', team: 'a' };
      const expected = await seed({ ...carried, client, labels });
      const after = await replace(expected);
      const { cert: _, key: __, ...sent } = lastBody('PUT');
      assert.deepEqual(sent, { ...carried, type: 'server', status: 0, snis: ['a.example'], client, labels });
      assert.deepEqual([after.isEnabled, after.ca], [false, expected.ca]);
    });

    it('sends nothing but what both official clients send, where there is nothing else', async () => {
      const expected = await seed({ exptime: 7, validity_start: 1, validity_end: 2, gateway_group_id: 'x', name: '' });
      await replace(expected, { isEnabled: true });
      assert.deepEqual(Object.keys(lastBody('PUT')).sort(), ['cert', 'key', 'snis', 'status', 'type']);
      assert.equal(lastBody('PUT')['status'], 1);
    });

    it('is refused where further pairs would be lost, before anything is sent', async () => {
      const { certificate } = await makeBundle();
      const expected = await seed({ certs: [certificate], keys: ['x'] });
      harness.local.clearRequests();
      const error = await failureOf(replace(expected));
      assert.deepEqual([error.kind, requests()], ['rejected', []]);
      assert.match(error.message, /further pairs/);
    });

    const unread: readonly JsonObject[] = [
      { status: '0' },
      { type: ['client'] },
      { snis: ['a.example', { host: 'b.example' }] },
      { snis: 'a.example' },
      { labels: { team: 'a', tier: 1 } },
      { labels: ['a'] },
      { certs: 'x' },
      { certs: [{ cert: 'x' }] },
      { client: 'x' },
      { client: { ca: 'x', depth: '3' } },
    ];
    for (const member of unread)
      it(`is refused where it would replace what is not read: ${JSON.stringify(member)}`, async () => {
        const error = await failureOf(replace(await seed(member)));
        assert.deepEqual([error.kind, error.mayHaveTakenEffect], ['rejected', false]);
        assert.deepEqual(
          requests().filter((request) => request.startsWith('PUT')),
          [],
        );
      });

    it('is refused where the gateway shows a CA without its certificate', async () => {
      const error = await failureOf(replace(await seed({ client: { depth: 2 } })));
      assert.deepEqual([error.kind, requests().some((request) => request.startsWith('PUT'))], ['rejected', false]);
      assert.match(error.message, /CA certificate/);
    });
  });

  it('takes labels with white space, and an id of 256 characters', async () => {
    await start();
    const labels = [{ key: 'owner', value: 'Team Shop, 2nd floor' }];
    assert.deepEqual((await harness.gateway.create(await makeBundle({ labels }), neverAborted())).labels, labels);
    const id = 'x'.repeat(256);
    put(`ssls/${id}`, { snis: ['a.example'], cert: 'x', key: 'y' });
    assert.equal((await harness.gateway.read(id, neverAborted())).id, id);
  });

  describe('who uses certificates', () => {
    const uses = () => harness.gateway.uses(neverAborted());

    it('all forms of client certificates, in services and in their upstreams', async () => {
      await start();
      put('services/old', { name: 'old', hosts: ['a.example'], upstream: { tls: { client_cert_id: 'c1' } } });
      put('services/new', { name: 'new', hosts: ['b.example'], upstream: { client_certificate: 'n1' } });
      const { certificate, privateKey } = await makeBundle();
      const inline = { tls: { client_cert: certificate, client_key: privateKey } };
      put('services/inline', { hosts: ['c.example'], upstream: { ...inline, ca_certificates: ['ca1'] } });
      put('services/second', { hosts: ['d.example'], upstream: {} });
      put('upstreams/second/u1', { tls: { client_cert_id: 'c2' } });
      // The default upstream again, under the service's id.
      put('upstreams/old/old', { tls: { client_cert_id: 'c1' } });
      const { clientReferences, unknown } = await uses();
      assert.deepEqual(clientReferences.map(({ certificateId, by }) => [certificateId, by.kind, by.id]).sort(), [
        ['c1', 'service', 'old'],
        ['c2', 'service', 'second'],
        ['n1', 'service', 'new'],
      ]);
      assert.match(
        unknown.join('\n'),
        /^The service new presents the certificate n1, which the console lists under an ID/,
      );
      const shown = inspect([await uses(), harness.lines], { depth: 9, maxStringLength: null });
      for (const line of privateKey.split('\n').filter((each) => each.length > 40)) assert.ok(!shown.includes(line));
    });

    it('calls a certificate of the console by its name', async () => {
      await start();
      await seedSample(harness.local, now);
      const answer = await harness.local.api7enterprise.handle({
        method: 'GET',
        target: '',
        path: '/apisix/admin/certificates',
        query: new URLSearchParams({ gateway_group_id: groupOf(harness.local) }),
        headers: { 'x-api-key': harness.local.api7enterprise.token },
        body: '',
      });
      const [, native = ''] = /"id":"(native-[^"]*)","name":"certificate client"/.exec(answer.body.toString()) ?? [];
      put('services/s', { name: 'pay', hosts: ['p.example'], upstream: { client_certificate: native } });
      assert.match((await uses()).unknown.join(), /The service pay presents the certificate certificate client, which/);
    });

    it('client certificates that stand in an upstream itself, each once', async () => {
      await start();
      const upstream = { tls: { client_cert: 'PEM', client_key: 'KEY' } };
      put('services/s', { name: 'pay', hosts: ['p.example'], upstream });
      assert.deepEqual((await uses()).inlineCertificates, [
        { certificatePem: 'PEM', by: { kind: 'service', id: 's', name: 'pay' } },
      ]);
    });

    it('hosts, every host, switched off, and streams, which have none', async () => {
      await start();
      put('services/named', { hosts: ['a.example'], status: 1 });
      put('services/off', { hosts: ['b.example'], status: 0 });
      put('services/secure', { hosts: ['c.example'], plugins: { redirect: { http_to_https: true } } });
      put('services/open', { name: 'open' });
      put('services/openOff', { status: 0 });
      put('services/stream', { type: 'stream' });
      const { hosts, anyHost } = await uses();
      assert.deepEqual(
        hosts.map(({ host, wantsHttps, isActive }) => [host, wantsHttps, isActive]),
        [
          ['a.example', 'unknown', true],
          ['b.example', 'unknown', false],
          ['c.example', 'yes', true],
        ],
      );
      assert.deepEqual(anyHost, [{ kind: 'service', id: 'open', name: 'open' }]);
    });

    for (const version of ['3.3.2', '3.4.0', '3.5.5', 'dev'])
      it(`of version ${version}, without what that does not have`, async () => {
        await start({ version });
        put('services/one', { hosts: ['a.example'], upstream: { tls: { client_cert_id: 'c1' } } });
        const { hosts, clientReferences, unknown } = await uses();
        assert.deepEqual([hosts.length, clientReferences.length, unknown], [1, 1, []]);
        assert.match((await harness.gateway.check(neverAborted())).description, new RegExp(`Enterprise ${version} `));
      });

    it('upstreams that cannot be read are reported, each once', async () => {
      await start();
      put('services/one', { hosts: ['a.example'] });
      put('services/two', { hosts: ['b.example'] });
      harness.local.faults.add({ path: /\/one\/upstreams/ }, answers.json(403, { error_msg: 'no' }));
      const { hosts, unknown } = await uses();
      assert.deepEqual([hosts.length, unknown.length], [2, 1]);
      assert.match(inEnglish(unknown[0] ?? ''), /^The upstreams of service one could not be read: The gateway refused/);
    });
  });

  it('is there though its version, its groups or the console’s certificates may not be read', async () => {
    await start();
    harness.local.faults.add({ path: '/api/' }, answers.json(403, { error_msg: 'no' }));
    const { description, warnings } = await harness.gateway.check(neverAborted());
    assert.equal(description, `API7 Enterprise · gateway group ${groupOf(harness.local)}`);
    assert.deepEqual(warnings, ['This API7 Enterprise does not report its version.']);
  });
});
