import assert from 'node:assert/strict';
import { unready } from '../../../../src/app/connections/access';
import { Inventory } from '../../../../src/app/inventory/inventory';
import { useOf } from '../../../../src/app/usage/certificateUse';
import { KnownUses } from '../../../../src/app/usage/knownUses';
import type { Gateway, References } from '../../../../src/gateway/gateway';
import { GatewayError } from '../../../../src/gateway/gateway';
import type { InSlices } from '../../../../src/shared/cooperative';
import { runSync } from '../../../../src/shared/cooperative';
import { FakeConnections, settled, stored } from '../fakes/fakeConnections';
import { usesOf } from '../fakes/fakeEntries';

/** One call of `uses`, answered by the test. */
interface Asked {
  readonly signal: AbortSignal;
  readonly answer: (uses: References | GatewayError) => Promise<void>;
}

describe('KnownUses', () => {
  let connections: FakeConnections;
  let inventory: Inventory;
  let known: KnownUses;
  let asked: Asked[];
  let logged: string[];
  let fired: string[];
  /** Long work waits for it. */
  let hold: Promise<void> | undefined;

  const uses = (signal: AbortSignal) =>
    new Promise<References>((resolve, reject) => {
      asked.push({
        signal,
        answer: (answer) => {
          if (answer instanceof GatewayError) reject(answer);
          else resolve(answer);
          return settled();
        },
      });
    });
  const gatewayOf = async (id: string): Promise<Gateway> => {
    const opened = await connections.open(id);
    assert(opened.ok);
    return opened.gateway;
  };
  const reopen = async (id: string) =>
    connections.reopen(id, { ok: true, gateway: { ...(await gatewayOf(id)), uses } });

  beforeEach(async () => {
    [asked, logged, fired] = [[], [], []];
    hold = undefined;
    connections = new FakeConnections('a', 'b');
    for (const id of ['a', 'b']) await reopen(id);
    inventory = new Inventory(connections);
    const inSlices: InSlices = async (work, isWanted) => {
      await hold;
      return isWanted() ? runSync(work) : undefined;
    };
    known = new KnownUses({ connections, inventory, log: { debug: (line) => logged.push(line) }, inSlices });
    known.onDidChange((id) => fired.push(id));
  });
  afterEach(() => {
    known.dispose();
    inventory.dispose();
  });

  const list = async (...hosts: readonly string[]) => {
    void inventory.refresh('a');
    await settled();
    await connections.run.page(hosts.map((host) => stored(host, { names: [host] })));
    await connections.run.end();
  };
  const text = (id: string, connection = 'a'): string => {
    const served = known.served(connection);
    const use = served && runSync(useOf(served, [id]));
    return use ? use.owners.map((owner) => owner.id).join(' ') || 'nobody' : 'unknown';
  };
  const last = (): Asked => asked.at(-1) ?? assert.fail('uses were not read');

  it('knows nothing before a list is complete, and asks nobody', async () => {
    assert.equal(known.served('a'), undefined);
    void inventory.refresh('a');
    await settled();
    await connections.run.page([stored('1')]);
    assert.deepEqual([asked.length, text('1')], [0, 'unknown']);
  });

  it('reads once for a listing that came to its end, and says when it knows', async () => {
    await list('a.com', 'b.com');
    assert.deepEqual([asked.length, text('a.com'), fired], [1, 'unknown', []]);
    await last().answer(usesOf(['a.com']));
    assert.deepEqual([asked.length, text('a.com'), text('b.com'), fired], [1, 'a.com', 'nobody', ['a']]);
    assert.equal(known.served('b'), undefined);
  });

  it('reads again for the next listing, and knows the old until then', async () => {
    await list('a.com');
    await last().answer(usesOf(['a.com']));
    await list('a.com', 'b.com');
    assert.deepEqual([asked.length, text('b.com')], [2, 'nobody']);
    await last().answer(usesOf(['b.com']));
    assert.deepEqual([text('a.com'), text('b.com')], ['nobody', 'b.com']);
  });

  it('gives a reading up when a newer listing begins', async () => {
    await list('a.com');
    const first = last();
    await list('a.com');
    assert.deepEqual([first.signal.aborted, asked.length], [true, 2]);
    await last().answer(usesOf(['a.com']));
    await first.answer(usesOf([]));
    assert.equal(text('a.com'), 'a.com');
  });

  it('gives an answer up that is still taken in when a newer listing begins', async () => {
    await list('a.com');
    let go = (): void => undefined;
    hold = new Promise((resolve) => (go = resolve));
    await last().answer(usesOf(['a.com']));
    await list('a.com');
    hold = undefined;
    go();
    await settled();
    assert.deepEqual([text('a.com'), asked.length], ['unknown', 2]);
    await last().answer(usesOf([]));
    assert.equal(text('a.com'), 'nobody');
  });

  it('takes the later of two answers, whichever is taken in first', async () => {
    await list('a.com');
    let go = (): void => undefined;
    hold = new Promise((resolve) => (go = resolve));
    await last().answer(usesOf([]));
    hold = undefined;
    const reading = known.read('a', { gateway: await gatewayOf('a'), signal: new AbortController().signal });
    await last().answer(usesOf(['a.com']));
    await reading;
    go();
    await settled();
    assert.equal(text('a.com'), 'a.com');
  });

  it('does not read for a listing that was stopped or failed', async () => {
    void inventory.refresh('a');
    await settled();
    await connections.run.page([stored('1')]);
    inventory.cancel('a');
    void inventory.refresh('a');
    await settled();
    await connections.run.fail(new GatewayError('unreachable', 'no'));
    assert.deepEqual([asked.length, inventory.state('a').kind], [0, 'failed']);
  });

  it('says nothing of a list with gaps', async () => {
    void inventory.refresh('a');
    await settled();
    await connections.run.page([stored('a.com', { names: ['a.com'] })], { unreadable: ['object 9 has no id'] });
    await connections.run.end();
    await last().answer(usesOf(['a.com']));
    assert.equal(known.served('a'), undefined);
  });

  it('takes what was written into account without reading again', async () => {
    await list('a.com');
    await last().answer(usesOf(['a.com', 'b.com']));
    inventory.put('a', stored('new', { names: ['b.com'] }));
    await settled();
    assert.deepEqual([asked.length, text('new'), fired], [1, 'b.com', ['a', 'a']]);
    inventory.remove('a', 'new');
    await settled();
    assert.deepEqual([asked.length, text('new')], [1, 'unknown']);
  });

  it('asks the table that the list keeps by change, and makes none of its own', async () => {
    await list('a.com');
    await last().answer(usesOf(['a.com', 'b.com']));
    const kept = () => runSync(inventory.certificates('a')?.servingTableSteps('apisix') ?? assert.fail());
    assert.equal(known.served('a')?.table, kept());
    const before = kept();
    inventory.put('a', stored('new', { names: ['b.com'] }));
    await settled();
    assert.equal(text('new'), 'b.com');
    assert.equal(kept(), before);
    assert.equal(known.served('a')?.table, before);
  });

  it('fails quietly, forgets what was known, and tries again with the next listing only', async () => {
    await list('a.com');
    await last().answer(usesOf(['a.com']));
    await list('a.com');
    await last().answer(new GatewayError('forbidden', 'a secret'));
    assert.deepEqual([text('a.com'), fired.length, asked.length], ['unknown', 3, 2]);
    assert.equal(known.failure('a')?.kind, 'forbidden');
    assert.deepEqual(logged, ['What uses certificates could not be read: forbidden']);
    inventory.put('a', stored('new'));
    await settled();
    assert.equal(asked.length, 2);
    await list('a.com');
    await last().answer(usesOf(['a.com']));
    assert.deepEqual([text('a.com'), known.failure('a')], ['a.com', undefined]);
  });

  it('keeps what somebody else reads, and does not read it a second time', async () => {
    const reading = known.read('a', { gateway: await gatewayOf('a'), signal: new AbortController().signal });
    await list('a.com');
    assert.equal(asked.length, 1, 'the listing ended while it was being read');
    const answer = usesOf(['a.com']);
    await last().answer(answer);
    assert.equal(await reading, answer);
    assert.deepEqual([asked.length, text('a.com')], [1, 'a.com']);
  });

  it('nor where that ended before the listing did', async () => {
    void inventory.refresh('a');
    await settled();
    const reading = known.read('a', { gateway: await gatewayOf('a'), signal: new AbortController().signal });
    await last().answer(usesOf(['a.com']));
    await reading;
    await connections.run.page([stored('a.com', { names: ['a.com'] })]);
    await connections.run.end();
    assert.deepEqual([asked.length, text('a.com')], [1, 'a.com']);
  });

  it('reads itself once where somebody else’s reading failed', async () => {
    const reading = known.read('a', { gateway: await gatewayOf('a'), signal: new AbortController().signal });
    await list('a.com');
    const refused = assert.rejects(reading, GatewayError);
    await last().answer(new GatewayError('cancelled', 'no'));
    await refused;
    assert.equal(asked.length, 2);
    await last().answer(usesOf(['a.com']));
    assert.deepEqual([asked.length, text('a.com')], [2, 'a.com']);
  });

  it('forgets a connection that is gone, and what is on its way for it', async () => {
    await list('a.com');
    await last().answer(usesOf(['a.com']));
    await list('a.com');
    connections.all = [];
    await connections.fire();
    assert.deepEqual([last().signal.aborted, text('a.com'), fired.length], [true, 'unknown', 3]);
    await last().answer(usesOf(['a.com']));
    assert.equal(text('a.com'), 'unknown');
  });

  it('forgets what another token was told', async () => {
    await list('a.com');
    await last().answer(usesOf(['a.com']));
    const before = await gatewayOf('a');
    const late = known.read('a', { gateway: before, signal: new AbortController().signal });
    await reopen('a');
    await connections.fire();
    assert.equal(text('a.com'), 'unknown');
    await last().answer(usesOf(['a.com']));
    await late;
    assert.equal(text('a.com'), 'unknown', 'a late answer of the old one');
    await connections.run.page([stored('a.com', { names: ['a.com'] })]);
    await connections.run.end();
    await last().answer(usesOf(['a.com']));
    assert.equal(text('a.com'), 'a.com');
  });

  it('keeps what it knows when a setting changes that has nothing to do with it', async () => {
    await list('a.com');
    await last().answer(usesOf(['a.com']));
    await connections.fire();
    assert.deepEqual([text('a.com'), asked.length], ['a.com', 1]);
  });

  it('asks and tells no more once disposed', async () => {
    await list('a.com');
    known.dispose();
    assert.equal(last().signal.aborted, true);
    await last().answer(usesOf(['a.com']));
    assert.deepEqual([fired, logged], [[], []]);
  });

  it('forgets what a gateway said that cannot be opened any more', async () => {
    await list('a.example.com');
    await asked[0]?.answer(usesOf(['a.example.com']));
    assert.notEqual(known.served('a'), undefined);
    connections.reopen('a', unready('broken', 'A part is gone.'));
    await connections.fire();
    assert.equal(known.served('a'), undefined);
  });
});
