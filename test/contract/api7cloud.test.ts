import assert from 'node:assert/strict';
import type { CertificateBundle } from '../../src/gateway/gateway';
import { answers } from '../gateway/http/faults';
import { seedMany } from '../gateway/sample';
import type { Harness } from './harness';
import { failureOf, listAll, makeBundle, neverAborted, now, openHarness } from './harness';

/** Behaviour of API7 Cloud alone. */
describe('API7 Cloud', () => {
  let harness: Harness;
  let bundle: CertificateBundle;
  let organization = '';
  let cluster = '';

  before(async () => {
    bundle = await makeBundle();
  });
  beforeEach(async () => {
    harness = await openHarness({ id: 'api7cloud', options: {} });
    [organization = '', cluster = ''] = harness.access.scopes;
  });
  afterEach(() => harness.close());

  const targets = () => harness.local.requests.map(({ method, target }) => `${method} ${target}`);
  const scopes = (chosen: readonly string[], more: object = {}) =>
    harness.dialect.listScopes({ ...harness.access, scopes: chosen, ...more }, neverAborted());

  it('names the cluster in path and header, and the token in its own header', async () => {
    await harness.gateway.check(neverAborted());
    const [request] = harness.local.requests;
    assert.equal(request?.target, `/api/v1/clusters/${cluster}`);
    assert.deepEqual(
      [request.headers['x-api7-cloud-gateway-cluster-id'], request.headers['authorization']],
      [cluster, `Bearer ${harness.local.api7cloud.token}`],
    );
  });

  it('asks for pages until it has as many as there are', async () => {
    await seedMany(harness.local, 50, now);
    assert.equal((await listAll(harness.gateway)).length, 50);
    const path = `GET /api/v1/clusters/${cluster}/certificates`;
    assert.deepEqual(targets(), [`${path}?page=1&page_size=25`, `${path}?page=2&page_size=25`]);
  });

  it('misses nothing where pages are smaller than asked for', async () => {
    const small = await openHarness({ id: 'api7cloud', options: { pageSizeCap: 7 } });
    await seedMany(small.local, 30, now);
    assert.equal((await listAll(small.gateway)).length, 30);
    await small.close();
  });

  it('sends a POST with PEM, a capitalised type and labels as words', async () => {
    await harness.gateway.create({ ...bundle, labels: [{ key: 'a' }, { key: 'b' }] }, neverAborted());
    const body: unknown = harness.local.requests[0]?.json;
    assert.deepEqual(body, {
      certificate: bundle.certificate,
      private_key: bundle.privateKey,
      labels: ['a', 'b'],
      type: 'Server',
    });
  });

  it('has a type that contradicts the certificate refused in the gateway’s words', async () => {
    const error = await failureOf(harness.gateway.create({ ...bundle, type: 'client' }, neverAborted()));
    assert.equal(error.kind, 'rejected');
    assert.match(error.gatewayText ?? '', /Client/);
  });

  it('tells an expired token by the gateway’s words', async () => {
    const old = await openHarness({ id: 'api7cloud', options: { expiredTokens: ['old'] } });
    const error = await failureOf(old.open({ token: 'old' }).check(neverAborted()));
    assert.deepEqual([error.kind, error.gatewayText], ['unauthorized', 'unauthorized: Token is expired']);
    await old.close();
  });

  it('does not ask without a token', async () => {
    const error = await failureOf(harness.open({ token: undefined }).check(neverAborted()));
    assert.deepEqual([error.kind, error.message, targets()], ['unauthorized', 'There is no token.', []]);
  });

  for (const chosen of [[], ['1'], ['1', '../1'], ['1', 'production'], ['1', '1\r\nx: y']]) {
    it(`does not ask without a cluster: ${JSON.stringify(chosen)}`, async () => {
      assert.deepEqual(
        [(await failureOf(harness.open({ scopes: chosen }).check(neverAborted()))).kind, targets()],
        ['notFound', []],
      );
    });
  }

  it('a cluster that is not there', async () => {
    const error = await failureOf(harness.open({ scopes: [organization, '17'] }).check(neverAborted()));
    assert.deepEqual([error.kind, error.gatewayText], ['notFound', 'not found: cluster not found']);
  });

  it('warns of a cluster on its way out', async () => {
    harness.local.faults.add(
      { listener: 'api7cloud' },
      answers.json(200, { status: { code: 0 }, payload: { id: cluster, name: 'old', status: 5 } }),
    );
    assert.deepEqual(await harness.gateway.check(neverAborted()), {
      description: 'API7 Cloud · cluster old',
      warnings: ['The cluster is being deleted.'],
    });
  });

  it('takes only the origin of an address, as people paste the console’s', async () => {
    await harness.open({ address: `${harness.access.address}/clusters/overview?tab=1` }).check(neverAborted());
    assert.deepEqual(targets(), [`GET /api/v1/clusters/${cluster}`]);
  });

  it('ids that come as numbers lose no digit', async () => {
    const body = '{"status":{"code":0},"payload":{"list":[{"id":392306215415186327,"type":"Server"}],"count":1}}';
    harness.local.faults.add({ listener: 'api7cloud' }, { kind: 'answer', status: 200, body });
    assert.deepEqual(
      (await listAll(harness.gateway)).map(({ id }) => id),
      ['392306215415186327'],
    );
  });

  it('the nested shape of a replaced certificate is read like the flat one', async () => {
    const { id } = await harness.gateway.create(bundle, neverAborted());
    const read = await harness.gateway.read(id, neverAborted());
    const members = Object.entries(harness.local.api7cloud.store.under('/certificates/')[0]?.value ?? {}).filter(
      ([name]) => name !== 'pem',
    );
    const managed = ['id', 'cluster_id', 'status', 'type', 'created_at', 'updated_at'];
    const siblings = Object.fromEntries(members.filter(([name]) => managed.includes(name)));
    const nested = Object.fromEntries(members.filter(([name]) => !managed.includes(name)));
    harness.local.faults.add(
      { listener: 'api7cloud' },
      answers.json(200, { status: { code: 0 }, payload: { ...siblings, Metadata: nested } }),
    );
    assert.deepEqual(await harness.gateway.read(id, neverAborted()), read);
  });

  it('an answer about another object is no answer', async () => {
    harness.local.faults.add({ listener: 'api7cloud' }, answers.json(200, { payload: { id: '18', type: 'Server' } }));
    assert.equal((await failureOf(harness.gateway.read('17', neverAborted()))).kind, 'unexpected');
  });

  it('only 200 is a success', async () => {
    harness.local.faults.add({ listener: 'api7cloud' }, answers.json(201, { payload: { id: '18', type: 'Server' } }));
    const error = await failureOf(harness.gateway.create(bundle, neverAborted()));
    assert.deepEqual([error.kind, error.mayHaveTakenEffect], ['unexpected', true]);
  });

  describe('scopes', () => {
    it('organisations by name, then clusters, then nothing more', async () => {
      const organizations = await scopes([]);
      assert.deepEqual(
        organizations.map(({ name }) => name),
        ['Example Shops', 'Example Labs'],
      );
      assert.equal(organizations[0]?.id, organization);
      assert.deepEqual(
        (await scopes([organization])).map(({ name, detail }) => [name, detail]),
        [
          ['production', 'production.sample.example'],
          ['staging', 'staging.sample.example'],
        ],
      );
      assert.deepEqual(await scopes([organization, cluster]), []);
    });

    it('an organisation whose name cannot be had is shown by its id', async () => {
      harness.local.faults.add({ path: `/api/v1/orgs/${organization}` }, answers.text(500, 'no'));
      assert.deepEqual(
        (await scopes([])).map(({ name }) => name),
        [organization, 'Example Labs'],
      );
    });

    it('an organisation that is not there', async () =>
      assert.equal((await failureOf(scopes(['17']))).kind, 'notFound'));

    it('a wrong token', async () =>
      assert.equal((await failureOf(scopes([], { token: 'wrong' }))).kind, 'unauthorized'));

    it('many clusters, page by page', async () => {
      const page = (from: number) =>
        Array.from({ length: 25 }, (_, index) => ({ id: String(from + index), name: `c${String(from + index)}` }));
      const path = `/api/v1/orgs/${organization}/clusters`;
      const pages = [page(1), page(26), []];
      pages.forEach((list, index) =>
        harness.local.faults.add(
          { path: `${path}?page=${String(index + 1)}&` },
          answers.json(200, { payload: { list } }),
        ),
      );
      assert.equal((await scopes([organization])).length, 50);
    });

    it('a server that ignores paging', async () => {
      harness.local.faults.add({ path: '/api/v1/orgs/' }, answers.json(200, { payload: { list: [{ id: '1' }] } }));
      assert.deepEqual(await scopes([organization]), [{ id: '1', name: '1' }]);
    });

    it('cancelling', async () => {
      const hold = harness.local.faults.add({ path: '/api/v1/orgs/' }, { kind: 'hold', when: 'before' });
      const abort = new AbortController();
      const failing = failureOf(harness.dialect.listScopes({ ...harness.access, scopes: [] }, abort.signal));
      await hold.met();
      abort.abort();
      assert.equal((await failing).kind, 'cancelled');
    });
  });
});
