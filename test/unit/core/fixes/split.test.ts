import assert from 'node:assert/strict';
import { readPemDocument } from '../../../../src/core/document/document';
import { findFindings } from '../../../../src/core/findings/findings';
import type { SplitSource } from '../../../../src/core/fixes/split';
import {
  isSplittable,
  moveBlock,
  splitByBlockSteps,
  splitByUseSteps,
  splitLimits,
} from '../../../../src/core/fixes/split';
import type { SplitGroup } from '../../../../src/core/fixes/splitUnits';
import { nameFiles } from '../../../../src/core/fixes/splitUnits';
import { blockPem } from '../../../../src/core/pem/scan';
import { runSync } from '../../../../src/shared/cooperative';
import { makeAuthority, makeCertificate } from '../../../fixtures/certificates';
import { keyPemAs } from '../../../fixtures/keyPairs';
import { makeRequest } from '../../../fixtures/requests';

const now = Date.UTC(2026, 10, 23);

const splitByUse = (source: SplitSource): readonly SplitGroup[] => runSync(splitByUseSteps(source));
const splitByBlock = (source: SplitSource): readonly SplitGroup[] => runSync(splitByBlockSteps(source));

describe('split', () => {
  const pems: Record<string, string> = {};
  before(async () => {
    const { root, intermediate } = await makeAuthority(now, 'Split');
    const leaf = await makeCertificate({ now, commonName: 'leaf', dns: ['shop.example.com'], issuer: intermediate });
    const twin = await makeCertificate({
      now,
      commonName: 'twin',
      dns: ['shop.example.com'],
      issuer: intermediate,
      key: 'RSA 2048',
    });
    const wild = await makeCertificate({ now, commonName: 'wild', dns: ['*.example.com'], issuer: intermediate });
    const evil = await makeCertificate({ now, commonName: '../../../tmp/\u202Eevil', isCa: true });
    const other = await makeCertificate({ now, commonName: 'Other', isCa: true });
    const selfSigned = await makeCertificate({ now, commonName: 'self', dns: ['self.example.com'] });
    Object.assign(pems, {
      root: root.pem,
      inter: intermediate.pem,
      'inter.key': intermediate.keyPem,
      leaf: leaf.pem,
      'leaf.key': leaf.keyPem,
      'leaf.sec1': keyPemAs(leaf.keys, 'sec1'),
      'leaf.locked': keyPemAs(leaf.keys, 'encryptedPkcs8'),
      twin: twin.pem,
      'twin.key': twin.keyPem,
      wild: wild.pem,
      evil: evil.pem,
      other: other.pem,
      'other.key': other.keyPem,
      self: selfSigned.pem,
      'self.key': selfSigned.keyPem,
      request: await makeRequest({ commonName: 'request' }),
      params: '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n',
      dh: '-----BEGIN DH PARAMETERS-----\nMAYCAQsCAQI=\n-----END DH PARAMETERS-----\n',
      openvpn:
        '-----BEGIN OpenVPN Static key V1-----\n6acef03f62675b4b1bbd03e53b187727\n-----END OpenVPN Static key V1-----\n',
    });
  });

  /** `{leaf}` is a certificate without its last line break, `{leaf.key}` its key. */
  const fill = (pattern: string): string =>
    pattern.replace(/\{([\w.]+)\}/g, (_, name: string) => pems[name]?.trim() ?? assert.fail(name));
  const sourceOf = (text: string, stem = 'bundle'): SplitSource => ({ text, document: readPemDocument(text), stem });
  const filesOf = (groups: readonly SplitGroup[]): Record<string, string> =>
    Object.fromEntries(nameFiles(groups, ['bundle.pem']).map(({ name, text }) => [name, text]));
  const filled = (files: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(Object.entries(files).map(([name, text]) => [name, fill(text)]));
  const blocksOf = (text: string): readonly string[] =>
    readPemDocument(text).parts.map(
      ({ block }) => blockPem(text, block) ?? text.slice(block.span.start, block.span.end),
    );

  type Files = Readonly<Record<string, string>>;
  const rows: readonly [way: 'use' | 'block', before: string, files: Files][] = [
    ['use', '{leaf}\n{inter}\n{leaf.key}\n', { 'bundle.crt': '{leaf}\n{inter}\n', 'bundle.key': '{leaf.key}\n' }],
    [
      'use',
      '{leaf.key}\n{root}\n{inter}\n{leaf}',
      { 'bundle.crt': '{leaf}\n{inter}\n', 'bundle.key': '{leaf.key}\n', 'bundle-ca.crt': '{root}\n' },
    ],
    [
      'use',
      '# about all\n\n# the leaf\n{leaf}\n# trust\n{root}\n',
      { 'bundle.crt': '# the leaf\n{leaf}\n', 'bundle-ca.crt': '# trust\n{root}\n' },
    ],
    ['use', '\uFEFF{leaf}\n{leaf.key}\n', { 'bundle.crt': '{leaf}\n', 'bundle.key': '{leaf.key}\n' }],
    ['use', '{leaf}\n{leaf.locked}\n', { 'bundle.crt': '{leaf}\n', 'bundle.key': '{leaf.locked}\n' }],
    [
      'use',
      '{self}\n{self.key}\n{request}\n{dh}\n',
      {
        'bundle.crt': '{self}\n',
        'bundle.key': '{self.key}\n',
        'bundle.csr': '{request}\n',
        'bundle-params.pem': '{dh}\n',
      },
    ],
    ['use', '{params}\n{leaf.sec1}\n{leaf}\n', { 'bundle.crt': '{leaf}\n', 'bundle.key': '{params}\n{leaf.sec1}\n' }],
    ['use', '{leaf}\n{leaf.key}\n{leaf}\n{leaf.key}\n', { 'bundle.crt': '{leaf}\n', 'bundle.key': '{leaf.key}\n' }],
    [
      'use',
      '{leaf}\n{leaf.key}\n{leaf.sec1}\n',
      { 'bundle.crt': '{leaf}\n', 'bundle.key': '{leaf.key}\n', 'bundle-2.key': '{leaf.sec1}\n' },
    ],
    // A key of another certificate must not look like the leaf's.
    ['use', '{leaf}\n{self.key}\n', { 'bundle.crt': '{leaf}\n', 'bundle-2.key': '{self.key}\n' }],
    [
      'use',
      '{leaf}\n{other}\n{other.key}\n',
      { 'bundle.crt': '{leaf}\n', 'bundle-ca.crt': '{other}\n', 'bundle-2.key': '{other.key}\n' },
    ],
    [
      'use',
      '{inter}\n{root}\n{inter.key}\n',
      { 'bundle.crt': '{inter}\n', 'bundle-ca.crt': '{root}\n', 'bundle.key': '{inter.key}\n' },
    ],
    [
      'use',
      '{leaf}\n{twin}\n{inter}\n{twin.key}\n{leaf.key}\n',
      {
        'shop.example.com.crt': '{leaf}\n{inter}\n',
        'shop.example.com.key': '{leaf.key}\n',
        'shop.example.com-2.crt': '{twin}\n{inter}\n',
        'shop.example.com-2.key': '{twin.key}\n',
      },
    ],
    [
      'use',
      '{leaf}\n{wild}\n{root}\n',
      { 'shop.example.com.crt': '{leaf}\n', 'wildcard.example.com.crt': '{wild}\n', 'bundle-ca.crt': '{root}\n' },
    ],
    ['use', '{openvpn}\n{other}\n', { 'bundle-other.pem': '{openvpn}\n', 'bundle-ca.crt': '{other}\n' }],
    ['use', '{leaf}\n{inter}\n', {}],
    ['use', '{root}\n{other}\n', {}],
    ['use', '{leaf}\n', {}],
    ['use', '{leaf}\n{leaf}\n', {}],
    ['use', 'nothing\n', {}],
    [
      'block',
      '{root}\n# Other\n{other}\n{evil}\n',
      { 'split-root-ca.pem': '{root}\n', 'other.pem': '# Other\n{other}\n', 'tmp-evil.pem': '{evil}\n' },
    ],
    [
      'block',
      '{leaf}\n{inter}\n{leaf.key}\n',
      {
        'shop.example.com.pem': '{leaf}\n',
        'split-issuing-ca-1.pem': '{inter}\n',
        'shop.example.com.key': '{leaf.key}\n',
      },
    ],
    [
      'block',
      '{leaf}\n{twin}\n{twin.key}\n',
      {
        'shop.example.com.pem': '{leaf}\n',
        'shop.example.com-2.pem': '{twin}\n',
        'shop.example.com-2.key': '{twin.key}\n',
      },
    ],
    [
      'block',
      '{leaf}\n{self.key}\n{params}\n{leaf.sec1}\n',
      {
        'shop.example.com.pem': '{leaf}\n',
        'shop.example.com.key': '{params}\n{leaf.sec1}\n',
        'bundle.key': '{self.key}\n',
      },
    ],
    ['block', '{request}\n{leaf.locked}\n', { 'bundle.csr': '{request}\n', 'bundle-2.key': '{leaf.locked}\n' }],
    ['block', '{leaf}\n{leaf}\n', {}],
    ['block', '{leaf}\n', {}],
  ];
  for (const [way, before, expected] of rows) {
    it(`by ${way}: ${JSON.stringify(before)}`, () => {
      for (const lineEnd of ['\n', '\r\n']) {
        const text = fill(before).replaceAll('\n', lineEnd);
        const files = filesOf(way === 'use' ? splitByUse(sourceOf(text)) : splitByBlock(sourceOf(text)));
        assert.deepEqual(
          files,
          Object.fromEntries(
            Object.entries(filled(expected)).map(([name, content]) => [name, content.replaceAll('\n', lineEnd)]),
          ),
        );
      }
    });
  }

  it('loses no block, and makes files without a finding about their form', () => {
    for (const [way, before, expected] of rows) {
      if (Object.keys(expected).length === 0) continue;
      const text = fill(before);
      const files = Object.values(filesOf(way === 'use' ? splitByUse(sourceOf(text)) : splitByBlock(sourceOf(text))));
      assert.deepEqual(new Set(files.flatMap(blocksOf)), new Set(blocksOf(text)));
      for (const file of files) {
        const document = readPemDocument(file);
        assert.deepEqual([document.errors, document.issues], [[], []]);
        const codes = findFindings(document, { now, warningDays: null }).map(({ code }) => code);
        assert.deepEqual(
          codes.filter((code) => /chainOutOfOrder|duplicate|rootIncluded|keyDoesNotMatch/.test(code)),
          [],
          before,
        );
      }
    }
  });

  it('tells apart what only its owner should read', () => {
    const secret = (groups: readonly SplitGroup[]) =>
      nameFiles(groups, []).flatMap(({ name, isSecret }) => (isSecret ? [name] : []));
    const text = fill('{leaf}\n{leaf.key}\n{root}\n{openvpn}\n');
    assert.deepEqual(secret(splitByUse(sourceOf(text))), ['bundle.key', 'bundle-other.pem']);
    assert.deepEqual(secret(splitByBlock(sourceOf(text))), ['shop.example.com.key', 'bundle-other.pem']);
  });

  const moves: readonly [before: string, index: number, name: string, moved: string, rest: string][] = [
    ['{leaf}\n{inter}\n{leaf.key}\n', 2, 'bundle.key', '{leaf.key}\n', '{leaf}\n{inter}\n'],
    ['{leaf.key}\n\n{leaf}\n', 0, 'bundle.key', '{leaf.key}\n', '\n{leaf}\n'],
    ['{leaf}\n# mine\n{leaf.key}', 1, 'bundle.key', '# mine\n{leaf.key}\n', '{leaf}\n'],
    [
      '# about all\n\n{params}\n{leaf.sec1}\n{leaf}\n',
      1,
      'bundle.key',
      '{params}\n{leaf.sec1}\n',
      '# about all\n\n{leaf}\n',
    ],
    ['\uFEFF{leaf}\n{root}\n', 0, 'shop.example.com.pem', '{leaf}\n', '\uFEFF{root}\n'],
    ['{leaf}\n{root}\n', 1, 'split-root-ca.pem', '{root}\n', '{leaf}\n'],
    ['{leaf}\n{evil}\nbehind\n', 1, 'tmp-evil.pem', '{evil}\n', '{leaf}\nbehind\n'],
    ['{leaf}\n{request}\n', 1, 'bundle.csr', '{request}\n', '{leaf}\n'],
  ];
  for (const [before, index, name, moved, rest] of moves) {
    it(`moves block ${index + 1}: ${JSON.stringify(before)}`, () => {
      const move = moveBlock(sourceOf(fill(before)), index);
      assert(move);
      assert.deepEqual(filesOf([move.group]), filled({ [name]: moved }));
      const text = fill(before);
      assert.equal(text.slice(0, move.cut.start) + text.slice(move.cut.end), fill(rest));
      assert.deepEqual([...blocksOf(fill(moved)), ...blocksOf(fill(rest))].sort(), [...blocksOf(fill(before))].sort());
    });
  }

  it('moves nothing where that would leave nothing, or from what is broken', () => {
    assert.equal(moveBlock(sourceOf(fill('{leaf}\n')), 0), undefined);
    assert.equal(moveBlock(sourceOf(fill('{params}\n{leaf.sec1}\n')), 1), undefined);
    assert.equal(moveBlock(sourceOf(fill('{params}\n{leaf.sec1}\n{leaf}\n')), 0), undefined);
    assert.equal(moveBlock(sourceOf(fill('{leaf}\n{root}\n')), 2), undefined);
    const broken = fill('{leaf}\n{root}\n').replace('-----END', '----END');
    assert.equal(isSplittable(readPemDocument(broken)), false);
    assert.equal(moveBlock(sourceOf(broken), 1), undefined);
    assert.deepEqual([splitByUse(sourceOf(broken)), splitByBlock(sourceOf(broken))], [[], []]);
  });

  it('writes no more files than anyone would look through', () => {
    const crl = (index: number): string =>
      `-----BEGIN X509 CRL-----\n${Buffer.from(`${index}`.padStart(6)).toString('base64')}\n-----END X509 CRL-----\n`;
    const many = (count: number): SplitSource =>
      sourceOf(Array.from({ length: count }, (_, index) => crl(index)).join(''));
    assert.equal(splitByBlock(many(splitLimits.blocks)).length, splitLimits.blocks);
    assert.deepEqual(splitByBlock(many(splitLimits.blocks + 1)), []);
  });
});
