import assert from 'node:assert/strict';
import type { StoredCertificate } from '../../../../src/core/model';
import type { ApisixVersion } from '../../../../src/gateway/apisix/members';
import { parseVersion } from '../../../../src/gateway/apisix/members';
import { readSslItem } from '../../../../src/gateway/apisix/records';
import { toSslBody, toStored } from '../../../../src/gateway/apisix/translate';
import type { CertificateBundle } from '../../../../src/gateway/gateway';
import { GatewayError } from '../../../../src/gateway/gateway';

const stored = (value: object, version?: ApisixVersion): StoredCertificate => {
  const record = readSslItem({ value: { id: '1', cert: 'PEM', ...value } });
  return typeof record === 'string' ? assert.fail(record) : toStored(record, version);
};

const unreachable =
  'No address leads to an object with this ID: it can be changed and removed only in the store itself.';

describe('toStored, members that a version forbids', () => {
  const rows: readonly (readonly [version: string | undefined, value: object, members: readonly string[]])[] = [
    ['3.18.0', { validity_start: 1, validity_end: 2, exptime: 3 }, ['exptime', 'validity_end', 'validity_start']],
    ['3.7.0', { exptime: 3 }, ['exptime']],
    ['3.6.0', { exptime: 1_795_428_184 }, []],
    ['3.6.0', { foo: 3 }, ['foo']],
    ['3.5.0', { foo: 3 }, []],
    ['3.12.0', { desc: 'x' }, ['desc']],
    ['3.13.0', { desc: 'x' }, []],
    ['3.18.0', { gm: true, ocsp_stapling: { enabled: true } }, []],
    ['3.18.0', JSON.parse('{"constructor":1,"__proto__":2}') as object, ['__proto__', 'constructor']],
    ['3.14.0', { snis: ['a.example', '*'] }, ['snis']],
    ['3.14.0', { sni: '*' }, ['sni']],
    ['3.15.0', { snis: ['*'] }, []],
    ['3.15.0', { sni: '*' }, []],
    [undefined, { exptime: 3, foo: 1, sni: '*' }, []],
    ['3.18.0', { sni: 'a.example', snis: ['b.example'] }, ['sni', 'snis']],
    ['3.18.0', { sni: 'a.example', snis: ['b.example'], type: 'client' }, []],
    ['3.18.0', { sni: 'a.example', snis: [] }, ['sni', 'snis']],
    ['3.2.2', { snis: {} }, ['snis']],
    ['3.18.0', { labels: { a: 'x'.repeat(256) } }, []],
    ['3.3.0', { labels: { a: 'x'.repeat(65) } }, ['labels']],
    ['3.18.0', { labels: { a: 'b c' } }, ['labels']],
    ['3.18.0', { labels: { a: '' } }, ['labels']],
    ['3.18.0', { labels: [] }, []],
    ['3.18.0', { ssl_protocols: ['TLSv1.2', 'TLSv1.3'] }, []],
    ['3.18.0', { ssl_protocols: ['SSLv3'] }, ['ssl_protocols']],
    ['3.5.0', { ssl_protocols: ['TLSv1.2', 'TLSv1.2'] }, ['ssl_protocols']],
    ['3.4.0', { ssl_protocols: ['SSLv3'] }, []],
    ['3.18.0', { desc: 'x'.repeat(257) }, ['desc']],
    ['3.18.0', { client: { depth: 1 } }, ['client']],
    ['3.18.0', { client: { ca: 'CA', depth: -1 } }, ['client']],
    ['3.18.0', { create_time: 1_795_428_184.5 }, ['create_time']],
    ['3.18.0', { client: { ca: 'CA', skip_mtls_uri_regex: [] } }, ['client']],
    ['3.4.0', { client: { ca: 'CA', skip_mtls_uri_regex: ['/a', '/a'] } }, ['client']],
    ['3.18.0', { client: { ca: 'CA', skip_mtls_uri_regex: ['/a', '/b'] } }, []],
    ['3.3.0', { client: { ca: 'CA', skip_mtls_uri_regex: [] } }, []],
    ['3.6.0', { exptime: 1_588_262_399 }, ['exptime']],
    ['3.6.0', { exptime: 1_588_262_400, validity_start: 1, validity_end: 2 }, []],
    ['3.2.2', { validity_end: '2026-11-29' }, ['validity_end']],
  ];
  for (const [version, value, members] of rows)
    it(`${version ?? 'version hidden'}: ${JSON.stringify(value)}`, () => {
      const { ignored, notes } = stored(value, parseVersion(`APISIX/${version ?? ''}`));
      assert.deepEqual([ignored?.members ?? [], notes.length], [members, members.length > 0 ? 1 : 0]);
    });

  for (const value of [
    { status: '1' },
    { type: null },
    { type: 'Server' },
    { snis: ['a.example', 5] },
    { labels: 'x' },
  ])
    it(`a value of the wrong type: ${JSON.stringify(value)}`, () =>
      assert.deepEqual(stored(value).ignored?.members, Object.keys(value)));

  /** `cert`, `certs` and `client.ca` are references: 1 where the version takes one, 0 where it drops the object. */
  const references: readonly (readonly [reference: string, taken: Readonly<Record<string, string>>])[] = [
    [
      '$secret://vault/1/tls/cert',
      {
        '2.15.3': '000',
        '3.2.2': '000',
        '3.3.0': '100',
        '3.9.1': '100',
        '3.10.0': '110',
        '3.17.0': '110',
        '3.18.0': '111',
      },
    ],
    ['$env://CERT', { '3.2.2': '000', '3.3.0': '100', '3.10.0': '110', '3.17.0': '110', '3.18.0': '111' }],
    ['$ENV://CERT', { '3.9.1': '000', '3.10.0': '110', '3.16.0': '110', '3.18.0': '111' }],
    ['$Env://CERT', { '3.16.0': '000', '3.17.0': '110', '3.18.0': '111' }],
    ['$SECRET://vault/1/tls/cert', { '3.16.0': '000', '3.18.0': '000' }],
    // As long as a certificate, it fits both of what the schema wants one of.
    [`$secret://vault/1/${'x'.repeat(128)}`, { '3.2.2': '000', '3.16.0': '000', '3.17.0': '110', '3.18.0': '111' }],
    [`$ENV://${'x'.repeat(128)}`, { '3.3.0': '100', '3.10.0': '000', '3.18.0': '111' }],
  ];
  for (const [reference, versions] of references)
    for (const [version, taken] of Object.entries(versions))
      it(`a reference, ${version}: ${reference.slice(0, 40)}`, () => {
        const places = [{ cert: reference }, { certs: [reference] }, { client: { ca: reference } }];
        const found = places.map((value) => (stored(value, parseVersion(`APISIX/${version}`)).ignored ? '0' : '1'));
        assert.equal(found.join(''), taken);
      });

  for (const [version, isTaken] of [
    ['3.16.0', false],
    ['3.17.0', true],
    [undefined, true],
  ] as const)
    it(`a reference among names, ${version ?? 'version hidden'}`, () =>
      assert.equal(
        stored({ snis: ['a.example', '$env://NAME'] }, parseVersion(`APISIX/${version ?? ''}`)).ignored === undefined,
        isTaken,
      ));

  it('an update fixes what earlier versions left, and nothing else', () => {
    const version = parseVersion('APISIX/3.18.0');
    assert.equal(stored({ exptime: 3 }, version).ignored?.endsWithUpdate, true);
    assert.equal(stored({ exptime: 3, foo: 1 }, version).ignored?.endsWithUpdate, false);
  });
});

