import assert from 'node:assert/strict';
import { partAt, readPemDocument, spansAround } from '../../../../src/core/document/document';

/** No certificate: only places are looked at. */
const block = '-----BEGIN CERTIFICATE-----\nMAAA\nAAAA\n-----END CERTIFICATE-----';
const text = `# note\n${block}\n\nbetween\n${block}\n`;
const document = readPemDocument(text);

describe('spansAround', () => {
  const cases: readonly [where: string, offset: number, spans: readonly string[]][] = [
    ['a comment', 2, ['# note', text]],
    ['a line of the body', text.indexOf('MAAA') + 1, ['MAAA', 'MAAA\nAAAA', block, text]],
    ['the last line of the body', text.indexOf('AAAA\n-----END') + 4, ['AAAA', 'MAAA\nAAAA', block, text]],
    ['the BEGIN line', text.indexOf('BEGIN'), ['-----BEGIN CERTIFICATE-----', block, text]],
    ['the END line', text.indexOf('END'), ['-----END CERTIFICATE-----', block, text]],
    ['text between blocks', text.indexOf('between'), ['between', text]],
    ['an empty line', text.indexOf('\n\n') + 1, ['', text]],
    ['the end', text.length, ['', text]],
  ];
  for (const [where, offset, spans] of cases) {
    it(where, () =>
      assert.deepEqual(
        spansAround(text, document, offset).map(({ start, end }) => text.slice(start, end)),
        spans,
      ),
    );
  }

  for (const [what, text, at] of [
    ['before BEGIN', `first\nkey: ${block.replace('MAAA', 'MAAAAAAAAAAAAAAA')}\nlast`, 'BEGIN'],
    ['behind END', `first\n${block} # mine\nlast`, 'END'],
  ] as const)
    it(`leaves out a line that reaches beyond its block, ${what}`, () => {
      const document = readPemDocument(text);
      const span = document.parts[0]?.block.span ?? assert.fail('No block');
      assert.deepEqual(spansAround(text, document, text.indexOf(at)), [span, { start: 0, end: text.length }]);
    });

  it('each holds the one before, wherever the cursor is', () => {
    for (let offset = 0; offset <= text.length; offset++) {
      const spans = spansAround(text, document, offset);
      for (const [index, span] of spans.entries()) {
        assert.ok(span.start <= offset && offset <= span.end, `${offset}`);
        const outer = spans[index + 1];
        if (outer) assert.ok(outer.start <= span.start && span.end <= outer.end, `${offset}`);
      }
    }
  });
});

describe('partAt', () => {
  it('finds the block, both ends included, and nothing between', () => {
    assert.equal(partAt(document, text.indexOf('-----BEGIN')), document.parts[0]);
    assert.equal(partAt(document, text.lastIndexOf('-----') + 5), document.parts[1]);
    assert.equal(partAt(document, text.indexOf('between')), undefined);
  });
});
