import assert from 'node:assert/strict';
import type { Answer } from '../../../src/gateway/answer';
import { checkReadWhole, checkUnchanged, objectOf, withCurrent } from '../../../src/gateway/failures';
import { GatewayError } from '../../../src/gateway/gateway';
import { stored } from '../app/fakes/fakeConnections';

const is = (kind: string) => (error: unknown) => error instanceof GatewayError && error.kind === kind;

describe('what a write expects to find', () => {
  it('is the same as long as its revision is, whatever else differs', () => {
    checkUnchanged(stored('1', { labels: [{ key: 'a' }] }), stored('1'));
  });

  it('is a conflict where the revision differs, with what is there now, and nothing was written', () => {
    const current = stored('1', { revision: '2' });
    assert.throws(
      () => checkUnchanged(current, stored('1')),
      (error) =>
        error instanceof GatewayError &&
        error.kind === 'conflict' &&
        error.current === current &&
        error.message === 'The object has changed since it was shown; nothing was written.' &&
        !error.mayHaveTakenEffect,
    );
  });
});

describe('what a write replaces', () => {
  it('was read whole, or nothing is sent', () => {
    checkReadWhole([]);
    assert.throws(
      () => checkReadWhole([{ path: 'labels' } as never]),
      (error) =>
        error instanceof GatewayError &&
        error.kind === 'rejected' &&
        !error.mayHaveTakenEffect &&
        error.message === 'The object has members that were not read and would be replaced.' &&
        error.explanation ===
          'Nothing was sent: the object has fields in a form that cannot be read here, and an update would replace them.',
    );
  });
});

describe('the object of an answer', () => {
  const answer: Answer = {
    status: 200,
    header: () => undefined,
    json: {},
    problem: undefined,
    place: undefined,
    words: undefined,
    isOwnError: false,
    bytes: 2,
  };
  const record = { id: '1' };
  it('is that which was asked for, or any where no id was known', () => {
    assert.equal(objectOf(answer, record, { id: '1', isWrite: true }), record);
    assert.equal(objectOf(answer, record, { id: undefined, isWrite: true }), record);
  });
  for (const isWrite of [true, false]) {
    const of = { id: '2', isWrite };
    const facts = (run: () => unknown) => {
      try {
        run();
      } catch (error) {
        assert.ok(error instanceof GatewayError);
        return [error.kind, error.message, error.status, error.mayHaveTakenEffect];
      }
      return assert.fail('It was taken.');
    };
    it(`is not another one, which is no success of ${isWrite ? 'a write' : 'a read'}`, () =>
      assert.deepEqual(
        facts(() => objectOf(answer, record, of)),
        ['unexpected', 'The gateway answered with another object.', 200, isWrite],
      ));
    for (const none of [undefined, 'it has no id'])
      it(`is none that cannot be read, of ${isWrite ? 'a write' : 'a read'}: ${String(none)}`, () =>
        assert.deepEqual(
          facts(() => objectOf(answer, none, of)),
          ['unexpected', 'The answer is not one of this kind of gateway.', 200, isWrite],
        ));
  }
});

describe('a refused write', () => {
  const refused = new GatewayError('conflict', 'taken', {
    status: 409,
    gatewayText: 'exists',
    mayHaveTakenEffect: true,
  });

  it('of a conflict brings what is there now, and is certain', async () => {
    const current = stored('1', { revision: '2' });
    const error = await withCurrent(refused, () => Promise.resolve(current));
    const { kind, status, gatewayText, mayHaveTakenEffect } = error;
    assert.deepEqual(
      { kind, status, gatewayText, mayHaveTakenEffect, current: error.current },
      { kind: 'conflict', status: 409, gatewayText: 'exists', mayHaveTakenEffect: false, current },
    );
  });

  it('of a conflict stays one where what is there cannot be read', async () => {
    const error = await withCurrent(refused, () => Promise.reject(new GatewayError('unreachable', 'gone')));
    assert.deepEqual([error.kind, error.current, error.mayHaveTakenEffect], ['conflict', undefined, false]);
  });

  it('that is cancelled while that is read is cancelled', async () => {
    await assert.rejects(
      withCurrent(refused, () => Promise.reject(new GatewayError('cancelled', 'stopped'))),
      is('cancelled'),
    );
  });

  it('of another kind is left as it is, and nothing is read', async () => {
    const other = new GatewayError('timeout', 'slow', { mayHaveTakenEffect: true });
    assert.equal(await withCurrent(other, () => assert.fail('read')), other);
  });
});