describe('toStored', () => {
  const cases: readonly (readonly [name: string, value: object, expected: Partial<StoredCertificate>])[] = [
    ['defaults that 3.14 no longer stores', {}, { type: 'server', isEnabled: true, names: [], notes: [] }],
    ['defaults that were stored', { type: 'server', status: 1 }, { type: 'server', isEnabled: true, notes: [] }],
    [
      'a client certificate, switched off',
      { type: 'client', status: 0 },
      { type: 'client', isEnabled: false, notes: [] },
    ],
    [
      'what we do not know',
      { type: 'both', status: 2 },
      {
        type: undefined,
        isEnabled: undefined,
        notes: [
          'The type is neither server nor client.',
          'The status is neither 0 nor 1.',
          'It has fields or values that this version forbids: the gateway ignores the whole object and does not serve it.',
        ],
      },
    ],
    ['snis', { snis: ['a.example', '*.b.example'] }, { names: ['a.example', '*.b.example'] }],
    ['sni', { sni: 'a.example' }, { names: ['a.example'], isSingleName: true }],
    ['sni beside empty snis', { sni: 'a.example', snis: {} }, { names: ['a.example'], isSingleName: true }],
    [
      'labels, whose order differs from answer to answer',
      { labels: { team: 'x', key: 'y' } },
      {
        labels: [
          { key: 'key', value: 'y' },
          { key: 'team', value: 'x' },
        ],
      },
    ],
    [
      'times',
      { create_time: 1795428184, update_time: 1795428185 },
      { createdAt: 1795428184000, updatedAt: 1795428185000 },
    ],
    ['mTLS', { client: { ca: 'CA', depth: 2 } }, { ca: { pem: 'CA', depth: 2 } }],
    [
      'further pairs, protocols, description',
      { certs: ['EC'], ssl_protocols: ['TLSv1.3'], desc: 'd' },
      { extraCertificates: ['EC'], protocols: ['TLSv1.3'], description: 'd' },
    ],
    [
      'what plugins add',
      { gm: true, ocsp_stapling: { enabled: true, cache_ttl: 60 } },
      { isGm: true, ocspStapling: { isEnabled: true, skipsVerification: false } },
    ],
    ['an id that no path leads to', { id: '..' }, { id: '..', notes: [unreachable] }],
    [
      'a secret reference',
      { cert: '$secret://vault/1/a/cert' },
      { certificatePem: '$secret://vault/1/a/cert', notes: ['The certificate is a secret reference, not PEM.'] },
    ],
    [
      'an environment reference',
      { cert: '$ENV://CERT' },
      { certificatePem: '$ENV://CERT', notes: ['The certificate is a secret reference, not PEM.'] },
    ],
    ['no certificate', { cert: undefined }, { notes: ['There is no certificate in the response.'] }],
  ];
  for (const [name, value, expected] of cases) {
    it(name, () => assert.deepEqual({ ...stored(value), ...expected }, stored(value)));
  }
});

