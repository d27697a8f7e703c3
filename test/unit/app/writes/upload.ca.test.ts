import assert from 'node:assert/strict';
import { caMeaning, caPem, caTitle, toBundle, toDepth } from '../../../../src/app/writes/upload';
import { english } from '../../../../src/shared/translate';
import type { Authority } from '../../../fixtures/certificates';
import { makeAuthority } from '../../../fixtures/certificates';
import { parseMade, toUploadKey } from '../fakes/madeMaterial';

describe('a CA for peers', () => {
  let authority: Authority;
  before(async () => {
    authority = await makeAuthority(Date.UTC(2026, 10, 23));
  });
  const both = () => ({
    place: 'ca.pem',
    certificates: [parseMade(authority.root), parseMade(authority.intermediate)],
  });

  it('sends several in one text, each whole', () =>
    assert.equal(caPem(both()), authority.root.pem + authority.intermediate.pem));

  it('is called after the first', () => {
    assert.equal(caTitle({ ...both(), certificates: [parseMade(authority.root)] }, english), 'Example Root CA');
    assert.equal(caTitle(both(), english), 'Example Root CA and 1 more');
  });

  it('means something else on each side of TLS', () => {
    assert.match(caMeaning('server', english), /demands a certificate of every client/);
    assert.match(caMeaning('client', english), /accepts only upstreams/);
  });

  const depths: readonly [text: string, depth: number | 'default' | undefined][] = [
    ['', 'default'],
    [' ', 'default'],
    ['0', 0],
    [' 2 ', 2],
    ['100', 100],
    ['101', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['two', undefined],
    ['1e1', undefined],
  ];
  for (const [text, depth] of depths)
    it(`reads the depth “${text}” as ${depth}`, () => assert.equal(toDepth(text), depth));

  it('goes into what is sent, with its depth, and nothing of it where there is none', () => {
    const leaf = parseMade(authority.intermediate);
    const draft = {
      place: '',
      leaf,
      chain: [leaf],
      wasReordered: false,
      omitted: [],
      key: toUploadKey(authority.intermediate.keyPem, 'key'),
      type: 'server',
      names: [],
      labels: [],
    } as const;
    const bundle = toBundle({ ...draft, ca: { ...both(), depth: 0 } });
    assert.deepEqual([bundle.caCertificate, bundle.caDepth], [caPem(both()), 0]);
    assert.deepEqual(
      Object.keys(toBundle({ ...draft, ca: both() })).filter((key) => key.startsWith('ca')),
      ['caCertificate'],
    );
    assert.deepEqual(
      Object.keys(toBundle(draft)).filter((key) => key.startsWith('ca')),
      [],
    );
  });
});
