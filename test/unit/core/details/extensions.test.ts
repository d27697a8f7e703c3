import assert from 'node:assert/strict';
import { extensionSection } from '../../../../src/core/details/extensions';
import type { Extension, ExtensionContent } from '../../../../src/core/model';
import { parseCertificate } from '../../../../src/core/x509/certificate';
import { accessMethods, extendedKeyUsages, otherExtensions, policies } from '../../../../src/core/x509/oids';
import type { DetailRow } from '../../../../src/shared/protocol';
import { english } from '../../../../src/shared/translate';
import { certificateWith, extension, implicit, nil, oid, sequence } from '../../../fixtures/der';

const uri = (value: string): Uint8Array => implicit(6, Buffer.from(value));

/** Returns the rows of a certificate with these extensions. */
function rowsOf(...extensions: readonly Uint8Array[]): readonly DetailRow[] {
  const reading = parseCertificate(certificateWith(...extensions));
  assert.ok(reading.ok);
  return extensionSection(reading.value.extensions, english).rows;
}
function rowOf(content: ExtensionContent, facts: Partial<Extension> = {}): DetailRow {
  const [row] = extensionSection(
    [{ oid: '2.999', name: '2.999', isCritical: false, hex: '00', content, ...facts }],
    english,
  ).rows;
  assert.ok(row);
  return row;
}
/** Names and their OIDs, as lists of purposes and policies show them. */
const named = (table: ReadonlyMap<string, string>) => [...table].map(([type, name]) => `${name} (${type})`);

