import assert from 'node:assert/strict';
import fc from 'fast-check';
import { decodeBase64, decodeRegular, encodeBase64 } from '../../../../src/core/pem/base64';

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

describe('decodeRegular', () => {
  const regular = (text: string): string | undefined => {
    const bytes = decodeRegular(text, { start: 0, end: text.length });
    return bytes && Buffer.from(bytes).toString('hex');
  };
  const wrap = (bytes: Uint8Array): string =>
    Buffer.from(bytes)
      .toString('base64')
      .replace(/.{64}(?=.)/g, '$&\n');

  it('reads what is written as RFC 7468 wants it, with its last line feed and without', () =>
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
        const expected = Buffer.from(bytes).toString('hex');
        assert.deepEqual([regular(wrap(bytes)), regular(`${wrap(bytes)}\n`)], [expected, expected]);
      }),
    ));

  it('reads nothing otherwise than the other reader, whatever is changed', () => {
    const edit = fc.record({
      at: fc.nat(),
      remove: fc.nat(3),
      insert: fc.constantFrom('', '\n', '=', 'A', '-', '_', ' ', '\r', '\u0141', '\u00e9', '!'),
    });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.array(edit, { maxLength: 3 }), (bytes, edits) => {
        let text = wrap(bytes);
        for (const { at, remove, insert } of edits) {
          const start = at % (text.length + 1);
          text = text.slice(0, start) + insert + text.slice(start + remove);
        }
        const found = regular(text);
        if (found === undefined) return;
        const reading = decode(text);
        assert.equal(reading.ok && Buffer.from(reading.bytes).toString('hex'), found);
        assert.doesNotMatch(text, /^\n|\n\n/);
      }),
      { numRuns: 3_000 },
    );
  });
});
