import assert from 'node:assert/strict';
import { answers } from '../gateway/http/faults';
import { seedMany } from '../gateway/sample';
import type { CertificateBundle } from '../../src/gateway/gateway';
import { calm, failureOf, listAll, makeBundle, now, openBench } from './bench';
import type { Bench } from './bench';

/** What only API7 Cloud does. */
describe('API7 Cloud', () => {
  let bench: Bench;
  let bundle: CertificateBundle;
  let organization = '';
  let cluster = '';

  before(async () => {
    bundle = await makeBundle();
  });
  beforeEach(async () => {
    bench = await openBench({ id: 'api7cloud', options: {} });
    [organization = '', cluster = ''] = bench.access.scopes;
  });
  afterEach(() => bench.close());

  const targets = () => bench.local.requests.map(({ method, target }) => `${method} ${target}`);
  const scopes = (chosen: readonly string[], more: object = {}) =>
    bench.dialect.listScopes({ ...bench.access, scopes: chosen, ...more }, calm());

  it('names the cluster in path and header, and the token in its own header', async () => {
    await bench.gateway.check(calm());
    const [request] = bench.local.requests;
    assert.equal(request?.target, `/api/v1/clusters/${cluster}`);
    assert.deepEqual(
      [request.headers['x-api7-cloud-gateway-cluster-id'], request.headers['authorization']],
      [cluster, `Bearer ${bench.local.api7cloud.token}`],
    );
  });

  it('asks for pages until it has as many as there are', async () => {
    await seedMany(bench.local, 50, now);
    assert.equal((await listAll(bench.gateway)).length, 50);
    const path = `GET /api/v1/clusters/${cluster}/certificates`;
    assert.deepEqual(targets(), [`${path}?page=1&page_size=25`, `${path}?page=2&page_size=25`]);
  });

  it('misses nothing where pages are smaller than asked for', async () => {
    const small = await openBench({ id: 'api7cloud', options: { pageSizeCap: 7 } });
    await seedMany(small.local, 30, now);
    assert.equal((await listAll(small.gateway)).length, 30);
    await small.close();
  });

  it('sends a POST with PEM, a capitalised type and labels as words', async () => {
    await bench.gateway.create({ ...bundle, labels: [{ key: 'a' }, { key: 'b' }] }, calm());
    const body: unknown = bench.local.requests[0]?.json;
    assert.deepEqual(body, {
      certificate: bundle.certificate,
      private_key: bundle.privateKey,
      labels: ['a', 'b'],
      type: 'Server',
    });
  });

  it('has a type that contradicts the certificate refused in the gateway’s words', async () => {
    const error = await failureOf(bench.gateway.create({ ...bundle, type: 'client' }, calm()));
    assert.equal(error.kind, 'rejected');
    assert.match(error.gatewayText ?? '', /Client/);
  });

  it('tells an expired token by the gateway’s words', async () => {
    const old = await openBench({ id: 'api7cloud', options: { expiredTokens: ['old'] } });
    const error = await failureOf(old.open({ token: 'old' }).check(calm()));
    assert.deepEqual([error.kind, error.gatewayText], ['unauthorized', 'unauthorized: Token is expired']);
    await old.close();
  });

  it('does not ask without a token', async () => {
    const error = await failureOf(bench.open({ token: undefined }).check(calm()));
    assert.deepEqual([error.kind, error.message, targets()], ['unauthorized', 'There is no token.', []]);
  });

  for (const chosen of [[], ['1'], ['1', '../1'], ['1', 'production'], ['1', '1\r\nx: y']]) {
    it(`does not ask without a cluster: ${JSON.stringify(chosen)}`, async () => {
      assert.deepEqual(
        [(await failureOf(bench.open({ scopes: chosen }).check(calm()))).kind, targets()],
        ['notFound', []],
      );
    });
  }

  it('a cluster that is not there', async () => {
    const error = await failureOf(bench.open({ scopes: [organization, '17'] }).check(calm()));
    assert.deepEqual([error.kind, error.gatewayText], ['notFound', 'not found: cluster not found']);
  });

  it('warns of a cluster on its way out', async () => {
    bench.local.faults.add(
      { listener: 'api7cloud' },
      answers.json(200, { status: { code: 0 }, payload: { id: cluster, name: 'old', status: 5 } }),
    );
    assert.deepEqual(await bench.gateway.check(calm()), {
      description: 'API7 Cloud · cluster old',
      warnings: ['The cluster is being deleted.'],
    });
  });

  it('takes only the origin of an address, as people paste the console’s', async () => {
    await bench.open({ address: `${bench.access.address}/clusters/overview?tab=1` }).check(calm());
    assert.deepEqual(targets(), [`GET /api/v1/clusters/${cluster}`]);
  });

  it('ids that come as numbers lose no digit', async () => {
    const body = '{"status":{"code":0},"payload":{"list":[{"id":392306215415186327,"type":"Server"}],"count":1}}';
    bench.local.faults.add({ listener: 'api7cloud' }, { kind: 'answer', status: 200, body });
    assert.deepEqual(
      (await listAll(bench.gateway)).map(({ id }) => id),
      ['392306215415186327'],
    );
  });

  it('the nested shape of a replaced certificate is read like the flat one', async () => {
    const { id } = await bench.gateway.create(bundle, calm());
    const read = await bench.gateway.read(id, calm());
    const members = Object.entries(bench.local.api7cloud.store.under('/certificates/')[0]?.value ?? {}).filter(
      ([name]) => name !== 'pem',
    );
    const managed = ['id', 'cluster_id', 'status', 'type', 'created_at', 'updated_at'];
    const beside = Object.fromEntries(members.filter(([name]) => managed.includes(name)));
    const nested = Object.fromEntries(members.filter(([name]) => !managed.includes(name)));
    bench.local.faults.add(
      { listener: 'api7cloud' },
      answers.json(200, { status: { code: 0 }, payload: { ...beside, Metadata: nested } }),
    );
    assert.deepEqual(await bench.gateway.read(id, calm()), read);
  });

  it('an answer about another object is no answer', async () => {
    bench.local.faults.add({ listener: 'api7cloud' }, answers.json(200, { payload: { id: '18', type: 'Server' } }));
    assert.equal((await failureOf(bench.gateway.read('17', calm()))).kind, 'unexpected');
  });

  it('only 200 is a success', async () => {
    bench.local.faults.add({ listener: 'api7cloud' }, answers.json(201, { payload: { id: '18', type: 'Server' } }));
    const error = await failureOf(bench.gateway.create(bundle, calm()));
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
      bench.local.faults.add({ path: `/api/v1/orgs/${organization}` }, answers.text(500, 'no'));
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
        bench.local.faults.add(
          { path: `${path}?page=${String(index + 1)}&` },
          answers.json(200, { payload: { list } }),
        ),
      );
      assert.equal((await scopes([organization])).length, 50);
    });

    it('a server that ignores paging', async () => {
      bench.local.faults.add({ path: '/api/v1/orgs/' }, answers.json(200, { payload: { list: [{ id: '1' }] } }));
      assert.deepEqual(await scopes([organization]), [{ id: '1', name: '1' }]);
    });

    it('cancelling', async () => {
      const hold = bench.local.faults.add({ path: '/api/v1/orgs/' }, { kind: 'hold', when: 'before' });
      const abort = new AbortController();
      const failing = failureOf(bench.dialect.listScopes({ ...bench.access, scopes: [] }, abort.signal));
      await hold.met();
      abort.abort();
      assert.equal((await failing).kind, 'cancelled');
    });
  });
});
