import assert from 'node:assert/strict';
import fc from 'fast-check';
import { unreadable } from '../../../../src/gateway/answerLimits';
import type { SslRecord } from '../../../../src/gateway/apisix/records';
import { readErrorWords, readPage, readSslItem } from '../../../../src/gateway/apisix/records';
import { toStored } from '../../../../src/gateway/apisix/translate';
import { inEnglish } from '../../../fixtures/inEnglish';

const item = (value: object, key = '/apisix/ssls/1') => ({ key, value, createdIndex: 56, modifiedIndex: 59 });
const read = (value: object): SslRecord => {
  const record = readSslItem(item(value));
  return typeof record === 'string' ? assert.fail(record) : record;
};

describe('readPage', () => {
  const pages: readonly (readonly [
    name: string,
    json: unknown,
    facts: readonly [number, number | undefined, boolean, string] | undefined,
  ])[] = [
    ['empty list', { list: [], total: 0 }, [0, 0, false, 'v3']],
    ['empty page, which Lua writes as an object', { list: {}, total: 25 }, [0, 25, false, 'v3']],
    ['a list', { list: [item({}), item({})], total: 2 }, [2, 2, false, 'v3']],
    ['a list without a total', { list: [item({})] }, [1, undefined, false, 'v3']],
    [
      'version 2',
      { action: 'get', count: 1, node: { dir: true, key: '/apisix/ssl', nodes: [item({})] } },
      [1, 1, true, 'v2'],
    ],
    ['version 2, empty', { action: 'get', count: 0, node: { dir: true, nodes: {} } }, [0, 0, true, 'v2']],
    ['one object', item({}), undefined],
    ['another gateway’s envelope', { status: { code: 0 }, payload: { list: [] } }, undefined],
    ['a list that is none', { list: 'x' }, undefined],
    ['null', null, undefined],
  ];
  for (const [name, json, facts] of pages) {
    it(name, () => {
      const page = readPage(json);
      assert.deepEqual(page && [page.objects.length, page.total, page.isLast, page.envelope], facts);
    });
  }
});

describe('readSslItem', () => {
  const ids: readonly (readonly [json: unknown, idOrProblem: string])[] = [
    [item({ id: '1' }), '1'],
    [{ value: { id: 8 } }, '8'],
    [item({}, '/apisix/ssls/a.b-c_d'), 'a.b-c_d'],
    [{ value: { id: '00000000000000000057' } }, '00000000000000000057'],
    [{ action: 'get', node: item({ id: 'two' }, '/apisix/ssl/two') }, 'two'],
    [item({ id: '..' }, '/apisix/ssls/..'), '..'],
    // Etcd's name is the address, in whatever form the object itself has its id.
    [item({ id: 123456789012350 }, '/apisix/ssls/1.2345678901235e+14'), '1.2345678901235e+14'],
    [item({ id: 9007199254741000 }, '/apisix/ssls/9.007199254741e+15'), '9.007199254741e+15'],
    [item({ id: 1e15 }, '/apisix/ssls/1e+15'), '1e+15'],
    [item({ id: 'other' }), '1'],
    [item({}, ''), unreadable.noId],
    [{ value: { id: '' } }, unreadable.noId],
    ...['4482 [Verify it now](command:x)', '$(pass)', 'a b', 'a/b', 'a\n', 'é', 'a'.repeat(65), 1.5, {}, true].map(
      (id) => [{ value: { id } }, unreadable.impossibleId] as const,
    ),
    [item({}, '/apisix/ssls/[a](command:x)'), unreadable.impossibleId],
    [{ key: '/apisix/ssls/1' }, unreadable.noValue],
    [{ value: 'x' }, unreadable.noValue],
    ['x', unreadable.noObject],
    [null, unreadable.noObject],
  ];
  for (const [json, expected] of ids) {
    it(JSON.stringify(json).slice(0, 60), () => {
      const record = readSslItem(json);
      assert.equal(typeof record === 'string' ? record : record.id, expected);
    });
  }

  it('reads what it can and notes the rest', () => {
    const record = read({
      id: '1',
      type: 7,
      status: 'on',
      cert: [],
      certs: 'x',
      sni: {},
      snis: ['a.example', 1],
      labels: { a: 1, b: 'c' },
      client: 'x',
      create_time: 'x',
    });
    assert.deepEqual(
      [record.snis, [...record.labels], record.notes.map(inEnglish)],
      [
        ['a.example'],
        [['b', 'c']],
        [
          '`client` is not an object.',
          '`type` is not a string.',
          '`status` is not a number.',
          '`cert` is not a string.',
          '`certs` is not a list.',
          '`sni` is not a string.',
          '`snis` holds something that is not a string.',
          '`labels` holds something that is not a string.',
          '`create_time` is not a number.',
        ],
      ],
    );
  });

  it('has one revision in a create’s answer, a list and a read, and another after any change', () => {
    const value = { id: '1', snis: ['a.example'], cert: 'x', update_time: 1 };
    const revisionOf = (record: ReturnType<typeof readSslItem>): string =>
      typeof record === 'string' ? assert.fail(record) : toStored(record, undefined).revision;
    const [create, list] = [
      readSslItem({ key: '/apisix/ssls/1', value }),
      readSslItem(item({ update_time: 1, cert: 'x', snis: ['a.example'], id: '1' })),
    ];
    assert.equal(revisionOf(create), revisionOf(list));
    for (const change of [{ update_time: 2 }, { snis: ['b.example'] }, { labels: {} }, { unknown: 1 }]) {
      assert.notEqual(revisionOf(read({ ...value, ...change })), revisionOf(create));
    }
  });

  it('takes anything', () => {
    const members = fc.dictionary(
      fc.constantFrom(
        'id',
        'type',
        'status',
        'cert',
        'certs',
        'sni',
        'snis',
        'labels',
        'client',
        'ssl_protocols',
        'desc',
        'create_time',
        'update_time',
      ),
      fc.jsonValue({ maxDepth: 3 }),
    );
    const answers = fc.oneof(
      fc.jsonValue(),
      members,
      fc.record({ key: fc.jsonValue(), value: members }),
      fc.record({ node: fc.record({ value: members }) }),
    );
    fc.assert(
      fc.property(answers, (json) => {
        readPage(json);
        readErrorWords(json);
        const record = readSslItem(json);
        if (typeof record !== 'string') JSON.stringify(toStored(record, undefined));
      }),
    );
  });
});

describe('readErrorWords', () => {
  const errors: readonly (readonly [json: unknown, words: string | undefined])[] = [
    [{ error_msg: 'failed to check token', description: 'missing apikey' }, 'failed to check token: missing apikey'],
    [{ error_msg: 'failed to check token' }, 'failed to check token'],
    [{ message: 'Key not found' }, 'Key not found'],
    ['text', 'text'],
    [{ error_msg: { a: 1 } }, undefined],
    [null, undefined],
  ];
  for (const [json, words] of errors) it(JSON.stringify(json), () => assert.equal(readErrorWords(json), words));
});
