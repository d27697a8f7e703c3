import assert from 'node:assert/strict';
import { connectionOf, toCertificateRows } from '../../../../src/ui/tree/rowArgument';
import { toCertificateRows as toRows, toConnectionRow } from '../../../../src/ui/tree/rows';
import { connection } from '../../app/fakeConnections';
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

describe('toCertificateRows', () => {
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
        toCertificateRows(argument, selection)
          .map(({ entry }) => entry.stored.id)
          .join(' '),
        ids,
      ));
});
