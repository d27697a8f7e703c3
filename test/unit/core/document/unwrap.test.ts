import assert from 'node:assert/strict';
import { decodeText, decodeWholeSteps, encodingOf } from '../../../../src/core/document/unwrap';

const utf32 = (text: string): Buffer => Buffer.from(Uint32Array.from(text, (each) => each.codePointAt(0) ?? 0).buffer);
const block = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n';
import { runSync } from '../../../../src/shared/cooperative';

describe('decodeWholeSteps', () => {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  const rows: readonly (readonly [string, string, string | undefined])[] = [
    ['PEM', base64(block), block],
    ['PEM behind other text', base64(`Bag Attributes\n${block}`), `Bag Attributes\n${block}`],
    ['PEM twice', base64(base64(block)), block],
    ['PEM four times', base64(base64(base64(base64(block)))), block],
    ['PEM more often than anybody does it', base64(base64(base64(base64(base64(block))))), undefined],
    ['PEM behind a byte order mark', `\ufeff${base64(block)}`, block],
    ['DER that is longer than the text', Buffer.from([0x30, 0x82, 1, 0, ...Array(60)]).toString('base64'), undefined],
    ['PEM over lines', Buffer.from(block).toString('base64').replace(/.{20}/g, '$&\n'), block],
    ['PEM without padding', base64(`${block}\n`).replace(/=+$/, ''), `${block}\n`],
    ['PEM without two of it', base64(`${block}\n\n`).replace(/=+$/, ''), `${block}\n\n`],
    [
      'PEM in letters of URLs',
      Buffer.from(`${block}\u00ff\u00bf~~~?`).toString('base64url'),
      `${block}\u00ff\u00bf~~~?`,
    ],
    ['one letter too many', `${base64(block)}A`, undefined],
    ['words', 'MIddle of nowhere', undefined],
    ['other base64', 'aGVsbG8=', undefined],
    ['nothing', '', undefined],
  ];
  for (const [title, text, expected] of rows)
    it(title, () => {
      const bytes = runSync(decodeWholeSteps(text))?.bytes;
      assert.equal(bytes && Buffer.from(bytes).toString(), expected);
    });

  const content = Array<number>(60).fill(0x41);
  const long = Array<number>(300).fill(0x41);
  const der: readonly (readonly [what: string, bytes: readonly number[], isTaken: boolean])[] = [
    ['of a short length', [0x30, 60, ...content], true],
    ['of a length in two bytes', [0x30, 0x82, 1, 44, ...long], true],
    ['with line breaks behind it', [0x30, 60, ...content, 13, 10], true],
    ['with sixteen bytes behind it', [0x30, 60, ...content, ...content.slice(0, 16)], true],
    ['with more behind it', [0x30, 60, ...content, ...content.slice(0, 17)], false],
    ['that lacks a byte', [0x30, 61, ...content], false],
    ['of a length in five bytes', [0x30, 0x85, 0, 0, 0, 0, 60, ...content], false],
    ['of a length in four bytes', [0x30, 0x84, 0, 0, 0, 60, ...content], true],
    ['of indefinite length', [0x30, 0x80, ...content, 0, 0], true],
    ['of indefinite length that does not end', [0x30, 0x80, ...content, 0, 1], false],
    ['of indefinite length that ends half', [0x30, 0x80, ...content, 1, 0], false],
    ['of another type', [0x31, 60, ...content], false],
  ];
  for (const [what, bytes, isTaken] of der)
    it(`${isTaken ? 'takes' : 'does not take'} base64 for DER ${what}`, () => {
      const taken = runSync(decodeWholeSteps(Buffer.from(bytes).toString('base64')))?.bytes;
      assert.deepEqual(taken && [...taken], isTaken ? bytes : undefined);
    });

  it('looks at sixteen thousand unusual letters without a rest, however many there are', () => {
    const text = `${block}${'\u00ff\u00bf~~~?'.repeat(100_000)}`;
    const spaced = Buffer.from(text).toString('base64url').replace(/.{7}/g, '$& ');
    for (const given of [spaced, `${spaced} \n`, '---BEX '.repeat(140_000)]) {
      const steps = decodeWholeSteps(given);
      let yields = 0;
      let step = steps.next();
      for (; !step.done; step = steps.next()) yields += 1;
      assert.ok(yields >= given.length / (16 * 1024), `${yields} yields`);
      assert.equal(step.value && decodeText(step.value.bytes), given.startsWith('---') ? undefined : text);
    }
  });
});

describe('encodingOf', () => {
  const rows: readonly (readonly [string, Buffer, string])[] = [
    ['PEM', Buffer.from(block), 'utf-8'],
    ['UTF-16 without a byte order mark', Buffer.from(block, 'utf16le'), 'utf-16le'],
    ['UTF-16, big end first', Buffer.from(block, 'utf16le').swap16(), 'utf-16be'],
    ['UTF-16 with names of other scripts', Buffer.from(`Bag: Müller 会社\n${block}`, 'utf16le'), 'utf-16le'],
    ['UTF-32', utf32(block), 'utf-32le'],
    ['UTF-32, big end first', utf32(block).swap32(), 'utf-32be'],
    ['UTF-32 with its mark', utf32(`\ufeff${block}`), 'utf-32le'],
    ['UTF-32 with its mark, big end first', utf32(`\ufeff${block}`).swap32(), 'utf-32be'],
    ['NULs', Buffer.alloc(64), 'utf-8'],
    ['DER', Buffer.from([0x30, 0x82, 0, 4, ...Array(40)]), 'utf-8'],
  ];
  for (const [title, bytes, expected] of rows) it(title, () => assert.equal(encodingOf(bytes), expected));

  it('gives the text of each, without NUL behind it', () =>
    assert.deepEqual(
      [
        Buffer.from(`${block}\0`),
        Buffer.from(block, 'utf16le'),
        utf32(`\ufeff${block}\0`),
        utf32(`\u{1f512}${block}`).swap32(),
      ].map(decodeText),
      [block, block, block, `\ufffd${block}`],
    ));
});
