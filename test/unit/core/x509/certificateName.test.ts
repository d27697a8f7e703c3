import assert from 'node:assert/strict';
import type { Certificate, SanEntry } from '../../../../src/core/model';
import { certificateName } from '../../../../src/core/x509/certificateName';
import { certificate, name } from '../../../fixtures/der';
import { parse } from '../../../fixtures/parsed';

const called = (...attributes: readonly (readonly [oid: string, value: string])[]): Certificate =>
  parse({ der: certificate({ subject: name(...attributes) }) });

describe('certificateName', () => {
  const shop = called(['2.5.4.6', 'DE'], ['2.5.4.10', 'Shop'], ['2.5.4.3', 'shop.test']);
  const nameless = { ...called(), serial: '0A' };
  const dns = (value: string): SanEntry => ({ kind: 'dns', value });
  const address: SanEntry = { kind: 'ip', value: '192.0.2.1', version: 4 };
  const email: SanEntry = { kind: 'email', value: 'me@shop.test' };
  const rows: readonly (readonly [what: string, of: Parameters<typeof certificateName>[0], expected: string])[] = [
    ['its first host name', { ...shop, sans: [email, dns('dns.test'), address] }, 'dns.test'],
    ['its first address', { ...shop, sans: [email, address, dns('dns.test')] }, '192.0.2.1'],
    ['the host name of a CA, too', { ...shop, isCa: true, sans: [dns('dns.test')] } as Certificate, 'dns.test'],
    [
      'its first host name as it was meant, where that is no ASCII',
      { ...shop, sans: [dns(Buffer.from('bücher.test').toString('latin1'))] },
      'bücher.test',
    ],
    ['its Common Name where it names no host', { ...shop, sans: [dns(' '), email] }, 'shop.test'],
    ['its organization where that has no Common Name', called(['2.5.4.6', 'DE'], ['2.5.4.10', 'Shop']), 'Shop'],
    ['its whole subject where that has neither', called(['2.5.4.6', 'DE']), 'C=DE'],
    ['any name where the subject is empty', { ...nameless, sans: [email] }, 'me@shop.test'],
    ['its serial number where it names nothing', nameless, '0A'],
    ['a dash for a request that names nothing', { subject: nameless.subject, sans: [] }, '–'],
    ['shown with what hides in it', { ...shop, sans: [dns('a\u202eb.test')] }, 'a\\u{202E}b.test'],
    ['cut at 80 characters', { ...shop, sans: [dns('a'.repeat(81))] }, `${'a'.repeat(80)}…`],
  ];
  for (const [what, of, expected] of rows) it(`is ${what}`, () => assert.equal(certificateName(of), expected));
});
