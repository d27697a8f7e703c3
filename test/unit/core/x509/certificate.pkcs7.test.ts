import assert from 'node:assert/strict';
import fc from 'fast-check';
import { limits } from '../../../../src/core/limits';
import { parsePkcs7 } from '../../../../src/core/x509/certificate';
import { explicit, integer, oid, sequence, set, tlv, utf8 } from '../../../fixtures/der';

const signed = (...more: readonly Uint8Array[]) =>
  sequence(
    oid('1.2.840.113549.1.7.2'),
    explicit(0, sequence(integer(1), set(), sequence(oid('1.2.840.113549.1.7.1')), ...more, set())),
  );
const [a, b] = [sequence(utf8('a')), sequence(utf8('b'))];

describe('parsePkcs7', () => {
  const rows: readonly (readonly [string, Uint8Array, readonly Uint8Array[] | undefined])[] = [
    ['certificates, in their order', signed(tlv(0xa0, b, a)), [b, a]],
    ['certificates and revocation lists', signed(tlv(0xa0, a), tlv(0xa1, b)), [a]],
    ['none', signed(), []],
    ['another content', sequence(oid('1.2.840.113549.1.7.1'), explicit(0, sequence())), undefined],
    ['another structure', sequence(integer(1)), undefined],
  ];
  for (const [title, der, expected] of rows)
    it(title, () => {
      const reading = parsePkcs7(der);
      assert.deepEqual(
        reading.ok ? reading.value.map((each) => Buffer.from(each).toString('hex')) : undefined,
        expected?.map((each) => Buffer.from(each).toString('hex')),
      );
    });
  it('reads one certificate more than a text may have blocks, which says that there are too many', () => {
    const reading = parsePkcs7(signed(tlv(0xa0, ...Array<Uint8Array>(limits.blocks + 5).fill(a))));
    assert.equal(reading.ok && reading.value.length, limits.blocks + 1);
  });
  it('answers to any bytes', () =>
    fc.assert(fc.property(fc.uint8Array(), (der) => typeof parsePkcs7(der).ok === 'boolean')));
});
