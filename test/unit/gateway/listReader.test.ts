import assert from 'node:assert/strict';
import fc from 'fast-check';
import { answerLimits } from '../../../src/gateway/answerLimits';
import { withoutKeyMaterial } from '../../../src/gateway/keyMaterial';
import { ListReader } from '../../../src/gateway/listReader';
import { NameFilter } from '../../../src/gateway/nameFilter';
import { JsonError } from '../../../src/gateway/objectScan';
import { runSync } from '../../../src/shared/cooperative';

const listsAt = ['list', 'node/nodes', 'payload/list'];

/** Reads a text that arrives in chunks of these sizes, again and again. */
function read(text: string | Buffer, sizes: readonly number[] = [64 * 1024], names = new NameFilter()) {
  const bytes = Buffer.from(text);
  const reader = new ListReader({ names, listsAt });
  const objects: unknown[] = [];
  let calls = 0;
  const drain = () => {
    for (let some = reader.next(); some; some = reader.next()) {
      objects.push(...some);
      calls += 1;
    }
  };
  for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    reader.push(Buffer.from(bytes.subarray(at, at + size)));
    at += size;
    drain();
  }
  reader.close();
  drain();
  return { objects, calls, rest: runSync(reader.end()) };
}

/**
 * Absent, null and taken out are one: so readers of answers have it. (Paths of etcd inside an object are taken out here
 * alone.)
 */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, each]) => each !== null && each !== undefined)
      .map(([name, each]) => [name, plain(each)]),
  );
}

const name = fc.oneof(
  fc.constantFrom(
    'key',
    'keys',
    'cert',
    'value',
    'labels',
    'tls_key',
    'publicKey',
    'Private-Key',
    'token',
    'id',
    'snis',
    'node',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }).filter((text) => text !== '__proto__'),
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('a"b\\', '\\', 'x'.repeat(60), 'a\n"\\"\\\\', '-----BEGIN PRIVATE KEY-----\nAAA\n'),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.integer(),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .filter((number) => !Number.isInteger(number) || Number.isSafeInteger(number)),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 6 }),
  ),
}));

