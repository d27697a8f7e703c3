import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { ListedCertificate, StoredCertificate } from '../../src/core/model';
import { GatewayError } from '../../src/gateway/gateway';
import { inEnglish } from '../fixtures/inEnglish';
import { answers } from '../gateway/http/faults';
import type { Json, JsonObject } from '../gateway/json';
import type { Harness } from './harness';
import { clusterOf, failureOf, groupOf, listAll, makeBundle, neverAborted, openHarness, subjects } from './harness';

/** One of each type that JSON has, and what a careless reader stumbles over. */
const wrongValues: readonly Json[] = [
  null,
  true,
  7,
  -1.5,
  '',
  'x',
  [],
  [7],
  [[]],
  [null],
  {},
  { a: 1 },
  { a: { b: [] } },
];

const kindOf = (value: Json): string => (Array.isArray(value) ? 'list' : value === null ? 'null' : typeof value);

type Path = readonly (string | number)[];

/** Every member of an object, and of the objects and lists in it. */
function pathsOf(value: Json, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries: readonly (readonly [string | number, Json])[] = Array.isArray(value)
    ? value.map((item, index) => [index, item] as const)
    : Object.entries(value);
  return entries.flatMap(([name, inner]) => [[...path, name], ...pathsOf(inner, [...path, name])]);
}

function at(value: Json, [name, ...rest]: Path): Json {
  if (name === undefined) return value;
  if (Array.isArray(value)) return at(value[Number(name)] ?? null, rest);
  return typeof value === 'object' && value !== null
    ? at(Object.entries(value).find(([key]) => key === name)?.[1] ?? null, rest)
    : null;
}

function withValue(value: Json, [name, ...rest]: Path, wrong: Json): Json {
  if (name === undefined) return wrong;
  if (Array.isArray(value)) return value.map((item, index) => (index === name ? withValue(item, rest, wrong) : item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === name ? withValue(item, rest, wrong) : item]),
  );
}

interface Variant {
  readonly path: Path;
  readonly wrong: Json;
  readonly object: Json;
}

/** The object with one member of another type, once for each member and each type. */
const variantsOf = (good: Json): readonly Variant[] =>
  pathsOf(good).flatMap((path) =>
    wrongValues
      .filter((wrong) => kindOf(wrong) !== kindOf(at(good, path)))
      .map((wrong) => ({ path, wrong, object: withValue(good, path, wrong) })),
  );

const isText = (value: unknown) => typeof value === 'string';
const isAbsentOr = (value: unknown, is: (value: unknown) => boolean) => value === undefined || is(value);
const isTexts = (value: unknown) => Array.isArray(value) && value.every(isText);

/** Checks the promises of the contract for a certificate, whatever it was made from. */
function checkStored(stored: ListedCertificate): void {
  const { id, type, names, labels, isEnabled, createdAt, updatedAt, notes, metadata } = stored;
  assert.ok(isText(id) && id !== '');
  assert.ok(isAbsentOr(type, (each) => each === 'server' || each === 'client'));
  assert.ok(isTexts(names) && isTexts(notes.map(inEnglish)));
  assert.ok(labels.every(({ key, value }) => isText(key) && isAbsentOr(value, isText)));
  assert.ok(isAbsentOr(isEnabled, (each) => typeof each === 'boolean'));
  for (const time of [createdAt, updatedAt]) assert.ok(isAbsentOr(time, Number.isFinite));
  for (const text of [metadata?.subject, metadata?.issuer, metadata?.serial]) assert.ok(isAbsentOr(text, isText));
}

/**
 * Members that are read: another type in one of them is reported. An empty list and an empty object are the same to Lua
 * and Go.
 */
