import assert from 'node:assert/strict';
import { toEntry } from '../../../../src/app/inventory/certificateEntry';
import { entryText, objectText } from '../../../../src/app/writes/objectText';
import { english } from '../../../../src/shared/translate';
import { connection, stored } from '../fakes/fakeConnections';

const facts = {
  type: 'server',
  names: ['b.test', 'a.test'],
  labels: [{ key: 'team', value: 'x' }],
  isEnabled: true,
  ca: 'none',
} as const;

describe('objectText', () => {
  it('has a fact a line, names in an order that does not depend on the gateway', () => {
    assert.equal(
      objectText(facts, { translate: english, width: 14 }),
      'Type:         Server\nName:         a.test\nName:         b.test\nLabel:        team=x\nEnabled:      Yes\nCA for peers: none\n',
    );
  });

  it('says what there is none of', () => {
    const text = objectText({ ...facts, names: [], labels: [] }, { translate: english, width: 0 });
    assert.match(text, /^Name: none$/m);
    assert.match(text, /^Label: none$/m);
  });

  it('shows what hides in a label', () => {
    assert.match(
      objectText({ ...facts, labels: [{ key: 'a\u202Eb' }] }, { translate: english, width: 0 }),
      /Label: a\\u\{202E\}b/,
    );
  });
});

describe('entryText', () => {
  const text = (change: Parameters<typeof stored>[1]): string =>
    entryText(toEntry(connection('a'), stored('1', change)), 'none', english);

  it('differs wherever a person could have changed something', () => {
    const before = text({});
    for (const change of [
      { names: ['x.test'] },
      { type: 'client' },
      { labels: [{ key: 'x' }] },
      { isEnabled: false },
      { description: 'x' },
      { protocols: ['TLSv1.3'] },
      { updatedAt: 1 },
    ] as const)
      assert.notEqual(text(change), before, JSON.stringify(change));
  });
});
