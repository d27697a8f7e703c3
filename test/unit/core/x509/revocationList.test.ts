import assert from 'node:assert/strict';
import { parseRevocationList } from '../../../../src/core/x509/revocationList';
import { bitString, oid, sequence, set, tlv, utf8 } from '../../../fixtures/der';

const time = (text: string): Uint8Array => tlv(0x17, Buffer.from(text));
const algorithm = sequence(oid('1.2.840.113549.1.1.11'));
const issuer = sequence(set(sequence(oid('2.5.4.3'), utf8('a'))));
const list = (...content: readonly Uint8Array[]): Uint8Array =>
  sequence(sequence(...content), algorithm, bitString(Buffer.from([1])));

describe('parseRevocationList', () => {
  const cases: readonly [
    what: string,
    der: Uint8Array,
    expected: readonly [thisUpdate: string, nextUpdate: string | undefined, count: number] | undefined,
  ][] = [
    ['of version 1, with one date', list(algorithm, issuer, time('260101000000Z')), ['2026-01-01', undefined, 0]],
    [
      'of version 1, with one date and entries',
      list(algorithm, issuer, time('260101000000Z'), sequence(sequence(), sequence())),
      ['2026-01-01', undefined, 2],
    ],
    [
      'with both dates',
      list(algorithm, issuer, time('260101000000Z'), time('260201000000Z'), sequence(sequence())),
      ['2026-01-01', '2026-02-01', 1],
    ],
    ['without a date', list(algorithm, issuer), undefined],
    ['without a signature', sequence(sequence(algorithm, issuer, time('260101000000Z')), algorithm), undefined],
  ];
  const day = (at: number | undefined): string | undefined =>
    at === undefined ? undefined : new Date(at).toISOString().slice(0, 10);
  for (const [what, der, expected] of cases)
    it(what, () => {
      const reading = parseRevocationList(der);
      assert.deepEqual(
        reading.ok ? [day(reading.value.thisUpdate), day(reading.value.nextUpdate), reading.value.count] : undefined,
        expected,
      );
    });
});
