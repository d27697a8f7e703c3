import assert from 'node:assert/strict';
import { GatewayError } from '../../../../src/gateway/gateway';
import { english } from '../../../../src/shared/translate';
import { toPickFailure } from '../../../../src/ui/connection/pickFailure';

describe('toPickFailure', () => {
  const fail = (error: unknown) => {
    const logged: unknown[] = [];
    const failure = toPickFailure(error, {
      doing: 'Listing clusters',
      dialect: 'api7cloud',
      translate: english,
      log: { error: (...all) => void logged.push(all) },
    });
    return { failure, logged };
  };

  it('says what went wrong, and logs the whole of it', () => {
    const error = new GatewayError('unauthorized', 'no such token');
    const { failure, logged } = fail(error);
    assert.match(failure.what, /did not accept the token/);
    assert.deepEqual(logged, [['Listing clusters', error]]);
  });

  it('shows what a stranger answered with nothing hidden in it', () => {
    const { failure } = fail(new GatewayError('rejected', 'refused \u202Egnp.exe'));
    assert.doesNotMatch(`${failure.what} ${failure.more ?? ''}`, /\u202E/);
    assert.match(`${failure.what} ${failure.more ?? ''}`, /refused/);
  });

  it('says and logs nothing of what was cancelled', () => {
    assert.deepEqual(fail(new GatewayError('cancelled', 'left')), { failure: { what: '' }, logged: [] });
  });
});
