import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { inEnglish } from '../fixtures/inEnglish';
import { answers } from '../gateway/http/faults';
import type { JsonObject } from '../gateway/json';
import { seedSample } from '../gateway/sample';
import { noUses } from '../unit/app/fakes/fakeEntries';
import type { Harness } from './harness';
import { clusterOf, failureOf, groupOf, neverAborted, now, openHarness, subjects } from './harness';

for (const subject of subjects) {
  describe(`who uses certificates: ${subject.name}`, () => {
    let harness: Harness;
    beforeEach(async () => {
      harness = await openHarness(subject);
    });
    afterEach(() => harness.close());

    const { id: listener } = subject;
    const uses = (signal = neverAborted()) => harness.gateway.uses(signal);

    it('nobody', async () => {
      const { availableTo, ...rest } = await uses();
      assert.deepEqual(rest, noUses);
      assert.deepEqual(availableTo, listener === 'api7cloud' ? [] : undefined);
    });

    it('those of the sample, and changes nothing', async () => {
      await seedSample(harness.local, now);
      const { hosts, clientReferences, unknown } = await uses();
      const found = hosts.map(({ host, by, wantsHttps }) => `${by.kind} ${by.name ?? ''}: ${host}, ${wantsHttps}`);
      assert.deepEqual(
        found,
        listener === 'api7enterprise'
          ? [
              'service shop: shop.example.com, unknown',
              'service shop: www.shop.example.com, unknown',
              'service api: api.example.com, unknown',
            ]
          : listener === 'apisix'
            ? [
                'route api: api.example.com, unknown',
                'service shop: shop.example.com, unknown',
                'service shop: www.shop.example.com, unknown',
              ]
            : [
                'application shop: shop.example.com, yes',
                'application api: api.example.com, yes',
                'application api: api.example.org, yes',
              ],
      );
      assert.deepEqual(
        clientReferences,
        {
          apisix: [{ certificateId: 'client', by: { kind: 'upstream', id: 'orders' } }],
          api7cloud: [],
          api7enterprise: [{ certificateId: 'client', by: { kind: 'service', id: 'shop', name: 'shop' } }],
        }[listener],
      );
      assert.deepEqual([unknown, new Set(harness.local.requests.map(({ method }) => method))], [[], new Set(['GET'])]);
    });

    it('of many pages, all', async () => {
      for (let index = 0; index < 1_003; index += 1)
        put(String(100_000 + index), { hosts: [`h${String(index)}.example`] });
      assert.equal(new Set((await uses()).hosts.map(({ host }) => host)).size, 1_003);
    });

    it('what cannot be read of one is reported, and the rest is read', async () => {
      put('7', { name: 7, hosts: ['a.example', 8] });
      put('8', { hosts: ['b.example'] });
      const { hosts, unknown } = await uses();
      assert.deepEqual(
        hosts.map(({ host }) => host),
        ['a.example', 'b.example'],
      );
      assert.equal(unknown.length, 2);
      assert.match(
        unknown.map(inEnglish).join(' '),
        /`name` is not a string.*`hosts` holds something that is not a string/,
      );
    });

    for (const [name, fault, kind] of [
      ['500', answers.text(500, 'no'), 'unexpected'],
      ['403', answers.json(403, {}), 'forbidden'],
      ['a page', answers.html(200), 'unexpected'],
      ['something else', answers.json(200, {}), 'unexpected'],
    ] as const) {
      it(`nothing that can be read is a failure: ${name}`, async () => {
        put('1', { hosts: ['a.example'] });
        harness.local.faults.add({ listener }, fault);
        assert.equal((await failureOf(uses())).kind, kind);
      });
      if (listener === 'api7cloud') continue;
      it(`one kind that cannot be read is reported: ${name}`, async () => {
        put('1', { hosts: ['a.example'] });
        harness.local.faults.add({ listener, path: /\/(?:routes|services)\?/ }, fault);
        const { hosts, unknown } = await uses();
        assert.deepEqual([hosts, unknown.length], [[], listener === 'apisix' ? 2 : 1]);
        for (const sentence of unknown)
          assert.match(inEnglish(sentence), /^The (?:routes|services) could not be read: /);
      });
    }

    it('a refused token and a missing connection are failures', async () => {
      assert.equal((await failureOf(harness.open({ token: 'wrong' }).uses(neverAborted()))).kind, 'unauthorized');
      harness.local.faults.add({ listener }, { kind: 'cut', when: 'before' });
      assert.equal((await failureOf(uses())).kind, 'unreachable');
    });

    it('all kinds are asked for together, so that a gateway that hangs costs one time limit', async () => {
      const hold = harness.local.faults.add({ listener }, { kind: 'hold', when: 'before' });
      const asked = Promise.all(
        {
          apisix: ['routes', 'services', 'upstreams', 'stream_routes'],
          api7cloud: ['apps'],
          api7enterprise: ['services', 'certificates'],
        }[listener].map((path) => harness.local.nextRequest({ path: new RegExp(`/${path}\\?`) })),
      );
      const all = uses();
      await asked;
      hold.release();
      assert.deepEqual((await all).unknown, []);
    });

    it('cancelling', async () => {
      const hold = harness.local.faults.add({ listener }, { kind: 'hold', when: 'before' });
      const abort = new AbortController();
      const failing = failureOf(uses(abort.signal));
      await hold.met();
      abort.abort();
      assert.equal((await failing).kind, 'cancelled');
    });

    /** A route or an application, behind the wire. */
    function put(id: string, value: JsonObject): void {
      if (listener === 'api7enterprise')
        harness.local.api7enterprise.store.put(`/services/${groupOf(harness.local)}/${id}`, { id, ...value });
      else if (listener === 'apisix') harness.local.apisix.store.put(`/apisix/routes/${id}`, { id, ...value });
      else harness.local.api7cloud.store.put(`/apps/${clusterOf(harness)}/${id}`, { id, ...value });
    }
  });
}

