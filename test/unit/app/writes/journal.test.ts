import assert from 'node:assert/strict';
import { NotNoted } from '../../../../src/app/base/failureText';
import { maxNotes } from '../../../../src/app/writes/journal';
import type { UnfinishedWrite, WriteFacts } from '../../../../src/app/writes/unfinishedWrite';
import { connection, settled } from '../fakes/fakeConnections';
import { FakeStore, makeJournal } from './madeJournal';

const place = connection('a');
const replace = (objectId: string): WriteFacts => ({
  kind: 'replace',
  objectId,
  revision: '1',
  wanted: { chain: { sha256: ['aa'] } },
});
const create = (sha256: string, type: 'server' | 'client' = 'server'): WriteFacts => ({
  kind: 'create',
  known: [],
  unreadable: 0,
  wanted: { chain: { sha256: [sha256] }, type },
});
const ids = (writes: readonly UnfinishedWrite[]) => writes.map(({ id }) => id);

describe('the journal of writes', () => {
  it('keeps a note until the write ends, and shows nothing of it meanwhile', async () => {
    const { journal, store } = makeJournal();
    const note = await journal.notes(place, 'a.test').keep(replace('1'));
    assert.equal(store.texts.size, 1);
    assert.deepEqual(journal.unfinished, []);
    await note.end();
    assert.equal(store.texts.size, 0);
  });

  it('shows what is left as unknown, in this window and in the next', async () => {
    const { journal, store } = makeJournal();
    const note = await journal.notes(place, 'a.test').keep(replace('1'));
    await note.leave();
    const after = makeJournal({ store, window: 'w2' }).journal;
    for (const each of [journal, after]) assert.deepEqual(ids(each.unfinished), [note.write.id]);
    assert.deepEqual(
      [journal, after].map((each) => each.isAbandoned(note.write)),
      [false, false],
    );
    assert.equal(makeJournal({ store, window: 'w3', isRunning: () => false }).journal.isAbandoned(note.write), true);
    const [found] = after.unfinished;
    assert.deepEqual([found?.title, found?.place.id, found?.facts], ['a.test', 'a', replace('1')]);
  });

  it('has nothing come back by a look that ends after another one found out', async () => {
    const { journal, store } = makeJournal();
    const { write } = await journal.notes(place, 'a.test').keep(replace('1'));
    await journal.toNote(write).leave();
    const [slow, fast] = [journal.toNote(write), journal.toNote(write)];
    await fast.end();
    await slow.leave();
    assert.deepEqual([journal.unfinished, store.ids()], [[], []]);
  });

  it('tells that something changed', async () => {
    const { journal } = makeJournal();
    let changes = 0;
    journal.onDidChange(() => (changes += 1));
    const note = await journal.notes(place, 'a.test').keep(replace('1'));
    await note.leave();
    await note.end();
    assert.equal(changes, 3);
  });

  it('tells what it finds when it begins, and what another window changes', async () => {
    const countOf = (store: FakeStore) => {
      let changes = 0;
      makeJournal({ store, window: 'w2' }).journal.onDidChange(() => (changes += 1));
      return () => changes;
    };
    const store = new FakeStore();
    const ofNone = countOf(store);
    await settled();
    assert.equal(ofNone(), 0);
    await makeJournal({ store }).journal.notes(place, 'a.test').keep(replace('1'));
    const ofOne = countOf(store);
    await settled();
    assert.equal(ofOne(), 1);
    store.changes.fire();
    assert.deepEqual([ofNone(), ofOne()], [1, 2]);
  });

  it('shows the oldest first, in whatever order they are kept', async () => {
    const times = [3, 1, 2];
    const { journal } = makeJournal({ now: () => times.shift() ?? assert.fail() });
    for (const id of ['c', 'a', 'b']) await (await journal.notes(place, id).keep(replace(id))).leave();
    assert.deepEqual(
      journal.unfinished.map(({ title }) => title),
      ['a', 'b', 'c'],
    );
  });

  it('counts as others neither its own writes nor what nobody waits for', async () => {
    const { journal, store } = makeJournal();
    const other = makeJournal({ store, window: 'w2' }).journal;
    const note = await journal.notes(place, 'a.test').keep(replace('1'));
    assert.deepEqual([journal.hasOthers, other.hasOthers], [false, true]);
    await note.leave();
    assert.deepEqual([journal.hasOthers, other.hasOthers], [false, false]);
  });

  it('finds by its id what nobody waits for, and nothing else', async () => {
    const { journal } = makeJournal();
    const [one, other] = await Promise.all(['1', '2'].map((id) => journal.notes(place, id).keep(replace(id))));
    await one?.leave();
    await other?.leave();
    assert.equal(journal.find(other?.write.id ?? '')?.title, '2');
    assert.equal(journal.find('w1-9'), undefined);
    const underWay = await journal.notes(place, '3').keep(replace('3'));
    assert.equal(journal.find(underWay.write.id), undefined);
  });

  it('takes over a claim that cannot be read, is its own no more, or is of a window that is gone', async () => {
    const { journal, store } = makeJournal();
    const { write } = await journal.notes(place, 'a.test').keep(replace('1'));
    const owner = { window: 'w3', pid: 3, machine: 'here' };
    const claims: readonly (readonly [claim: unknown, isOver: boolean])[] = [
      [{ owner, beat: 0 }, false],
      [{ owner: { ...owner, window: 'w2' }, beat: 0 }, false],
      [{ owner: { ...owner, pid: 4 }, beat: 0 }, true],
      [{ owner, beat: 'now' }, true],
      [{ owner }, true],
      [{ owner: {}, beat: 0 }, true],
      [{ beat: 0 }, true],
      [null, true],
      ['text', true],
    ];
    const { claim } = store;
    for (const [earlier, isOver] of claims) {
      store.claim = (id, own, isFree) => (assert.equal(isFree(earlier), isOver), claim.call(store, id, own, isFree));
      const mine = makeJournal({ store, window: 'w2', pid: 2, isRunning: (pid) => pid !== 4 }).journal;
      await mine.claim(write);
    }
  });

  it('says what became of a write twice rather than never, where nobody can be asked who does', async () => {
    const { journal, store } = makeJournal();
    const { write } = await journal.notes(place, 'a.test').keep(replace('1'));
    store.claim = () => Promise.reject(new Error('disk full'));
    assert.equal(await makeJournal({ store, window: 'w2' }).journal.claim(write), true);
  });

  it('ends with its window: no sign of life, no event, and the notes stay for the next', async () => {
    const { journal, store, scheduler } = makeJournal();
    let events = 0;
    journal.onDidChange(() => (events += 1));
    journal.onDidDrop(() => (events += 1));
    const note = await journal.notes(place, 'a.test').keep(replace('1'));
    events = 0;
    journal.dispose();
    assert.deepEqual([scheduler.due, store.isDisposed, store.texts.size], [[], true, 1]);
    await note.leave();
    await journal.notes(place, 'b.test').keep(replace('2'));
    assert.deepEqual([scheduler.due, events], [[], 0]);
  });

  describe('a write of another window', () => {
    const cases: readonly [
      what: string,
      facts: { readonly pid: number; readonly machine: string; readonly later: number },
      isForgotten: boolean,
    ][] = [
      ['is under way while its process runs', { pid: 1, machine: 'here', later: 90_000 }, false],
      ['is forgotten once its process is gone', { pid: 2, machine: 'here', later: 0 }, true],
      [
        'is forgotten once it has been silent for long, whatever runs under its number',
        { pid: 1, machine: 'here', later: 90_001 },
        true,
      ],
      [
        'of another machine is under way while it gives signs of life',
        { pid: 2, machine: 'there', later: 90_000 },
        false,
      ],
      [
        'of another machine is forgotten once it has been silent for long',
        { pid: 2, machine: 'there', later: 90_001 },
        true,
      ],
    ];
    for (const [what, { pid, machine, later }, isForgotten] of cases)
      it(what, async () => {
        const store = new FakeStore();
        const other = makeJournal({ store, owner: { window: 'w1', pid, machine }, now: () => 1_000_000 });
        await other.journal.notes(place, 'a.test').keep(replace('1'));
        const [isRunning, now] = [(asked: number) => asked === 1, () => 1_000_000 + later];
        const mine = makeJournal({ store, window: 'w2', isRunning, now }).journal;
        assert.equal(mine.unfinished.length, isForgotten ? 1 : 0);
        assert.equal(mine.hasOthers, !isForgotten);
        assert.deepEqual(
          mine.unfinished.map((write) => mine.isAbandoned(write)),
          isForgotten ? [true] : [],
        );
      });

    it('gives signs of life as long as it is under way, and no longer', async () => {
      const store = new FakeStore();
      const other = makeJournal({ store, window: 'w1' });
      const note = await other.journal.notes(place, 'a.test').keep(replace('1'));
      other.scheduler.advance(300_000);
      await settled();
      const mine = makeJournal({ store, window: 'w2', now: () => 300_000 }).journal;
      assert.deepEqual(mine.unfinished, []);
      await note.end();
      assert.deepEqual(other.scheduler.due, []);
    });

    it('is put back where somebody removed its file', async () => {
      const { journal, store, scheduler } = makeJournal();
      await journal.notes(place, 'a.test').keep(replace('1'));
      store.texts.clear();
      scheduler.advance(20_000);
      await settled();
      assert.equal(store.texts.size, 1);
    });
  });

  it('finds earlier writes to the same object, and of the same new certificate for the same side', async () => {
    const { journal } = makeJournal();
    const notes = journal.notes(place, 'a.test');
    for (const facts of [
      replace('1'),
      { kind: 'remove', objectId: '2' } as const,
      create('aa'),
      create('bb', 'client'),
    ])
      await (await notes.keep(facts)).leave();
    const kinds = (facts: WriteFacts) =>
      notes
        .earlier(facts)
        .map(({ write }) => write.facts.kind)
        .join();
    assert.equal(kinds({ kind: 'remove', objectId: '1' }), 'replace');
    assert.equal(kinds(replace('2')), 'remove');
    assert.equal(kinds(replace('3')), '');
    assert.equal(kinds(create('aa')), 'create');
    assert.equal(kinds(create('aa', 'client')), '');
    assert.equal(kinds(create('bb', 'client')), 'create');
    assert.deepEqual(journal.notes(connection('b'), 'a.test').earlier(replace('1')), []);
  });

  it('is no earlier write of another gateway to which its connection leads by now', async () => {
    const { journal } = makeJournal();
    await (await journal.notes(place, 'a.test').keep(replace('1'))).leave();
    const moved = { ...place, address: 'https://other.test' };
    assert.deepEqual(journal.notes(moved, 'a.test').earlier(replace('1')), []);
    assert.equal(journal.notes(place, 'a.test').earlier(replace('1')).length, 1);
  });

  it('says that nothing was kept where that fails, and waits for nothing then', async () => {
    const { journal, store, scheduler } = makeJournal();
    store.onUpdate = () => Promise.reject(new Error('disk full'));
    const isNotNoted = (error: unknown) =>
      error instanceof NotNoted &&
      error.message === 'No note of the write could be kept.' &&
      String(error.cause) === 'Error: disk full';
    await assert.rejects(journal.notes(place, 'a.test').keep(replace('1')), isNotNoted);
    assert.deepEqual([store.texts.size, scheduler.due.length], [0, 0]);
    store.onUpdate = () => Promise.resolve();
    await (await journal.notes(place, 'a.test').keep(replace('1'))).end();
    assert.deepEqual([store.texts.size, scheduler.due.length], [0, 0]);
  });

  it('does not fail where a note cannot be taken away: it is looked at again after a reload', async () => {
    const { journal, store } = makeJournal();
    const note = await journal.notes(place, 'a.test').keep(replace('1'));
    store.onUpdate = () => Promise.reject(new Error('disk full'));
    await note.end();
    await note.leave();
    assert.equal(store.texts.size, 1);
  });

  it('makes room by letting go of the oldest, and says so', async () => {
    let time = 0;
    const { journal } = makeJournal({ now: () => (time += 1) });
    const dropped: string[] = [];
    journal.onDidDrop(({ facts }) => dropped.push(facts.kind === 'create' ? '' : facts.objectId));
    for (let index = 0; index < maxNotes + 2; index += 1)
      await (await journal.notes(place, 'a.test').keep(replace(String(index)))).leave();
    assert.equal(journal.unfinished.length, maxNotes);
    assert.deepEqual(dropped, ['0', '1']);
  });

  it('lets one window say what became of an abandoned write, and the next once that one is gone', async () => {
    const { journal, store } = makeJournal();
    const { write } = await journal.notes(place, 'a.test').keep(replace('1'));
    const live = new Set([2, 3, 4]);
    const isRunning = (pid: number) => live.has(pid);
    const [second, third, fourth] = [2, 3, 4].map(
      (pid) => makeJournal({ store, window: `w${pid}`, pid, isRunning }).journal,
    );
    assert.deepEqual(
      second?.unfinished.map(({ id }) => id),
      [write.id],
    );
    assert.deepEqual(
      [await second?.claim(write), await third?.claim(write), await second?.claim(write)],
      [true, false, false],
    );
    live.delete(2);
    assert.deepEqual([await third?.claim(write), await fourth?.claim(write)], [true, false]);
    await third?.end(write.id);
    assert.equal(await fourth?.claim(write), false);
  });

  it('leaves alone what it cannot read, and what is not its own', async () => {
    const { journal, store } = makeJournal();
    const note = await journal.notes(place, 'a.test').keep(create('aa'));
    await note.leave();
    const [key] = store.ids();
    assert.ok(key);
    const good = store.get(key) as Record<string, unknown>;
    const bad: readonly unknown[] = [
      null,
      'text',
      [],
      {},
      { ...good, version: 2 },
      { ...good, id: 1 },
      { ...good, at: 'now' },
      { ...good, state: 'over' },
      { ...good, owner: {} },
      { ...good, place: { ...place, dialect: 'nginx' } },
      { ...good, facts: { kind: 'create' } },
      { ...good, facts: { kind: 'replace', objectId: 1 } },
      { ...good, facts: { kind: 'create', known: [], unreadable: 0, wanted: { chain: { sha256: [1] } } } },
      { ...good, facts: { kind: 'create', known: [], unreadable: 0, wanted: { labels: [{}] } } },
      { ...good, facts: { kind: 'replace', objectId: '1', revision: '1', wanted: { ca: { kind: 'set' } } } },
    ];
    bad.forEach((value, index) => store.texts.set(`bad${index}`, JSON.stringify(value)));
    assert.deepEqual(ids(journal.unfinished), [note.write.id]);
  });
});
