import assert from 'node:assert/strict';
import { counterparts } from '../../../../src/app/workspace/matchSearch';
import type { NoMatch } from '../../../../src/app/workspace/matchSearchText';
import { noMatchText, otherKindText } from '../../../../src/app/workspace/matchSearchText';
import type { KeyPairPartKind } from '../../../../src/core/document/pairing';
import { english } from '../../../../src/shared/translate';

const none: NoMatch = { kind: 'certificate', looked: 12, omitted: [], unread: [], isCapped: false, hasFolder: true };
const where = 'The private key of this certificate is in none of the 12 files that were searched.';

const rows: readonly [string, Partial<NoMatch>, string][] = [
  ['a certificate', {}, where],
  ['one file', { looked: 1 }, 'The private key of this certificate is not in the one file that was searched.'],
  [
    'a key',
    { kind: 'privateKey' },
    'No certificate, certificate request or public key of this private key is in the 12 files that were searched.',
  ],
  [
    'a key, one file',
    { kind: 'privateKey', looked: 1 },
    'No certificate, certificate request or public key of this private key is in the one file that was searched.',
  ],
  [
    'a request',
    { kind: 'request' },
    'Neither the private key of this certificate request nor its certificate is in the 12 files that were searched.',
  ],
  [
    'a public key',
    { kind: 'publicKey' },
    'Neither the private key of this public key nor a certificate of it is in the 12 files that were searched.',
  ],
  ['more files', { isCapped: true }, `${where} There are more files, which were not searched.`],
  ['no folder', { hasFolder: false }, `${where} No folder is open: only files beside it were searched.`],
  [
    'one behind a password',
    { omitted: ['a.p12'] },
    `${where} One of them could hold it, but is protected with a password or cannot be read here: a.p12.`,
  ],
  [
    'many behind a password',
    { omitted: ['a.p12', 'b.key', 'c.key', 'd.key', 'e.key'] },
    `${where} 5 of them could hold it, but are protected with a password or cannot be read here: a.p12, b.key, c.key, and 2 more.`,
  ],
  ['unread ones', { unread: ['a.pem', 'b.pem'] }, `${where} Could not be read: a.pem, b.pem.`],
  ['hostile names', { unread: ['a\u202Emep.pem'] }, `${where} Could not be read: a\\u{202E}mep.pem.`],
];

describe('noMatchText', () => {
  for (const [what, change, expected] of rows)
    it(what, () => assert.equal(noMatchText({ ...none, ...change }, english), expected));
});

describe('otherKindText', () => {
  const sentences: readonly [KeyPairPartKind, KeyPairPartKind, string | undefined][] = [
    ['certificate', 'privateKey', undefined],
    ['privateKey', 'certificate', undefined],
    ['privateKey', 'request', 'No certificate was found. This certificate request has the same key.'],
    ['privateKey', 'publicKey', 'Neither a certificate nor a certificate request was found. This is the public key.'],
    ['request', 'certificate', 'The private key was not found. This certificate has the same key.'],
    ['publicKey', 'request', 'The private key was not found. This certificate request has the same key.'],
  ];
  for (const [kind, found, expected] of sentences)
    it(`${kind}: ${found}`, () => assert.equal(otherKindText(kind, found, english), expected));
  it('says something wherever it is not what is meant first', () => {
    for (const [kind, [, ...others]] of Object.entries(counterparts) as [KeyPairPartKind, readonly KeyPairPartKind[]][])
      for (const found of others) assert.ok(otherKindText(kind, found, english));
  });
});
