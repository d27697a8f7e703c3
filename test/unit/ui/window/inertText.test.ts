import assert from 'node:assert/strict';
import fc from 'fast-check';
import { english } from '../../../../src/shared/translate';
import { toInertLines, toInertText } from '../../../../src/ui/window/inertText';

// As VS Code 1.139 has them (linkedText.ts, iconLabels.ts).
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
const icon = /(\\)?\$\(([A-Za-z0-9-]+(?:~[A-Za-z]+)?)\)/;
const hidden = /[\p{Cc}\u2028-\u202E\u2066-\u2069\u200B-\u200F]/u;

const isInert = (text: string): boolean => !link.test(text) && !icon.test(text) && !hidden.test(text);

describe('toInertText', () => {
  const cases: readonly [what: string, text: string, inert: string][] = [
    ['plain text', 'shop.example.com ($5, 例え)', 'shop.example.com ($5, 例え)'],
    [
      'a link that runs a command',
      'see [this](command:workbench.action.quit)',
      'see [this]\\u{28}command:workbench.action.quit)',
    ],
    ['links in capitals', '[a](HTTPS://b.c)[d](File:///e)', '[a]\\u{28}HTTPS://b.c)[d]\\u{28}File:///e)'],
    ['a link over two lines', '[a\nb](command:x)', '[a\\u{A}b]\\u{28}command:x)'],
    ['an icon', '$(pass) trusted.pem $(sync~spin)', '$\\u{28}pass) trusted.pem $\\u{28}sync~spin)'],
    ['an icon that is escaped already', '\\$(pass)', '\\$\\u{28}pass)'],
    ['an override', 'moc.\u202Eelpmaxe', 'moc.\\u{202E}elpmaxe'],
    ['its own result', '[a]\\u{28}command:x)', '[a]\\u{28}command:x)'],
  ];
  for (const [what, text, inert] of cases) it(what, () => assert.equal(toInertText(text), inert));

  it('keeps lines apart, and each of them one line', () => {
    assert.equal(toInertLines(['[a](command:x)', 'b\nc']), '[a]\\u{28}command:x)\nb\\u{A}c');
  });

  const part = fc.constantFrom(
    '[',
    ']',
    '(',
    ')',
    '[Fix]',
    '(command:x)',
    'command:',
    'COMMAND:x',
    'https://a',
    'file:',
    '$',
    '$(',
    '$(pass)',
    'pass',
    '~spin',
    '\\',
    '"t"',
    ' ',
    '\n',
    '\0',
    '\u202E',
    '\u200B',
    '`',
    '<a>',
    'x',
  );
  const hostile = fc.oneof(
    fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );

  it('leaves no link, no icon and nothing hidden in any text, and escapes twice as once', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        assert.ok(isInert(toInertText(text)), text);
        assert.equal(toInertText(toInertText(text)), toInertText(text));
      }),
      { numRuns: 2_000 },
    );
  });

  // Sentences as they are translated: places that touch, places in brackets, a language that turns them round.
  const sentences = [
    '{a} is on {b} as {c}.',
    '{a}{b}{c}',
    '{c}（{a}）{b}',
    '[{a}]({b}) {c}',
    '${a}({b}){c}',
    '“{a}” ({b}): {c}',
  ];

  it('leaves none in a sentence over whose values a hostile text is split in any way', () => {
    fc.assert(
      fc.property(fc.constantFrom(...sentences), hostile, fc.nat(), fc.nat(), (sentence, text, one, other) => {
        const [first = 0, second = 0] = [one, other].map((cut) => cut % (text.length + 1)).sort((a, b) => a - b);
        const values = { a: text.slice(0, first), b: text.slice(first, second), c: text.slice(second) };
        assert.ok(isInert(toInertText(english(sentence, values))), JSON.stringify([sentence, values]));
      }),
      { numRuns: 3_000 },
    );
  });

  it('has to be given the whole: parts that are harmless join', () => {
    const parts = ['[Fix]', '(command:x)'];
    assert.match(parts.map(toInertText).join(''), link);
    assert.doesNotMatch(toInertText(parts.join('')), link);
  });
});
