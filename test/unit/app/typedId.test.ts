import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkTypedId, typedIdSentence } from '../../../src/app/typedId';
import type { TypedIdFault } from '../../../src/app/typedId';
import { english } from '../../../src/shared/translate';

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
  for (const [typed, id, expected] of rows) it(`${JSON.stringify(typed)} for ${JSON.stringify(id)}: ${expected ?? 'right'}`, () => assert.equal(checkTypedId(typed, id), expected));

  it('takes nothing but the ID itself', () => {
    fc.assert(fc.property(fc.string({ minLength: 1 }), fc.string(), (id, typed) => assert.equal(checkTypedId(typed, id) === undefined, typed === id)));
    fc.assert(fc.property(fc.stringMatching(/^[A-Za-z0-9._-]{1,64}$/), (id) => assert.equal(checkTypedId(id, id), undefined)));
  });

  it('has a sentence of its own for each fault', () => {
    const faults: readonly TypedIdFault[] = ['empty', 'incomplete', 'padded', 'otherCase', 'wrong'];
    assert.equal(new Set(faults.map((fault) => typedIdSentence(fault, english))).size, faults.length);
  });
});
