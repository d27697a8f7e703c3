import assert from 'node:assert/strict';
import { SelectedConnection } from '../../../../src/ui/tree/selectedConnection';
import { FakeScheduler } from '../../app/fakes/fakeScheduler';

describe('SelectedConnection', () => {
  let rows: readonly string[];
  let heard: (string | undefined)[];
  let scheduler: FakeScheduler;
  let selected: SelectedConnection;
  beforeEach(() => {
    rows = [];
    heard = [];
    scheduler = new FakeScheduler();
    selected = new SelectedConnection({ selection: () => rows.map((id) => ({ connection: { id } })), scheduler });
    selected.onDidChange((id) => heard.push(id));
  });
  const select = (...ids: readonly string[]) => {
    rows = ids;
    selected.read();
  };

  it('is the one that every selected row belongs to', () => {
    select('a');
    select('a', 'a');
    select('a', 'b');
    select('b');
    select();
    assert.deepEqual(heard, ['a', undefined, 'b', undefined]);
  });

  it('is found though the row was selected while rows were drawn again', () => {
    select();
    selected.readLater();
    rows = ['a'];
    assert.deepEqual(heard, []);
    scheduler.advance(0);
    assert.deepEqual(heard, ['a']);
  });

  it('stays while rows that are drawn again are not back yet', () => {
    select('a');
    rows = [];
    selected.readLater();
    scheduler.advance(0);
    assert.deepEqual(heard, ['a']);
  });

  it('is read once for all rows that are asked for together, and again for later ones', () => {
    for (let count = 0; count < 3; count += 1) selected.readLater();
    assert.equal(scheduler.due.length, 1);
    scheduler.advance(0);
    selected.readLater();
    assert.equal(scheduler.due.length, 1);
  });

  it('is not read any more once it is disposed', () => {
    selected.readLater();
    rows = ['a'];
    selected.dispose();
    scheduler.advance(0);
    assert.deepEqual([heard, scheduler.due], [[], []]);
  });
});