const read = {
  apisix: [
    'id',
    'type',
    'status',
    'cert',
    'sni',
    'snis',
    'labels',
    'client',
    'desc',
    'create_time',
    'update_time',
    'certs',
  ],
  api7enterprise: [
    'id',
    'type',
    'status',
    'cert',
    'snis',
    'labels',
    'client',
    'desc',
    'created_at',
    'updated_at',
    'certs',
  ],
  api7cloud: [
    'id',
    'type',
    'status',
    'labels',
    'snis',
    'subject',
    'issuer',
    'not_before',
    'not_after',
    'extensions',
    'ca_certificate',
    'created_at',
    'updated_at',
  ],
} as const;
const readOfUsers = {
  apisix: ['id', 'name', 'host', 'hosts', 'status'],
  api7enterprise: ['id', 'name', 'hosts', 'status', 'upstream'],
  api7cloud: ['id', 'name', 'hosts', 'protocols', 'active', 'status'],
} as const;

const isReported = ({ path, wrong }: Variant, members: readonly string[]): boolean =>
  members.includes(String(path[0])) &&
  path.length === 1 &&
  wrong !== null &&
  !(path[0] === 'id' && (wrong === 7 || wrong === 'x')) &&
  !(typeof wrong === 'object' && Object.keys(wrong).length === 0);

