import assert from 'node:assert/strict';
import { Inventory } from '../../../../src/app/inventory/inventory';
import { readChangeContext, readSeveralContext } from '../../../../src/app/usage/changeContext';
import type { References } from '../../../../src/gateway/gateway';
import { GatewayError } from '../../../../src/gateway/gateway';
import { connection, FakeConnections, settled, stored } from '../fakes/fakeConnections';

const noUses: References = { hosts: [], anyHost: [], clientReferences: [], inlineCertificates: [], unknown: [] };
const clock = { now: 0, warningDays: null };
const target = { connection: connection('a'), id: '1' };

describe('readChangeContext', () => {
  let connections: FakeConnections;
  let inventory: Inventory;
  const fresh = stored('1', { revision: 'now', description: 'now' });
  const gateway = { read: () => Promise.resolve(fresh), uses: () => Promise.resolve(noUses) };
  const list = async () => {
    await settled();
    await connections.run.page([stored('1', { revision: 'before' }), stored('2')]);
    await connections.run.end();
  };
  beforeEach(() => {
    connections = new FakeConnections('a');
    inventory = new Inventory(connections);
  });
  afterEach(() => inventory.dispose());

  it('reads the object, its users and all others anew', async () => {
    const reading = readChangeContext(target, { inventory, gateway, clock, signal: new AbortController().signal });
    await list();
    const { entry, facts, usesError } = await reading;
    assert.equal(entry.stored, fresh);
    assert.deepEqual(
      facts.entries.map(({ stored: { id, description } }) => `${id} ${description}`),
      ['2 undefined', '1 now'],
    );
    assert.equal(facts.isComplete, true);
    assert.equal(facts.uses, noUses);
    assert.equal(usesError, undefined);
    assert.equal(inventory.findWhole('a', '1')?.stored, fresh);
  });

  it('goes on where users cannot be read, and says why', async () => {
    const error = new GatewayError('forbidden', 'no');
    const reading = readChangeContext(target, {
      inventory,
      gateway: { ...gateway, uses: () => Promise.reject(error) },
      clock,
      signal: new AbortController().signal,
    });
    await list();
    const { facts, usesError } = await reading;
    assert.equal(facts.uses, undefined);
    assert.equal(usesError, error);
  });

  for (const [what, error] of [
    ['is cancelled', new GatewayError('cancelled', '')],
    ['fails otherwise', new TypeError('a fault of ours')],
  ] as const)
    it(`fails where reading the users ${what}`, async () => {
      const reading = readChangeContext(target, {
        inventory,
        gateway: { ...gateway, uses: () => Promise.reject(error) },
        clock,
        signal: new AbortController().signal,
      });
      await Promise.all([list(), assert.rejects(reading, (thrown) => thrown === error)]);
    });

  it('has the object that was read, also where its connection was removed meanwhile', async () => {
    const { entry } = await readChangeContext(target, {
      inventory: { refresh: () => Promise.resolve(), state: (id) => inventory.state(id), put: () => undefined },
      gateway,
      clock,
      signal: new AbortController().signal,
    });
    assert.equal(entry.stored, fresh);
  });

  it('says that a list is not all there is', async () => {
    const reading = readChangeContext(target, { inventory, gateway, clock, signal: new AbortController().signal });
    await settled();
    await connections.run.page([stored('2')], { unreadable: ['3 is broken'] });
    await connections.run.end();
    assert.equal((await reading).facts.isComplete, false);
  });

  it('fails where the object is gone', async () => {
    const gone = { ...gateway, read: () => Promise.reject(new GatewayError('notFound', 'gone')) };
    const reading = readChangeContext(target, {
      inventory,
      gateway: gone,
      clock,
      signal: new AbortController().signal,
    });
    await Promise.all([list(), assert.rejects(reading, { kind: 'notFound' })]);
  });

  it('can be stopped while the list is read', async () => {
    const stop = new AbortController();
    const reading = readChangeContext(target, { inventory, gateway, clock, signal: stop.signal });
    await settled();
    stop.abort();
    await assert.rejects(reading, { kind: 'cancelled' });
  });

  describe('of several', () => {
    const several = { connection: connection('a'), ids: ['1', '2'] };
    const reads = (gone: readonly string[]) => ({
      ...gateway,
      read: (id: string) =>
        gone.includes(id)
          ? Promise.reject(new GatewayError('notFound', 'gone'))
          : Promise.resolve(stored(id, { revision: 'now', description: 'now' })),
    });
    const signal = new AbortController().signal;

    it('reads each anew, and the list once', async () => {
      const reading = readSeveralContext(several, { inventory, gateway: reads([]), clock, signal });
      await settled();
      await connections.run.page([stored('1'), stored('2'), stored('3')]);
      await connections.run.end();
      const { entries, gone, facts } = await reading;
      assert.deepEqual(
        [entries, facts.entries].map((list) => list.map(({ stored: { id, description } }) => `${id} ${description}`)),
        [
          ['1 now', '2 now'],
          ['3 undefined', '1 now', '2 now'],
        ],
      );
      assert.deepEqual(gone, []);
    });

    it('names those that are gone', async () => {
      const reading = readSeveralContext(several, { inventory, gateway: reads(['2']), clock, signal });
      await list();
      const { entries, gone } = await reading;
      assert.deepEqual([entries.map(({ stored: { id } }) => id), gone], [['1'], ['2']]);
    });

    it('fails where one cannot be read', async () => {
      const error = new GatewayError('unavailable', 'no');
      const reading = readSeveralContext(several, {
        inventory,
        gateway: { ...gateway, read: (id) => (id === '2' ? Promise.reject(error) : Promise.resolve(fresh)) },
        clock,
        signal,
      });
      const failing = assert.rejects(reading, (thrown) => thrown === error);
      await list();
      await failing;
    });
  });
});
