import assert from 'node:assert/strict';
import type { MadeCertificate } from '../fixtures/certificates';
import { makeCertificate } from '../fixtures/certificates';
import type { Json, JsonObject } from './json';
import { isList, isObject } from './json';
import { seedMany } from './sample';
import type { Gateway } from './server';
import { startGateway } from './server';
import type { RawAnswer } from './wire';
import { exchange, objectIn } from './wire';

const now = Date.now();

const payloadOf = (answer: RawAnswer): JsonObject => {
  const { payload } = objectIn(answer);
  return isObject(payload) ? payload : {};
};
const listOf = (answer: RawAnswer): readonly Json[] => {
  const { list } = payloadOf(answer);
  return isList(list) ? list : assert.fail('no list');
};

describe('the local gateway as API7 Cloud', () => {
  let gateway: Gateway;
  let cluster: string;
  let server: MadeCertificate;
  let client: MadeCertificate;
  before(async () => {
    gateway = await startGateway({ expiredTokens: ['yesterday'], pageSizeCap: 30 });
    server = await makeCertificate({
      now,
      commonName: 'a.example.com',
      dns: ['a.example.com', '*.b.example.com'],
      ips: ['192.0.2.1'],
    });
    client = await makeCertificate({ now, commonName: 'c', purpose: 'client' });
    cluster = String(gateway.api7cloud.estate.clusters[0]?.['id']);
  });
  after(() => gateway.close());

  const ask = (path: string, method = 'GET', body?: object): Promise<RawAnswer> =>
    exchange(`${gateway.api7cloud.url}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${gateway.api7cloud.token}` },
      body: body && JSON.stringify(body),
    });
  const certificates = (): string => `/clusters/${cluster}/certificates`;
  const bundle = (): object => ({
    certificate: server.pem,
    private_key: server.keyPem,
    type: 'Server',
    labels: ['edge'],
  });

  for (const [title, headers, error] of [
    ['no token', {}, 'Token is invalid'],
    ['a wrong token', { Authorization: 'Bearer x' }, 'Token is invalid'],
    ['an expired token', { Authorization: 'Bearer yesterday' }, 'Token is expired'],
    ['an admin key', { 'X-API-KEY': 'x' }, 'Token is invalid'],
  ] as const) {
    it(`refuses ${title} with 401 and code 6`, async () => {
      const answer = await exchange(`${gateway.api7cloud.url}/api/v1/user/me`, { headers });
      assert.equal(answer.status, 401);
      assert.deepEqual(objectIn(answer), { status: { code: 6, message: 'unauthorized' }, error });
    });
  }

  it('leads from the user over organisations to clusters', async () => {
    const { org_ids: organizations } = payloadOf(await ask('/user/me'));
    assert.ok(isList(organizations) && organizations.length === 2);
    const names = await Promise.all(
      organizations.map(async (id) => {
        const { name } = payloadOf(await ask(`/orgs/${String(id)}`));
        const clusters = listOf(await ask(`/orgs/${String(id)}/clusters?page=1&page_size=10`));
        return [name, clusters.map((item) => isObject(item) && item['name'])];
      }),
    );
    assert.deepEqual(names, [
      ['Example Shops', ['production', 'staging']],
      ['Example Labs', ['playground']],
    ]);
    assert.equal(payloadOf(await ask(`/clusters/${cluster}`))['name'], 'production');
    assert.equal(listOf(await ask('/regions')).length, 2);
  });

  it('says ids in digits, beyond what a number holds', async () => {
    const { org_ids: organizations } = payloadOf(await ask('/user/me'));
    const { id } = payloadOf(await ask(certificates(), 'POST', bundle()));
    for (const text of [String(id), cluster, ...(isList(organizations) ? organizations.map(String) : [])]) {
      assert.match(text, /^[1-9]\d+$/);
      assert.notEqual(String(Number(text)), text, 'a Number would change it');
    }
  });

  it('creates with 200 and a flat answer without PEM or key', async () => {
    const answer = await ask(certificates(), 'POST', bundle());
    assert.equal(answer.status, 200);
    assert.deepEqual(objectIn(answer)['status'], { code: 0, message: 'OK' });
    const details = payloadOf(answer);
    assert.deepEqual(details['snis'], ['a.example.com', '*.b.example.com', '192.0.2.1']);
    assert.equal(details['subject'], 'CN=a.example.com');
    assert.equal(details['not_after'], new Date(server.notAfter).toISOString().replace('.000', ''));
    assert.equal(details['type'], 'Server');
    assert.deepEqual(details['labels'], ['edge']);
    const got = await ask(`${certificates()}/${String(details['id'])}`);
    assert.deepEqual(payloadOf(got), details);
    for (const { body } of [answer, got, await ask(certificates())])
      assert.ok(!body.includes('-----BEGIN'), 'PEM in an answer');
  });

  it('nests what it read under Metadata when replacing', async () => {
    const { id } = payloadOf(await ask(certificates(), 'POST', bundle()));
    const answer = await ask(`${certificates()}/${String(id)}`, 'PUT', { ...bundle(), labels: ['new'] });
    assert.equal(answer.status, 200);
    const replaced = payloadOf(answer);
    assert.deepEqual(Object.keys(replaced).sort(), [
      'Metadata',
      'cluster_id',
      'created_at',
      'id',
      'labels',
      'status',
      'type',
      'updated_at',
    ]);
    assert.ok(isObject(replaced['Metadata']) && isList(replaced['Metadata']['snis']));
    assert.ok(isList(payloadOf(await ask(`${certificates()}/${String(id)}`))['snis']), 'flat again when read');
  });

  it('deletes with 200 and an envelope, then knows nothing', async () => {
    const { id } = payloadOf(await ask(certificates(), 'POST', bundle()));
    const path = `${certificates()}/${String(id)}`;
    assert.deepEqual(objectIn(await ask(path, 'DELETE')), { status: { code: 0, message: 'OK' } });
    const gone = await ask(path);
    assert.equal(gone.status, 404);
    assert.deepEqual(objectIn(gone)['status'], { code: 4, message: 'not found' });
  });

  it('shows metadata of a CA certificate, not its PEM', async () => {
    const answer = await ask(certificates(), 'POST', { ...bundle(), ca_certificate: client.pem });
    const ca = payloadOf(answer)['ca_certificate'];
    assert.ok(isObject(ca) && ca['subject'] === 'CN=c');
  });

  it('takes the zero values that Go clients send along', async () => {
    const zeros = {
      id: '0',
      cluster_id: '0',
      status: 0,
      created_at: '0001-01-01T00:00:00Z',
      updated_at: '0001-01-01T00:00:00Z',
    };
    const details = payloadOf(await ask(certificates(), 'POST', { ...bundle(), ...zeros }));
    assert.equal(details['cluster_id'], cluster);
    assert.notEqual(details['id'], '0');
  });

  const refusals: readonly (readonly [string, () => object])[] = [
    ['no PEM', () => ({ ...bundle(), certificate: 'x' })],
    ['another certificate’s key', () => ({ ...bundle(), private_key: client.keyPem })],
    ['a client certificate as Server', () => ({ certificate: client.pem, private_key: client.keyPem, type: 'Server' })],
    ['a type in lower case', () => ({ ...bundle(), type: 'server' })],
    ['a broken CA', () => ({ ...bundle(), ca_certificate: 'x' })],
    ['no object', () => []],
  ];
  for (const [title, body] of refusals) {
    it(`refuses ${title} with an envelope`, async () => {
      const answer = await ask(certificates(), 'POST', body());
      assert.equal(answer.status, 400);
      assert.equal(typeof objectIn(answer)['error'], 'string');
      assert.ok(!answer.body.includes('PRIVATE KEY'));
    });
  }

  it('pages by ten, to an empty list past the end', async () => {
    const other = String(gateway.api7cloud.estate.clusters[1]?.['id']);
    const pages = async (query: string): Promise<number> =>
      listOf(await ask(`/clusters/${other}/certificates${query}`)).length;
    for (let index = 0; index < 12; index += 1) await ask(`/clusters/${other}/certificates`, 'POST', bundle());
    assert.deepEqual(
      await Promise.all(['', '?page=2', '?page=3', '?page=1&page_size=11', '?page=2&page_size=11'].map(pages)),
      [10, 2, 0, 11, 1],
    );
    assert.equal(payloadOf(await ask(`/clusters/${other}/certificates?page=9`))['count'], 12);
    assert.deepEqual([await pages('?search=a.example'), await pages('?search=nowhere')], [10, 0]);
  });

  it('cuts pages down to its cap', async () => {
    await seedMany(gateway, 40, now);
    assert.equal(listOf(await ask(`${certificates()}?page_size=500`)).length, 30);
  });

  it('shows the gateway’s own object in the debug view, as text', async () => {
    const { id } = payloadOf(await ask(certificates(), 'POST', bundle()));
    const { certificates: list } = payloadOf(await ask(`/debug/config/clusters/${cluster}/certificate/${String(id)}`));
    const [first] = isList(list) ? list : [];
    assert.ok(isObject(first) && typeof first['value'] === 'string');
    const value: unknown = JSON.parse(first['value']);
    assert.ok(typeof value === 'object' && value !== null && 'cert' in value && !('key' in value));
  });

  it('names labels in use, and null where there are none', async () => {
    const empty = String(gateway.api7cloud.estate.clusters[2]?.['id']);
    assert.equal(objectIn(await ask(`/clusters/${empty}/labels/certificate`))['payload'], null);
    const { payload } = objectIn(await ask(`/clusters/${cluster}/labels/certificate`));
    assert.ok(isList(payload) && payload.includes('edge'));
  });

  it('says which certificates an application’s hosts could use', async () => {
    const { id } = payloadOf(await ask(certificates(), 'POST', bundle()));
    const app = await ask(`/clusters/${cluster}/apps`, 'POST', {
      name: 'a',
      protocols: ['HTTPS'],
      path_prefix: '/',
      hosts: ['x.b.example.com'],
    });
    const usable = payloadOf(app)['available_cert_ids'];
    assert.ok(isList(usable) && usable.includes(String(id)));
    const other = payloadOf(
      await ask(`/clusters/${cluster}/apps`, 'POST', { name: 'b', hosts: ['x.y.b.example.com'] }),
    );
    assert.equal(other['available_cert_ids'], null);
    assert.equal((await ask(`/clusters/${cluster}/apps/${String(other['id'])}`, 'DELETE')).status, 200);
  });

  for (const path of ['/clusters/1', '/orgs/1', '/nothing', '/clusters/1/certificates']) {
    it(`answers 404 with code 4 for ${path}`, async () => {
      const answer = await ask(path);
      assert.equal(answer.status, 404);
      assert.deepEqual(objectIn(answer)['status'], { code: 4, message: 'not found' });
    });
  }
});
