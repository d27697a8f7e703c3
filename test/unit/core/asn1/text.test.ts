import assert from 'node:assert/strict';
import { parseDer } from '../../../../src/core/asn1/der';
import { textOf } from '../../../../src/core/asn1/text';
import { hex, tlv } from '../../../fixtures/der';

describe('textOf', () => {
  const cases: readonly (readonly [what: string, tag: number, content: string, expected: string | undefined])[] = [
    ['UTF8String', 0x0c, 'c3bc e58da1 f09f989c', 'ü卡😜'],
    ['UTF8String that is Latin-1', 0x0c, '4dfc6c6c', 'Müll'],
    ['UTF8String with a replacement character', 0x0c, 'efbfbd', '\uFFFD'],
    ['UTF8String cut within a character', 0x0c, 'f09f98', 'ð\u009f\u0098'],
    ['PrintableString', 0x13, '4f4b', 'OK'],
    ['IA5String', 0x16, '6140622e63', 'a@b.c'],
    ['IA5String with a byte beyond ASCII', 0x16, 'e9', 'é'],
    ['TeletexString', 0x14, '4dfc6c6c', 'Müll'],
    ['NumericString', 0x12, '3132', '12'],
    ['VisibleString', 0x1a, '6f6b', 'ok'],
    ['BMPString', 0x1e, '004d 00fc d83d de1c', 'Mü😜'],
    ['UniversalString', 0x1c, '0000004d 0001f61c', 'M😜'],
    ['UniversalString beyond Unicode', 0x1c, '00110000', undefined],
    ['UniversalString of odd length', 0x1c, '00004d', undefined],
    ['empty UTF8String', 0x0c, '', ''],
    ['INTEGER', 0x02, '01', undefined],
    ['VideotexString', 0x15, '41', undefined],
  ];
  for (const [what, tag, content, expected] of cases) {
    it(`reads ${what}`, () => assert.equal(textOf(parseDer(tlv(tag, hex(content)))), expected));
  }
});
