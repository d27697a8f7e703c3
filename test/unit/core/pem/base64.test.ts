import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeBase64, encodeBase64 } from '../../../../src/core/pem/base64';

const decode = (text: string) => decodeBase64(text, { start: 0, end: text.length });

describe('base64', () => {
  const good: readonly [string, string][] = [
    ['AAEC', '000102'],
    ['/+8=', 'ffef'],
    ['/w==', 'ff'],
    [' A\tA\r\nE C\n', '000102'],
    ['AB==', '00'],
  ];
  for (const [text, hex] of good) {
    it(`reads ${JSON.stringify(text)}`, () => {
      const reading = decode(text);
      assert.ok(reading.ok);
      assert.equal(Buffer.from(reading.bytes).toString('hex'), hex);
    });
  }

  const bad: readonly [string, string, number][] = [
    ['AA!C', 'badCharacter', 2],
    ['AA-C', 'badCharacter', 2],
    ['AA\u00e9C', 'badCharacter', 2],
    ['AA==AAAA', 'dataAfterPadding', 4],
    ['AAE', 'incomplete', 2],
    ['AAECA', 'incomplete', 4],
    ['AAEC=', 'incomplete', 4],
    ['AA=', 'incomplete', 2],
    ['AA===', 'incomplete', 4],
    ['=', 'incomplete', 0],
    ['', 'empty', 0],
    [' \n', 'empty', 0],
  ];
  for (const [text, code, at] of bad) {
    it(`refuses ${JSON.stringify(text)}: ${code} at ${at}`, () => {
      assert.deepEqual(decode(text), { ok: false, problem: { code, at } });
    });
  }

  it('reads a part of a text and counts from its start', () => {
    assert.deepEqual(decodeBase64('xx!AA!C', { start: 3, end: 7 }), {
      ok: false,
      problem: { code: 'badCharacter', at: 5 },
    });
  });

  it('takes back what it wrote, as Node writes it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 20_000 }), (bytes) => {
        const text = encodeBase64(bytes);
        assert.equal(text, Buffer.from(bytes).toString('base64'));
        const reading = decode(text);
        assert.ok(reading.ok && Buffer.from(reading.bytes).equals(bytes));
      }),
      { numRuns: 60 },
    );
  });
});
