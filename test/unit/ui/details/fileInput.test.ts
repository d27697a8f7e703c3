import assert from 'node:assert/strict';
import type { LinkCache } from '../../../../src/core/chain/links';
import { runSync } from '../../../../src/shared/cooperative';
import { english } from '../../../../src/shared/translate';
import type { FileContents } from '../../../../src/ui/details/fileContents';
import { readContents } from '../../../../src/ui/details/fileContents';
import { toFileInputSteps } from '../../../../src/ui/details/fileInput';
import type { Authority, MadeCertificate } from '../../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { watchCrypto } from '../../../fixtures/cryptoCalls';

const ofBytes = (bytes: Uint8Array): FileContents => readContents({ kind: 'binary', bytes }, english);
const ofText = (text: string): FileContents => readContents({ kind: 'text', text }, english);

const now = Date.UTC(2026, 10, 23, 12);

const read = (text: string): FileContents => ofText(text);
const input = (contents: FileContents, index = 0) =>
  runSync(toFileInputSteps(contents, { file: 'a.pem', index, translate: english }));
const sentence = (contents: FileContents, index = 0): string | undefined => {
  const reading = input(contents, index);
  return reading.ok ? undefined : reading.sentence;
};
const facts = (contents: FileContents, index = 0) => {
  const reading = input(contents, index);
  assert.ok(reading.ok && reading.input.from === 'file');
  const { certificate, chain, count, keyFit } = reading.input;
  return { name: certificate.subject.text, chain: chain.map(({ subject }) => subject.text), count, keyFit };
};

describe('toFileInputSteps', () => {
  let authority: Authority;
  let one: MadeCertificate;
  let other: MadeCertificate;
  before(async () => {
    authority = await makeAuthority(now);
    one = await makeCertificate({ now, commonName: 'one.example', issuer: authority.intermediate });
    other = await makeCertificate({ now, commonName: 'other.example', issuer: authority.intermediate });
  });

  const ca = 'CN=Example Issuing CA 1,O=Example Trust,C=DE';
  const root = 'CN=Example Root CA,O=Example Trust,C=DE';

  it('a certificate alone', () =>
    assert.deepEqual(facts(read(one.pem)), {
      name: 'CN=one.example',
      chain: ['CN=one.example'],
      count: 1,
      keyFit: undefined,
    }));

  it('a chain out of order', () => {
    const contents = read(authority.root.pem + one.pem + authority.intermediate.pem);
    assert.deepEqual(facts(contents, 1), {
      name: 'CN=one.example',
      chain: ['CN=one.example', ca, root],
      count: 3,
      keyFit: undefined,
    });
    assert.deepEqual(facts(contents, 0).chain, ['CN=one.example', ca, root]);
  });

  it('the second of two leaves over the same issuer', () =>
    assert.deepEqual(facts(read(one.pem + other.pem + authority.intermediate.pem), 1).chain, ['CN=other.example', ca]));

  it('the same certificate twice', () => assert.deepEqual(facts(read(one.pem + one.pem), 1).chain, ['CN=one.example']));

  const fits: readonly [what: string, text: () => string, index: number, fit: string | undefined][] = [
    ['its own', () => one.pem + one.keyPem, 0, 'fits'],
    ['another one', () => one.pem + other.keyPem, 0, 'doesNotFit'],
    ['several, one its own', () => other.keyPem + one.pem + one.keyPem, 0, 'fits'],
    ['one that is broken', () => one.pem + one.keyPem.slice(0, 60), 0, 'cannotTell'],
    ['that of the leaf, seen from the issuer', () => one.pem + authority.intermediate.pem + one.keyPem, 1, undefined],
  ];
  for (const [what, text, index, fit] of fits)
    it(`a key in the file: ${what}`, () => assert.equal(facts(read(text()), index).keyFit, fit));

  it('a DER file', () => assert.equal(facts(ofBytes(one.der)).name, 'CN=one.example'));

  const failures: readonly [what: string, contents: () => FileContents, index: number, expected: string | RegExp][] = [
    ['nothing', () => read(''), 0, '“a.pem”: This file is empty.'],
    ['a key alone', () => read(one.keyPem), 0, '“a.pem”: This file holds a private key (EC P-256) and no certificate.'],
    ['other text', () => read('hello'), 0, '“a.pem”: This file holds no PEM block.'],
    [
      'other bytes',
      () => ofBytes(new Uint8Array(100)),
      0,
      /^“a.pem”: It is a binary file, but no certificate, key, .* Read as a certificate: /,
    ],
    ['too few certificates', () => read(one.pem), 2, '“a.pem” no longer holds a certificate number 3: it has 1.'],
    ['half a certificate', () => read(one.pem.slice(0, 200)), 0, /^Certificate 1 of “a.pem” cannot be read: /],
  ];
  for (const [what, contents, index, expected] of failures)
    it(`refuses ${what}`, () => {
      const said = sentence(contents(), index) ?? '';
      if (typeof expected === 'string') assert.equal(said, expected);
      else assert.match(said, expected);
    });

  it('checks a signature at a time where a hundred certificates have one name, and none twice', async () => {
    const many = await Promise.all(
      Array.from({ length: 100 }, () => makeCertificate({ now, commonName: 'one.example' })),
    );
    const contents = read(many.map(({ pem }) => pem).join(''));
    const links: LinkCache = new Map();
    const count = (index: number): { readonly most: number; readonly all: number } => {
      const work = toFileInputSteps(contents, { file: 'a.pem', index, translate: english, links });
      for (let [most, all] = [0, 0]; ;) {
        const { result, calls } = watchCrypto(['X509Certificate'], () => work.next());
        [most, all] = [Math.max(most, calls.length), all + calls.length];
        if (result.done) return { most, all };
      }
    };
    const first = count(0);
    assert.ok(first.most <= 2 && first.all <= 2 * 501, JSON.stringify(first));
    assert.ok(count(50).all <= 2);
  });

  it('keeps nothing of a private key', () => {
    const text = JSON.stringify(input(read(one.pem + one.keyPem)));
    for (const line of one.keyPem.split('\n').slice(1, -2)) assert.ok(!text.includes(line));
  });
});
