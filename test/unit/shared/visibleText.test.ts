import assert from 'node:assert/strict';
import { toShortText, toVisibleJson, toVisibleText } from '../../../src/shared/visibleText';

describe('toVisibleText', () => {
  const cases: readonly [what: string, text: string, visible: string][] = [
    ['plain text', 'www.example.com', 'www.example.com'],
    ['other scripts', '例え.テスト مثال', '例え.テスト مثال'],
    ['a right-to-left override', 'moc.\u202Eelpmaxe', 'moc.\\u{202E}elpmaxe'],
    ['an isolate', '\u2066a\u2069', '\\u{2066}a\\u{2069}'],
    ['a line break', 'a\r\nb', 'a\\u{D}\\u{A}b'],
    ['NUL, as in a name cut short', 'bank.com\0.evil.test', 'bank.com\\u{0}.evil.test'],
    ['a C1 control', 'a\u0085b', 'a\\u{85}b'],
    ['a zero-width space', 'exa\u200Bmple', 'exa\\u{200B}mple'],
    ['a grapheme joiner', 'exa\u034Fmple', 'exa\\u{34F}mple'],
    ['a blank that is none', 'a\u2800b', 'a\\u{2800}b'],
    ['a selector of variants', 'shop\uFE00.test\uFE0F', 'shop\\u{FE00}.test\\u{FE0F}'],
    ['an emoji with its own', '❤\uFE0F', '❤\uFE0F'],
    ['a tag character', 'a\u{E0041}', 'a\\u{E0041}'],
    ['a lone surrogate', 'a\uD800b', 'a\\u{D800}b'],
    ['a whole surrogate pair', '🔒', '🔒'],
  ];
  for (const [what, text, visible] of cases) it(what, () => assert.equal(toVisibleText(text), visible));

  it('shortens before it escapes', () => {
    assert.equal(toShortText('abcdef', 3), 'abc…');
    assert.equal(toShortText('abc', 3), 'abc');
    assert.equal(toShortText('a\nbc', 2), 'a\\u{A}…');
  });
});

describe('toVisibleJson', () => {
  const hidden = { '\u202Ename': ['a\u2028b', '\u200B\u{E0041}', 'x\u0085\n"', '例え 🔒 \uD800'], none: null };

  it('writes out what hides, in names and texts', () =>
    assert.equal(
      toVisibleJson(hidden),
      `{
  "\\u202ename": [
    "a\\u2028b",
    "\\u200b\\udb40\\udc41",
    "x\\u0085\\n\\"",
    "例え 🔒 \\ud800"
  ],
  "none": null
}`,
    ));

  it('says the same', () => assert.deepEqual(JSON.parse(toVisibleJson(hidden)), hidden));
});
