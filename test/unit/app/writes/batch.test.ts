import assert from 'node:assert/strict';
import type { BatchItem } from '../../../../src/app/writes/batch';
import { actionOf, isProposed } from '../../../../src/app/writes/batch';
import { gatewayWith, make, tableOf } from './batchTable';

describe('a batch', () => {
  const words = (item: BatchItem): string =>
    `${item.draft.place} ${item.problem === undefined ? item.match.kind : 'problem'} ${actionOf(item) ?? 'none'} ${isProposed(item) ? 'proposed' : 'left'}`;

  it('says of each what it is, what sending it does, and whether that is proposed', async () => {
    const old = await make('renewed.example.com', { toDays: 5 });
    const later = await make('conflict.example.com', { toDays: 300 });
    const same = await make('same.example.com');
    const made = [
      await make('new.example.com'),
      await make('renewed.example.com'),
      same,
      await make('conflict.example.com'),
      await make('expired.example.com', { toDays: -1 }),
      await make('keyless.example.com'),
    ];
    const { items } = tableOf(made, {
      gateway: gatewayWith(['1', old], ['2', same], ['3', later]),
      keys: made.slice(0, 5),
    });
    assert.deepEqual(items.map(words), [
      '0.pem new create proposed',
      '1.pem renews replace proposed',
      '2.pem identical none left',
      '3.pem conflict create left',
      // A warning: the person has to want it.
      '4.pem new create left',
      '5.pem problem none left',
    ]);
    assert.equal(items[5]?.problem, 'No private key chosen');
  });

  it('leaves two with one name to the person', async () => {
    const made = [
      await make('twin.example.com', { serial: '01' }),
      await make('twin.example.com', { serial: '02' }),
      await make('other.example.com'),
    ];
    const { items } = tableOf(made);
    assert.deepEqual(
      items.map((item) => [item.twin?.place, isProposed(item)]),
      [
        ['1.pem', false],
        ['0.pem', false],
        [undefined, true],
      ],
    );
  });

  const controlled = { labels: [{ key: 'manager-by', value: 'apisix-ingress-controller' }] };

  it('says who removes what is created, and who undoes what is replaced, and proposes neither', async () => {
    const old = await make('renewed.example.com', { toDays: 5 });
    const { items } = tableOf([await make('new.example.com'), await make('renewed.example.com')], {
      gateway: gatewayWith(['1', old, controlled]),
    });
    assert.deepEqual(items.map(words), ['0.pem new create left', '1.pem renews replace left']);
    assert.match(items[0]?.checks[0]?.sentence ?? '', /removes what it did not create/);
    assert.match(items[1]?.checks[0]?.sentence ?? '', /soon undoes what is changed here/);
  });

  it('says which names others keep or lose, which stops no proposal', async () => {
    const [wildcard, host] = [await make('*.example.com'), await make('a.example.com')];
    const { items } = tableOf([host], { gateway: gatewayWith(['1', wildcard]) });
    assert.deepEqual(items.map(words), ['0.pem new create proposed']);
    assert.ok(
      items[0]?.checks.some(({ sentence }) => /Served by a wildcard of another .*a\.example\.com/.test(sentence)),
    );
    const same = tableOf([host], { gateway: gatewayWith(['1', host], ['2', wildcard]) }).items;
    assert.ok(
      same[0]?.checks.every(({ sentence }) => !sentence.includes('wildcard')),
      'Nothing is sent.',
    );
  });

  it('does not replace what has a CA that cannot be read back', async () => {
    const old = await make('mtls.example.com', { toDays: 5 });
    const gateway = gatewayWith(['1', old, { ca: { metadata: { names: [], extensions: {} } } }]);
    const { items } = tableOf([await make('mtls.example.com')], {
      gateway,
      capabilities: { ...gateway.capabilities, canReadCa: false },
    });
    assert.deepEqual(items.map(words), ['0.pem problem none left']);
    assert.match(items[0]?.problem ?? '', /update it separately/);
  });

  it('does not replace what could not be read, and checks nothing of it', async () => {
    const gateway = gatewayWith(['1', await make('a.example.com', { toDays: 5 })]);
    const { items } = tableOf([await make('a.example.com')], { gateway, unread: ['1'] });
    assert.deepEqual(items.map(words), ['0.pem problem none left']);
    assert.deepEqual(
      items.map(({ problem, checks }) => [problem, checks]),
      [['The certificate that it renews could not be read from the gateway', []]],
    );
  });
});
