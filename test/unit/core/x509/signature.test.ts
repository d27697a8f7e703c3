import assert from 'node:assert/strict';
import { parseDer } from '../../../../src/core/asn1/der';
import { toSignatureAlgorithm } from '../../../../src/core/x509/signature';
import { explicit, integer, nil, oid, sequence } from '../../../fixtures/der';

const pss = '1.2.840.113549.1.1.10';
const hash = (type: string): Uint8Array => explicit(0, sequence(oid(type), nil));

describe('toSignatureAlgorithm', () => {
  const cases: readonly (readonly [der: Uint8Array, name: string, hash?: string])[] = [
    [sequence(oid('1.2.840.113549.1.1.11'), nil), 'sha256WithRSAEncryption', 'SHA-256'],
    [sequence(oid('1.2.840.10045.4.3.3')), 'ecdsa-with-SHA384', 'SHA-384'],
    [sequence(oid('1.3.101.112')), 'Ed25519'],
    [sequence(oid('2.16.840.1.101.3.4.3.18')), 'ML-DSA-65'],
    [sequence(oid('2.999.1')), '2.999.1'],
    [
      sequence(oid(pss), sequence(hash('2.16.840.1.101.3.4.2.1'), explicit(2, integer(32)))),
      'RSASSA-PSS with SHA-256',
      'SHA-256',
    ],
    [sequence(oid(pss), sequence(hash('2.16.840.1.101.3.4.2.3'))), 'RSASSA-PSS with SHA-512', 'SHA-512'],
    [sequence(oid(pss), sequence()), 'RSASSA-PSS with SHA-1', 'SHA-1'],
    [sequence(oid(pss), sequence(hash('2.999'))), 'RSASSA-PSS with 2.999', '2.999'],
    [sequence(oid(pss)), 'RSASSA-PSS'],
    [sequence(oid(pss), sequence(explicit(0, integer(1)))), 'RSASSA-PSS'],
  ];
  for (const [der, name, hash] of cases) {
    it(`names ${name}`, () => {
      const read = toSignatureAlgorithm(parseDer(der));
      assert.deepEqual([read.name, read.hash], [name, hash]);
    });
  }
  it('refuses what is no algorithm', () =>
    assert.throws(() => toSignatureAlgorithm(parseDer(integer(1))), /signature algorithm/));
});
