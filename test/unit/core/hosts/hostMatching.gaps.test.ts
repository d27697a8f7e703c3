import assert from 'node:assert/strict';
import { uncoveredNames, unlistedNames } from '../../../../src/core/hosts/hostMatching';
import type { SanEntry } from '../../../../src/core/model';

const dns = (value: string): SanEntry => ({ kind: 'dns', value });

describe('names on one side only', () => {
  const rows: readonly [what: string, own: readonly SanEntry[] | undefined, served: string, expected: string][] = [
    ['the same', [dns('a.test')], 'a.test', ' | '],
    ['other letters, a dot at the end', [dns('A.test')], 'a.TEST.', ' | '],
    ['a name below a wildcard', [dns('*.a.test')], 'www.a.test', ' | *.a.test'],
    ['a wildcard above the names', [dns('www.a.test')], '*.a.test', '*.a.test | '],
    ['two labels below a wildcard', [dns('*.a.test')], 'x.www.a.test', 'x.www.a.test | *.a.test'],
    [
      'a U-label for an A-label, which the gateway does not serve',
      [dns('xn--bcher-kva.test')],
      'bücher.test',
      ' | xn--bcher-kva.test',
    ],
    ['an address beside the name', [dns('a.test'), { kind: 'ip', value: '192.0.2.1', version: 4 }], 'a.test', ' | '],
    ['what is no host', [dns('a.test'), dns('not a host')], 'a.test', ' | '],
    ['names of two kinds', [dns('a.test'), dns('b.test')], 'a.test c.test', 'c.test | b.test'],
    ['no name at all', [], 'a.test', 'a.test | '],
    ['no Subject Alternative Name', undefined, 'a.test', 'a.test | '],
  ];
  for (const [what, own, served, expected] of rows)
    it(`${what}: ${served} → ${expected}`, () => {
      const names = served.split(' ');
      assert.equal(`${uncoveredNames(own, names).join(' ')} | ${unlistedNames(own, names).join(' ')}`, expected);
    });
});