describe('who uses certificates, on APISIX alone', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await openHarness({ id: 'apisix', options: {} });
  });
  afterEach(() => harness.close());

  const put = (key: string, value: JsonObject) =>
    harness.local.apisix.store.put(`/apisix/${key}`, { id: key.slice(key.indexOf('/') + 1), ...value });

  it('client certificates wherever an upstream may stand and presents one: not in traffic-split', async () => {
    const tls = (id: string | number) => ({ type: 'roundrobin', tls: { client_cert_id: id } });
    put('upstreams/u', { ...tls('c1'), name: 'orders' });
    put('services/s', { upstream: tls('c2') });
    put('routes/r', {
      upstream: tls(3),
      plugins: {
        'traffic-split': { rules: [{ weighted_upstreams: [{ upstream: tls('c4') }, { upstream: tls('c4') }] }] },
      },
    });
    put('stream_routes/t', { upstream: tls('c1') });
    const { clientReferences } = await harness.gateway.uses(neverAborted());
    assert.deepEqual(clientReferences, [
      { certificateId: '3', by: { kind: 'route', id: 'r' } },
      { certificateId: 'c2', by: { kind: 'service', id: 's' } },
      { certificateId: 'c1', by: { kind: 'upstream', id: 'u', name: 'orders' } },
      { certificateId: 'c1', by: { kind: 'streamRoute', id: 't' } },
    ]);
  });

  it('client certificates that stand in an upstream itself, each once, and no key', async () => {
    const tls = { client_cert: 'PEM', client_key: 'canaryOfInline' };
    put('upstreams/u', { tls });
    put('routes/r', { upstream: { tls: { ...tls, client_cert: 'OTHER' } }, plugins: { a: { tls } } });
    put('services/s', { plugins: { 'traffic-split': { rules: [{ upstream: { tls } }] } } });
    const uses = await harness.gateway.uses(neverAborted());
    assert.deepEqual(
      uses.inlineCertificates?.map(({ certificatePem, by }) => [certificatePem, by.kind, by.id]),
      [
        ['OTHER', 'route', 'r'],
        ['PEM', 'route', 'r'],
        ['PEM', 'upstream', 'u'],
      ],
    );
    assert.ok(!inspect([uses, harness.lines], { depth: 9 }).includes('canaryOfInline'));
  });

  it('hosts of routes, of services, of stream routes; switched off is reported', async () => {
    put('routes/one', { host: 'a.example' });
    put('routes/many', { hosts: ['b.example', '*.c.example'], status: 0 });
    put('services/s', { hosts: ['d.example'] });
    put('services/u', { hosts: ['f.example'], plugins: { redirect: { http_to_https: true } } });
    put('services/v', {
      hosts: ['g.example'],
      plugins: { redirect: { http_to_https: true, _meta: { disable: true } } },
    });
    put('stream_routes/t', { sni: 'e.example' });
    const { hosts } = await harness.gateway.uses(neverAborted());
    assert.deepEqual(
      hosts.map(({ host, by, wantsHttps, isActive }) => [host, by.kind, by.id, wantsHttps, isActive]),
      [
        ['a.example', 'route', 'one', 'unknown', true],
        ['b.example', 'route', 'many', 'unknown', false],
        ['*.c.example', 'route', 'many', 'unknown', false],
        ['d.example', 'service', 's', 'unknown', true],
        ['f.example', 'service', 'u', 'yes', true],
        ['g.example', 'service', 'v', 'unknown', true],
        ['e.example', 'streamRoute', 't', 'yes', true],
      ],
    );
  });

  it('routes for every host: without a host of their own or of their service', async () => {
    put('services/named', { hosts: ['a.example'] });
    put('services/open', {});
    put('routes/alone', { name: 'alone' });
    put('routes/off', { status: 0 });
    put('routes/inNamed', { service_id: 'named' });
    put('routes/inOpen', { service_id: 'open' });
    put('routes/own', { service_id: 'open', host: 'b.example' });
    const { anyHost } = await harness.gateway.uses(neverAborted());
    assert.deepEqual(anyHost, [
      { kind: 'route', id: 'alone', name: 'alone' },
      { kind: 'route', id: 'inOpen' },
    ]);
  });

  for (const fault of [
    answers.json(400, { error_msg: 'stream mode is disabled, can not add stream routes' }),
    answers.json(404, { error_msg: 'not found' }),
    answers.html(404),
  ]) {
    it(`an APISIX that passes no streams: ${JSON.stringify(fault).slice(0, 80)}`, async () => {
      harness.local.faults.add({ path: '/apisix/admin/stream_routes' }, fault);
      put('routes/one', { host: 'a.example' });
      const { hosts, unknown } = await harness.gateway.uses(neverAborted());
      assert.deepEqual([hosts.length, unknown], [1, []]);
    });
  }

  it('a kind that was never written to is empty', async () => {
    harness.local.faults.add({ path: '/apisix/admin/routes' }, answers.json(404, { message: 'Key not found' }));
    assert.deepEqual((await harness.gateway.uses(neverAborted())).unknown, []);
  });
});

