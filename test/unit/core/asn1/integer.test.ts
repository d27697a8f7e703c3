import assert from 'node:assert/strict';
import { parseDer } from '../../../../src/core/asn1/der';
import { bitLength, decimalText, serialText, smallInteger } from '../../../../src/core/asn1/integer';
import { integer } from '../../../fixtures/der';

const value = (content: string): ReturnType<typeof parseDer> => parseDer(integer(content));

describe('integers', () => {
  const cases: readonly (readonly [content: string, serial: string, small: number, bits: number | undefined])[] = [
    ['00', '00', 0, 0],
    ['01', '01', 1, 1],
    ['7f', '7F', 127, 7],
    ['0080', '80', 128, 8],
    ['00ff', 'FF', 255, 8],
    ['0100', '0100', 256, 9],
    ['ff', '-01', -1, undefined],
    ['80', '-80', -128, undefined],
    ['ff00', '-0100', -256, undefined],
    ['ff21524111', '-DEADBEEF', -0xdeadbeef, undefined],
  ];
  for (const [content, serial, small, bits] of cases) {
    it(`reads ${content}`, () => {
      assert.equal(serialText(value(content), 'It'), serial);
      assert.equal(smallInteger(value(content), 'It'), small);
      if (bits !== undefined) assert.equal(bitLength(value(content), 'It'), bits);
    });
  }

  it('counts the bits of a modulus', () => assert.equal(bitLength(value(`00${'c0'.padEnd(512, '0')}`), 'It'), 2048));
  it('writes an exponent in decimal', () => assert.equal(decimalText(value('010001'), 'It'), '65537'));
  it('writes a huge exponent in hex', () =>
    assert.equal(decimalText(value('7f'.repeat(100)), 'It'), `0x${'7f'.repeat(100)}`));

  for (const content of ['', '0001', '007f', 'ff80']) {
    it(`refuses "${content}", which DER does not write`, () =>
      assert.throws(() => serialText(value(content), 'It'), /well-formed/));
  }
  it('refuses a large one where a small one is due', () =>
    assert.throws(() => smallInteger(value('7f'.repeat(7)), 'It'), /too large/));
});