describe('parseVersion', () => {
  const servers: readonly (readonly [server: string | undefined, text: string | undefined])[] = [
    ['APISIX/3.18.0', '3.18.0'],
    ['APISIX/2.15.3', '2.15.3'],
    ['APISIX/3.19.0-rc1', '3.19.0-rc1'],
    ['APISIX', undefined],
    ['nginx/1.27', undefined],
    [undefined, undefined],
    ['openresty APISIX/3.2.2', '3.2.2'],
  ];
  for (const [server, text] of servers) it(String(server), () => assert.equal(parseVersion(server)?.text, text));
});

const key = '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n';
const bundle = (more: Partial<CertificateBundle> = {}): CertificateBundle => ({
  certificate: 'CERT\n',
  privateKey: key,
  type: 'server',
  names: ['a.example'],
  labels: [],
  ...more,
});

describe('toSslBody', () => {
  const bodies: readonly (readonly [name: string, bundle: CertificateBundle, body: object])[] = [
    ['a server certificate', bundle(), { type: 'server', status: 1, cert: 'CERT\n', key, snis: ['a.example'] }],
    [
      'a client certificate has its names, which adc asks for',
      bundle({ type: 'client' }),
      { type: 'client', status: 1, cert: 'CERT\n', key, snis: ['a.example'] },
    ],
    [
      'a client certificate without names',
      bundle({ type: 'client', names: [] }),
      { type: 'client', status: 1, cert: 'CERT\n', key },
    ],
    [
      'line breaks at the end',
      bundle({ certificate: 'CERT', privateKey: key.trimEnd(), caCertificate: 'CA' }),
      { type: 'server', status: 1, cert: 'CERT\n', key, snis: ['a.example'], client: { ca: 'CA\n' } },
    ],
    [
      'text before the key',
      bundle({ privateKey: `\uFEFF\nBag Attributes\n  x\n${key}` }),
      { type: 'server', status: 1, cert: 'CERT\n', key, snis: ['a.example'] },
    ],
    [
      'labels',
      bundle({
        labels: [
          { key: 'a', value: 'b' },
          { key: '__proto__', value: 'c' },
        ],
      }),
      {
        type: 'server',
        status: 1,
        cert: 'CERT\n',
        key,
        snis: ['a.example'],
        labels: JSON.parse('{"a":"b","__proto__":"c"}') as object,
      },
    ],
  ];
  for (const [name, input, body] of bodies) it(name, () => assert.deepEqual(toSslBody(input, undefined), body));

  const long = [{ key: 'a', value: 'x'.repeat(65) }];
  it('labels may be long since 3.4', () =>
    assert.ok(toSslBody(bundle({ labels: long }), parseVersion('APISIX/3.4.0'))));

  const refusals: readonly (readonly [bundle: CertificateBundle, sentence: string])[] = [
    [bundle({ names: [] }), 'A certificate of type server needs at least one name.'],
    [bundle({ privateKey: 'CANARY' }), 'The private key is not PEM.'],
    [bundle({ labels: [{ key: 'a' }] }), 'The label a has no value.'],
    [bundle({ labels: [{ key: 'a', value: 'b c' }] }), 'The value of the label a holds white space.'],
    [
      bundle({
        labels: [
          { key: 'a', value: 'b' },
          { key: 'a', value: 'c' },
        ],
      }),
      'The label a is given twice.',
    ],
    [bundle({ labels: long }), 'The value of the label a is longer than 64 characters.'],
  ];
  for (const [input, sentence] of refusals) {
    it(sentence, () => {
      assert.throws(
        () => toSslBody(input, parseVersion('APISIX/3.2.2')),
        (error) =>
          error instanceof GatewayError &&
          error.kind === 'rejected' &&
          error.message === sentence &&
          !error.mayHaveTakenEffect,
      );
    });
  }
});
