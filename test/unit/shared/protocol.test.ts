import assert from 'node:assert/strict';
import { readDetailMessage, readIntent, readSubject } from '../../../src/shared/protocol';

describe('readIntent', () => {
  const cases: readonly [what: string, message: unknown, intent: unknown][] = [
    ['ready', { kind: 'ready' }, { kind: 'ready' }],
    ['refresh, without what it brings along', { kind: 'refresh', url: 'x' }, { kind: 'refresh' }],
    ['copying a row', { kind: 'copy', row: 'names.dns' }, { kind: 'copy', row: 'names.dns' }],
    ['copying one value', { kind: 'copy', row: 'names.dns', value: 2 }, { kind: 'copy', row: 'names.dns', value: 2 }],
    ['copying given text', { kind: 'copy', row: 'a', text: 'evil' }, { kind: 'copy', row: 'a' }],
    ['copying without a row', { kind: 'copy' }, undefined],
    ['a row that is no text', { kind: 'copy', row: ['a'] }, undefined],
    ['a value that is no index', { kind: 'copy', row: 'a', value: -1 }, undefined],
    ['a value that is text', { kind: 'copy', row: 'a', value: '1' }, undefined],
    ['beginning an update', { kind: 'update' }, { kind: 'update' }],
    ['beginning a deletion of another id', { kind: 'delete', id: 'other' }, { kind: 'delete' }],
    ['beginning to edit labels', { kind: 'editLabels' }, { kind: 'editLabels' }],
    ['ready again after a reload', { kind: 'ready', index: 3 }, { kind: 'ready', index: 3 }],
    ['ready with an index that is none', { kind: 'ready', index: -1 }, { kind: 'ready' }],
    ['choosing a certificate', { kind: 'choose', index: 1, uri: 'file:///other' }, { kind: 'choose', index: 1 }],
    ['choosing none', { kind: 'choose' }, undefined],
    ['choosing by text', { kind: 'choose', index: '1' }, undefined],
    ['unlocking, without a password of its own', { kind: 'unlock', password: 'x' }, { kind: 'unlock' }],
    ['uploading another file', { kind: 'upload', uri: 'file:///other' }, { kind: 'upload' }],
    ['opening as text', { kind: 'openAsText' }, { kind: 'openAsText' }],
    ['going to what matches', { kind: 'goToMatch' }, { kind: 'goToMatch' }],
    ['another kind', { kind: 'replace' }, undefined],
    ['a kind of the prototype', { kind: 'toString' }, undefined],
    ['a list', ['ready'], undefined],
    ['text', 'ready', undefined],
    ['null', null, undefined],
    ['nothing', undefined, undefined],
  ];
  for (const [what, message, intent] of cases) it(what, () => assert.deepEqual(readIntent(message), intent));
});

describe('readSubject', () => {
  const cases: readonly [what: string, kept: unknown, subject: unknown][] = [
    [
      'a gateway certificate',
      { from: 'gateway', connection: 'c', id: '9007199254740993' },
      { from: 'gateway', connection: 'c', id: '9007199254740993' },
    ],
    ['a file', { from: 'file', uri: 'file:///a.pem', index: 0 }, { from: 'file', uri: 'file:///a.pem', index: 0 }],
    [
      'more than it should keep',
      { from: 'file', uri: 'u', index: 1, content: 'x' },
      { from: 'file', uri: 'u', index: 1 },
    ],
    ['an id that became a number', { from: 'gateway', connection: 'c', id: 12 }, undefined],
    ['a broken index', { from: 'file', uri: 'u', index: 1.5 }, undefined],
    ['another place', { from: 'moon', uri: 'u', index: 1 }, undefined],
    ['nothing kept', undefined, undefined],
    ['a list', [], undefined],
  ];
  for (const [what, kept, subject] of cases) it(what, () => assert.deepEqual(readSubject(kept), subject));
});

describe('readDetailMessage', () => {
  const cases: readonly [what: string, message: unknown, isTaken: boolean][] = [
    ['loading', { kind: 'state', state: 'loading' }, true],
    ['ready', { kind: 'state', state: 'ready' }, true],
    ['failed', { kind: 'state', state: 'failed' }, true],
    ['a message', { kind: 'state', state: 'message' }, true],
    ['a notice', { kind: 'notice', text: 'Copied: ID', row: 'object.id' }, true],
    ['a notice of no row', { kind: 'notice', text: 'Copied' }, false],
    ['a state that is unknown', { kind: 'state', state: 'gone' }, false],
    ['another extension’s message', { type: 'init' }, false],
    ['null', null, false],
  ];
  for (const [what, message, isTaken] of cases)
    it(what, () => assert.equal(readDetailMessage(message), isTaken ? message : undefined));
});
