import assert from 'node:assert/strict';
import { parseDer } from '../../../../src/core/asn1/der';
import { toName } from '../../../../src/core/x509/distinguishedName';
import { generalName } from '../../../../src/core/x509/generalNames';
import type { Subtree, Subtrees } from '../../../../src/core/x509/nameSubtrees';
import {
  isBelowName,
  isInSubtree,
  isOfForm,
  isSameName,
  matchNames,
  nameKey,
  parseSubtrees,
} from '../../../../src/core/x509/nameSubtrees';
import { explicit, hex, ia5, implicit, integer, name, oid, sequence, set, text, utf8 } from '../../../fixtures/der';

const ascii = (value: string): Uint8Array => Buffer.from(value, 'latin1');
const email = (value: string): Uint8Array => implicit(1, ascii(value));
const dns = (value: string): Uint8Array => implicit(2, ascii(value));
const uri = (value: string): Uint8Array => implicit(6, ascii(value));
const ip = (bytes: string): Uint8Array => implicit(7, hex(bytes));
const directory = (...attributes: readonly (readonly [string, string])[]): Uint8Array =>
  explicit(4, name(...attributes));
const other = (type: string): Uint8Array => explicit(0, oid(type), explicit(0, utf8('a@b')));
const [country, organization, common] = ['2.5.4.6', '2.5.4.10', '2.5.4.3'];
const zeros = '0'.repeat(24);

const read = (...parts: readonly Uint8Array[]): Subtrees => {
  const reading = parseSubtrees(Buffer.from(sequence(...parts)).toString('hex'));
  assert.ok(reading.ok);
  return reading.value;
};
function subtree(base: Uint8Array, ...depths: readonly Uint8Array[]): Subtree {
  const [found] = read(explicit(0, sequence(base, ...depths))).permitted;
  assert.ok(found);
  return found;
}
const entry = (der: Uint8Array) => generalName(parseDer(der));

describe('parseSubtrees', () => {
  it('tells those that are permitted from those that are excluded, whichever is there', () => {
    const values = ({ permitted, excluded }: Subtrees) =>
      [permitted, excluded].map((each) => each.map(({ entry: { value } }) => value));
    const both = [explicit(0, sequence(dns('a.test')), sequence(dns('b.test'))), explicit(1, sequence(dns('c.test')))];
    assert.deepEqual(values(read(...both)), [['a.test', 'b.test'], ['c.test']]);
    assert.deepEqual(values(read(...both.slice(1))), [[], ['c.test']]);
    assert.deepEqual(values(read()), [[], []]);
  });
  it('refuses what is no list of constraints, and one without a name', () => {
    for (const der of [integer(1), sequence(explicit(0, sequence()))])
      assert.equal(parseSubtrees(Buffer.from(der).toString('hex')).ok, false);
  });
});

describe('a name and a constraint', () => {
  const rows: readonly [what: string, name: Uint8Array, base: Uint8Array, is: boolean | undefined][] = [
    ['a host itself', dns('a.test'), dns('a.test'), true],
    ['a host in another case', dns('A.test'), dns('a.TEST'), true],
    ['a host below', dns('x.y.a.test'), dns('a.test'), true],
    ['a host that ends alike', dns('xa.test'), dns('a.test'), false],
    ['the domain above', dns('test'), dns('a.test'), false],
    ['a host below a domain with a dot', dns('x.a.test'), dns('.a.test'), true],
    ['the very domain that has a dot', dns('a.test'), dns('.a.test'), false],
    ['any host', dns('a.test'), dns(''), true],
    ['a mailbox itself', email('me@a.test'), email('me@a.test'), true],
    ['a mailbox of a host in another case', email('me@A.test'), email('me@a.TEST'), true],
    ['a mailbox in another case', email('Me@a.test'), email('me@a.test'), false],
    ['another mailbox of the host', email('you@a.test'), email('me@a.test'), false],
    ['the mailbox at another host', email('me@b.test'), email('me@a.test'), false],
    ['any mailbox of a host', email('me@a.test'), email('a.test'), true],
    ['a mailbox of another host', email('me@b.test'), email('a.test'), false],
    ['a mailbox of a host below, of a host alone', email('me@x.a.test'), email('a.test'), false],
    ['a mailbox of a host below a domain', email('me@x.A.test'), email('.a.test'), true],
    ['a mailbox of the domain itself', email('me@a.test'), email('.a.test'), false],
    ['a mailbox with an @ in quotes', email('"me@b.test"@a.test'), email('a.test'), true],
    ['an address without a mailbox', email('a.test'), email('a.test'), false],
    ['a constraint that begins with @', email('me@a.test'), email('@a.test'), true],
    ['a URI of the host', uri('https://A.test/x'), uri('a.TEST'), true],
    ['a URI with user and port', uri('https://me@a.test:8443/x'), uri('a.test'), true],
    ['a URI of a host below, of a host alone', uri('https://x.a.test'), uri('a.test'), false],
    ['a URI of a host below a domain', uri('https://x.A.test'), uri('.a.test'), true],
    ['a URI of the domain itself', uri('https://a.test'), uri('.a.test'), false],
    ['a URI that names no host', uri('urn:isbn:1'), uri('a.test'), undefined],
    ['an address in a network', ip('c0000207'), ip('c0000200ffffff00'), true],
    ['an address beside it', ip('c0000307'), ip('c0000200ffffff00'), false],
    ['an address in half a byte of network', ip('c00002f1'), ip('c00002f0fffffff0'), true],
    ['an address beside half a byte', ip('c00002e1'), ip('c00002f0fffffff0'), false],
    ['an address in a network of the other family', ip(`20010db8${zeros}`), ip('c0000200ffffff00'), false],
    ['an IPv6 address', ip(`20010db8${zeros}`), ip(`20010db8${zeros}ffffffff${zeros}`), true],
    ['an IPv6 address beside it', ip(`20010db9${zeros}`), ip(`20010db8${zeros}ffffffff${zeros}`), false],
    ['the loopback address', ip(`${zeros}00000001`), ip(`${zeros}00000001${'f'.repeat(32)}`), true],
    ['an address that is no loopback', ip(`${zeros}00000002`), ip(`${zeros}00000001${'f'.repeat(32)}`), false],
    ['an IPv6 address without zeros', ip('0102'.repeat(8)), ip(`${'0102'.repeat(8)}${'f'.repeat(32)}`), true],
    ['a network of no known length', ip('c0000207'), ip('c00002'), undefined],
    ['a directory name below', directory([country, 'DE'], [common, 'a']), directory([country, 'DE']), true],
    ['the directory name itself', directory([country, 'DE']), directory([country, 'de']), true],
    ['a directory name above', directory([country, 'DE']), directory([country, 'DE'], [common, 'a']), false],
    ['a directory name elsewhere', directory([country, 'FR'], [common, 'a']), directory([country, 'DE']), false],
    ['a registered ID', implicit(8, hex('8837')), implicit(8, hex('8837')), undefined],
    ['another name', other('2.999'), other('2.999'), undefined],
  ];
  for (const [what, of, base, is] of rows)
    it(`${what}: ${is === undefined ? 'cannot be told' : is ? 'in it' : 'not in it'}`, () => {
      assert.equal(isInSubtree(entry(of), subtree(base)), is);
    });

  it('say nothing where the constraint has a depth, which is not the default', () => {
    for (const [depth, is] of [
      [implicit(0, hex('00')), true],
      [implicit(0, hex('01')), undefined],
      [implicit(1, hex('00')), undefined],
    ] as const)
      assert.equal(isInSubtree(entry(dns('a.test')), subtree(dns('a.test'), depth)), is);
  });

  it('are of one form where their kinds are one, and the types of others', () => {
    const forms: readonly [Uint8Array, Uint8Array, boolean][] = [
      [dns('a'), dns('b'), true],
      [dns('a'), email('b'), false],
      [other('2.999'), other('2.999'), true],
      [other('2.999'), other('2.998'), false],
      [other('2.999'), dns('b'), false],
      [dns('b'), other('2.999'), false],
    ];
    for (const [of, base, is] of forms) assert.equal(isOfForm(entry(of), subtree(base)), is);
  });
});

