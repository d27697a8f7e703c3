import assert from 'node:assert/strict';
import type { MadeCertificate } from '../fixtures/certificates';
import { makeCertificate } from '../fixtures/certificates';
import { decryptKey } from './apisix/keyring';
import type { JsonObject } from './json';
import { isList, isObject } from './json';
import type { Gateway, GatewayOptions } from './server';
import { startGateway } from './server';
import type { RawAnswer, RawRequest } from './wire';
import { exchange, headerOf, objectIn } from './wire';

const valueOf = (answer: RawAnswer): JsonObject => {
  const { value, node } = objectIn(answer);
  if (isObject(value)) return value;
  return isObject(node) && isObject(node['value']) ? node['value'] : {};
};

/** Beside the replayed recordings: what they do not show, and what differs between versions. */
describe('the local gateway as APISIX', () => {
  let pair: MadeCertificate;
  let other: MadeCertificate;
  before(async () => {
    pair = await makeCertificate({ now: Date.now(), commonName: 'a.example.com', dns: ['a.example.com'] });
    other = await makeCertificate({ now: Date.now(), commonName: 'b.example.com', key: 'RSA 2048' });
  });

  interface Session {
    readonly gateway: Gateway;
    ask(path: string, request?: RawRequest): Promise<RawAnswer>;
    write(method: string, path: string, body: object): Promise<RawAnswer>;
  }

  async function during(options: GatewayOptions, work: (session: Session) => Promise<void>): Promise<void> {
    const gateway = await startGateway(options);
    const ask: Session['ask'] = (path, request = {}) =>
      exchange(`${gateway.apisix.adminUrl}${path}`, { headers: { 'X-API-KEY': gateway.apisix.adminKey }, ...request });
    try {
      await work({
        gateway,
        ask,
        write: (method, path, body) =>
          ask(path, { method, headers: { 'X-API-KEY': gateway.apisix.adminKey }, body: JSON.stringify(body) }),
      });
    } finally {
      await gateway.close();
    }
  }

  const ssl = (): JsonObject => ({ cert: pair.pem, key: pair.keyPem, snis: ['a.example.com'] });
  const double = (): JsonObject => ({ ...ssl(), certs: [other.pem], keys: [other.keyPem] });

  // version, members of `value` that GET shows, members that a list shows
  const exposures: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['3.2.2', ['keys', 'type', 'status'], ['key', 'keys', 'type', 'status']],
    ['3.13.0', ['keys', 'type', 'status'], ['key', 'keys', 'type', 'status']],
    ['3.14.0', ['keys'], ['key', 'keys']],
    ['3.16.0', ['keys'], ['key', 'keys']],
    ['3.17.0', [], []],
    ['3.18.0', [], []],
  ];
  for (const [version, single, inList] of exposures) {
    it(`${version} shows ${single.join(', ') || 'no key'} of one object, ${inList.join(', ') || 'no key'} in a list`, () =>
      during({ version }, async ({ ask, write }) => {
        assert.equal((await write('PUT', '/ssls/1', double())).status, 201);
        const telling = (value: JsonObject): readonly string[] =>
          ['key', 'keys', 'type', 'status'].filter((name) => name in value);
        assert.deepEqual(telling(valueOf(await ask('/ssls/1'))), single);
        const { list } = objectIn(await ask('/ssls'));
        const [item] = isList(list) ? list : [];
        assert.ok(isObject(item) && isObject(item['value']));
        assert.deepEqual(telling(item['value']), inList);
      }));
  }

  // since which version a body is taken or refused: member, body's value, first version that takes (+) or refuses (-)
  // it
  const borders: readonly (readonly [string, JsonObject, string, string, boolean])[] = [
    ['unknown fields', { foo: 1 }, '3.5.0', '3.6.0', false],
    ['create_time', { create_time: 1 }, '3.6.0', '3.7.0', false],
    ['exptime', { exptime: 1_700_000_000 }, '3.6.0', '3.7.0', false],
    ['desc', { desc: 'x'.repeat(9) }, '3.12.0', '3.13.0', true],
    ['a desc of 257 characters', { desc: 'x'.repeat(257) }, '3.5.0', '3.13.0', false],
    ['labels of 65 characters', { labels: { a: 'x'.repeat(65) } }, '3.3.0', '3.4.0', true],
    ['a lone *', { snis: ['*'] }, '3.14.0', '3.15.0', true],
    ['ssl_protocols it does not know', { ssl_protocols: ['x'] }, '3.4.0', '3.5.0', false],
    ['$secret in cert and key', { cert: '$secret://vault/1/c', key: '$secret://vault/1/k' }, '3.2.2', '3.3.0', true],
    ['$ENV in cert and key', { cert: '$ENV://C', key: '$ENV://K' }, '3.9.0', '3.10.0', true],
    ['$Env in cert and key', { cert: '$Env://C', key: '$Env://K' }, '3.16.0', '3.17.0', true],
    ['$secret in keys', { certs: ['$secret://v/1/c'], keys: ['$secret://v/1/k'] }, '3.9.0', '3.10.0', true],
  ];
  for (const [title, members, before, since, takes] of borders) {
    it(`${takes ? 'takes' : 'refuses'} ${title} since ${since}`, async () => {
      const statuses: number[] = [];
      for (const version of [before, since]) {
        await during(
          { version },
          async ({ write }) => void statuses.push((await write('PUT', '/ssls/1', { ...ssl(), ...members })).status),
        );
      }
      assert.deepEqual(statuses, takes ? [400, 201] : [201, 400]);
    });
  }

  it('takes an Ed25519 key since 3.17', async () => {
    const ed = await makeCertificate({ now: Date.now(), commonName: 'ed', key: 'Ed25519' });
    for (const [version, status] of [
      ['3.16.0', 400],
      ['3.17.0', 201],
    ] as const) {
      await during({ version }, async ({ write }) => {
        assert.equal((await write('PUT', '/ssls/1', { cert: ed.pem, key: ed.keyPem, snis: ['ed'] })).status, status);
      });
    }
  });

  it('answers writes with the encrypted key, or in clear without a keyring', async () => {
    await during({}, async ({ gateway, write }) => {
      const { key } = valueOf(await write('PUT', '/ssls/1', ssl()));
      assert.ok(typeof key === 'string' && !key.includes('PRIVATE'));
      assert.equal(decryptKey(gateway.apisix.keyring, key), pair.keyPem);
    });
    await during({ keyring: [] }, async ({ write }) => {
      assert.equal(valueOf(await write('PUT', '/ssls/1', ssl()))['key'], pair.keyPem);
    });
  });

  it('encrypts with AES-256 where the keyring has 32 bytes', () =>
    during({ keyring: ['0123456789abcdef0123456789abcdef'] }, async ({ gateway, write }) => {
      const { key } = valueOf(await write('PUT', '/ssls/1', ssl()));
      assert.equal(decryptKey(gateway.apisix.keyring, String(key)), pair.keyPem);
      assert.equal((await write('PUT', '/ssls/2', { ...ssl(), key: String(key) })).status, 201);
    }));

  it('takes the key from query before header before cookie', () =>
    during({}, async ({ gateway, ask }) => {
      const { adminKey } = gateway.apisix;
      const status = async (path: string, headers: Readonly<Record<string, string>>): Promise<number> =>
        (await ask(path, { headers })).status;
      assert.equal(await status(`/ssls?api_key=${adminKey}`, { 'X-API-KEY': 'wrong' }), 200);
      assert.equal(await status('/ssls?api_key=wrong', { 'X-API-KEY': adminKey }), 401);
      assert.equal(await status('/ssls', { Cookie: `a=b; x_api_key=${adminKey}` }), 200);
      assert.equal(await status('/ssls', { 'X-API-KEY': 'wrong', Cookie: `x_api_key=${adminKey}` }), 401);
    }));

  it('keeps the time of creation over changes, and tells the time of the last one', async () => {
    let now = 1_000_000_000;
    await during({ now: () => now }, async ({ write }) => {
      const times = (answer: RawAnswer): unknown => [valueOf(answer)['create_time'], valueOf(answer)['update_time']];
      assert.deepEqual(times(await write('PUT', '/ssls/1', ssl())), [1_000_000, 1_000_000]);
      now += 5000;
      assert.deepEqual(times(await write('PUT', '/ssls/1', ssl())), [1_000_000, 1_000_005]);
      now += 5000;
      assert.deepEqual(times(await write('PATCH', '/ssls/1', { status: 0 })), [1_000_000, 1_000_010]);
    });
  });

  it('looks at the first pair only where the type is client', () =>
    during({}, async ({ write }) => {
      const body = { ...ssl(), type: 'client', certs: [other.pem], client: { ca: 'x'.repeat(200) } };
      assert.equal((await write('PUT', '/ssls/1', body)).status, 201);
      assert.equal((await write('PUT', '/ssls/2', { ...body, type: 'server' })).status, 400);
    }));

  it('needs no key where none is set', () =>
    during({ adminKey: null }, async ({ ask }) => assert.equal((await ask('/ssls', { headers: {} })).status, 200)));

  it('is probed with HEAD by every version 3, without a key', async () => {
    for (const [version, status] of [
      ['2.15.3', 404],
      ['3.2.2', 200],
      ['3.13.0', 200],
    ] as const) {
      await during({ version }, async ({ ask }) => {
        const answer = await ask('', { method: 'HEAD', headers: {} });
        assert.deepEqual([answer.status, headerOf(answer, 'Server')], [status, `APISIX/${version}`]);
      });
    }
  });

  it('knows nothing outside its path', () =>
    during({}, async ({ gateway }) => {
      const answer = await exchange(`${gateway.apisix.url}/elsewhere`);
      assert.deepEqual([answer.status, headerOf(answer, 'Content-Type')], [404, 'text/html; charset=utf-8']);
    }));

  const brokenBodies: readonly (readonly [string, string])[] = [
    ['{bad', 'Expected object key string but found invalid token at character 2'],
    ['nonsense', 'Expected value but found invalid token at character 1'],
    ['{"a" 1}', 'Expected colon but found T_VALUE at character 6'],
    ['{"a":1', 'Expected comma or object end but found T_END at character 7'],
    ['[1 2]', 'Expected comma or array end but found T_VALUE at character 4'],
    ['{} {}', 'Expected the end but found T_OBJ_BEGIN at character 4'],
    ['{"a":[],"b":{},}', 'Expected object key string but found T_OBJ_END at character 16'],
  ];
  for (const [body, reason] of brokenBodies) {
    it(`echoes ${body} and says why`, () =>
      during({}, async ({ gateway, ask }) => {
        const answer = await ask('/ssls/1', { method: 'PUT', headers: { 'X-API-KEY': gateway.apisix.adminKey }, body });
        assert.equal(answer.status, 400);
        assert.deepEqual(objectIn(answer), { error_msg: `invalid request body: ${reason}`, req_body: body });
      }));
  }

  it('takes no body of more than 1.5 MiB', () =>
    during({}, async ({ write }) => {
      const answer = await write('PUT', '/ssls/1', { desc: 'x'.repeat(1_572_864) });
      assert.equal(
        objectIn(answer)['error_msg'],
        'invalid request body: request size 1572875 is greater than the maximum size 1572864 allowed',
      );
    }));

  it('wants a number for ttl', () =>
    during({}, async ({ write }) => {
      assert.equal(
        objectIn(await write('PUT', '/ssls/1?ttl=soon', ssl()))['error_msg'],
        'invalid argument ttl: should be a number',
      );
    }));

  it('asks for a client certificate where an upstream names one, wherever the upstream stands', () =>
    during({}, async ({ write }) => {
      await write('PUT', '/ssls/server', ssl());
      await write('PUT', '/ssls/client', { type: 'client', cert: other.pem, key: other.keyPem });
      const upstream = (id: string): JsonObject => ({ nodes: {}, tls: { client_cert_id: id } });
      const error = async (path: string, body: object): Promise<unknown> =>
        objectIn(await write('PUT', path, body))['error_msg'];
      for (const kind of ['routes', 'services', 'stream_routes']) {
        assert.equal(
          await error(`/${kind}/1`, { uri: '/x', upstream: upstream('server') }),
          'failed to fetch ssl info by ssl id [server], wrong ssl type',
        );
        assert.equal(
          await error(`/${kind}/1`, { uri: '/x', upstream: upstream('none') }),
          'failed to fetch ssl info by ssl id [none], response code: 404',
        );
        assert.equal(await error(`/${kind}/1`, { uri: '/x', upstream: upstream('client') }), undefined);
      }
      assert.equal(
        (await write('DELETE', '/ssls/client', {})).status,
        200,
        'a certificate in use is deleted all the same',
      );
    }));

  it('keeps an upstream that a route uses, unless forced', () =>
    during({}, async ({ write }) => {
      await write('PUT', '/upstreams/u', { nodes: {} });
      await write('PUT', '/routes/1', { uri: '/', upstream_id: 'u' });
      const kept = await write('DELETE', '/upstreams/u', {});
      assert.equal(objectIn(kept)['error_msg'], 'can not delete this upstream, route [1] is still using it now');
      assert.equal((await write('DELETE', '/upstreams/u?force=true', {})).status, 200);
    }));

  it('patches inside, and says where it cannot', () =>
    during({}, async ({ write, ask, gateway }) => {
      await write('PUT', '/ssls/1', { ...ssl(), labels: { a: '1', b: '2' } });
      const patch = (path: string, body: string): Promise<RawAnswer> =>
        ask(`/ssls/1/${path}`, { method: 'PATCH', headers: { 'X-API-KEY': gateway.apisix.adminKey }, body });
      assert.deepEqual(valueOf(await patch('labels/a', '"9"'))['labels'], { a: '9', b: '2' });
      assert.match(
        String(objectIn(await patch('labels/b', 'null'))['error_msg']),
        /^invalid configuration: property "labels" validation failed: .* got userdata$/,
      );
      assert.equal(
        objectIn(await patch('none/b', '1'))['error_msg'],
        'invalid configuration: additional properties forbidden, found none',
      );
      assert.equal(objectIn(await patch('cert/b/c', '1'))['error_msg'], 'invalid sub-path: /cert1b1c');
      assert.equal(
        objectIn(await patch('snis/0', '"a b"'))
          ['error_msg']?.toString()
          .startsWith('invalid configuration: property "snis"'),
        true,
      );
    }));

  it('validates whole configurations since 3.17 without keeping them', () =>
    during({}, async ({ write, ask }) => {
      const bad = await write('POST', '/configs/validate', {
        ssls: [
          { ...ssl(), id: '1' },
          { ...ssl(), id: '1' },
          { ...ssl(), id: '2', cert: 'x'.repeat(200) },
        ],
      });
      assert.equal(bad.status, 400);
      assert.deepEqual(objectIn(bad), {
        error_msg: 'Configuration validation failed',
        errors: [
          { resource_type: 'ssls', resource_id: '1', index: 1, error: 'found duplicate id 1 in ssls' },
          {
            resource_type: 'ssls',
            resource_id: '2',
            index: 2,
            error: 'failed to parse cert: PEM_read_bio_X509_AUX() failed',
          },
        ],
      });
      assert.equal(objectIn(await ask('/ssls'))['total'], 0);
    }));

  for (const [title, tail] of [
    ['broken', 'AAAA'],
    ['no base64 at all', '????'],
  ] as const) {
    it(`refuses a chain whose second certificate is ${title}`, () =>
      during({}, async ({ write }) => {
        const cert = `${pair.pem}-----BEGIN CERTIFICATE-----\n${tail}\n-----END CERTIFICATE-----\n`;
        assert.equal(
          objectIn(await write('PUT', '/ssls/1', { ...ssl(), cert }))['error_msg'],
          'failed to parse cert: PEM_read_bio_X509() failed',
        );
      }));
  }

  it('speaks the old envelope as 2.15', () =>
    during({ version: '2.15.3' }, async ({ ask, write }) => {
      await write('PUT', '/ssl/1', ssl());
      assert.equal((await write('PUT', '/ssl/1', ssl())).status, 200);
      const answer = await ask('/ssl/1');
      assert.equal(headerOf(answer, 'X-API-VERSION'), undefined);
      assert.equal(objectIn(answer)['action'], 'get');
      assert.equal(valueOf(answer)['id'], '1');
      assert.equal((await ask('/ssls')).status, 404);
    }));
});
