import assert from 'node:assert/strict';
import { toFileContent } from '../../../../src/app/sources/fileContent';

const text = (value: string) => ({ kind: 'text', text: value }) as const;
const rows: readonly [string, Uint8Array, ReturnType<typeof toFileContent>][] = [
  ['UTF-8', Buffer.from('ä'), text('ä')],
  ['UTF-8 with a byte order mark', Buffer.from('\u{FEFF}ä'), { ...text('ä'), encoding: 'utf8bom' }],
  ['UTF-16, little end first', Buffer.from('\u{FEFF}ä', 'utf16le'), { ...text('ä'), encoding: 'utf-16le' }],
  ['UTF-16, big end first', Buffer.from('\u{FEFF}ä', 'utf16le').swap16(), { ...text('ä'), encoding: 'utf-16be' }],
  ['half a byte order mark in front', Uint8Array.of(0xff, 65), text('\u{FFFD}A')],
  ['half a byte order mark behind', Uint8Array.of(65, 0xfe, 66), text('A\u{FFFD}B')],
  ['half of the other in front', Uint8Array.of(0xfe, 65), text('\u{FFFD}A')],
  ['half of the other behind', Uint8Array.of(65, 0xff, 66), text('A\u{FFFD}B')],
  ['a zero and a sign of ASCII', Uint8Array.of(0x30, 0x7f), text('0\u{7F}')],
  ['the shortest DER of a long form', Uint8Array.of(0x30, 0x80), { kind: 'binary', bytes: Uint8Array.of(0x30, 0x80) }],
  ['nothing', new Uint8Array(), text('')],
  ['a zero', Uint8Array.of(48), text('0')],
  ['DER', Uint8Array.of(0x30, 0x81, 1), { kind: 'binary', bytes: Uint8Array.of(0x30, 0x81, 1) }],
  ['PEM with a NUL behind it', Buffer.from('-----BEGIN X-----\n\0'), text('-----BEGIN X-----\n')],
  ['a NUL', Uint8Array.of(65, 0), { kind: 'binary', bytes: Uint8Array.of(65, 0) }],
];

describe('toFileContent', () => {
  for (const [what, bytes, expected] of rows) it(what, () => assert.deepEqual(toFileContent(bytes), expected));
});
