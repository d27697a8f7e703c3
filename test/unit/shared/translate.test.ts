import assert from 'node:assert/strict';
import type { Translate } from '../../../src/shared/translate';
import { english, translateSentence } from '../../../src/shared/translate';

describe('translateSentence', () => {
  const loud: Translate = (sentence, values) => english(sentence, values).toUpperCase();

  it('fills in facts as they are, and words translated', () => {
    const sentence = { text: '{name} of {kind}: {note}', values: { name: 7 }, words: { kind: 'routes', note: 'x' } };
    assert.equal(translateSentence(sentence, english), '7 of routes: x');
    const seen: string[] = [];
    translateSentence(sentence, (text) => {
      seen.push(text);
      return text;
    });
    assert.deepEqual(seen, ['routes', 'x', '{name} of {kind}: {note}']);
  });

  it('translates words within words', () => {
    const inner = { text: '{what} is missing.', words: { what: 'The key' } };
    assert.equal(translateSentence({ text: 'Why: {inner}', words: { inner } }, loud), 'WHY: THE KEY IS MISSING.');
  });

  it('takes places in facts for no places of its own', () =>
    assert.equal(translateSentence({ text: '{a}, {b}', values: { a: '{b}', b: 1 } }, english), '{b}, 1'));
});
