import assert from 'node:assert/strict';
import type { SiblingPart } from '../../../../src/app/workspace/matchSearch';
import { siblingCandidates } from '../../../../src/app/workspace/matchSearch';

const rows: readonly [string, readonly string[], SiblingPart, readonly string[]][] = [
  ['fullchain.pem', ['privkey.pem', 'README.md', 'other.key'], 'key', ['privkey.pem', 'other.key']],
  ['fullchain2.pem', ['privkey1.pem', 'privkey2.pem'], 'key', ['privkey2.pem', 'privkey1.pem']],
  ['tls.crt', ['ca.crt', 'tls.key'], 'key', ['tls.key']],
  ['server.crt', ['client.key', 'server.key'], 'key', ['server.key', 'client.key']],
  ['server.crt', ['client-key.pem', 'server-key.pem'], 'key', ['server-key.pem', 'client-key.pem']],
  ['example.com.crt', ['example.org.key', 'example.com.key'], 'key', ['example.com.key', 'example.org.key']],
  ['example.com-cert.pem', ['example.com-key.pem', 'another.pem'], 'key', ['example.com-key.pem', 'another.pem']],
  ['cert.pem', ['cert.pem', 'key.pem'], 'key', ['key.pem']],
  ['www.key', ['www.crt', 'www.csr', 'ca.pem'], 'certificate', ['www.crt', 'ca.pem']],
  ['privkey.pem', ['chain.pem', 'fullchain.pem'], 'certificate', ['fullchain.pem', 'chain.pem']],
  ['a.pem', ['notes.txt', 'data.json'], 'key', []],
  [
    'privkey.pem',
    ['cert.pem', 'chain.pem', 'fullchain.pem'],
    'certificate',
    ['fullchain.pem', 'cert.pem', 'chain.pem'],
  ],
  ['server.der', ['server.key', 'server-key.der', 'other.p8'], 'key', ['server-key.der', 'server.key', 'other.p8']],
  [
    'site.cert',
    ['site.private.key', 'private-key.pem', 'private.pem'],
    'key',
    ['site.private.key', 'private-key.pem', 'private.pem'],
  ],
  ['cert.pem', ['chain.pem', 'fullchain.pem', 'privkey.pem', 'other.pem'], 'chain', ['chain.pem', 'fullchain.pem']],
  ['tls.crt', ['ca.crt', 'tls.key', 'other.crt'], 'chain', ['ca.crt']],
  [
    'example_com.crt',
    ['example_com.ca-bundle', 'example_com.key', 'example_org.ca-bundle'],
    'chain',
    ['example_com.ca-bundle', 'example_org.ca-bundle'],
  ],
  [
    'www.pem',
    ['www-chain.pem', 'intermediate.cer', 'supply-chain.txt'],
    'chain',
    ['www-chain.pem', 'intermediate.cer'],
  ],
  ['tls.crt', ['chain.key', 'ca-key.pem', 'chain.txt', 'leaf.crt'], 'chain', []],
];

describe('siblingCandidates', () => {
  for (const [name, siblings, wanted, expected] of rows)
    it(`${name}: ${wanted} among ${siblings.join(', ')}`, () =>
      assert.deepEqual(siblingCandidates(name, siblings, wanted), expected));

  it('offers no more than twenty', () => {
    const many = Array.from({ length: 500 }, (_, index) => `${index}.key`);
    assert.equal(siblingCandidates('a.crt', many, 'key').length, 20);
  });
});
