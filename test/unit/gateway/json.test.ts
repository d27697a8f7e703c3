import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answerLimits } from '../../../src/gateway/answerLimits';
import { parseJson as parseInPieces } from '../../../src/gateway/json';
import { runSync } from '../../../src/shared/cooperative';

const parseJson = (text: string) => runSync(parseInPieces(Buffer.from(text)));

const cases: readonly (readonly [text: string, value: unknown])[] = [
  ['{"id":1}', { id: 1 }],
  ['{"id":392306215415186327}', { id: '392306215415186327' }],
  ['[18446744073709551615,-9223372036854775808]', ['18446744073709551615', '-9223372036854775808']],
  ['[9007199254740991,9007199254740993]', [9007199254740991, '9007199254740993']],
  ['392306215415186327', '392306215415186327'],
  [
    '[0.1234567890123456789,1234567890123456789e2,1.5E-1234567890123456789]',
    [0.1234567890123456789, 1234567890123456789e2, 0],
  ],
  ['{"a":"392306215415186327","b":392306215415186327}', { a: '392306215415186327', b: '392306215415186327' }],
  ['{"a":"\\"392306215415186327","b":[392306215415186327]}', { a: '"392306215415186327', b: ['392306215415186327'] }],
  ['{"a":"x\\\\","b":392306215415186327}', { a: 'x\\', b: '392306215415186327' }],
  ['{"392306215415186327":392306215415186327}', { '392306215415186327': '392306215415186327' }],
];

