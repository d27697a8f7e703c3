import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseJson } from '../../../src/gateway/json';

const cases: readonly (readonly [text: string, value: unknown])[] = [
  ['{"id":1}', { id: 1 }],
  ['{"id":392306215415186327}', { id: '392306215415186327' }],
  ['[18446744073709551615,-9223372036854775808]', ['18446744073709551615', '-9223372036854775808']],
  ['[9007199254740991,9007199254740993]', [9007199254740991, '9007199254740993']],
  ['392306215415186327', '392306215415186327'],
  ['[0.1234567890123456789,1234567890123456789e2,1.5E-1234567890123456789]', [0.1234567890123456789, 1234567890123456789e2, 0]],
  ['{"a":"392306215415186327","b":392306215415186327}', { a: '392306215415186327', b: '392306215415186327' }],
  ['{"a":"\\"392306215415186327","b":[392306215415186327]}', { a: '"392306215415186327', b: ['392306215415186327'] }],
  ['{"a":"x\\\\","b":392306215415186327}', { a: 'x\\', b: '392306215415186327' }],
  ['{"392306215415186327":392306215415186327}', { '392306215415186327': '392306215415186327' }],
];

describe('parseJson', () => {
  for (const [text, value] of cases) {
    it(text, () => assert.deepEqual(parseJson(text), { ok: true, value }));
  }

  for (const text of ['', '{"a":', '{"key":"secret1234567890123456', 'page_size must be', '[1234567890123456789', '"\\']) {
    it(`refuses ${JSON.stringify(text)} without quoting it`, () => {
      const reading = parseJson(text);
      assert.equal(reading.ok, false);
      assert.equal(JSON.stringify(reading).includes('secret'), false);
    });
  }

  it('is JSON.parse for everything without large integers', () => {
    fc.assert(fc.property(fc.json({ noUnicodeString: false }), (text) => {
      const value: unknown = JSON.parse(text);
      fc.pre(!/\d{16}/.test(text));
      assert.deepEqual(parseJson(text), { ok: true, value });
    }));
  });

  it('never changes a text, whatever stands in it', () => {
    const pieces = fc.array(fc.constantFrom('"', '\\', '1234567890123456789', '-', 'e', '.', ' ', 'a', '{', '€'), { maxLength: 20 });
    fc.assert(fc.property(pieces, (parts) => {
      const value = { text: parts.join(''), number: 1 };
      assert.deepEqual(parseJson(JSON.stringify(value)), { ok: true, value });
    }));
  });

  // Quadratic time would be hours.
  it('takes linear time for digits without end and for backslashes without end', () => {
    for (const text of ['1'.repeat(4_000_000) + '.', '"1234567890123456' + '\\'.repeat(4_000_001) + '"']) assert.equal(parseJson(text).ok, false);
  });
});
