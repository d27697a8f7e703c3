import assert from 'node:assert/strict';
import type { Ended } from '../../../../src/app/renewal/renewalOutcome';
import { toOutcome } from '../../../../src/app/renewal/renewalOutcome';
import type { RenewalObject } from '../../../../src/app/renewal/renewalTargets';
import { canBeSent, isOpen, isRetryable, toRenewalObject } from '../../../../src/app/renewal/renewalTargets';
import type { Note } from '../../../../src/app/writes/journal';
import { GatewayError } from '../../../../src/gateway/gateway';
import { english } from '../../../../src/shared/translate';
import { stored } from '../fakes/fakeConnections';
import { toEntries } from '../fakes/fakeEntries';

const now = Date.UTC(2026, 10, 23);
const [entry] = toEntries({ 7: ['a.test'] });
assert(entry);
const { connection } = entry;
const error = new GatewayError('rejected', 'no', { gatewayText: 'no' });
const plan = {} as RenewalObject['plan'];
const note = {} as Note;

const object = (change: Partial<RenewalObject> = {}): RenewalObject => ({
  ...toRenewalObject({ entry, relation: 'renews' }, { connection, problem: undefined, before: undefined }),
  isReading: false,
  plan,
  ...change,
});
const written = (readBack: 'same' | 'failed' = 'same'): Ended => ({
  kind: 'written',
  stored: stored('7', { names: ['a.test'] }),
  readBack,
  wasInterrupted: false,
});
const outcomeOf = (ended: Ended) =>
  toOutcome(ended, object({ plan: undefined }), {
    inventory: { state: () => ({ kind: 'unread' }) as never, certificates: () => undefined },
    now: () => now,
    translate: english,
  });

describe('what became of an object of a renewal', () => {
  const ends: readonly (readonly [what: string, Ended, severity: string, sentence: RegExp])[] = [
    ['written', written(), 'ok', /^Updated a\.test on Gateway a \(ID 7\)/],
    ['written, and not read back', written('failed'), 'warning', /^Updated a\.test on Gateway a \(ID 7\)/],
    ['failed', { kind: 'failed', error }, 'error', /no/],
    [
      'cancelled under way',
      { kind: 'failed', error: new GatewayError('cancelled', '') },
      'error',
      /^Nothing was written/,
    ],
    ['gone', { kind: 'gone' }, 'info', /is no longer on Gateway a/],
    ['changed before', { kind: 'changedBefore', current: undefined }, 'warning', /nothing was written\.$/],
    ['not written', { kind: 'notWritten', error, current: undefined }, 'warning', /a\.test/],
    ['unknown', { kind: 'unknown', error, lookError: error, note }, 'error', /a\.test/],
    ['cancelled', { kind: 'notTried', why: 'cancelled' }, 'info', /^Not tried: cancelled before it was its turn\.$/],
    [
      'not tried after a refusal',
      { kind: 'notTried', why: 'gateway', sentence: 'The token is wrong.' },
      'info',
      /^Not tried, because its gateway refused an earlier one: The token is wrong\.$/,
    ],
  ];
  for (const [what, ended, severity, sentence] of ends)
    it(`${what}: ${severity}`, () => {
      const outcome = outcomeOf(ended);
      assert.equal(outcome.severity, severity);
      assert.match(outcome.sentence, sentence);
      assert.equal(outcome.ended, ended);
    });
});

describe('an object of a renewal', () => {
  const outcome = (ended: Ended): Partial<RenewalObject> => ({ outcome: { ended, severity: 'info', sentence: '' } });
  /** `open`: nothing was written, or it may be again. `send`: may be selected. `retry`: the last try failed. */
  const rows: readonly (readonly [what: string, Partial<RenewalObject>, expected: string])[] = [
    ['read', {}, 'open send'],
    ['that is being read', { isReading: true }, 'open'],
    ['that is not read yet', { plan: undefined }, 'open'],
    ['with a problem', { problem: 'x' }, 'open'],
    ['that waits for its turn', { progress: 'waiting' }, ''],
    ['that is being written again', { progress: 'writing', ...outcome({ kind: 'failed', error }) }, 'retry'],
    ['written', outcome(written()), ''],
    ['gone', outcome({ kind: 'gone' }), ''],
    ['that somebody else changed', outcome({ kind: 'changedOtherwise', current: stored('7') }), ''],
    ['that failed', outcome({ kind: 'failed', error }), 'open send retry'],
    ['that was not written', outcome({ kind: 'notWritten', error, current: undefined }), 'open send retry'],
    ['that changed before', outcome({ kind: 'changedBefore', current: undefined }), 'open send retry'],
    ['that was not tried', outcome({ kind: 'notTried', why: 'cancelled' }), 'open send retry'],
    ['whose outcome is unknown', outcome({ kind: 'unknown', error, lookError: undefined, note }), 'open retry'],
  ];
  for (const [what, change, expected] of rows)
    it(`${what}: ${expected || 'done'}`, () => {
      const given = object(change);
      const says = { open: isOpen(given), send: canBeSent(given), retry: isRetryable(given) };
      assert.equal(
        Object.entries(says)
          .flatMap(([word, is]) => (is ? [word] : []))
          .join(' '),
        expected,
      );
    });

  it('is read where it can be written, and keeps what a person decided', () => {
    const fresh = (relation: RenewalObject['relation'], problem?: string, before?: RenewalObject) => {
      const { isReading, isSelected, wasAsked } = toRenewalObject({ entry, relation }, { connection, problem, before });
      return { isReading, isSelected, wasAsked };
    };
    const unasked = { isSelected: false, wasAsked: false };
    assert.deepEqual(fresh('renews'), { isReading: true, ...unasked });
    assert.deepEqual(fresh('holds'), { isReading: false, ...unasked });
    assert.deepEqual(fresh('renews', 'read-only'), { isReading: false, ...unasked });
    const asked = { isSelected: true, wasAsked: true };
    assert.deepEqual(fresh('renews', undefined, object(asked)), { isReading: true, ...asked });
  });
});
