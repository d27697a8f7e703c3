import assert from 'node:assert/strict';
import { isOnlyPatched, toPatch } from '../../../../src/gateway/apisix/change';
import { parseVersion } from '../../../../src/gateway/apisix/members';
import { readSslItem } from '../../../../src/gateway/apisix/records';

/** The bodies themselves: `test/contract/apisixWrites.test.ts`. */
describe('toPatch', () => {
  const patch = (value: object, change: Parameters<typeof toPatch>[1], version = '3.18.0') => {
    const record = readSslItem({ value: { id: '1', snis: ['a.example'], ...value } });
    assert.ok(typeof record !== 'string');
    return toPatch(record, change, parseVersion(`APISIX/${version}`));
  };

  it('labels that were too long already stay, where nobody changes them', () => {
    const long = 'x'.repeat(65);
    assert.deepEqual(
      patch(
        { labels: { a: long } },
        {
          labels: [
            { key: 'a', value: long },
            { key: 'b', value: 'c' },
          ],
        },
        '3.2.2',
      ),
      { labels: { b: 'c' } },
    );
    assert.throws(() => patch({}, { labels: [{ key: 'a', value: long }] }, '3.2.2'), { kind: 'rejected' });
  });
  it('a label called __proto__', () => {
    const sent = JSON.stringify(
      patch({ labels: JSON.parse('{"__proto__":"a","b":"c"}') as object }, { labels: [{ key: 'b', value: 'c' }] }),
    );
    assert.equal(sent, '{"labels":{"__proto__":null}}');
  });
  it('both sni and snis, which a client certificate may have', () => {
    assert.deepEqual(patch({ type: 'client', sni: 'a.example' }, { names: [] }), { snis: null, sni: null });
  });
  it('a type that nobody knows is replaced', () =>
    assert.deepEqual(patch({ type: 'both' }, { type: 'server' }), { type: 'server' }));
});

describe('isOnlyPatched', () => {
  const cases: readonly (readonly [name: string, before: object, patch: object, after: object, isSo: boolean])[] = [
    ['what was asked for', { snis: ['a'], update_time: 1 }, { snis: ['b'] }, { snis: ['b'], update_time: 2 }, true],
    ['something else as well', { snis: ['a'], status: 1 }, { snis: ['b'] }, { snis: ['b'], status: 0 }, false],
    ['something else appeared', { snis: ['a'] }, { snis: ['b'] }, { snis: ['b'], desc: 'x' }, false],
    ['something else vanished', { snis: ['a'], desc: 'x' }, { snis: ['b'] }, { snis: ['b'] }, false],
    [
      'defaults that were put in',
      { client: { ca: 'x' } },
      { cert: 'c' },
      { cert: 'c', type: 'server', status: 1, client: { ca: 'x', depth: 1 } },
      true,
    ],
    ['an id that was a number', { id: 12 }, { cert: 'c' }, { id: '12', cert: 'c' }, true],
    ['a long one', { id: 123456789012350 }, { cert: 'c' }, { id: '1.2345678901235e+14', cert: 'c' }, true],
    ['another id', { id: 12 }, { cert: 'c' }, { id: '13', cert: 'c' }, false],
    ['a type that is none', {}, { cert: 'c' }, { cert: 'c', type: 'client' }, false],
    ['validity that old versions derive', {}, { cert: 'c' }, { cert: 'c', validity_start: 1, validity_end: 2 }, true],
    ['one label', { labels: { a: '1', b: '2' } }, { labels: { a: '3' } }, { labels: { a: '3', b: '2' } }, true],
    ['a first label', {}, { labels: { a: '3' } }, { labels: { a: '3' } }, true],
    ['the last label', { labels: { a: '1' } }, { labels: null }, {}, true],
    [
      'another label as well',
      { labels: { a: '1', b: '2' } },
      { labels: { a: '3' } },
      { labels: { a: '3', b: '4' } },
      false,
    ],
    [
      'a CA, its depth kept',
      { client: { ca: 'x', depth: 2 } },
      { client: { ca: 'y' } },
      { client: { ca: 'y', depth: 2 } },
      true,
    ],
    [
      'a CA, its depth not kept',
      { client: { ca: 'x', depth: 2 } },
      { client: { ca: 'y' } },
      { client: { ca: 'y', depth: 3 } },
      false,
    ],
    ['a removed CA', { client: { ca: 'x', depth: 2 } }, { client: null }, {}, true],
  ];
  for (const [name, before, patch, after, isSo] of cases) {
    it(name, () => assert.equal(isOnlyPatched({ ...before }, { ...after }, { ...patch }), isSo));
  }
});
