import assert from 'node:assert/strict';
import { toFileContent } from '../../../src/app/fileContent';

const text = (value: string) => ({ kind: 'text', text: value }) as const;
const rows: readonly [string, Uint8Array, ReturnType<typeof toFileContent>][] = [
  ['UTF-8', Buffer.from('ä'), text('ä')],
  ['UTF-8 with a byte order mark', Buffer.from('\u{FEFF}ä'), text('ä')],
  ['UTF-16, little end first', Buffer.from('\u{FEFF}ä', 'utf16le'), text('ä')],
  ['UTF-16, big end first', Buffer.from('\u{FEFF}ä', 'utf16le').swap16(), text('ä')],
  ['nothing', new Uint8Array(), text('')],
  ['a zero', Uint8Array.of(48), text('0')],
  ['DER', Uint8Array.of(0x30, 0x81, 1), { kind: 'binary', bytes: Uint8Array.of(0x30, 0x81, 1) }],
  ['a NUL', Uint8Array.of(65, 0), { kind: 'binary', bytes: Uint8Array.of(65, 0) }],
];

describe('toFileContent', () => {
  for (const [what, bytes, expected] of rows) it(what, () => assert.deepEqual(toFileContent(bytes), expected));
});
