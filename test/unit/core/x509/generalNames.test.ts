import assert from 'node:assert/strict';
import { parseDer } from '../../../../src/core/asn1/der';
import type { SanEntry } from '../../../../src/core/model';
import { toName } from '../../../../src/core/x509/distinguishedName';
import { generalNames } from '../../../../src/core/x509/generalNames';
import { explicit, hex, implicit, integer, name, oid, sequence, utf8 } from '../../../fixtures/der';

const ascii = (value: string): Uint8Array => Buffer.from(value, 'latin1');
const directory = name(['2.5.4.3', 'Someone']);
const upn = explicit(0, oid('1.3.6.1.4.1.311.20.2.3'), explicit(0, utf8('a@b')));

describe('generalNames', () => {
  const cases: readonly (readonly [what: string, der: Uint8Array, entry: Partial<SanEntry>])[] = [
    ['a DNS name', implicit(2, ascii('*.example.com')), { kind: 'dns', value: '*.example.com' }],
    ['a DNS name with bytes beyond ASCII, each for itself', implicit(2, hex('c3bc')), { kind: 'dns', value: 'Ã¼' }],
    ['a DNS name with a NUL in it', implicit(2, ascii('a\0b')), { kind: 'dns', value: 'a\0b' }],
    ['an address of email', implicit(1, ascii('a@example.com')), { kind: 'email', value: 'a@example.com' }],
    ['a URI', implicit(6, ascii('https://example.com/')), { kind: 'uri', value: 'https://example.com/' }],
    ['an IPv4 address', implicit(7, hex('c0000201')), { kind: 'ip', value: '192.0.2.1', version: 4 }],
    [
      'an IPv6 address',
      implicit(7, hex(`20010db8${'0'.repeat(23)}1`)),
      { kind: 'ip', value: '2001:db8::1', version: 6 },
    ],
    [
      'an address of eight bytes',
      implicit(7, hex('c0000200ffffff00')),
      { kind: 'ip', value: 'c0000200ffffff00', version: undefined },
    ],
    ['a registered ID', implicit(8, hex('8837')), { kind: 'registeredId', value: '2.999', oid: '2.999' }],
    [
      'a directory name',
      explicit(4, directory),
      { kind: 'directoryName', value: 'CN=Someone', name: toName(parseDer(directory), 'A directory name') },
    ],
    ['an other name', upn, { kind: 'other', oid: '1.3.6.1.4.1.311.20.2.3', value: Buffer.from(upn).toString('hex') }],
    ['an EDI party name', explicit(5, explicit(1, utf8('x'))), { kind: 'other', value: 'a505a1030c0178' }],
  ];
  for (const [what, der, expected] of cases) {
    it(`reads ${what}`, () => {
      const [entry] = generalNames(parseDer(sequence(der)));
      assert.deepEqual(entry, expected);
    });
  }

  it('joins the segments of a DNS name', () => {
    const [entry] = generalNames(parseDer(sequence(explicit(2, hex('0402 6578'), hex('0401 61')))));
    assert.deepEqual(entry, { kind: 'dns', value: 'exa' });
  });

  it('keeps the order', () => {
    const entries = generalNames(
      parseDer(sequence(implicit(2, ascii('b')), implicit(7, hex('7f000001')), implicit(2, ascii('a')))),
    );
    assert.deepEqual(
      entries.map(({ value }) => value),
      ['b', '127.0.0.1', 'a'],
    );
  });

  it('refuses what is no list', () => assert.throws(() => generalNames(parseDer(integer(1))), /list of names/));
  it('refuses an other name without a type', () =>
    assert.throws(() => generalNames(parseDer(sequence(explicit(0)))), /other name/));
});
