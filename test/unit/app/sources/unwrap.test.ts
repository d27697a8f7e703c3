import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readPemDocument } from '../../../../src/core/document/document';
import { unescapeLine } from '../../../../src/core/fixes/unescapeLine';
import { runSync } from '../../../../src/shared/cooperative';
import { decodeWhole, unescapeLineBreaks } from '../../../../src/app/sources/unwrap';

const block = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n';

describe('unescapeLineBreaks', () => {
  const rows: readonly (readonly [string, string])[] = [
    [block.replaceAll('\n', '\\n'), `\n${block}\n`],
    [block.replaceAll('\n', '\\r\\n'), `\n${block}\n`],
    [`KEY="${block.replaceAll('\n', '\\n')}"`, `KEY="\n${block}\n"`],
    ['MAA\\/', 'MAA/'],
    ['', ''],
  ];
  for (const [text, expected] of rows) it(JSON.stringify(text), () => assert.equal(unescapeLineBreaks(text), expected));

  it('comes to the same blocks as the fix that writes line breaks', () => {
    const bodies = (text: string) => readPemDocument(text).parts.map((part) => part.block.label);
    const lineEnd = fc.constantFrom('\\n', '\\r\\n', '\\r', '\\\\n', '\\/');
    fc.assert(
      fc.property(fc.array(lineEnd, { minLength: 3, maxLength: 3 }), fc.constantFrom('', '"', "'"), (ends, quote) => {
        const lines = block.trim().split('\n');
        const text = `${quote}${lines.map((line, index) => line + (ends[index] ?? '')).join('')}${quote}`;
        assert.deepEqual(bodies(unescapeLineBreaks(text)), bodies(runSync(unescapeLine(text, '\n'))));
      }),
    );
  });
});

describe('decodeWhole', () => {
  const rows: readonly (readonly [string, string, string | undefined])[] = [
    ['PEM', Buffer.from(block).toString('base64'), block],
    ['PEM over lines', Buffer.from(block).toString('base64').replace(/.{20}/g, '$&\n'), block],
    ['words', 'MIddle of nowhere', undefined],
    ['other base64', 'aGVsbG8=', undefined],
    ['nothing', '', undefined],
  ];
  for (const [title, text, expected] of rows)
    it(title, () => {
      const bytes = decodeWhole(text);
      assert.equal(bytes && Buffer.from(bytes).toString(), expected);
    });
});
