import assert from 'node:assert/strict';
import { briefList } from '../../../src/shared/briefList';

describe('briefList', () => {
  const names = Array.from({ length: 60 }, (_, index) => `${String(index).padStart(4, '0')}.example.com`);

  it('lists all where they are few', () => assert.equal(briefList(['a', 'b'], { most: 2 }), 'a, b'));

  it('counts where there are more, or there are said to be', () => {
    assert.equal(briefList(['a', 'b', 'c'], { most: 2 }), 'a, b, … (3)');
    assert.equal(briefList(['a'], { most: 2, count: 9 }), 'a, … (9)');
  });

  it('keeps the count within a length, and one of them at least', () => {
    const text = briefList(names, { most: 60, length: 900 });
    assert.ok(text.length <= 910, `${text.length}`);
    assert.match(text, /^0000\.example\.com, .*\d{4}\.example\.com, … \(60\)$/);
    assert.equal(briefList(names, { most: 60, length: 3 }), '0000.example.com, … (60)');
  });
});
