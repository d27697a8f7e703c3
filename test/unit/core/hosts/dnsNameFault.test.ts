import assert from 'node:assert/strict';
import {
  dnsNameFault,
  dnsNameText,
  isRegistryWildcard,
  isUsefulWildcard,
  mayMatchHost,
} from '../../../../src/core/hosts/dnsNameFault';

const label = 'a'.repeat(63);
/** A name of three long labels and a last one, 253 characters where that has 61. */
const long = (last: number): string => [label, label, label, 'a'.repeat(last)].join('.');

describe('a DNS name of a certificate', () => {
  const rows: readonly [name: string, fault: string | undefined][] = [
    ['a.test', undefined],
    ['A_1-b.test', undefined],
    ['localhost', undefined],
    ['*', undefined],
    ['*.a.test', undefined],
    ['bücher.test', undefined],
    ['', 'empty'],
    [' ', 'blank'],
    ['a b.test', 'blank'],
    ['a.test\n', 'blank'],
    ['a\u0000.test', 'hidden'],
    ['a\u007f.test', 'hidden'],
    ['https://a.test', 'scheme'],
    ['192.0.2.1', 'address'],
    ['2001:db8::1', 'address'],
    ['me@a.test', 'email'],
    ['a.test/x', 'path'],
    ['a.test:443', 'port'],
    ['a.test:', 'port'],
    ['.', 'emptyLabel'],
    ['a..test', 'emptyLabel'],
    ['.a.test', 'emptyLabel'],
    ['a.test..', 'emptyLabel'],
    ['a.test.', 'trailingDot'],
    [`${label}.test`, undefined],
    [`a${label}.test`, 'longLabel'],
    [long(61), undefined],
    [long(62), 'longName'],
    ['a!.test', 'character'],
    ['a:b.test', 'character'],
  ];
  for (const [name, fault] of rows)
    it(`${JSON.stringify(name.slice(0, 70))}, ${name.length} characters: ${fault ?? 'may match'}`, () => {
      assert.equal(dnsNameFault(name), fault);
    });

  it('may match a host where it has no fault, is ASCII, and any star in it covers something', () => {
    const names = ['a.test', '*.a.test', 'a..test', 'bücher.test', '*.test', 'w*.a.test', '*'];
    assert.deepEqual(names.filter(mayMatchHost), ['a.test', '*.a.test']);
  });

  it('covers something as a wildcard where the star is the first label and two are behind it', () => {
    const names = ['*.a.test', '*.b.a.test', '*.test', '*', 'w*.a.test', '*.*.test', 'b.*.a.test', 'a.test', '*..test'];
    assert.deepEqual(names.filter(isUsefulWildcard), ['*.a.test', '*.b.a.test']);
  });

  it('is read as UTF-8 where its bytes are that', () => {
    assert.deepEqual(['a.test', 'bÃ¼cher.test', 'b\u00fccher.test', 'Ж.test'].map(dnsNameText), [
      'a.test',
      'bücher.test',
      'b\u00fccher.test',
      'Ж.test',
    ]);
  });
});

describe('a wildcard over all names of a registry', () => {
  // One of each country, as https://publicsuffix.org lists them.
  const registries =
    'co.ae com.ar co.at com.au com.br com.cn com.co com.eg com.es com.fr com.gr com.hk co.hu co.id co.il co.in co.jp co.ke ' +
    'co.kr com.mx com.my com.ng co.nz com.pe com.ph com.pl com.pt com.ro com.sa com.sg co.th com.tr com.tw com.ua co.uk ' +
    'co.ve com.vn co.za';
  it('is one in each country', () => {
    for (const registry of registries.split(' ')) assert.ok(isRegistryWildcard(`*.${registry}`), registry);
  });
  it('is told in any case, and from names that somebody holds', () => {
    const names = ['*.CO.uk', 'co.uk', '*.shop.uk', '*.a.co.uk', '*.uk', '*.co.us', '*.co.constructor', '*.com.com'];
    assert.deepEqual(names.filter(isRegistryWildcard), ['*.CO.uk']);
  });
});
