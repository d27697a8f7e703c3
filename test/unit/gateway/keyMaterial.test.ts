import assert from 'node:assert/strict';
import fc from 'fast-check';
import { withoutKeyMaterial as stripInPieces } from '../../../src/gateway/keyMaterial';
import { runSync } from '../../../src/shared/cooperative';

const withoutKeyMaterial = (json: unknown) => runSync(stripInPieces(json));

const block = '-----BEGIN PRIVATE KEY-----\nMIICANARY\n-----END PRIVATE KEY-----\n';

const cases: readonly (readonly [name: string, json: unknown, left: unknown])[] = [
  [
    'a write’s answer',
    { key: '/apisix/ssls/1', value: { id: '1', key: 'CANARY', keys: ['CANARY'] } },
    { key: '/apisix/ssls/1', value: { id: '1' } },
  ],
  [
    'a list before 3.17',
    { list: [{ key: '/apisix/ssls/1', value: { id: '1', key: 'CANARY' } }], total: 1 },
    { list: [{ key: '/apisix/ssls/1', value: { id: '1' } }], total: 1 },
  ],
  [
    'the version 2 envelope',
    { node: { key: '/apisix/ssl/1', value: { key: 'CANARY' } } },
    { node: { key: '/apisix/ssl/1', value: {} } },
  ],
  [
    'the 404 of a read whose id begins another',
    { message: 'Key not found', kvs: [{ value: { key: 'CANARY' } }] },
    { message: 'Key not found' },
  ],
  ['the echo of a broken request', { error_msg: 'invalid', req_body: '{"key":"CANARY"' }, { error_msg: 'invalid' }],
  ['a delete’s answer', { key: '/apisix/ssls/1', deleted: '1' }, { key: '/apisix/ssls/1', deleted: '1' }],
  ['an envelope whose key is none of etcd’s', { key: 'CANARY', value: {} }, { value: {} }],
  ['a key that begins like an object’s path', { key: '/apisix/ssls/1\nCANARY', value: {} }, { value: {} }],
  ['a key that ends like an object’s path', { key: 'CANARY\n/apisix/ssls/1', value: {} }, { value: {} }],
  ['an object’s path beside no object', { key: '/apisix/ssls/CANARY' }, {}],
  [
    'API7 Cloud’s names',
    { payload: { certificate: 'x', private_key: 'CANARY', clientKey: 'CANARY', tls_key: 'CANARY' } },
    { payload: { certificate: 'x' } },
  ],
  [
    'other secrets',
    { password: 'CANARY', passphrase: 'CANARY', token: 'CANARY', access_token: 'CANARY', Authorization: 'CANARY' },
    {},
  ],
  [
    'public keys stay',
    { public_key: 'p', subjectPublicKey: 'p', 'X509v3 Key Usage': 'Digital Signature' },
    { public_key: 'p', subjectPublicKey: 'p', 'X509v3 Key Usage': 'Digital Signature' },
  ],
  ['a label called key stays', { labels: { key: 'team-a', keys: 'b' } }, { labels: { key: 'team-a', keys: 'b' } }],
  ['a label that is a key does not', { labels: { key: `${block}CANARY` } }, { labels: {} }],
  ['a key beside a certificate', { cert: `cert\n${block}tail` }, { cert: 'cert\n[private key removed]\ntail' }],
  [
    'a key cut short',
    { cert: 'cert\n-----BEGIN EC PRIVATE KEY-----\nCANARY' },
    { cert: 'cert\n[private key removed]' },
  ],
  ['lists of texts', { certs: [block, 'x'] }, { certs: ['[private key removed]\n', 'x'] }],
  [
    'a key as a name',
    { [block]: 1, labels: { [`${block}tail`]: 'x' } },
    { '[private key removed]\n': 1, labels: { '[private key removed]\ntail': 'x' } },
  ],
  ['scalars', [1, null, true, 'x'], [1, null, true, 'x']],
];

describe('withoutKeyMaterial', () => {
  for (const [name, json, left] of cases) {
    it(name, () => {
      const stripped = withoutKeyMaterial(json);
      assert.deepEqual(stripped, left);
      assert.equal(JSON.stringify(stripped).includes('CANARY'), false);
    });
  }

  it('drops what lies deeper than any answer, without running out of stack', () => {
    const deep = (member: string): unknown =>
      JSON.parse(`{"${member}":`.repeat(20_000) + '"CANARY"' + '}'.repeat(20_000));
    for (const member of ['a', 'labels'])
      assert.equal(JSON.stringify(withoutKeyMaterial(deep(member))).includes('CANARY'), false);
  });

  it('yields at least every 500 values', () => {
    const work = stripInPieces(Array.from({ length: 10_000 }, () => ({ a: 'x' })));
    let yields = 0;
    while (work.next().done !== true) yields += 1;
    assert.equal(yields, 40);
  });

  it('leaves no `key`, `keys` or `private_key` of an ssl object anywhere', () => {
    const secret = fc.constantFrom('key', 'keys', 'private_key', 'req_body', 'kvs', 'client_key');
    const tree = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.constant('x'),
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.oneof(fc.constantFrom('value', 'list', 'node', 'cert', 'labels'), fc.string()), tie('node'), {
          maxKeys: 3,
        }),
        fc.tuple(secret, tie('node')).map(([name, rest]) => ({ [name]: 'CANARY and spaces', rest })),
      ),
    })).node;
    fc.assert(fc.property(tree, (json) => !JSON.stringify(withoutKeyMaterial(json)).includes('CANARY')));
  });
});