describe('ListReader', () => {
  it('gives what JSON.parse does, without key material, however the bytes are cut', () => {
    const names = new NameFilter();
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom(undefined, 1, 3),
        (list, sizes, indent) => {
          const whole = { total: 5, list, more: [1, { key: 'k' }] };
          const { objects, rest } = read(JSON.stringify(whole, undefined, indent), sizes, names);
          assert.deepEqual(
            plain(objects),
            plain(list.map((each) => runSync(withoutKeyMaterial(JSON.parse(JSON.stringify(each)))))),
          );
          assert.deepEqual(rest, runSync(withoutKeyMaterial(JSON.parse(JSON.stringify({ ...whole, list: [] })))));
        },
      ),
      { numRuns: 400 },
    );
  });

  const secret = 'MIIEvSECRET+canary/';
  const forms: readonly (readonly [what: string, object: string])[] = [
    ['a key', `{"cert":"x","key":"${secret}"}`],
    ['an escaped name', `{"\\u006bey":"${secret}"}`],
    ['keys', `{"keys":["${secret}",{"a":"${secret}"}]}`],
    ['within an object', `{"a":{"b":[{"client_key":"${secret}"}]}}`],
    ['a key that looks like a label', `{"labels":{"key":"${secret} ${secret}"}}`],
    ['a path that is none', `{"key":"${secret}/ssls/1"}`],
    ['a block in a text', `{"cert":"-----BEGIN PRIVATE KEY-----\\n${secret}\\n-----END PRIVATE KEY-----"}`],
    ['an escaped block', `{"cert":"-----BEGIN PRIVATE\\u0020KEY-----\\n${secret}\\n-----END PRIVATE KEY-----"}`],
    ['white space around it', `{ "key" : \n"${secret}" , "a" : 1 }`],
    ['twice', `{"key":"a","key":"${secret}"}`],
  ];
  for (const [what, object] of forms)
    it(`lets no secret through: ${what}`, () => {
      for (const size of [1, 7, 1_000]) {
        const { objects } = read(`{"list":[${object},{"id":"1"}],"total":2}`, [size]);
        assert.equal(objects.length, 2);
        assert.doesNotMatch(JSON.stringify(objects), /SECRET/);
      }
    });

  it('leaves no key in the bytes that came', () => {
    const bytes = Buffer.from(`{"list":[{"key":"${secret}","id":1}],"total":1}`);
    const reader = new ListReader({ names: new NameFilter(), listsAt });
    reader.push(bytes);
    reader.next();
    // The reader copies what it gets once.
    assert.doesNotMatch(JSON.stringify(reader), /SECRET/);
  });

  it('keeps the path of an envelope, a label called key, and integers that no Number holds', () => {
    const { objects } = read(
      '{"list":[{"key":"/apisix/ssls/1","value":{"id":392306215415186327,"labels":{"key":"a"},"n":1.5}}]}',
    );
    assert.deepEqual(objects, [
      { key: '/apisix/ssls/1', value: { id: '392306215415186327', labels: { key: 'a' }, n: 1.5 } },
    ]);
  });

  it('finds the lists of every envelope', () => {
    for (const envelope of [
      '{"list":[1,2],"total":2}',
      '{"node":{"dir":true,"nodes":[1,2]}}',
      '{"payload":{"count":2,"list":[1,2]}}',
    ])
      assert.deepEqual(read(envelope, [3]).objects, [1, 2], envelope);
    assert.deepEqual(read('{"list":{},"total":0}'), { objects: [], calls: 0, rest: { list: {}, total: 0 } });
  });

  const broken = [
    '{"list":[{"a":1}',
    '{"list":[{"a":1}]',
    '{"list":[{"a":1} {"b":2}]}',
    '{"list":[{"a":1},]}',
    '{"list":[{"a":1}]} x',
    '{"list":[{"a":nonsense}]}',
    '{"list":[{"a":1}],}',
    '{"list":["a]}',
    '{"list":[{"a"}]}',
    '{"list":[}]}',
  ];
  for (const text of broken)
    it(`refuses ${text}`, () => {
      for (const size of [1, 1_000]) assert.throws(() => read(text, [size]), JsonError);
    });

  it('holds every object to its limits', () => {
    const fault = (text: string) => {
      try {
        read(text);
        return undefined;
      } catch (error) {
        return error instanceof JsonError ? error.fault : String(error);
      }
    };
    assert.equal(fault(`{"list":[${'['.repeat(70)}${']'.repeat(70)}]}`), 'tooDeep');
    assert.equal(fault(`{"list":[[${'1,'.repeat(60_000)}1]]}`), 'tooManyValues');
    const members = Array.from({ length: answerLimits.members + 2 }, (_, index) => `"${index}":1`).join();
    assert.equal(fault(`{"list":[{"labels":{${members}}}]}`), 'tooManyValues');
    assert.equal(fault(`{"list":[{"a":[${'1,'.repeat(answerLimits.members + 2)}1],"b":1}]}`), undefined);
    assert.equal(fault(`{"list":["${'a'.repeat(3 * 1024 * 1024)}"]}`), 'tooLarge');
    assert.equal(fault(`{"a":"${'a'.repeat(3 * 1024 * 1024)}","list":[]}`), 'tooLarge');
  });

  it('needs no more memory for what stands around the list than for its bytes', () => {
    const reader = new ListReader({ names: new NameFilter(), listsAt });
    const before = process.memoryUsage().heapUsed;
    reader.push(Buffer.from('{'));
    for (let pushed = 0; pushed < 2_000_000; pushed += 50_000) {
      reader.push(Buffer.alloc(50_000, ','));
      assert.equal(reader.next(), undefined);
    }
    const grown = process.memoryUsage().heapUsed - before;
    assert.ok(grown < 50_000_000, `${grown} bytes`);
  });

  it('gives the first objects long before the last has come, and keeps none of them', () => {
    const object = JSON.stringify({ value: { id: 'x', cert: 'c'.repeat(1_500), key: secret } });
    const reader = new ListReader({ names: new NameFilter(), listsAt });
    reader.push(Buffer.from('{"list":['));
    let out = 0;
    for (let index = 0; index < 10_000; index += 1) {
      reader.push(Buffer.from(`${index === 0 ? '' : ','}${object}`));
      for (let some = reader.next(); some; some = reader.next()) out += some.length;
      assert.ok(index - out < 100, 'at most a batch is waited for');
    }
  });
});