for (const subject of subjects.filter(({ name }) => name !== 'APISIX 3.16.0')) {
  describe(`wrong types in every member: ${subject.name}`, function () {
    const { id: listener } = subject;
    const isApisix = listener === 'apisix';
    const isEnterprise = listener === 'api7enterprise';
    let harness: Harness;
    let object: JsonObject;

    before(async () => {
      harness = await openHarness(subject);
      const bundle = await makeBundle({
        labels: listener === 'api7cloud' ? [{ key: 'team' }] : [{ key: 'team', value: 'web' }],
      });
      const { id } = await harness.gateway.create(bundle, neverAborted());
      object = wire(harness, id);
      assert.deepEqual((await harness.gateway.read(id, neverAborted())).notes, []);
    });
    after(() => harness.close());
    afterEach(() => harness.local.faults.clear());

    /** The object as it goes over the wire, with every member that is read. */
    function wire({ local }: Harness, id: string): JsonObject {
      if (isApisix) {
        const stored = local.apisix.store.get(`/apisix/ssls/${id}`);
        assert.ok(stored);
        const { key: _, ...value } = stored.value;
        const ca = value['cert'] ?? '';
        return {
          ...value,
          id,
          desc: 'text',
          sni: 'a.example',
          client: { ca, depth: 1 },
          certs: [ca],
          ssl_protocols: ['TLSv1.3'],
        };
      }
      if (isEnterprise) {
        const stored = local.api7enterprise.store.get(`/ssls/${groupOf(local)}/${id}`);
        assert.ok(stored);
        const { key: _, ...value } = stored.value;
        const ca = value['cert'] ?? '';
        return { ...value, id, desc: 'text', client: { ca, depth: 1 }, certs: [ca], ssl_protocols: ['TLSv1.3'] };
      }
      const metadata = {
        snis: ['a.example'],
        subject: 'CN=a',
        issuer: 'CN=b',
        serial_number: '1',
        signature_algorithm: 'x',
        not_before: '2026-01-01T00:00:00Z',
        not_after: '2027-01-01T00:00:00Z',
        extensions: { a: 'b' },
      };
      const times = { created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' };
      return { id, type: 'Server', status: 50, labels: ['team'], ...metadata, ca_certificate: metadata, ...times };
    }

    const one = (value: Json) =>
      isEnterprise
        ? { value }
        : isApisix
          ? { key: '/apisix/ssls/1', value }
          : { payload: value, status: { code: 0, message: 'OK' } };
    const many = (values: readonly Json[]) =>
      isEnterprise
        ? { list: values, total: values.length }
        : isApisix
          ? { list: values.map((value) => ({ key: '/apisix/x/y', value })), total: values.length }
          : { payload: { list: values, count: values.length }, status: { code: 0 } };
    const answer = (body: unknown, pattern: { readonly method?: string; readonly path?: RegExp } = {}) =>
      harness.local.faults.add({ listener, method: 'GET', ...pattern }, answers.json(200, body));
    const nameOf = ({ path, wrong }: Variant) => `${path.join('.')} = ${JSON.stringify(wrong)}`;

    it('in a certificate that is read', async () => {
      const id = String(object['id']);
      for (const variant of variantsOf(object)) {
        const fault = answer(one(variant.object));
        const end: unknown = await harness.gateway.read(id, neverAborted()).catch((error: unknown) => error);
        fault.remove();
        if (end instanceof GatewayError) assert.equal(end.kind, 'unexpected', nameOf(variant));
        else {
          const stored = end as StoredCertificate;
          checkStored(stored);
          assert.ok(stored.notes.length > 0 || !isReported(variant, read[listener]), nameOf(variant));
        }
      }
      assert.equal((await harness.gateway.read(id, neverAborted())).id, id);
    });

    it('in a certificate of a list, which spoils no other', async () => {
      const good = { ...object, id: '77' };
      for (const variant of variantsOf(object)) {
        const fault = answer(many([variant.object, good]));
        const pages = [];
        for await (const page of harness.gateway.list(neverAborted())) pages.push(page);
        fault.remove();
        const items = pages.flatMap((page) => page.items);
        items.forEach(checkStored);
        assert.ok(
          items.some(({ id }) => id === '77'),
          nameOf(variant),
        );
        const said = [...items, ...pages].flatMap((each) => ('notes' in each ? each.notes : each.unreadable));
        assert.ok(said.length > 0 || !isReported(variant, read[listener]), nameOf(variant));
      }
      assert.equal((await listAll(harness.gateway)).length, 1);
    });

    it('in the answer to an upload: stored, or unknown', async () => {
      const bundle = await makeBundle();
      for (const variant of variantsOf(object)) {
        const fault = answer(one(variant.object), { method: 'POST' });
        const end: unknown = await harness.gateway.create(bundle, neverAborted()).catch((error: unknown) => error);
        fault.remove();
        if (end instanceof GatewayError)
          assert.deepEqual([end.kind, end.mayHaveTakenEffect], ['unexpected', true], nameOf(variant));
        else checkStored(end as StoredCertificate);
      }
      assert.equal((await listAll(harness.gateway)).length, 1);
    });

    it('in the answer to an upload, an id that no object can have: unknown, and shown to nobody', async () => {
      const bundle = await makeBundle();
      const ids = [
        '',
        'a b',
        '[Fix](command:x)',
        '../1',
        '1/2',
        '4482 [Verify it now](command:y)',
        'x'.repeat(isEnterprise ? 257 : 65),
        '１',
      ];
      for (const id of listener !== 'api7cloud' ? ids : [...ids, 'abc', '01', '0', '-1', '18446744073709551616']) {
        const made = one({ ...object, id });
        // APISIX's address of an object is the key of the envelope: the id in it counts.
        const fault = answer(isApisix ? { ...made, key: `/apisix/ssls/${id}` } : made, { method: 'POST' });
        const error = await failureOf(harness.gateway.create(bundle, neverAborted()));
        fault.remove();
        assert.deepEqual([id, error.kind, error.mayHaveTakenEffect], [id, 'unexpected', true]);
        assert.doesNotMatch(inspect([error, harness.lines], { depth: 8 }), /command:/);
      }
    });

    it('in what uses certificates', async () => {
      const user = isApisix
        ? {
            id: '9',
            name: 'shop',
            host: 'a.example',
            hosts: ['b.example'],
            status: 1,
            service_id: '1',
            upstream: { tls: { client_cert_id: '1' } },
          }
        : isEnterprise
          ? {
              id: '9',
              name: 'shop',
              hosts: ['b.example'],
              type: 'http',
              status: 1,
              upstream: { client_certificate: '1', tls: { client_cert_id: '1' } },
            }
          : {
              id: '9',
              name: 'shop',
              hosts: ['b.example'],
              protocols: ['HTTPS'],
              active: 0,
              status: 50,
              available_cert_ids: ['1'],
              upstreams: [{ client_cert_id: '1', upstream: { client_cert_id: '1' } }],
            };
      const path = isEnterprise ? /\/services\?/ : isApisix ? /\/routes\?/ : /\/apps\?/;
      for (const variant of variantsOf(user)) {
        const fault = answer(many([variant.object, { ...user, id: '8' }]), { path });
        const { hosts, anyHost, clientReferences, unknown } = await harness.gateway.uses(neverAborted());
        fault.remove();
        assert.ok(hosts.every(({ host, by }) => isText(host) && isText(by.id) && isAbsentOr(by.name, isText)));
        assert.ok(
          hosts.some(({ host, by }) => host === 'b.example' && by.id === '8'),
          nameOf(variant),
        );
        assert.ok(
          [...anyHost.map(({ id }) => id), ...clientReferences.map((each) => each.certificateId)].every(isText),
        );
        assert.ok(unknown.length > 0 || !isReported(variant, readOfUsers[listener]), nameOf(variant));
      }
    });

    if (isEnterprise)
      it('in what the console lists, which spoils no use', async () => {
        const native = { id: '9', name: 'shop', common_name: 'shop.example', exptime: 1 };
        for (const variant of variantsOf(native)) {
          const fault = answer(many([variant.object, { ...native, id: '8' }]), { path: /\/certificates\?/ });
          const { hosts } = await harness.gateway.uses(neverAborted());
          fault.remove();
          assert.deepEqual(hosts, []);
        }
      });

    if (isEnterprise)
      it('in a gateway group, and in its list', async () => {
        const group = { id: '9', name: 'shop', description: 'text', type: 'api7_gateway', config: { a: 'b' } };
        for (const variant of variantsOf(group)) {
          const lists = answer(many([variant.object, { ...group, id: '8' }]), { path: /gateway_groups/ });
          const scopes = await harness.dialect.listScopes({ ...harness.access, scopes: [] }, neverAborted());
          const { description } = await harness.gateway.check(neverAborted());
          lists.remove();
          assert.ok(scopes.some(({ id }) => id === '8') && scopes.every(({ id, name }) => isText(id) && isText(name)));
          assert.ok(description.startsWith('API7 Enterprise 3.10.5 · gateway group '), nameOf(variant));
        }
      });

    if (listener !== 'api7cloud') return;
    it('in a cluster, and in the list of clusters', async () => {
      const cluster = { id: clusterOf(harness), name: 'production', status: 3, domain: 'a.example' };
      const [organization = ''] = harness.access.scopes;
      for (const variant of variantsOf(cluster)) {
        const fault = answer(one(variant.object));
        const end: unknown = await harness.gateway.check(neverAborted()).catch((error: unknown) => error);
        fault.remove();
        if (end instanceof GatewayError) assert.equal(end.kind, 'unexpected', nameOf(variant));
        else assert.ok(typeof end === 'object' && end !== null && 'description' in end && isText(end.description));
        const lists = answer(many([variant.object, { ...cluster, id: '8' }]));
        const scopes = await harness.dialect.listScopes({ ...harness.access, scopes: [organization] }, neverAborted());
        lists.remove();
        assert.ok(scopes.some(({ id }) => id === '8') && scopes.every(({ id, name }) => isText(id) && isText(name)));
      }
    });
    it('in the user', async () => {
      for (const wrong of wrongValues) {
        const fault = answer({ payload: { org_ids: wrong }, status: { code: 0 } }, { path: /user\/me/ });
        const scopes = await harness.dialect.listScopes({ ...harness.access, scopes: [] }, neverAborted());
        fault.remove();
        assert.ok(scopes.every(({ id, name }) => isText(id) && isText(name)));
      }
    });
  });
}
