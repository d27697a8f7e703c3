import assert from 'node:assert/strict';
import type { ByteList } from '../../../../src/core/pem/byteLists';
import { findByteLists } from '../../../../src/core/pem/byteLists';
import { certificate } from '../../../fixtures/der';

const der = certificate();
const write = (radix: number, width: number, bytes: Uint8Array = der): readonly string[] =>
  [...bytes].map((byte) => byte.toString(radix).padStart(width, '0'));
const hex = write(16, 2);

/** The lists of a text, and the number of steps that they were found in. */
function find(text: string): { readonly lists: readonly ByteList[]; readonly steps: number } {
  const lists: ByteList[] = [];
  let steps = 0;
  for (const list of findByteLists(text)) {
    if (list) lists.push(list);
    else steps++;
  }
  return { lists, steps };
}

describe('findByteLists', () => {
  const forms: Readonly<Record<string, string>> = {
    'of a program': `{ ${hex.map((byte) => `0x${byte}`).join(', ')} }`,
    'with colons': hex.join(':'),
    'of a router': write(16, 2).reduce((text, byte, at) => `${text}${at > 0 && at % 4 === 0 ? ' ' : ''}${byte}`, ''),
    'in decimal': `[${[...der].join(', ')}]`,
    'in decimal, of Java': `{${[...new Int8Array(der)].join(',\n')}}`,
    'of a string': `"${hex.map((byte) => `\\x${byte}`).join('')}"`,
    'of strings in octal': write(8, 3)
      .map((byte, at) => `${at % 16 === 0 ? '\n' : ''}\\${byte}`)
      .join(''),
  };
  for (const [form, text] of Object.entries(forms))
    it(`finds bytes ${form}`, () => {
      const { lists } = find(`cert = ${text};`);
      assert.deepEqual(
        lists.map(({ bytes }) => Buffer.from(bytes).toString('hex')),
        [Buffer.from(der).toString('hex')],
      );
    });

  it('finds one that begins where one part of a long text ends', () => {
    const text = forms['in decimal'] ?? '';
    for (const before of [65_530, 65_534, 65_535, 65_536, 65_537, 131_071])
      assert.deepEqual(
        find(`${' '.repeat(before)}${text}`).lists.map(({ span }) => span.start),
        [before + 1],
      );
  });

  it('finds none among numbers that are no bytes, digits without an end, and what is short', () => {
    for (const text of [`48, 130, ${'999, '.repeat(100)}`, hex.join(''), `0x${hex.join('')}`, '48, 130, 1, 2, 3'])
      assert.deepEqual(find(text).lists, [], text.slice(0, 40));
  });

  it('reads a list in steps, and one that is longer than an expression has room for', () => {
    const million = find(`[48, 130${', 255'.repeat(200_000)}]`);
    assert.equal(million.lists[0]?.bytes.length, 200_002);
    assert.ok(million.steps > 200, `${million.steps} steps`);
    for (const text of [`48, 130${', 255'.repeat(1_400_000)}`, `30:82${':ab'.repeat(2_400_000)}`]) {
      const { lists, steps } = find(text);
      assert.deepEqual(lists, []);
      assert.ok(steps > 1_000, `${steps} steps`);
    }
  });
});