describe('who uses certificates, on API7 Cloud alone', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await openHarness({ id: 'api7cloud', options: {} });
  });
  afterEach(() => harness.close());

  const answer = async (...list: readonly object[]) => {
    harness.local.faults.add(
      { path: /\/apps\?/ },
      answers.json(200, { status: { code: 0 }, payload: { list, count: list.length } }),
    );
    return harness.gateway.uses(neverAborted());
  };

  it('whether HTTPS is wanted, and whether it is switched on', async () => {
    const { hosts } = await answer(
      { id: '1', hosts: ['a.example'], protocols: ['HTTP', 'HTTPS'], active: 0 },
      { id: '2', hosts: ['b.example'], protocols: ['HTTP'], active: 1 },
      { id: '3', hosts: ['c.example'], status: 100 },
    );
    assert.deepEqual(
      hosts.map(({ host, wantsHttps, isActive }) => [host, wantsHttps, isActive]),
      [
        ['a.example', 'yes', true],
        ['b.example', 'no', false],
        ['c.example', 'unknown', false],
      ],
    );
  });

  it('which certificates are available to it, by its own word', async () => {
    const { availableTo } = await answer(
      { id: '1', name: 'shop', hosts: [], available_cert_ids: ['392306215415186327', '7'] },
      { id: '2', available_cert_ids: null },
    );
    const to = { kind: 'application', id: '1', name: 'shop' } as const;
    assert.deepEqual(availableTo, [
      { certificateId: '392306215415186327', to },
      { certificateId: '7', to },
    ]);
  });

  it('client certificates of its upstreams, where they were and where they are', async () => {
    const upstreams = [
      { version: 'a', upstream: { client_cert_id: '7' } },
      { version: 'b', client_cert_id: '8', upstream: { client_cert_id: '0' } },
      null,
    ];
    const { clientReferences } = await answer({ id: '1', upstreams }, { id: '2', upstreams: null });
    const by = { kind: 'application', id: '1' } as const;
    assert.deepEqual(clientReferences, [
      { certificateId: '7', by },
      { certificateId: '8', by },
    ]);
  });
});
