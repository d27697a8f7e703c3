import assert from 'node:assert/strict';
import { toUsedBy } from '../../../../src/app/usage/certificateUse';
import { english } from '../../../../src/shared/translate';
import { route, toEntries } from '../fakes/fakeEntries';

describe('what uses a certificate, to be copied', () => {
  const [entry] = toEntries({ a: ['x.test'] });
  const of = (count: number) => {
    assert.ok(entry);
    const owners = Array.from({ length: count }, (_, index) => route(String(index)));
    return toUsedBy({ owners, isAll: true, isUnused: count === 0, copies: [] }, entry, english);
  };

  it('has the kind and the id of each, and a name where there is one', () => {
    assert.ok(entry);
    const owners = [
      { ...route('1'), name: 'pay' },
      { ...route('2'), name: ' ' },
    ] as const;
    assert.deepEqual(toUsedBy({ owners, isAll: true, isUnused: false, copies: [] }, entry, english), {
      summary: 'used by 2 routes',
      owners: [
        { kind: 'Route', id: '1', name: 'pay' },
        { kind: 'Route', id: '2' },
      ],
      more: 0,
    });
  });

  it('lists those that hold a copy behind those that use the object', () => {
    assert.ok(entry);
    const copies = [{ kind: 'upstream', id: '7' }] as const;
    assert.deepEqual(toUsedBy({ owners: [route('1')], isAll: true, isUnused: false, copies }, entry, english).owners, [
      { kind: 'Route', id: '1' },
      { kind: 'Upstream', id: '7', isCopy: true },
    ]);
  });

  it('lists a hundred, and counts the rest', () => {
    const { owners, more } = of(130);
    assert.deepEqual([owners.length, more], [100, 30]);
  });

  it('says that nothing uses it', () => assert.equal(of(0).summary, 'not used by any route'));
});