describe('the extensions of a certificate', () => {
  it('name each purpose that has a name', () => {
    const types = [...extendedKeyUsages.keys()];
    const [row] = rowsOf(extension('2.5.29.37', sequence(...types.map(oid), oid('2.999'))));
    assert.deepEqual(row?.values, [...named(extendedKeyUsages), '2.999']);
  });

  it('name each policy that has a name', () => {
    const list = [...policies.keys(), '2.999'].map((type) => sequence(oid(type)));
    assert.deepEqual(rowsOf(extension('2.5.29.32', sequence(...list)))[0]?.values, [...named(policies), '2.999']);
  });

  it('name each way of access that has a name, of issuer and subject', () => {
    const list = [...accessMethods.keys(), '2.999'].map((type) => sequence(oid(type), uri('http://a.test')));
    const expected = [...accessMethods.values(), '2.999'].map((name) => `${name}: http://a.test`);
    for (const type of ['1.3.6.1.5.5.7.1.1', '1.3.6.1.5.5.7.1.11'])
      assert.deepEqual(rowsOf(extension(type, sequence(...list)))[0]?.values, expected);
  });

  it('have the names of those that are shown as bytes', () => {
    const types = [...otherExtensions.keys(), '2.999'];
    assert.deepEqual(
      rowsOf(...types.map((type) => extension(type, nil))).map(({ label, oid: type, values, isMonospace }) => [
        label,
        type,
        values,
        isMonospace,
      ]),
      types.map((type) => [otherExtensions.get(type) ?? 'Unknown extension', type, ['0500'], true]),
    );
  });

  const words: readonly [what: string, content: ExtensionContent, values: readonly string[]][] = [
    ['no CA', { kind: 'basicConstraints', isCa: false }, ['not a certificate authority (CA)']],
    ['a CA', { kind: 'basicConstraints', isCa: true }, ['certificate authority (CA)', 'any number of CAs below it']],
    [
      'a CA with none below it',
      { kind: 'basicConstraints', isCa: true, pathLength: 0 },
      ['certificate authority (CA)', 'CAs below it, at most: 0'],
    ],
    [
      'uses of the key',
      {
        kind: 'keyUsage',
        usages: [
          'digitalSignature',
          'nonRepudiation',
          'keyEncipherment',
          'dataEncipherment',
          'keyAgreement',
          'keyCertSign',
          'cRLSign',
          'encipherOnly',
          'decipherOnly',
        ],
      },
      [
        'Digital signature',
        'Non-repudiation',
        'Key encipherment',
        'Data encipherment',
        'Key agreement',
        'Signing certificates',
        'Signing revocation lists',
        'Encipher only',
        'Decipher only',
      ],
    ],
    [
      'names of the issuer',
      {
        kind: 'issuerAltName',
        entries: [
          { kind: 'dns', value: 'a.test' },
          { kind: 'email', value: 'a@a.test' },
        ],
      },
      ['DNS name: a.test', 'Email address: a@a.test'],
    ],
    [
      'the key of the issuer by all that may be said of it',
      { kind: 'authorityKeyIdentifier', keyId: 'ab', issuer: [{ kind: 'dns', value: 'a.test' }], serial: '12' },
      ['Key ID: ab', 'Issuer: a.test', 'Serial number: 12'],
    ],
    ['the key of the issuer, of which nothing is said', { kind: 'authorityKeyIdentifier' }, ['empty']],
    [
      'where a policy is written down',
      { kind: 'certificatePolicies', policies: [{ oid: '2.999', cps: ['http://a.test/cps'] }] },
      ['2.999', 'Practice statement: http://a.test/cps'],
    ],
    [
      'where revocation lists are',
      { kind: 'crlDistributionPoints', addresses: ['http://a.test/crl'] },
      ['http://a.test/crl'],
    ],
    [
      'names that a CA may give, and those that it may not',
      { kind: 'nameConstraints', permitted: ['a.test'], excluded: ['b.test'] },
      ['permitted: a.test', 'excluded: b.test'],
    ],
    [
      'features of TLS',
      { kind: 'tlsFeature', features: [5, 17] },
      ['the server must staple a revocation status (must-staple)', 'TLS extension 17'],
    ],
    [
      'signatures of logs',
      { kind: 'sctList', scts: [{ version: 0, logId: 'ab', time: Date.UTC(2026, 0, 2, 3, 4, 5) }] },
      ['signed 2026-01-02 03:04:05 UTC by log ab'],
    ],
    ['a mark', { kind: 'marker' }, ['present']],
  ];
  for (const [what, content, values] of words)
    it(`say in words: ${what}`, () => {
      assert.deepEqual(rowOf(content).values, values);
    });

  it('mark what is empty, and set identifiers of keys like bytes', () => {
    assert.deepEqual(
      [
        rowOf({ kind: 'authorityKeyIdentifier' }),
        rowOf({ kind: 'unknown' }, { hex: '' }),
        rowOf({ kind: 'marker' }),
      ].map(({ isAbsent = false }) => isAbsent),
      [true, true, false],
    );
    assert.deepEqual(
      [rowOf({ kind: 'subjectKeyIdentifier', keyId: 'ab' }), rowOf({ kind: 'marker' })].map(
        ({ isMonospace = false }) => isMonospace,
      ),
      [true, false],
    );
  });

  it('say which of them are critical, and why one is malformed', () => {
    const malformed = { kind: 'malformed', reason: 'It is cut short.' } as const;
    assert.deepEqual(
      [
        rowOf({ kind: 'marker' }),
        rowOf({ kind: 'marker' }, { isCritical: true }),
        rowOf({ kind: 'unknown' }, { isCritical: true }),
        rowOf(malformed),
        rowOf(malformed, { isCritical: true }),
      ].map(({ note, severity }) => [note, severity]),
      [
        [undefined, undefined],
        ['critical', undefined],
        ['critical', undefined],
        ['malformed: It is cut short.', 'warning'],
        ['critical · malformed: It is cut short.', 'warning'],
      ],
    );
  });

  it('are shown whole up to 1024 bytes', () => {
    const shown = (bytes: number) => rowOf({ kind: 'unknown' }, { hex: 'ab'.repeat(bytes) }).values;
    assert.deepEqual(shown(1024), ['ab'.repeat(1024)]);
    assert.deepEqual(shown(1025), [`${'ab'.repeat(1024)} … 1025 bytes in all`]);
  });
});
