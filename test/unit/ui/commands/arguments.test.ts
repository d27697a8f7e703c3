import assert from 'node:assert/strict';
import {
  isSelectionAsked,
  readCertificate,
  readCertificates,
  readConnectionId,
  readOffset,
  readSplitRequest,
  readUri,
  readUris,
  readWriteId,
  selectedRows,
} from '../../../../src/ui/commands/arguments';
import { toCertificateRows, toConnectionRow } from '../../../../src/ui/tree/rows';
import { connection } from '../../app/fakes/fakeConnections';
import { entryOf } from '../tree/fakeWording';

const root = toConnectionRow(connection('a'));
const [first, second] = toCertificateRows(root, [entryOf('1'), entryOf('2')]);
/** As VS Code's `Uri` is: parts that know their text. */
const uri = { scheme: 'file', path: '/a.pem', toString: () => 'file:///a.pem' };

/** What nobody but a stranger hands to a command. */
const strange: readonly unknown[] = [
  undefined,
  null,
  'a',
  7,
  [],
  {},
  { connection: null },
  { connection: { id: { a: 1 } } },
  { kind: 'certificate', connection: {} },
  { kind: 'unfinished', write: { id: 7 } },
  { uri: 7, version: '1', wanted: null },
  { scheme: 'file', path: '/a.pem' },
];

const readers = {
  readConnectionId,
  readWriteId,
  readCertificate,
  readUri,
  readSplitRequest,
};
for (const [name, read] of Object.entries(readers))
  describe(name, () => {
    it('takes nothing from what is of another shape', () => {
      for (const value of strange) assert.equal(read(value), undefined, JSON.stringify(value));
    });
  });

describe('What commands are handed', () => {
  const cases: readonly (readonly [what: string, read: () => unknown, found: unknown])[] = [
    ['a connection’s row', () => readConnectionId(root), 'a'],
    ['a certificate’s row', () => readConnectionId(first), 'a'],
    ['a message’s connection', () => readConnectionId({ connection: { id: 'a', name: 'Made up' } }), 'a'],
    ['a row of an unfinished write', () => readWriteId({ kind: 'unfinished', write: { id: 'w' } }), 'w'],
    ['a row of another kind with a write', () => readWriteId({ kind: 'group', write: { id: 'w' } }), undefined],
    ['a certificate, by its ids alone', () => readCertificate(first), { from: 'gateway', connection: 'a', id: '1' }],
    [
      'a details page',
      () => readCertificate({ from: 'gateway', connection: 'a', id: '1' }),
      { from: 'gateway', connection: 'a', id: '1' },
    ],
    ['the page of a file', () => readCertificate({ from: 'file', uri: 'file:///a', index: 0 }), undefined],
    [
      'a certificate whose id is no text',
      () => readCertificate({ kind: 'certificate', connection: { id: 'a' }, entry: { stored: { id: 7 } } }),
      undefined,
    ],
    ['a file of the Explorer', () => readUri(uri), 'file:///a.pem'],
    ['a row of the workspace check', () => readUri({ kind: 'file', uri: 'file:///b.pem' }), 'file:///b.pem'],
    ['a path that is no URI', () => readUri({ uri: '/b.pem' }), undefined],
    ['several files', () => readUris([uri, 'x', { uri: 'file:///b.pem' }]), ['file:///a.pem', 'file:///b.pem']],
    ['no files', () => readUris(undefined), []],
    ['an offset', () => readOffset(7), 7],
    ['a negative offset', () => readOffset(-1), undefined],
    ['half an offset', () => readOffset(0.5), undefined],
    ['no offset', () => readOffset('7'), undefined],
    [
      'a way to split',
      () => readSplitRequest({ uri: 'file:///a', version: 1, wanted: { way: 'use', index: 3 } }),
      { uri: 'file:///a', version: 1, wanted: { way: 'use' } },
    ],
    [
      'a block to move',
      () => readSplitRequest({ uri: 'file:///a', version: 1, wanted: { way: 'move', index: 3 } }),
      { uri: 'file:///a', version: 1, wanted: { way: 'move', index: 3 } },
    ],
    ['a move of no block', () => readSplitRequest({ uri: 'x', version: 1, wanted: { way: 'move' } }), undefined],
    ['an unknown way', () => readSplitRequest({ uri: 'x', version: 1, wanted: { way: 'all' } }), undefined],
  ];
  for (const [what, read, found] of cases) it(what, () => assert.deepEqual(read(), found));
});

describe('readCertificates', () => {
  const cases: readonly [what: string, argument: unknown, selection: unknown, ids: string][] = [
    ['one row', first, undefined, '1'],
    ['a selection', second, [first, second], '1 2'],
    ['a selection with a connection in it', first, [root, first], '1'],
    ['an empty selection', first, [], '1'],
    ['the palette', undefined, undefined, ''],
    ['something else', 'x', ['y'], ''],
  ];
  for (const [what, argument, selection, ids] of cases)
    it(what, () =>
      assert.equal(
        readCertificates(argument, selection)
          .map(({ id }) => id)
          .join(' '),
        ids,
      ),
    );
});

describe('selectedRows', () => {
  const tree = { selection: [second] };
  it('takes the rows that are selected where a key was pressed', () => {
    assert.equal(isSelectionAsked('selection'), true);
    assert.deepEqual(selectedRows({ tree }, 'selection', undefined), [second]);
  });
  it('takes all that VS Code hands over, else the row it was called on, else nothing that is selected', () => {
    assert.deepEqual(selectedRows({ tree }, first, [first, second]), [first, second]);
    assert.deepEqual(selectedRows({ tree }, first, undefined), [first]);
    assert.deepEqual(selectedRows({ tree }, undefined, undefined), [undefined]);
  });
});
