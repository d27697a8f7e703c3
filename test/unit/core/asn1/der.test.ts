import assert from 'node:assert/strict';
import type { DerValue } from '../../../../src/core/asn1/der';
import { parseDer } from '../../../../src/core/asn1/der';
import { limits } from '../../../../src/core/limits';
import { bitString, hex, integer, nil, octetString, sequence, text, tlv, utf8 } from '../../../fixtures/der';

/** Every value's own bytes, in the order of the input. */
const slices = (value: DerValue): readonly string[] => [
  value.bytes.subarray(value.start, value.end).toString('hex'),
  ...value.children.flatMap(slices),
];

describe('parseDer', () => {
  it('knows where every value lies', () => {
    const inner = sequence(integer(5), utf8('x'.repeat(300)));
    const bits = bitString(sequence(nil));
    assert.deepEqual(
      slices(parseDer(sequence(inner, octetString(inner), bits))),
      [
        sequence(inner, octetString(inner), bits),
        inner,
        integer(5),
        utf8('x'.repeat(300)),
        octetString(inner),
        bits,
      ].map((each) => Buffer.from(each).toString('hex')),
    );
  });

  it('knows it with indefinite lengths too', () => {
    const root = parseDer(hex('3080 3080 020105 0000 0500 0000 ffff'));
    assert.deepEqual(slices(root), ['30803080020105000005000000', '30800201050000', '020105', '0500']);
    assert.deepEqual([root.content, root.contentEnd, root.end], [2, 11, 13]);
  });

  it('reads from the middle of a buffer', () => {
    const bytes = Buffer.concat([hex('ffff'), integer(7), hex('ff')]).subarray(2, 5);
    assert.deepEqual(slices(parseDer(bytes)), ['020107']);
  });

  it('takes a length with leading zeros, as BER allows', () =>
    assert.equal(parseDer(hex('02850000000001 05')).content, 7));

  it('leaves bytes behind the value alone', () => assert.equal(parseDer(Buffer.concat([nil, hex('beef')])).end, 2));

  const nest = (depth: number): Uint8Array => (depth === 0 ? nil : sequence(nest(depth - 1)));
  it('reads as deep as the limit', () => assert.equal(parseDer(nest(limits.asn1Depth - 1)).children.length, 1));

  const refused: readonly (readonly [what: string, bytes: Uint8Array, reason: RegExp])[] = [
    ['nothing', hex(''), /Too few bytes/],
    ['a tag alone', hex('30'), /Too few bytes/],
    ['a length beyond the end', hex('300502'), /Too few bytes/],
    ['a length of 2^64', hex('3088ffffffffffffffff00'), /beyond the end/],
    ['a length of length 127', hex(`30ff${'ff'.repeat(127)}`), /beyond the end/],
    ['a child beyond its parent', hex('3003 0205 01 00 00 00'), /Too few bytes/],
    ['an indefinite length without an end', hex('3080 0500'), /Too few bytes/],
    ['a primitive of indefinite length', hex('0480 00 0000'), /indefinite length/],
    ['nesting deeper than the limit', nest(limits.asn1Depth), /depth/],
    ['a thousand nested values of indefinite length', hex('3080'.repeat(1000)), /depth/],
    ['a tag number above 30', hex('1f 02 0101'), /tag number above 30/],
    ['a BMPString of odd length', sequence(text(0x1e, 'abc'), integer(1)), /Not DER|do not fit/],
    [
      'more values than the limit',
      sequence(new Uint8Array(Buffer.alloc(2 * limits.asn1Values, nil))),
      /More than 50000 values/,
    ],
    ['more bytes than the limit', new Uint8Array(limits.objectBytes + 1), /More than/],
  ];
  for (const [what, bytes, reason] of refused) {
    it(`refuses ${what}`, () =>
      assert.throws(
        () => parseDer(bytes),
        (error: Error) => error.name === 'Error' && reason.test(error.message),
      ));
  }

  it('says where it stopped', () => {
    assert.throws(() => parseDer(sequence(nil, tlv(0x04), hex('0409'))), { offset: 8 });
  });
});
