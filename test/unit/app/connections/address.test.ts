import assert from 'node:assert/strict';
import type { AddressFault } from '../../../../src/app/connections/address';
import { addressSentence, checkAddress, isLoopback, originOf } from '../../../../src/app/connections/address';
import { english } from '../../../../src/shared/translate';

const apisix = { id: 'apisix' } as const;
const cloud = { id: 'api7cloud' } as const;

describe('checkAddress', () => {
  const good: readonly [typed: string, dialect: typeof apisix | typeof cloud, address: string, origin: string][] = [
    ['https://gw.example.com', apisix, 'https://gw.example.com', 'https://gw.example.com'],
    ['  https://gw.example.com/  ', apisix, 'https://gw.example.com', 'https://gw.example.com'],
    ['HTTPS://GW.Example.COM:443/', apisix, 'https://gw.example.com', 'https://gw.example.com'],
    ['https://gw.example.com:9443', apisix, 'https://gw.example.com:9443', 'https://gw.example.com:9443'],
    ['https://proxy.example.com/gateway/', apisix, 'https://proxy.example.com/gateway', 'https://proxy.example.com'],
    ['https://gw.example.com/apisix/admin', apisix, 'https://gw.example.com', 'https://gw.example.com'],
    ['https://gw.example.com/apisix/admin/ssls/1', apisix, 'https://gw.example.com', 'https://gw.example.com'],
    ['https://gw.example.com/a/apisix/admin/routes', apisix, 'https://gw.example.com/a', 'https://gw.example.com'],
    [
      'https://gw.example.com/apisix/administration',
      apisix,
      'https://gw.example.com/apisix/administration',
      'https://gw.example.com',
    ],
    ['https://api.api7.cloud/api/v1', cloud, 'https://api.api7.cloud', 'https://api.api7.cloud'],
    ['https://bücher.example', apisix, 'https://xn--bcher-kva.example', 'https://xn--bcher-kva.example'],
    ['http://localhost:9180', apisix, 'http://localhost:9180', 'http://localhost:9180'],
    ['http://127.0.0.1:9180/', apisix, 'http://127.0.0.1:9180', 'http://127.0.0.1:9180'],
    ['http://127.1:9180', apisix, 'http://127.0.0.1:9180', 'http://127.0.0.1:9180'],
    ['http://[::1]:9180', apisix, 'http://[::1]:9180', 'http://[::1]:9180'],
  ];
  for (const [typed, dialect, address, origin] of good)
    it(`takes ${typed} for ${dialect.id}`, () =>
      assert.deepEqual(checkAddress(typed, dialect), { kind: 'good', address, origin }));

  for (const typed of [
    'http://gw.example.com',
    'http://10.0.0.1:9180',
    'http://127.0.0.1.example.com',
    'http://localhost.example.com',
    'http://[::2]',
    'http://127.0.0.2:9180',
    'http://127.8.9.10',
    'http://0.0.0.0:9180',
    'http://localhost.:9180',
    'http://[::ffff:127.0.0.1]:9180',
  ])
    it(`wants ${typed} confirmed`, () => assert.equal(checkAddress(typed, apisix).kind, 'plainHttp'));

  const bad: readonly [typed: string, fault: AddressFault, suggestion?: string][] = [
    ['', 'empty'],
    [' \n ', 'empty'],
    [`https://${'a'.repeat(3_000)}`, 'tooLong'],
    ['https://gw.exam ple.com', 'whitespace'],
    ['https://gw.example.com\n.evil.example', 'whitespace'],
    ['https://gw.example.com\u0000', 'whitespace'],
    ['https://gw\t.example.com', 'whitespace'],
    ['https://user:hunter22@gw.example.com', 'credentials'],
    ['user:hunter22@gw.example.com', 'credentials'],
    ['https://gw.example.com?api_key=hunter22', 'query'],
    ['https://gw.example.com/?', 'query'],
    ['https://gw.example.com/#top', 'query'],
    ['gw.example.com', 'noScheme', 'https://gw.example.com'],
    ['gw.example.com:9180', 'noScheme', 'https://gw.example.com:9180'],
    ['localhost:9180', 'noScheme', 'http://localhost:9180'],
    ['127.0.0.1:9180/apisix/admin', 'noScheme', 'http://127.0.0.1:9180'],
    ['//gw.example.com', 'noScheme', 'https://gw.example.com'],
    ['https:gw.example.com', 'noScheme', 'https://gw.example.com'],
    ['https:/localhost', 'noScheme', 'https://localhost'],
    ['[', 'noScheme'],
    ['ftp://gw.example.com', 'otherScheme'],
    ['javascript://gw.example.com', 'otherScheme'],
    ['https:\\\\gw.example.com', 'unreadable'],
    ['https://', 'unreadable'],
    ['https://gw.example.com:99999', 'unreadable'],
    ['https://256.256.256.256', 'unreadable'],
  ];
  for (const [typed, fault, suggestion] of bad)
    it(`refuses ${JSON.stringify(typed.slice(0, 50))}: ${fault}`, () => {
      const reading = checkAddress(typed, apisix);
      assert.deepEqual(reading, { kind: 'bad', fault, ...(suggestion && { suggestion }) });
      assert.ok(reading.kind === 'bad');
      assert.doesNotMatch(addressSentence(reading, english), /hunter22/);
    });

  it('gives an address that it would give again', () => {
    for (const [typed, dialect] of good) {
      const once = checkAddress(typed, dialect);
      assert.ok(once.kind !== 'bad');
      assert.deepEqual(checkAddress(once.address, dialect), once);
    }
  });
});

describe('originOf', () => {
  const cases: readonly [string, string | undefined][] = [
    ['https://a.example:8443/x', 'https://a.example:8443'],
    ['http://a.example:80', 'http://a.example'],
    ['ftp://a.example', undefined],
    ['nothing', undefined],
  ];
  for (const [address, origin] of cases) it(`of ${address}`, () => assert.equal(originOf(address), origin));
});

describe('isLoopback', () => {
  for (const host of ['localhost', '127.0.0.1', '[::1]']) it(`${host} is`, () => assert.ok(isLoopback(host)));
  for (const host of [
    'localhost.',
    'a.localhost',
    '127.0.0.2',
    '127.255.0.9',
    '[::ffff:7f00:1]',
    '128.0.0.1',
    '127.0.0.1.nip.io',
    '[::]',
    '0.0.0.0',
    '',
  ])
    it(`${host} is not`, () => assert.ok(!isLoopback(host)));
});
