import assert from 'node:assert/strict';
import { connectionIn, connectionOf, toCertificateRows } from '../../../../src/ui/tree/rowArgument';
import { toCertificateRows as toRows, toConnectionRow } from '../../../../src/ui/tree/rows';
import { connection } from '../../app/fakes/fakeConnections';
import { entryOf } from './fakeWording';

const root = toConnectionRow(connection('a'));
const [first, second] = toRows(root, [entryOf('1'), entryOf('2')]);

describe('connectionOf', () => {
  const cases: readonly [what: string, argument: unknown, id: string | undefined][] = [
    ['a connection row', root, 'a'],
    ['a certificate row', first, 'a'],
    ['nothing', undefined, undefined],
    ['null', null, undefined],
    ['a file address', { scheme: 'file', path: '/a.pem' }, undefined],
    ['a row without its connection', { kind: 'connection', id: 'x', connection: null }, undefined],
    ['an object of another kind', { kind: 'file', id: 'x', connection: 'y' }, undefined],
  ];
  for (const [what, argument, id] of cases) it(what, () => assert.equal(connectionOf(argument)?.id, id));
});

describe('connectionIn', () => {
  const known = { ...connection('a'), name: 'As the settings have it' };
  const connections = { find: (id: string) => (id === 'a' ? known : undefined) };
  const cases: readonly [what: string, argument: unknown, found: unknown][] = [
    ['a row', root, known],
    [
      'a made-up row with another name and address',
      { kind: 'connection', connection: { id: 'a', name: 'Harmless', address: 'https://evil.example' } },
      known,
    ],
    ['a connection that is not there', { kind: 'connection', connection: { id: 'b' } }, undefined],
    ['an id that is no text', { kind: 'connection', connection: { id: { a: 1 } } }, undefined],
    ['no row', 'a', undefined],
  ];
  for (const [what, argument, found] of cases) it(what, () => assert.equal(connectionIn(argument, connections), found));
});

describe('toCertificateRows', () => {
  const cases: readonly [what: string, argument: unknown, selection: unknown, ids: string][] = [
    ['one row', first, undefined, '1'],
    ['a selection', second, [first, second], '1 2'],
    ['a selection with a connection in it', first, [root, first], '1'],
    ['an empty selection', first, [], '1'],
    ['the palette', undefined, undefined, ''],
    ['something else', 'x', ['y'], ''],
    ['a made-up row without its entry', { kind: 'certificate', connection: {} }, undefined, ''],
    [
      'a made-up row with an id that is no text',
      { kind: 'certificate', connection: {}, entry: { stored: { id: 7 } } },
      undefined,
      '',
    ],
  ];
  for (const [what, argument, selection, ids] of cases)
    it(what, () =>
      assert.equal(
        toCertificateRows(argument, selection)
          .map(({ entry }) => entry.stored.id)
          .join(' '),
        ids,
      ),
    );
});
