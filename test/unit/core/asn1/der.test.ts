import assert from 'node:assert/strict';
import fc from 'fast-check';
import * as forge from 'node-forge';
import type { DerValue } from '../../../../src/core/asn1/der';
import { parseDer } from '../../../../src/core/asn1/der';
import { limits } from '../../../../src/core/limits';
import {
  bitString,
  certificateWith,
  extension,
  hex,
  implicit,
  integer,
  nil,
  octetString,
  oid,
  sequence,
  text,
  tlv,
  utf8,
} from '../../../fixtures/der';

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
    ['nothing', hex(''), /ends beyond/],
    ['a tag alone', hex('30'), /ends beyond/],
    ['a length beyond the end', hex('300502'), /ends beyond/],
    ['a length of 2^64', hex('3088ffffffffffffffff00'), /ends beyond/],
    ['a length of length 127', hex(`30ff${'ff'.repeat(127)}`), /ends beyond/],
    ['a child beyond its parent', hex('3003 0205 01 00 00 00'), /ends beyond/],
    ['an indefinite length without an end', hex('3080 0500'), /ends beyond/],
    ['one whose end is behind its parent', hex('3006 3002 2480 0000'), /ends beyond/],
    ['a primitive of indefinite length', hex('0480 00 0000'), /indefinite length/],
    ['nesting deeper than the limit', nest(limits.asn1Depth), /too deep/],
    ['a thousand nested values of indefinite length', hex('3080'.repeat(1000)), /too deep/],
    ['a tag number above 30', hex('1f 02 0101'), /tag number is above 30/],
    ['a BMPString of odd length', sequence(text(0x1e, 'abc'), integer(1)), /odd number/],
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

  it('agrees with node-forge on changed, cut and doubled bytes', () => {
    const whole = certificateWith(
      extension('2.5.29.17', sequence(implicit(2, Buffer.from('a.example')))),
      sequence(oid('2.999'), tlv(0x24, octetString(hex('01')), hex('2480 040102 0000'))),
    );
    const edit = fc.record({
      at: fc.nat(),
      remove: fc.nat(8),
      insert: fc.array(fc.constantFrom(0x00, 0x02, 0x04, 0x1e, 0x24, 0x30, 0x7f, 0x80, 0x81, 0x84, 0xff), {
        maxLength: 8,
      }),
    });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 5 }), (edits) => {
        let bytes = Buffer.from(whole);
        for (const { at, remove, insert } of edits) {
          const start = at % (bytes.length + 1);
          bytes = Buffer.concat([bytes.subarray(0, start), Buffer.from(insert), bytes.subarray(start + remove)]);
        }
        const ours = outcomeOf(() => shapeOf(parseDer(bytes)));
        // It takes such strings one byte longer than they are, of whatever class, and reads no long tags as such.
        if (/odd number|above 30/.test(ours) || /"[159d]e/.test(ours)) return;
        assert.equal(
          ours.startsWith('Error') ? 'Error' : ours,
          outcomeOf(() => forgeShapeOf(readByForge(bytes))).replace(/^Error.*/s, 'Error'),
        );
      }),
      { numRuns: 5_000 },
    );
  });
});

type Shape = readonly [tag: string, content: string | readonly Shape[]];

const hexTag = (tag: number): string => tag.toString(16).padStart(2, '0');

const shapeOf = (value: DerValue): Shape => [
  hexTag(value.tag),
  (value.tag & 0x20) === 0 ? value.bytes.toString('hex', value.content, value.contentEnd) : value.children.map(shapeOf),
];

/** Its types know none of these options. */
const readByForge = (bytes: Buffer): forge.asn1.Asn1 =>
  Reflect.apply(forge.asn1.fromDer, forge.asn1, [
    forge.util.createBuffer(bytes.toString('latin1')),
    { strict: true, parseAllBytes: false, decodeBitStrings: false, maxDepth: limits.asn1Depth },
  ]);

const forgeShapeOf = ({ tagClass, type, constructed, value }: forge.asn1.Asn1): Shape => [
  hexTag(tagClass | type | (constructed ? 0x20 : 0)),
  typeof value === 'string'
    ? type === forge.asn1.Type.BMPSTRING
      ? Buffer.from(value, 'utf16le').swap16().toString('hex')
      : Buffer.from(value, 'latin1').toString('hex')
    : value.map(forgeShapeOf),
];

function outcomeOf(make: () => unknown): string {
  try {
    return JSON.stringify(make());
  } catch (error) {
    return String(error);
  }
}
