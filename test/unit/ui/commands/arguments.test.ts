import assert from 'node:assert/strict';
import {
  readCertificatesTarget,
  readCertificateTarget,
  readConnectionTarget,
  readDetailTarget,
  readFileTarget,
  readFindingTarget,
  readHostTarget,
  readSplitRequest,
  readUploadTarget,
  readWriteTarget,
} from '../../../../src/ui/commands/arguments';
import { toCertificateRows, toConnectionRow } from '../../../../src/ui/tree/rows';
import { connection } from '../../app/fakes/fakeConnections';
import { entryOf } from '../tree/fakeWording';

const root = toConnectionRow(connection('a'));
const [first, second] = toCertificateRows(root, [entryOf('1'), entryOf('2')]);
/** An object like VS Code's `Uri`: parts that know their text. */
const uri = { scheme: 'file', path: '/a.pem', toString: () => 'file:///a.pem' };

/** Arguments that nobody but a stranger hands to a command. */
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

const noTree = { tree: { selection: [] } };
const readCertificate = (target: unknown) => readCertificateTarget(target, undefined).certificate;
const readUri = (target: unknown) => readFileTarget(target, undefined).uri;
const readers = {
  'a connection': (target: unknown) => readConnectionTarget(target).connection,
  'a field': (target: unknown) => readConnectionTarget(target).field,
  'an unfinished write': (target: unknown) => readWriteTarget(target).write,
  'a certificate': readCertificate,
  'files of a certificate': (target: unknown) => readCertificateTarget(target, target).files[0],
  'a fingerprint': (target: unknown) => readCertificateTarget(target, undefined).fingerprint,
  'selected certificates': (target: unknown) => readCertificatesTarget(target, target, noTree).certificates[0],
  'a certificate’s file': (target: unknown) => readCertificatesTarget(target, target, noTree).file,
  'a page': (target: unknown) => readDetailTarget(target).subject,
  'a host': readHostTarget,
  'a file': readUri,
  'files to upload': (target: unknown) => readUploadTarget(target, target).files[0],
  'a finding': readFindingTarget,
  'a request to split': readSplitRequest,
};
describe('What commands are handed by a stranger', () => {
  for (const [name, read] of Object.entries(readers))
    it(`has nothing that is taken for ${name}`, () => {
      for (const value of strange) assert.equal(read(value), undefined, JSON.stringify(value));
    });
});

