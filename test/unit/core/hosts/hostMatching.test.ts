import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { covers, coversHost, hostNamesOf, toCover, toCoveringName } from '../../../../src/core/hosts/hostMatching';
import type { SanEntry } from '../../../../src/core/model';
import { parseCertificate } from '../../../../src/core/x509/certificate';
import { certificateWith, extension, implicit, sequence } from '../../../fixtures/der';

const ofNames = (...names: readonly string[]) =>
  certificateWith(extension('2.5.29.17', sequence(...names.map((name) => implicit(2, Buffer.from(name, 'latin1'))))));

describe('names', () => {
  describe('covers', () => {
    const rows: readonly [pattern: string, host: string, expected: boolean][] = [
      ['example.com', 'example.com', true],
      ['EXAMPLE.com', 'example.COM', true],
      ['example.com', 'example.com.', true],
      ['example.com', 'example.com..', false],
      ['example.com.', 'example.com', false],
      ['example.com', 'www.example.com', false],
      ['*.example.com', 'www.example.com', true],
      ['*.example.com', 'WWW.Example.Com.', true],
      ['*.example.com', 'example.com', false],
      ['*.example.com', '.example.com', false],
      ['*.example.com', 'a.b.example.com', false],
      ['*.example.com', 'under_score.example.com', true],
      ['*.com', 'example.com', false],
      ['*', 'localhost', false],
      ['w*.example.com', 'www.example.com', false],
      ['*w.example.com', 'www.example.com', false],
      ['www.*.com', 'www.example.com', false],
      ['*.*.com', 'www.example.com', false],
      ['*.example.com', '*.example.com', true],
      ['*.example.com', '*.a.example.com', false],
      ['www.example.com', '*.example.com', false],
      ['xn--bcher-kva.example', 'bücher.example', true],
      ['xn--bcher-kva.example', 'BÜCHER.example', true],
      ['xn--bcher-kva.example', 'xn--BCHER-kva.example', true],
      ['*.bcher.example', 'xn--x.bcher.example', true],
      ['*.xn--bcher-kva.example', 'www.bücher.example', true],
      ['bücher.example', 'bücher.example', false],
      ['192.0.2.1', '192.0.2.1', true],
      ['*.0.2.1', '192.0.2.1', false],
      ['2001:DB8:0::1', '[2001:db8::1]', true],
      ['2001:db8::1', '2001:db8::2', false],
      ['example.com', 'example.com:443', false],
      ['example.com', 'example.com/path', false],
      ['example.com', ' example.com', false],
      ['', '', false],
      ['example.com', '', false],
      [`*.${'a'.repeat(63)}.com`, `x.${'a'.repeat(63)}.com`, true],
      [`*.${'a'.repeat(64)}.com`, `x.${'a'.repeat(64)}.com`, false],
    ];
    for (const [pattern, host, expected] of rows)
      it(`${pattern || '(empty)'} ${expected ? 'covers' : 'does not cover'} ${host || '(empty)'}`, () =>
        assert.equal(covers(pattern, host), expected));
  });

  it('are covered alike, asked one by one or together', () => {
    const label = fc.constantFrom('a', 'B', '*', 'ü', 'x'.repeat(64), '', '192', '0', '2', '1');
    const name = fc.array(label, { maxLength: 4 }).map((labels) => labels.join('.'));
    const san = fc.record({ kind: fc.constantFrom('dns' as const, 'ip' as const, 'email' as const), value: name });
    fc.assert(
      fc.property(fc.array(san, { maxLength: 5 }), name, (sans, host) => {
        const read = sans as readonly SanEntry[];
        assert.equal(toCover(read)(host), coversHost(read, host));
        const wild = read.map((each) => ({ ...each, value: `*.${each.value}` }));
        assert.equal(toCover(wild)(`a.${host}`), coversHost(wild, `a.${host}`));
      }),
      { numRuns: 2_000 },
    );
  });

  it('toCoveringName finds a name exactly where one covers', () => {
    const label = fc.constantFrom('a', 'B', '*', 'www', 'xn--bcher-kva', 'bücher');
    const name = fc.oneof(
      fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.')),
      fc.constantFrom('192.0.2.1', '2001:db8::1', '2001:DB8:0::1', '*.com', '*', '', 'a.b.'),
    );
    fc.assert(
      fc.property(fc.array(name, { maxLength: 6 }), name, (names, host) => {
        const found = toCoveringName(names)(host);
        assert.equal(
          found !== undefined,
          names.some((each) => covers(each, host)),
        );
        assert.ok(found === undefined || covers(found, host));
      }),
      { numRuns: 2000 },
    );
  });

  describe('coversHost', () => {
    const dns = (value: string): SanEntry => ({ kind: 'dns', value });
    const ip = (value: string): SanEntry => ({ kind: 'ip', value, version: 4 });
    const rows: readonly [string, readonly SanEntry[], host: string, expected: boolean][] = [
      ['one of several names', [dns('a.example'), dns('b.example')], 'b.example', true],
      ['an address by an address', [ip('192.0.2.1')], '192.0.2.1', true],
      ['an address in wide digits', [ip('192.0.2.1')], '１92.0.2.1', true],
      ['no address by a DNS name', [dns('192.0.2.1')], '192.0.2.1', false],
      ['no octal address', [ip('8.0.2.1')], '010.0.2.1', false],
      ['no name by an e-mail address', [{ kind: 'email', value: 'a.example' }], 'a.example', false],
      ['no name by a URI', [{ kind: 'uri', value: 'a.example' }], 'a.example', false],
      ['nothing by nothing', [], 'a.example', false],
    ];
    for (const [what, sans, host, expected] of rows) it(what, () => assert.equal(coversHost(sans, host), expected));
  });

  it('agrees with node:crypto over any names', () => {
    // Letters few enough to meet; no `_` and no hyphen at an end, which OpenSSL does not let a wildcard stand beside.
    const label = fc.constantFrom('a', 'b', 'A', 'xn--bcher-kva', 'a-b', 'a1');
    const name = fc.array(label, { minLength: 1, maxLength: 4 }).map((labels) => labels.join('.'));
    const pattern = fc
      .tuple(fc.constantFrom('', '', '*.', '*', 'a*.', '*a.', 'a.*.', '*.*.'), name)
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(pattern, { minLength: 1, maxLength: 4 }), name, (patterns, host) => {
        const der = ofNames(...patterns);
        const reading = parseCertificate(der);
        assert(reading.ok);
        const expected =
          new X509Certificate(der).checkHost(host, { subject: 'never', partialWildcards: false }) !== undefined;
        assert.equal(coversHost(reading.value.sans ?? [], host), expected, `${patterns.join(' ')} for ${host}`);
      }),
      { numRuns: 600 },
    );
  });

  it('agrees with node:crypto over any addresses', () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(address, address, (named, asked) => {
        const bytes = (text: string) => toBytes(text);
        const der = certificateWith(extension('2.5.29.17', sequence(implicit(7, bytes(named)))));
        const reading = parseCertificate(der);
        assert(reading.ok);
        for (const host of [named, asked])
          assert.equal(
            coversHost(reading.value.sans ?? [], host),
            new X509Certificate(der).checkIP(host) !== undefined,
            `${named} for ${host}`,
          );
      }),
      { numRuns: 200 },
    );
  });

  it('lists the names of hosts, each once', () =>
    assert.deepEqual(
      hostNamesOf([
        { kind: 'dns', value: 'A.example' },
        { kind: 'dns', value: 'a.example' },
        { kind: 'email', value: 'a@a.example' },
        { kind: 'ip', value: '192.0.2.1', version: 4 },
      ]),
      ['a.example', '192.0.2.1'],
    ));
});

/** By the book, not by our reader: groups between and around `::`, with a dotted end made two groups. */
function toBytes(text: string): Buffer {
  if (!text.includes(':')) return Buffer.from(text.split('.').map(Number));
  const hex = text.replace(
    /(\d+)\.(\d+)\.(\d+)\.(\d+)$/,
    (_, a, b, c, d) => `${(Number(a) * 256 + Number(b)).toString(16)}:${(Number(c) * 256 + Number(d)).toString(16)}`,
  );
  const [head = '', tail] = hex.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const after = tail === undefined ? [] : groups(tail);
  const before = groups(head);
  const middle = Array<string>(tail === undefined ? 0 : 8 - before.length - after.length).fill('0');
  return Buffer.from([...before, ...middle, ...after].map((group) => group.padStart(4, '0')).join(''), 'hex');
}
