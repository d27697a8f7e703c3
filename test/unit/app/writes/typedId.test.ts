import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TypedIdFault } from '../../../../src/app/writes/typedId';
import { checkTypedId, checkTypedIds, typedIdSentence } from '../../../../src/app/writes/typedId';
import { english } from '../../../../src/shared/translate';

describe('checkTypedId', () => {
  const rows: readonly [typed: string, id: string, TypedIdFault | undefined][] = [
    ['4482', '4482', undefined],
    ['Abc-1', 'Abc-1', undefined],
    ['', '4482', 'empty'],
    ['   ', '4482', 'empty'],
    ['', '', 'empty'],
    ['448', '4482', 'incomplete'],
    ['44820', '4482', 'wrong'],
    ['4483', '4482', 'wrong'],
    [' 4482', '4482', 'padded'],
    ['4482 ', '4482', 'padded'],
    ['4482\n', '4482', 'padded'],
    ['\u00a04482', '4482', 'padded'],
    ['4482\u200b', '4482', 'wrong'],
    ['abc-1', 'Abc-1', 'otherCase'],
    ['ABC-1 ', 'Abc-1', 'otherCase'],
    ['４４８２', '4482', 'wrong'],
    ['04482', '4482', 'wrong'],
    ['9007199254740993', '9007199254740992', 'wrong'],
  ];
  for (const [typed, id, expected] of rows)
    it(`${JSON.stringify(typed)} for ${JSON.stringify(id)}: ${expected ?? 'right'}`, () =>
      assert.equal(checkTypedId(typed, id), expected));

  it('takes nothing but the ID itself', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (id, typed) =>
        assert.equal(checkTypedId(typed, id) === undefined, typed === id),
      ),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/), (id) => assert.equal(checkTypedId(id, id), undefined)),
    );
  });

  it('has a sentence of its own for each fault', () => {
    const faults: readonly TypedIdFault[] = ['empty', 'incomplete', 'padded', 'otherCase', 'wrong'];
    assert.equal(new Set(faults.map((fault) => typedIdSentence(fault, english))).size, faults.length);
  });
});

describe('checkTypedIds', () => {
  const ids = ['4482', 'Abc-1', '7'];
  const rows: readonly [typed: string, missing: string, extra: string][] = [
    ['4482 Abc-1 7', '', ''],
    ['7,4482,Abc-1', '', ''],
    [' 7 ,\n4482\t\u00a0Abc-1\r\n', '', ''],
    ['', '4482 Abc-1 7', ''],
    ['3 Staging', '4482 Abc-1 7', '3 Staging'],
    ['4482 Abc-1', '7', ''],
    ['4482 abc-1 7', 'Abc-1', 'abc-1'],
    ['4482 Abc-1 7 8', '', '8'],
    ['4482 Abc-1 7 7', '', '7'],
    ['44827 Abc-1', '4482 7', '44827'],
    ['4482;Abc-1;7', '4482 Abc-1 7', '4482;Abc-1;7'],
    ['4482\u200b Abc-1 7', '4482', '4482\u200b'],
  ];
  for (const [typed, missing, extra] of rows)
    it(`${JSON.stringify(typed)}: ${missing || extra ? `missing ${missing || 'none'}, extra ${extra || 'none'}` : 'right'}`, () => {
      const fault = checkTypedIds(typed, ids);
      assert.deepEqual([fault?.missing.join(' ') ?? '', fault?.extra.join(' ') ?? ''], [missing, extra]);
      assert.equal(fault === undefined, missing === '' && extra === '');
    });

  it('wants an ID that two gateways have twice', () => {
    assert.deepEqual(checkTypedIds('7', ['7', '7']), { missing: ['7'], extra: [] });
    assert.equal(checkTypedIds('7 7', ['7', '7']), undefined);
    assert.deepEqual(checkTypedIds('7 7 7', ['7', '7']), { missing: [], extra: ['7'] });
  });
  it('is never right without any ID', () => assert.notEqual(checkTypedIds('', []), undefined));
  it('is right for exactly the IDs, in any order', () => {
    const id = fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(id, { minLength: 1, maxLength: 8 }),
        fc.uniqueArray(id, { maxLength: 8 }),
        (wanted, typed) => {
          assert.equal(checkTypedIds(wanted.toReversed().join(' , '), wanted), undefined);
          assert.equal(
            checkTypedIds(typed.join(' '), wanted) === undefined,
            typed.toSorted().join() === wanted.toSorted().join(),
          );
        },
      ),
    );
  });
});
