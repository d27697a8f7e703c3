import assert from 'node:assert/strict';
import { counterpartNames, siblingNames } from '../../../../src/app/workspace/matchSearch';

describe('counterpartNames', () => {
  const cases: readonly [
    name: string,
    wanted: 'key' | 'certificate',
    siblings: readonly string[],
    found: readonly string[],
  ][] = [
    ['tls.key', 'certificate', ['ca.crt', 'tls.crt', 'tls.key'], ['tls.crt']],
    ['tls.crt', 'key', ['ca.crt', 'tls.crt', 'tls.key'], ['tls.key']],
    ['ca.crt', 'key', ['ca.crt', 'tls.crt', 'tls.key'], []],
    ['privkey.pem', 'certificate', ['cert.pem', 'chain.pem', 'fullchain.pem', 'README'], ['fullchain.pem', 'cert.pem']],
    ['fullchain.pem', 'key', ['cert.pem', 'chain.pem', 'privkey.pem'], ['privkey.pem', 'cert.pem', 'chain.pem']],
    ['chain.pem', 'key', ['cert.pem', 'fullchain.pem', 'privkey.pem'], []],
    ['privkey2.pem', 'certificate', ['fullchain1.pem', 'fullchain2.pem'], ['fullchain2.pem']],
    [
      'example.com.key',
      'certificate',
      ['example.com.crt', 'example.com-chain.pem', 'example.com.ca-bundle', 'www.example.com.crt'],
      ['example.com.crt'],
    ],
    ['example.com.key', 'certificate', ['example.com.issuer.crt', 'example.com-intermediate.pem'], []],
    ['Server.KEY', 'certificate', ['server.CRT'], ['server.CRT']],
    ['server-key.pem', 'certificate', ['server.pem', 'client.pem'], ['server.pem']],
    ['server.pem', 'key', ['server-key.pem', 'client-key.pem'], ['server-key.pem']],
    ['tls-old.crt', 'key', ['tls.key', 'tls-new.key'], []],
    ['tls.key', 'certificate', ['tls.csr', 'tls.txt', 'tls.p12'], []],
    ['domain-fullchain.crt', 'key', ['domain.key'], ['domain.key']],
  ];
  for (const [name, wanted, siblings, found] of cases)
    it(`${name}: ${wanted} among ${siblings.join(', ')}`, () =>
      assert.deepEqual(counterpartNames(name, siblings, wanted), found));
});

describe('siblingNames', () => {
  const cases: readonly [
    name: string,
    wanted: 'key' | 'certificate',
    siblings: readonly string[],
    found: readonly string[],
  ][] = [
    ['private.pem', 'certificate', ['cert.pem', 'key.pem', 'private.pem'], ['cert.pem', 'key.pem']],
    ['tls.key', 'certificate', ['tls.crt', 'tls.p8', 'ca.key'], ['tls.crt', 'tls.p8']],
    ['cert.pem', 'key', ['fullchain.crt', 'key.pem'], ['key.pem', 'fullchain.crt']],
    ['cert.pem', 'key', ['fullchain.crt', 'README'], []],
  ];
  for (const [name, wanted, siblings, found] of cases)
    it(`${name}: ${wanted} among ${siblings.join(', ')}`, () =>
      assert.deepEqual(siblingNames(name, siblings, wanted), found));
});
