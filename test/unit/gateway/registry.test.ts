import assert from 'node:assert/strict';
import { dialects } from '../../../src/gateway/registry';

describe('dialects', () => {
  it('are in the order they are offered, each under its own id', () => {
    assert.deepEqual(
      [...dialects].map(([id, dialect]) => [id, dialect.id, dialect.label]),
      [
        ['api7cloud', 'api7cloud', 'API7 Cloud'],
        ['apisix', 'apisix', 'Apache APISIX'],
        ['api7enterprise', 'api7enterprise', 'API7 Enterprise'],
      ],
    );
  });

  for (const [id, { defaultAddress }] of dialects) {
    it(`${id} has an address to start from`, () => assert.equal(new URL(defaultAddress).origin, defaultAddress));
  }
});