describe('parseJson', () => {
  for (const [text, value] of cases) {
    it(text, () => assert.deepEqual(parseJson(text), { ok: true, value }));
  }

  for (const text of [
    '',
    '{"a":',
    '{"key":"secret1234567890123456',
    'page_size must be',
    '[1234567890123456789',
    '"\\',
  ]) {
    it(`refuses ${JSON.stringify(text)} without quoting it`, () => {
      const reading = parseJson(text);
      assert.equal(reading.ok, false);
      assert.equal(JSON.stringify(reading).includes('secret'), false);
    });
  }

  it('is JSON.parse for everything without large integers', () => {
    fc.assert(
      fc.property(fc.json({ noUnicodeString: false }), (text) => {
        const value: unknown = JSON.parse(text);
        fc.pre(!/\d{16}/.test(text));
        assert.deepEqual(parseJson(text), { ok: true, value });
      }),
    );
  });

  it('never changes a text, whatever stands in it', () => {
    const pieces = fc.array(fc.constantFrom('"', '\\', '1234567890123456789', '-', 'e', '.', ' ', 'a', '{', '€'), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(pieces, (parts) => {
        const value = { text: parts.join(''), number: 1 };
        assert.deepEqual(parseJson(JSON.stringify(value)), { ok: true, value });
      }),
    );
  });

  // Quadratic time would be hours.
  it('takes linear time for digits without end and for backslashes without end', () => {
    for (const text of ['1'.repeat(4_000_000) + '.', '"1234567890123456' + '\\'.repeat(4_000_001) + '"'])
      assert.equal(parseJson(text).ok, false);
  });

  const kilobytes = (count: number) => 'x'.repeat(count * 1024);
  const object = (id: number) => ({ id, text: kilobytes(4), more: [1, { a: null }, '","', 'é}]'] });
  const shapes: readonly (readonly [name: string, value: unknown])[] = [
    ['a list of objects', Array.from({ length: 300 }, (_, id) => object(id))],
    [
      'a list in an envelope',
      { total: 300, payload: { list: Array.from({ length: 300 }, (_, id) => object(id)), count: 300 }, last: 'x' },
    ],
    [
      'one large object among small ones',
      [
        1,
        { a: Array.from({ length: 80 }, () => kilobytes(4)) },
        2,
        { b: Array.from({ length: 90 }, () => kilobytes(4)) },
      ],
    ],
    [
      'large members of objects',
      Object.fromEntries(
        Array.from({ length: 4 }, (_, id) => [`"${String(id)}`, Array.from({ length: 80 }, () => kilobytes(4))]),
      ),
    ],
    ['a list of large texts', Array.from({ length: 4 }, () => kilobytes(600))],
    ['a member called __proto__', JSON.parse(`{"__proto__":["${kilobytes(300)}"],"a":1}`)],
  ];
  for (const [name, value] of shapes) {
    for (const indent of [0, 2]) {
      it(`reads ${name} in portions as JSON.parse does${indent === 0 ? '' : ', indented'}`, () => {
        const text = JSON.stringify(value, null, indent);
        assert.ok(text.length > 256 * 1024);
        assert.deepEqual(parseJson(` ${text}\n`), { ok: true, value: JSON.parse(text) });
      });
    }
  }

  const filling = `"${kilobytes(300)}"`;
  for (const [name, text] of [
    ['a comma at the end of a list', `[${filling},]`],
    ['a comma at the start', `[,${filling}]`],
    ['two commas', `[${filling},,${filling}]`],
    ['a comma at the end of an object', `{"a":${filling},}`],
    ['a member without a value', `{"a":[${filling}],"b"}`],
    ['a value behind a list', `[[${filling}]1]`],
    ['a text behind it', `[${filling}] x`],
    ['a wrong bracket', `[${filling}}`],
    ['no name', `{[${filling}]}`],
    ['an end too many', `[${filling}]]`],
  ] as const) {
    it(`refuses ${name} of a large text`, () => assert.deepEqual(parseJson(text), { ok: false, fault: 'broken' }));
  }

  const bounds: readonly (readonly [name: string, text: string, fault: string])[] = [
    ['lists in lists', '['.repeat(answerLimits.depth + 1), 'tooDeep'],
    ['60 million brackets', '['.repeat(60_000_000), 'tooDeep'],
    ['objects in objects', '{"a":'.repeat(answerLimits.depth + 1), 'tooDeep'],
    [
      'an object of a list with too many values',
      `{"list":[{"a":[${'1,'.repeat(answerLimits.objectValues)}1]}]}`,
      'tooManyValues',
    ],
    [
      'an object with too many members',
      `{"a":{${Array.from({ length: answerLimits.members + 1 }, (_, index) => `"${index}":1`).join()}}}`,
      'tooManyValues',
    ],
    ['numbers without end', `[${'1,'.repeat(answerLimits.values + 1)}1]`, 'tooManyValues'],
    ['one text without end', `["${'x'.repeat(answerLimits.objectBytes + 1)}"]`, 'tooLarge'],
    ['one number without end', `[${'1'.repeat(answerLimits.objectBytes * 2)}]`, 'tooLarge'],
    [
      'one object of a list without end',
      `[{"a":["${Array.from({ length: 700 }, () => kilobytes(4)).join('","')}"]}]`,
      'tooLarge',
    ],
    ['nothing', ' \n', 'empty'],
  ];
  for (const [name, text, fault] of bounds) {
    it(`refuses ${name}, before anything is parsed`, () => {
      const { parse } = JSON;
      let calls = 0;
      JSON.parse = (...parts: Parameters<typeof parse>): unknown => {
        calls += 1;
        return parse(...parts) as unknown;
      };
      try {
        assert.deepEqual([parseJson(text), calls], [{ ok: false, fault }, 0]);
      } finally {
        JSON.parse = parse;
      }
    });
  }

  it('parses little at a time, and yields in between', () => {
    const text = JSON.stringify({ list: Array.from({ length: 2_000 }, (_, id) => object(id)) });
    const { parse } = JSON;
    const sizes: number[] = [];
    JSON.parse = (part: string): unknown => {
      sizes.push(part.length);
      return parse(part) as unknown;
    };
    try {
      const work = parseInPieces(Buffer.from(text));
      let yields = 0;
      let before = 0;
      for (let step = work.next(); step.done !== true; step = work.next()) {
        yields += 1;
        assert.ok(sizes.length - before <= 1, 'one portion a step');
        before = sizes.length;
      }
      assert.ok(Math.max(...sizes) < 300_000, String(Math.max(...sizes)));
      assert.ok(yields >= 2 * Math.floor(text.length / 300_000), String(yields));
    } finally {
      JSON.parse = parse;
    }
  });
});
