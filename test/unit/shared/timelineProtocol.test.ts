import assert from 'node:assert/strict';
import { readTimelineIntent } from '../../../src/shared/timelineProtocol';

describe('readTimelineIntent', () => {
  const good = [
    { kind: 'ready' },
    { kind: 'refresh' },
    { kind: 'export' },
    { kind: 'checkFiles' },
    { kind: 'set', control: 'by', option: 'issuer' },
    { kind: 'choose', id: 'w0' },
    { kind: 'open', index: 3 },
  ];
  for (const intent of good)
    it(`reads ${intent.kind}, and nothing beside it`, () =>
      assert.deepEqual(readTimelineIntent({ ...intent, more: 'x' }), intent));

  for (const message of [
    undefined,
    'ready',
    {},
    { kind: 'delete' },
    { kind: 'set', control: 'by' },
    { kind: 'choose', id: 1 },
    { kind: 'open', index: -1 },
    { kind: 'open', index: 1.5 },
    { kind: 'open', index: '0' },
  ])
    it(`refuses ${JSON.stringify(message)}`, () => assert.equal(readTimelineIntent(message), undefined));
});