describe('two directory names', () => {
  const one = (...parts: readonly Uint8Array[]) => toName(parseDer(sequence(...parts)), 'The subject');
  const rdn = (...attributes: readonly Uint8Array[]) => set(...attributes);
  const cn = (value: string) => sequence(oid(common), utf8(value));
  const o = (value: string) => sequence(oid(organization), utf8(value));

  const rows: readonly [what: string, a: readonly Uint8Array[], b: readonly Uint8Array[], match: string][] = [
    ['the same bytes', [rdn(cn('a'))], [rdn(cn('a'))], 'bytes'],
    ['other string types', [rdn(cn('a'))], [rdn(sequence(oid(common), text(0x13, 'a')))], 'text'],
    ['another case', [rdn(cn('A b'))], [rdn(cn('a B'))], 'text'],
    ['more white space', [rdn(cn(' a  b '))], [rdn(cn('a b'))], 'text'],
    ['case beyond ASCII', [rdn(cn('MÜNCHEN'))], [rdn(cn('münchen'))], 'unicode'],
    ['such a case in one part alone', [rdn(cn('É')), rdn(o('x'))], [rdn(cn('é')), rdn(o('X'))], 'unicode'],
    ['other values', [rdn(cn('a'))], [rdn(cn('b'))], 'different'],
    ['another type', [rdn(cn('a'))], [rdn(o('a'))], 'different'],
    ['one part more', [rdn(cn('a'))], [rdn(cn('a')), rdn(o('x'))], 'different'],
    ['a second part that is other', [rdn(cn('a')), rdn(o('x'))], [rdn(cn('a')), rdn(o('y'))], 'different'],
    ['one attribute more', [rdn(cn('a'))], [rdn(cn('a'), o('x'))], 'different'],
    ['attributes of a part in another order', [rdn(cn('a'), o('x'))], [rdn(o('X'), cn('a'))], 'text'],
    ['attributes of a part in a case beyond ASCII', [rdn(cn('É'), o('x'))], [rdn(cn('é'), o('x'))], 'unicode'],
    ['attributes of a part that are others', [rdn(cn('a'), o('x'))], [rdn(cn('a'), o('y'))], 'different'],
  ];
  for (const [what, a, b, match] of rows)
    it(`${what}: ${match}`, () => {
      const [x, y] = [one(...a), one(...b)];
      assert.equal(matchNames(x, y), match);
      assert.equal(isSameName(x, y), match !== 'different');
      assert.equal(nameKey(x) === nameKey(y), match !== 'different');
    });

  it('are below one another by whole parts, from the top', () => {
    const [top, below, aside] = [
      one(rdn(o('x'))),
      one(rdn(o('X')), rdn(sequence(oid(common), ia5('a')))),
      one(rdn(cn('a')), rdn(o('x'))),
    ];
    assert.deepEqual(
      [isBelowName(below, top), isBelowName(top, top), isBelowName(top, below), isBelowName(aside, top)],
      [true, true, false, false],
    );
  });
});
