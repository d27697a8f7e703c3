import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Notes } from '../../../src/gateway/read';
import * as read from '../../../src/gateway/read';

const noted = <T>(
  reader: (record: read.JsonRecord, member: string, notes: string[]) => T,
  json: unknown,
): readonly [T, number] => {
  const notes: string[] = [];
  return [reader({ m: json }, 'm', notes), notes.length];
};

describe('read', () => {
  const ids: readonly (readonly [unknown, string | undefined])[] = [
    ['392306215415186327', '392306215415186327'],
    ['', undefined],
    [8, '8'],
    [1.5, undefined],
    [2 ** 53, undefined],
    [null, undefined],
    [{}, undefined],
  ];
  for (const [json, id] of ids) it(`readId ${JSON.stringify(json)}`, () => assert.equal(read.readId(json), id));

  const times: readonly (readonly [unknown, number | undefined, number])[] = [
    ['2019-08-24T14:15:22Z', Date.UTC(2019, 7, 24, 14, 15, 22), 0],
    ['2019-08-24T14:15:22.123456789+02:00', Date.UTC(2019, 7, 24, 12, 15, 22, 123), 0],
    ['0001-01-01T00:00:00Z', undefined, 0],
    ['', undefined, 0],
    [null, undefined, 0],
    ['2019', undefined, 1],
    ['2019-13-24T14:15:22Z', undefined, 1],
    [1566656122, undefined, 1],
  ];
  for (const [json, time, notes] of times) {
    it(`readTime ${JSON.stringify(json)}`, () => assert.deepEqual(noted(read.readTime, json), [time, notes]));
  }

  const lists: readonly (readonly [unknown, readonly string[], number])[] = [
    [['a', 'b'], ['a', 'b'], 0],
    [{}, [], 0],
    [undefined, [], 0],
    [null, [], 0],
    [['a', 1], ['a'], 1],
    ['a', [], 1],
    [{ a: 1 }, [], 1],
  ];
  for (const [json, texts, notes] of lists) {
    it(`readTexts ${JSON.stringify(json)}`, () => assert.deepEqual(noted(read.readTexts, json), [texts, notes]));
  }

  it('readTextMap keeps any name, leaves out and notes what is no text', () => {
    const json: unknown = JSON.parse('{"__proto__":"x","a":1,"constructor":"y"}');
    const [map, notes] = noted(read.readTextMap, json);
    assert.deepEqual(
      [[...map], notes],
      [
        [
          ['__proto__', 'x'],
          ['constructor', 'y'],
        ],
        1,
      ],
    );
  });

  it('notes name the member, never its content', () => {
    const notes: Notes = [];
    read.readText({ desc: { secret: 'CANARY' } }, 'desc', notes);
    assert.deepEqual(notes, [{ text: '`{member}` is not a string.', values: { member: 'desc' } }]);
  });

  it('readers take anything', () => {
    fc.assert(
      fc.property(fc.anything(), (json) => {
        const readers = [
          read.readText,
          read.readNumber,
          read.readTexts,
          read.readTextMap,
          read.readTime,
          read.readSeconds,
        ];
        for (const reader of readers) noted<unknown>(reader, json);
        read.readId(json);
        read.readList(json);
        read.readRecord(json);
      }),
    );
  });
});

describe('toRevision', () => {
  it('does not depend on the order of members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (json) => {
        assert.equal(read.toRevision(json), read.toRevision(Object.fromEntries(Object.entries(json).reverse())));
      }),
    );
  });

  it('differs whenever the content does', () => {
    const contents: unknown[] = [
      {},
      [],
      '',
      null,
      { a: 1 },
      { a: '1' },
      { a: [1] },
      { b: 1 },
      { a: 1, b: 1 },
      [['a', 1]],
      { a: { b: 1 } },
      undefined,
    ];
    assert.equal(new Set(contents.map(read.toRevision)).size, contents.length);
  });
});
