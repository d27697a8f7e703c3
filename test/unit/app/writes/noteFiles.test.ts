import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning, NoteFiles } from '../../../../src/app/writes/noteFiles';

describe('notes as files', () => {
  let folder: string;
  const open: NoteFiles[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'api7-notes-'));
  });
  afterEach(() => {
    for (const each of open.splice(0)) each.dispose();
    rmSync(folder, { recursive: true });
  });
  /** Returns the files of another window, or of the next one. */
  const window = async (): Promise<NoteFiles> => {
    const made = new NoteFiles(join(folder, 'state', 'writes'));
    open.push(made);
    await made.load();
    return made;
  };
  const files = () => readdirSync(join(folder, 'state', 'writes')).sort();
  const at = (name: string) => join(folder, 'state', 'writes', name);
  const never = () => false;
  const always = () => true;

  it('are on the disk once they are put, for their owner alone, and gone once they are removed', async () => {
    const mine = await window();
    await mine.put('a', { one: 1 });
    await mine.put('a', { two: 2 });
    assert.deepEqual(files(), ['a.json']);
    if (process.platform !== 'win32') {
      assert.equal(statSync(at('a.json')).mode & 0o777, 0o600);
      assert.equal(statSync(at('.')).mode & 0o777, 0o700);
    }
    const next = await window();
    assert.deepEqual([next.ids(), next.get('a'), next.get('b')], [['a'], { two: 2 }, null]);
    await next.claim('a', {}, never);
    await next.remove('a');
    assert.deepEqual([files(), next.ids()], [[], []]);
  });

  it('end in the order they were begun: no later sign of life brings one back', async () => {
    const mine = await window();
    await Promise.all([mine.put('a', 1), mine.put('a', 2), mine.remove('a')]);
    assert.deepEqual([files(), mine.ids()], [[], []]);
  });

  it('are replaced only while they are there', async () => {
    const mine = await window();
    await mine.put('a', 1);
    await mine.replace('a', 2);
    assert.deepEqual([mine.get('a'), (await window()).get('a')], [2, 2]);
    await Promise.all([mine.remove('a'), mine.replace('a', 3)]);
    assert.deepEqual([files(), mine.ids()], [[], []]);
  });

  it('of another window are heard of', async () => {
    const [mine, other] = [await window(), await window()];
    const heard = new Promise<void>((resolve) => mine.onDidChange(resolve));
    await other.put('a', 1);
    await heard;
    assert.deepEqual(mine.ids(), ['a']);
  });

  it('that cannot be read hold up nothing', async () => {
    const mine = await window();
    await mine.put('good', 1);
    writeFileSync(at('torn.json'), '{"version":1,"id"');
    writeFileSync(at('empty.json'), '');
    writeFileSync(at('half.json.1.new'), '{}');
    writeFileSync(at('large.json'), '');
    truncateSync(at('large.json'), 64 * 1024 * 1024);
    mkdirSync(at('folder.json'));
    writeFileSync(at('good.claim-x'), '');
    const next = await window();
    assert.deepEqual([...next.ids()].sort(), ['empty', 'good', 'torn']);
    assert.deepEqual(
      ['empty', 'good', 'torn'].map((id) => next.get(id)),
      [undefined, 1, undefined],
    );
  });

  it('may be as long as is allowed, and no longer', async () => {
    const mine = await window();
    const text = 'x'.repeat(1024 * 1024 - '""'.length);
    await mine.put('long', text);
    await assert.rejects(mine.put('longer', `${text}x`), /^Error: The note is too long\.$/);
    const next = await window();
    assert.deepEqual([next.ids(), next.get('long')], [['long'], text]);
  });

  it('may be removed by several at once, and where there is none', async () => {
    const windows = await Promise.all(Array.from({ length: 6 }, window));
    await windows[0]?.put('a', 1);
    await windows[0]?.claim('a', {}, never);
    await Promise.all(windows.map((each) => each.remove('a')));
    assert.deepEqual(files(), []);
  });

  it('of its own are no news; those of others are, also where one is another by now', async () => {
    const [mine, other] = [await window(), await window()];
    const news: unknown[] = [];
    const hear = async (work: Promise<void>) => {
      const heard = new Promise<void>((resolve) => mine.onDidChange(resolve));
      await work;
      await heard;
      news.push(mine.ids().map((id) => mine.get(id)));
    };
    let count = 0;
    mine.onDidChange(() => (count += 1));
    await mine.put('a', 1);
    await mine.put('a', 2);
    await hear(other.put('b', 3));
    await hear(other.put('b', 4));
    assert.deepEqual(
      [news, count],
      [
        [
          [2, 3],
          [2, 4],
        ],
        2,
      ],
    );
  });

  it('are read a thousand at most', async () => {
    const mine = await window();
    for (let index = 0; index < 1_100; index += 1) writeFileSync(at(`n${index}.json`), '1');
    await mine.load();
    assert.equal(mine.ids().length, 1_000);
  });

  it('say so where they cannot be kept', async function () {
    // Root may write everywhere.
    if (process.platform === 'win32' || process.getuid?.() === 0) {
      writeFileSync(join(folder, 'state'), 'a file where the folder should be');
    } else chmodSync(folder, 0o500);
    const mine = await window();
    assert.deepEqual(mine.ids(), []);
    await assert.rejects(mine.put('a', 1));
    chmodSync(folder, 0o700);
  });

  it('are claimed by one of many windows, and by one of them again once that one is gone', async () => {
    const windows = await Promise.all(Array.from({ length: 12 }, window));
    await windows[0]?.put('a', 1);
    const winners = async (isOver: () => boolean) =>
      (await Promise.all(windows.map((each, index) => each.claim('a', index, isOver)))).filter(Boolean).length;
    assert.equal(await winners(never), 1);
    assert.equal(await winners(never), 0);
    const [one, other] = windows;
    assert.equal(await one?.claim('a', 'one', always), true);
    let seen: unknown;
    await other?.claim('a', 'other', (earlier) => ((seen = earlier), false));
    assert.equal(seen, 'one');
  });

  it('are not claimed where another window is quicker, or the note ends meanwhile', async () => {
    const mine = await window();
    await mine.put('a', 1);
    await mine.claim('a', 'first', never);
    const claim = (meanwhile: () => void) => mine.claim('a', 'mine', () => (meanwhile(), true));
    assert.equal(await claim(() => writeFileSync(at('a.claim-2'), '"theirs"')), false);
    assert.equal(await claim(() => rmSync(at('a.json'))), false);
    assert.deepEqual(files(), ['a.claim-1', 'a.claim-2']);
    await assert.rejects(
      claim(() => rmSync(at('.'), { recursive: true })),
      { code: 'ENOENT' },
    );
  });

  it('that have ended cannot be claimed, and leave no claim', async () => {
    const [mine, other] = [await window(), await window()];
    await mine.put('a', 1);
    await other.load();
    await mine.remove('a');
    assert.equal(await other.claim('a', 1, always), false);
    assert.deepEqual(files(), []);
  });
});

describe('isRunning', () => {
  const { kill } = process;
  afterEach(() => (process.kill = kill));

  it('is true of this process, and false of one that is not there', () => {
    assert.equal(isRunning(process.pid), true);
    assert.equal(isRunning(2 ** 30), false);
  });

  it('is true of a process of somebody else', () => {
    process.kill = () => {
      throw Object.assign(new Error('not permitted'), { code: 'EPERM' });
    };
    assert.equal(isRunning(1), true);
  });

  it('asks alone, and ends nothing', () => {
    const asked: unknown[] = [];
    process.kill = (...given) => {
      asked.push(given);
      return true;
    };
    isRunning(7);
    assert.deepEqual(asked, [[7, 0]]);
  });
});
