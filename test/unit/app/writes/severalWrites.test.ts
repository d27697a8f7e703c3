import assert from 'node:assert/strict';
import { toEntry } from '../../../../src/app/inventory/certificateEntry';
import { runRemove } from '../../../../src/app/writes/operations';
import type { SeveralItem, SeveralResult } from '../../../../src/app/writes/severalWrites';
import { canWriteAgain, isDone, writeSeveral } from '../../../../src/app/writes/severalWrites';
import { connection, stored } from '../fakes/fakeConnections';
import { FakeGateway } from '../fakes/fakeGateway';
import { makeJournal } from './madeJournal';

describe('writeSeveral', () => {
  let gateways: Record<'a' | 'b', FakeGateway>;
  let made: ReturnType<typeof makeJournal>;
  let told: unknown[] = [];
  const never = new AbortController().signal;
  const item = (place: 'a' | 'b', id: string): SeveralItem => {
    const object = gateways[place].objects.get(id) ?? gateways[place].put(stored(id, { revision: '1' }));
    return { connection: connection(place), entry: toEntry(connection(place), object) };
  };
  const removing = (items: readonly SeveralItem[], onItem: (index: number) => void = () => undefined, signal = never) =>
    writeSeveral(items, {
      write: ({ connection: { id }, entry }) =>
        runRemove(entry.stored, {
          gateway: gateways[id === 'a' ? 'a' : 'b'],
          notes: made.journal.notes(connection(id), entry.title),
          signal: never,
          lookSignal: never,
        }),
      signal,
      onItem: (_, index) => onItem(index),
      onResult: (result) => told.push(result),
    });
  const kinds = (results: readonly SeveralResult<SeveralItem>[]) => results.map(({ end }) => end.kind).join(' ');
  const removes = ({ calls }: FakeGateway) => calls.filter((call) => call.startsWith('remove')).join();
  beforeEach(() => {
    gateways = { a: new FakeGateway(), b: new FakeGateway() };
    made = makeJournal();
  });

  it('writes each once, in order', async () => {
    told = [];
    const results = await removing([item('a', '1'), item('b', '1'), item('a', '2')], (index) => told.push(index));
    assert.deepEqual(told, [0, results[0], 1, results[1], 2, results[2]], 'Each is told as it comes and ends.');
    assert.equal(kinds(results), 'removed removed removed');
    assert.equal(removes(gateways.a), 'remove 1,remove 2');
    assert.ok(results.every(isDone));
  });

  it('goes on after one that somebody else changed or deleted', async () => {
    const [changed, gone, fine] = [item('a', '1'), item('a', '2'), item('a', '3')];
    gateways.a.put(stored('1', { revision: '2' }));
    gateways.a.objects.delete('2');
    const results = await removing([changed, gone, fine]);
    assert.equal(kinds(results), 'changedBefore gone removed');
    assert.deepEqual(results.map(isDone), [false, true, true]);
    assert.deepEqual(results.map(canWriteAgain), [false, false, false]);
    assert.ok(gateways.a.objects.has('1'));
  });

  it('sends no more to a gateway that refuses the token, and goes on with the others', async () => {
    gateways.a.trouble = { kind: 'unauthorized', when: 'before' };
    const results = await removing([item('a', '1'), item('a', '2'), item('b', '1')]);
    assert.equal(kinds(results), 'failed notSent removed');
    assert.equal(removes(gateways.a), 'remove 1');
    assert.deepEqual(results.map(canWriteAgain), [true, true, false]);
  });

  it('stops between two when told to', async () => {
    const stop = new AbortController();
    const results = await removing([item('a', '1'), item('a', '2')], () => stop.abort(), stop.signal);
    assert.equal(kinds(results), 'removed notSent');
    assert.ok(gateways.a.objects.has('2'));
  });
});
