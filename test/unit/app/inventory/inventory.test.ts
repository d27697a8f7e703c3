import assert from 'node:assert/strict';
import { unready } from '../../../../src/app/connections/access';
import type { ConnectionState } from '../../../../src/app/inventory/inventory';
import { Inventory } from '../../../../src/app/inventory/inventory';
import { GatewayError } from '../../../../src/gateway/gateway';
import { connection, FakeConnections, settled, stored } from '../fakes/fakeConnections';

const ids = (state: ConnectionState): string => state.entries.map((entry) => entry.stored.id).join(' ');

describe('Inventory', () => {
  let connections: FakeConnections;
  let inventory: Inventory;
  const fired: string[] = [];

  beforeEach(() => {
    connections = new FakeConnections('a', 'b');
    inventory = new Inventory(connections);
    fired.length = 0;
    inventory.onDidChange((id) =>
      fired.push(`${id} ${inventory.state(id).kind} ${inventory.state(id).entries.length}`),
    );
  });
  afterEach(() => inventory.dispose());

  it('knows nothing before it is asked', () => {
    assert.deepEqual(inventory.state('a'), { kind: 'idle', entries: [] });
    assert.deepEqual(inventory.state('nobody'), { kind: 'idle', entries: [] });
  });

  it('shows the first page before the second arrives', async () => {
    const refresh = inventory.refresh('a');
    await settled();
    await connections.run.page([stored('1'), stored('2')], { total: 3 });
    assert.deepEqual(
      { ...inventory.state('a'), entries: ids(inventory.state('a')) },
      { kind: 'loading', entries: '1 2', loaded: 2, total: 3 },
    );
    await connections.run.page([stored('3')], { total: 3 });
    await connections.run.end();
    await refresh;
    assert.equal(ids(inventory.state('a')), '1 2 3');
    assert.deepEqual(fired, ['a loading 0', 'a loading 2', 'a loading 3', 'a ready 3']);
  });

  it('lists every connection, and says of each on its own', async () => {
    void inventory.refresh();
    await settled();
    const [a, b] = connections.runs;
    await b?.page([stored('7')]);
    await b?.end();
    assert.equal(inventory.state('a').kind, 'loading');
    assert.equal(inventory.state('b').kind, 'ready');
    await a?.end();
    assert.deepEqual(inventory.state('a'), {
      kind: 'ready',
      entries: [],
      isComplete: true,
      loaded: 0,
      total: undefined,
      unreadable: [],
    });
  });

  it('keeps a certificate once that moved from one page to the next', async () => {
    void inventory.refresh('a');
    await settled();
    await connections.run.page([stored('1'), stored('2')]);
    await connections.run.page([stored('2', { description: '2' }), stored('3')]);
    await connections.run.end();
    assert.equal(ids(inventory.state('a')), '1 2 3');
    assert.equal(inventory.find('a', '2')?.stored.description, '2');
  });

  it('names what could not be read', async () => {
    void inventory.refresh('a');
    await settled();
    await connections.run.page([], { unreadable: ['object 1 has no id'] });
    await connections.run.page([], { unreadable: ['object 9 has no id'] });
    await connections.run.end();
    const state = inventory.state('a');
    assert.deepEqual(state.kind === 'ready' && state.unreadable, ['object 1 has no id', 'object 9 has no id']);
  });

  it('stops loading, keeps what has arrived and asks for no more', async () => {
    const refresh = inventory.refresh('a');
    await settled();
    await connections.run.page([stored('1')], { total: 9 });
    inventory.cancel('a');
    await refresh;
    assert.equal(connections.run.signal.aborted, true);
    const state = inventory.state('a');
    assert.deepEqual(
      { ...state, entries: ids(state) },
      { kind: 'ready', entries: '1', isComplete: false, loaded: 1, total: 9, unreadable: [] },
    );
    await connections.run.page([stored('2')], { total: 9 });
    assert.equal(inventory.state('a'), state, 'a late page changes nothing');
  });

  it('cancels every connection that is loading, and leaves the others alone', async () => {
    void inventory.refresh();
    await settled();
    await connections.runs[1]?.end();
    const done = inventory.state('b');
    inventory.cancel();
    assert.equal(inventory.state('a').kind, 'ready');
    assert.equal(inventory.state('b'), done);
  });

  it('drops the answers of a run that a newer one superseded', async () => {
    const first = inventory.refresh('a');
    await settled();
    const old = connections.run;
    const second = inventory.refresh('a');
    await first;
    await settled();
    assert.equal(old.signal.aborted, true);
    await connections.run.page([stored('new')]);
    await old.page([stored('old')]);
    await old.fail(new GatewayError('unexpected', 'late'));
    await connections.run.end();
    await second;
    assert.equal(ids(inventory.state('a')), 'new');
  });

  describe('refreshing', () => {
    beforeEach(async () => {
      void inventory.refresh('a');
      await settled();
      await connections.run.page([stored('1'), stored('2')]);
      await connections.run.end();
      void inventory.refresh('a');
      await settled();
    });

    it('keeps the rows from before, without showing one twice, until the last page', async () => {
      assert.equal(ids(inventory.state('a')), '1 2');
      await connections.run.page([stored('2', { description: '2' }), stored('3')]);
      assert.equal(ids(inventory.state('a')), '1 2 3');
      assert.equal(inventory.find('a', '2')?.stored.description, '2');
      await connections.run.end();
      assert.equal(ids(inventory.state('a')), '2 3');
    });

    it('drops all of them where the gateway lists none any more, but what was written meanwhile', async () => {
      inventory.put('a', stored('9'));
      await connections.run.page([], { total: 0 });
      await connections.run.end();
      assert.equal(ids(inventory.state('a')), '9');
    });

    it('keeps all of them when it fails half-way, and says why', async () => {
      const error = new GatewayError('unreachable', 'refused', { code: 'ECONNREFUSED' });
      await connections.run.page([stored('3')]);
      await connections.run.fail(error);
      const state = inventory.state('a');
      assert.deepEqual(
        { ...state, entries: ids(state) },
        { kind: 'failed', entries: '1 2 3', failure: { reason: 'gateway', error } },
      );
    });

    it('keeps what was written meanwhile, whatever the pages say', async () => {
      inventory.put('a', stored('2', { description: 'written' }));
      inventory.put('a', stored('new'));
      assert.equal(ids(inventory.state('a')), '1 2 new');
      await connections.run.page([stored('1'), stored('2', { description: 'from before' })]);
      await connections.run.end();
      assert.equal(ids(inventory.state('a')), '1 2 new');
      assert.equal(inventory.find('a', '2')?.stored.description, 'written');
    });
  });

  it('takes a failure that is no GatewayError for an unexpected answer', async () => {
    void inventory.refresh('a');
    await settled();
    await connections.run.fail(new TypeError('secret text'));
    const state = inventory.state('a');
    assert.ok(state.kind === 'failed' && state.failure.reason === 'gateway');
    assert.equal(state.failure.error.kind, 'unexpected');
    assert.doesNotMatch(state.failure.error.message, /secret/);
  });

  it('takes being cancelled from below for being stopped', async () => {
    void inventory.refresh('a');
    await settled();
    await connections.run.page([stored('1')]);
    await connections.run.fail(new GatewayError('cancelled', 'the gateway was closed'));
    const state = inventory.state('a');
    assert.deepEqual(state.kind === 'ready' && [state.isComplete, ids(state)], [false, '1']);
  });

  it('keeps a connection that cannot be opened as a state, and shows nothing of before', async () => {
    void inventory.refresh('a');
    await settled();
    await connections.run.page([stored('1')]);
    await connections.run.end();
    const failure = { ok: false, reason: 'noToken', sentence: 'Apache APISIX needs an admin key.' } as const;
    connections.reopen('a', failure);
    await connections.fire();
    assert.deepEqual(inventory.state('a'), { kind: 'failed', entries: [], failure });
  });

  describe('when the connections change', () => {
    beforeEach(async () => {
      void inventory.refresh();
      await settled();
      for (const run of connections.runs) {
        await run.page([stored('1')]);
        await run.end();
      }
    });

    it('lists nothing anew where nothing is different', async () => {
      await connections.fire();
      assert.equal(connections.runs.length, 2);
    });

    it('lists anew where the token is another, with the rows still there', async () => {
      connections.reopen('b');
      await connections.fire();
      assert.equal(connections.runs.length, 3);
      assert.equal(inventory.state('a').kind, 'ready');
      assert.equal(`${inventory.state('b').kind} ${ids(inventory.state('b'))}`, 'loading 1');
    });

    it('drops the rows at once where the address is another', async () => {
      connections.all = [{ ...connection('a'), address: 'https://elsewhere.test' }, connection('b')];
      connections.reopen('a');
      await connections.fire();
      assert.equal(`${inventory.state('a').kind} ${ids(inventory.state('a'))}`, 'loading ');
    });

    it('forgets a connection that is gone, and its late answers', async () => {
      void inventory.refresh('a');
      await settled();
      connections.all = [connection('b')];
      await connections.fire();
      await connections.run.page([stored('2')]);
      assert.equal(connections.run.signal.aborted, true);
      assert.equal(inventory.state('a').kind, 'idle');
    });

    it('lists a new one', async () => {
      connections.all = [...connections.all, connection('c')];
      connections.reopen('c');
      await connections.fire();
      assert.equal(inventory.state('c').kind, 'loading');
    });
  });

  it('says on the row of a connection that it cannot be opened any more', async () => {
    void inventory.refresh('a');
    await settled();
    await connections.run.page([stored('1')]);
    await connections.run.end();
    connections.reopen('a', unready('broken', 'A part is gone.'));
    await connections.fire();
    await settled();
    const state = inventory.state('a');
    assert.equal(state.kind === 'failed' && state.failure.reason, 'broken');
  });

  it('lists nothing on a change before it was ever asked', async () => {
    await connections.fire();
    assert.equal(connections.runs.length, 0);
  });

  it('takes in a written certificate that was not there, replaces one that was', async () => {
    void inventory.refresh('a');
    await settled();
    await connections.run.page([stored('1'), stored('2')]);
    await connections.run.end();
    assert.equal(inventory.put('a', stored('3'))?.stored.id, '3');
    inventory.put('a', stored('1', { description: '2' }));
    assert.equal(ids(inventory.state('a')), '1 2 3');
    assert.equal(inventory.find('a', '1')?.stored.description, '2');
    assert.equal(inventory.put('nobody', stored('1')), undefined);
  });

  it('waits for the listing under way, and for the one that supersedes it; asks anew for nothing that is listed', async () => {
    let isListed = false;
    const listed = inventory.whenListed('a').then(() => (isListed = true));
    await settled();
    await connections.run.page([stored('1')]);
    void inventory.refresh('a');
    await settled();
    assert.deepEqual([connections.runs.length, isListed], [2, false]);
    void inventory.whenListed('a');
    await connections.run.page([stored('1')]);
    await connections.run.end();
    await listed;
    await inventory.whenListed('a');
    assert.equal(`${connections.runs.length} ${inventory.state('a').kind} ${ids(inventory.state('a'))}`, '2 ready 1');
    await inventory.whenListed('nobody');
    assert.equal(inventory.state('nobody').kind, 'idle');
  });

  it('keeps all of an object that was written, as long as it is listed', async () => {
    const list = async (...listed: readonly string[]) => {
      void inventory.refresh('a');
      await settled();
      await connections.run.page(listed.map((id) => stored(id)));
      await connections.run.end();
    };
    await list('1', '2');
    inventory.put('a', stored('1'));
    inventory.put('a', stored('2'));
    assert.deepEqual([inventory.findWhole('a', '1')?.stored.id, inventory.findWhole('a', '2')?.stored.id], ['1', '2']);
    // The list is newer, and no longer has the other.
    await list('1');
    assert.deepEqual([inventory.findWhole('a', '1'), inventory.findWhole('a', '2')], [undefined, undefined]);
    // The connection leads to another gateway.
    inventory.put('a', stored('1'));
    connections.all = [{ ...connection('a'), address: 'https://other.test:9180' }, connection('b')];
    await connections.fire();
    assert.equal(inventory.findWhole('a', '1'), undefined);
  });

  it('keeps all of the objects that were written last', async () => {
    void inventory.refresh('a');
    await settled();
    await connections.run.end();
    const several = Array.from({ length: 20 }, (_, index) => `${index}`);
    for (const id of [...several, '0', 'more']) inventory.put('a', stored(id));
    assert.deepEqual(
      ['0', '1', 'more'].map((id) => inventory.findWhole('a', id)?.stored.id),
      ['0', undefined, 'more'],
    );
  });

  it('lists a connection that nobody had listed when something is written to it', async () => {
    inventory.put('a', stored('new'));
    await settled();
    assert.equal(`${inventory.state('a').kind} ${ids(inventory.state('a'))}`, 'loading new');
    await connections.run.page([stored('1')]);
    await connections.run.end();
    assert.equal(ids(inventory.state('a')), 'new 1');
  });

  it('shows what is written while its gateway is still being opened', async () => {
    const open = connections.open.bind(connections);
    let goOn: () => void = () => undefined;
    const wait = new Promise<void>((resolve) => (goOn = resolve));
    connections.open = async (id) => {
      if (id === 'a') await wait;
      return open(id);
    };
    void inventory.refresh();
    await settled();
    await connections.run.end();
    inventory.put('a', stored('1', { description: 'written' }));
    assert.equal(ids(inventory.state('a')), '1');
    goOn();
    await settled();
    await connections.run.page([stored('1'), stored('2')]);
    await connections.run.end();
    assert.equal(ids(inventory.state('a')), '1 2');
    assert.equal(inventory.find('a', '1')?.stored.description, 'written');
  });

  it('shows what is written to a gateway that could not be opened before', async () => {
    connections.reopen('a', { ok: false, reason: 'badAddress', sentence: 'no address' });
    await inventory.refresh('a');
    void inventory.refresh('b');
    await settled();
    const other = new FakeConnections('a');
    connections.reopen('a', await other.open('a'));
    inventory.put('a', stored('1'));
    await settled();
    assert.equal(ids(inventory.state('a')), '1');
    await other.run.page([stored('1'), stored('2')]);
    await other.run.end();
    assert.equal(ids(inventory.state('a')), '1 2');
  });

  it('takes out what was removed from the gateway', async () => {
    void inventory.refresh('a');
    await settled();
    await connections.run.page([stored('1'), stored('2')]);
    await connections.run.end();
    fired.length = 0;
    inventory.remove('a', '1');
    assert.equal(ids(inventory.state('a')), '2');
    assert.deepEqual(fired, ['a ready 1']);
    inventory.remove('nobody', '1');
    assert.deepEqual(fired, ['a ready 1']);
  });

  it('does not bring back what was removed while pages still arrive, unless it is written anew', async () => {
    void inventory.refresh('a');
    await settled();
    await connections.run.page([stored('1')]);
    inventory.remove('a', '1');
    inventory.remove('a', '2');
    inventory.remove('a', '3');
    inventory.put('a', stored('3', { description: 'anew' }));
    await connections.run.page([stored('1'), stored('2'), stored('3'), stored('4')]);
    await connections.run.end();
    assert.equal(ids(inventory.state('a')), '3 4');
    assert.equal(inventory.find('a', '3')?.stored.description, 'anew');
  });

  it('lets other work have its turn within a page of 20,000', async () => {
    const refresh = inventory.refresh('a');
    await settled();
    let limiter = 0;
    const ticking = setInterval(() => (limiter += 1), 0);
    void connections.run.page(Array.from({ length: 20_000 }, (_, index) => stored(String(index))));
    void connections.run.end();
    await refresh;
    clearInterval(ticking);
    assert.equal(inventory.state('a').entries.length, 20_000);
    assert.ok(limiter > 0, `other work had ${limiter} turns`);
  });

  it('aborts and goes quiet when disposed', async () => {
    void inventory.refresh('a');
    await settled();
    inventory.dispose();
    fired.length = 0;
    assert.equal(connections.run.signal.aborted, true);
    await connections.run.page([stored('1')]);
    await connections.fire();
    assert.deepEqual(fired, []);
  });
});
