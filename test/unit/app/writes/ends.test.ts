import assert from 'node:assert/strict';
import type { Outcome } from '../../../../src/app/writes/endingText';
import { recordOutcome } from '../../../../src/app/writes/ends';
import { GatewayError } from '../../../../src/gateway/gateway';
import { connection, stored } from '../fakes/fakeConnections';

describe('the end of a write, for the list and the log', () => {
  const error = new GatewayError('timeout', 'No answer.');
  const current = stored('1');
  const rows: readonly [what: string, end: Outcome, id: string | undefined, expected: readonly string[]][] = [
    [
      'an upload',
      { kind: 'written', stored: current, readBack: 'same', wasInterrupted: false } as unknown as Outcome,
      undefined,
      ['Uploaded as 1 on A', 'put 1'],
    ],
    [
      'an update',
      { kind: 'written', stored: current, readBack: 'same', wasInterrupted: false } as unknown as Outcome,
      '1',
      ['Changed 1 on A', 'put 1'],
    ],
    ['a deletion', { kind: 'removed' } as unknown as Outcome, '1', ['Deleted 1 from A', 'remove 1']],
    ['one that was gone before', { kind: 'gone' } as unknown as Outcome, '1', ['remove 1']],
    ['one that another changed', { kind: 'changedBefore', current } as unknown as Outcome, '1', ['put 1']],
    ['one that is other than sent', { kind: 'changedOtherwise', current } as unknown as Outcome, '1', ['put 1']],
    ['no effect', { kind: 'notWritten', error, current } as unknown as Outcome, '1', ['Updating: No answer.', 'put 1']],
    [
      'no effect, and nothing there',
      { kind: 'notWritten', error, current: undefined } as unknown as Outcome,
      undefined,
      ['Updating: No answer.'],
    ],
    [
      'not known, and not to be read',
      { kind: 'unknown', error, lookError: new GatewayError('forbidden', 'Not allowed.') } as unknown as Outcome,
      '1',
      ['Updating: No answer.', 'Updating: Not allowed.'],
    ],
  ];
  for (const [what, end, id, expected] of rows)
    it(`${what}: ${expected.join(', ')}`, () => {
      const told: string[] = [];
      recordOutcome(end, {
        doing: 'Updating',
        connection: { ...connection('a'), name: 'A' },
        id,
        inventory: {
          put: (_connection, object) => (told.push(`put ${object.id}`), undefined),
          remove: (_connection, removed) => void told.push(`remove ${removed}`),
        },
        log: {
          info: (line) => void told.push(line),
          error: (doing, cause) => void told.push(`${doing}: ${cause instanceof Error ? cause.message : ''}`),
        },
      });
      assert.deepEqual(told, expected);
    });
});