describe('What commands are handed', () => {
  const page = { from: 'gateway', connection: 'a', id: '1' };
  const fingerprint = 'ab'.repeat(32);
  const file = (path: string) => ({ uri: `file:///${path}` });
  const cases: readonly (readonly [what: string, read: () => unknown, found: unknown])[] = [
    ['a connection’s row', () => readConnectionTarget(root), { connection: 'a', field: undefined }],
    ['a certificate’s row', () => readConnectionTarget(first).connection, 'a'],
    [
      'a message’s connection',
      () => readConnectionTarget({ connection: { id: 'a', name: 'Made up' } }).connection,
      'a',
    ],
    [
      'a message that says which field is wrong',
      () => readConnectionTarget({ connection: { id: 'a' }, field: 'token' }),
      { connection: 'a', field: 'token' },
    ],
    ['a field that no connection has', () => readConnectionTarget({ field: 'constructor' }).field, undefined],
    ['a row of an unfinished write', () => readWriteTarget({ kind: 'unfinished', write: { id: 'w' } }).write, 'w'],
    [
      'a row of another kind with a write',
      () => readWriteTarget({ kind: 'group', write: { id: 'w' } }).write,
      undefined,
    ],
    [
      'a certificate, by its ids alone',
      () => readCertificateTarget(first, undefined),
      { certificate: page, files: [], fingerprint: undefined },
    ],
    ['a details page', () => readCertificate(page), page],
    ['the page of a file', () => readCertificate({ from: 'file', uri: 'file:///a', index: 0 }), undefined],
    [
      'a certificate whose id is no text',
      () => readCertificate({ kind: 'certificate', connection: { id: 'a' }, entry: { stored: { id: 7 } } }),
      undefined,
    ],
    ['files dropped on a certificate', () => readCertificateTarget(first, [uri]).files, ['file:///a.pem']],
    [
      'the file of an editor, whatever is selected',
      () => readCertificateTarget(uri, [file('b.pem')]).files,
      ['file:///a.pem'],
    ],
    [
      'one certificate of a file',
      () => readCertificateTarget({ ...file('a'), certificate: fingerprint }, undefined),
      { certificate: undefined, files: ['file:///a'], fingerprint },
    ],
    [
      'a fingerprint that is none',
      () => readUploadTarget({ certificate: 'x'.repeat(64) }, undefined).fingerprint,
      undefined,
    ],
    ['a file of the Explorer', () => readUri(uri), 'file:///a.pem'],
    ['a row of the workspace check', () => readUri({ kind: 'file', uri: 'file:///b.pem' }), 'file:///b.pem'],
    ['a path that is no URI', () => readUri({ uri: '/b.pem' }), undefined],
    [
      'several files, of which one was clicked',
      () => readUploadTarget(uri, [uri, 'x', file('b.pem')]).files,
      ['file:///a.pem', 'file:///b.pem'],
    ],
    ['one file', () => readUploadTarget(uri, undefined).files, ['file:///a.pem']],
    ['no files', () => readUploadTarget(root, undefined), { connection: 'a', files: [], fingerprint: undefined }],
    ['an offset', () => readFileTarget(uri, 7), { uri: 'file:///a.pem', offset: 7 }],
    ['a negative offset', () => readFileTarget(uri, -1).offset, undefined],
    ['half an offset', () => readFileTarget(uri, 0.5).offset, undefined],
    ['no offset', () => readFileTarget(uri, '7').offset, undefined],
    ['a row whose page is to be shown', () => readDetailTarget(first), { subject: page, isRow: true }],
    ['a page that is to be shown', () => readDetailTarget(page), { subject: page, isRow: false }],
    [
      'a file’s page',
      () => readDetailTarget({ from: 'file', uri: 'file:///a', index: 1, title: 'Made up' }),
      { subject: { from: 'file', uri: 'file:///a', index: 1 }, isRow: false },
    ],
    ['a host’s row', () => readHostTarget({ kind: 'host', host: 'a.test' }), { from: 'host', host: 'a.test' }],
    ['a host', () => readHostTarget({ from: 'host', host: 'a.test' }), { from: 'host', host: 'a.test' }],
    ['a certificate whose hosts are likely', () => readHostTarget(first), page],
    ['an editor whose hosts are likely', () => readHostTarget(uri), { from: 'editor', uri: 'file:///a.pem' }],
    ['a finding', () => readFindingTarget({ ...file('a'), code: 'expired' }), { uri: 'file:///a', code: 'expired' }],
    ['a code that is no word', () => readFindingTarget({ ...file('a'), code: 'a b' }), undefined],
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

describe('readCertificatesTarget', () => {
  const tree = { selection: [second] };
  const cases: readonly [what: string, target: unknown, selection: unknown, ids: string][] = [
    ['one row', first, undefined, '1'],
    ['a selection', second, [first, second], '1 2'],
    ['a selection with a connection in it', first, [root, first], '1'],
    ['an empty selection', first, [], '1'],
    ['the palette, whatever is selected', undefined, undefined, ''],
    ['something else', 'x', ['y'], ''],
    ['a key of the tree', 'selection', undefined, '2'],
  ];
  for (const [what, target, selection, ids] of cases)
    it(`takes ${what}`, () => {
      const found = readCertificatesTarget(target, selection, { tree });
      assert.equal(found.certificates.map(({ id }) => id).join(' '), ids);
      assert.equal(found.isSelectionAsked, target === 'selection');
    });
  it('keeps apart the one it was called on', () =>
    assert.equal(readCertificatesTarget(second, [first, second], { tree }).certificate?.id, '2'));
});
