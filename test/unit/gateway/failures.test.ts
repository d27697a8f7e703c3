import assert from 'node:assert/strict';
import { checkUnchanged, withCurrent } from '../../../src/gateway/failures';
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
        !error.mayHaveTakenEffect,
    );
  });
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
