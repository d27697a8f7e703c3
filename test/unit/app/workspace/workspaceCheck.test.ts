import assert from 'node:assert/strict';
import type { CheckProgress, FileOutcome } from '../../../../src/app/workspace/workspaceCheck';
import { WorkspaceCheck } from '../../../../src/app/workspace/workspaceCheck';
import type { CheckedFile } from '../../../../src/app/workspace/workspaceCheckFile';
import { FakeScheduler } from '../fakes/fakeScheduler';

const checked = (uri: string, contents = ''): CheckedFile => ({
  uri,
  certificates: [],
  findings: [],
  hasKey: false,
  contents,
  fault: undefined,
});
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A workspace in memory: what each file comes to, and a gate that files may wait at. */
class FakeWorkspace {
  readonly scheduler = new FakeScheduler();
  readonly asked: string[] = [];
  /** Files that wait until they are let go. */
  readonly held = new Map<string, (outcome: FileOutcome | undefined) => void>();
  holds: (uri: string) => boolean = () => false;
  findFails = false;
  readonly check: WorkspaceCheck;
  readonly metadata: CheckProgress[] = [];

  constructor(readonly files: Map<string, FileOutcome>) {
    this.check = new WorkspaceCheck({
      find: async (signal) => {
        await settled();
        signal.throwIfAborted();
        if (this.findFails) throw new Error('no');
        return [...this.files.keys()];
      },
      check: async (uri, signal) => {
        this.asked.push(uri);
        if (this.holds(uri)) return new Promise((resolve) => this.held.set(uri, resolve));
        await settled();
        return signal.aborted ? undefined : (this.files.get(uri) ?? 'gone');
      },
      groupOf: (uri) => uri.replace(/\.\w+$/, ''),
      scheduler: this.scheduler,
      now: this.scheduler.now,
    });
    this.check.onDidChange(() => this.metadata.push(this.check.progress));
  }

  readonly uris = (): readonly string[] => this.check.files.map(({ uri }) => uri).toSorted();
}

const workspaceOf = (...uris: readonly string[]) => new FakeWorkspace(new Map(uris.map((uri) => [uri, checked(uri)])));

describe('A check of the workspace', () => {
  it('has checked nothing before it is asked', async () => {
    const { check, asked, scheduler } = workspaceOf('a');
    check.recheck(['a']);
    check.recheckAll();
    scheduler.advance(10_000);
    await settled();
    assert.deepEqual([check.progress, check.files, asked], [{ kind: 'unchecked' }, [], []]);
  });

  it('checks every file and tells how far it is', async () => {
    const workspace = workspaceOf('a', 'b', 'c', 'd', 'e', 'f');
    await workspace.check.run();
    assert.deepEqual(workspace.uris(), ['a', 'b', 'c', 'd', 'e', 'f']);
    assert.deepEqual(workspace.metadata[0], { kind: 'checking', done: 0, total: undefined });
    assert.deepEqual(
      workspace.metadata.filter(({ kind }) => kind === 'checking').map((each) => 'done' in each && each.done),
      [0, 0, 1, 2, 3, 4, 5, 6],
    );
    assert.deepEqual(workspace.check.progress, { kind: 'checked', done: 6, total: 6, isComplete: true });
  });

  it('counts files that settings switch off, and leaves them out', async () => {
    const workspace = new FakeWorkspace(
      new Map<string, FileOutcome>([
        ['a', checked('a')],
        ['b', 'off'],
        ['c', 'gone'],
      ]),
    );
    await workspace.check.run();
    assert.deepEqual([workspace.uris(), workspace.check.switchedOff], [['a'], 1]);
    assert.equal(workspace.check.progress.kind === 'checked' && workspace.check.progress.isComplete, true);
  });

  it('keeps what it found when it is stopped, and says how far it came', async () => {
    const workspace = workspaceOf('a', 'b', 'c', 'd', 'e', 'f', 'g');
    workspace.holds = (uri) => uri !== 'a' && uri !== 'b';
    const run = workspace.check.run();
    while (workspace.held.size < 4) await settled();
    workspace.check.cancel();
    for (const release of workspace.held.values()) release(undefined);
    await run;
    assert.deepEqual(workspace.uris(), ['a', 'b']);
    assert.deepEqual(workspace.check.progress, { kind: 'checked', done: 2, total: 7, isComplete: false });
    assert.ok(!workspace.asked.includes('g'));
  });

  it('is stopped while files are still looked for', async () => {
    const workspace = workspaceOf('a');
    const run = workspace.check.run();
    workspace.check.cancel();
    await run;
    assert.deepEqual(workspace.check.progress, { kind: 'checked', done: 0, total: 0, isComplete: false });
  });

  it('rejects where files cannot be listed, and is over all the same', async () => {
    const workspace = workspaceOf('a');
    workspace.findFails = true;
    await assert.rejects(workspace.check.run());
    assert.equal(workspace.check.progress.kind, 'checked');
  });

  it('takes the place of one under way, whose late answers are dropped', async () => {
    const workspace = workspaceOf('a');
    workspace.holds = () => true;
    const first = workspace.check.run();
    while (workspace.held.size === 0) await settled();
    const late = workspace.held.get('a');
    workspace.holds = () => false;
    const second = workspace.check.run();
    await second;
    workspace.files.set('a', checked('a', 'late'));
    late?.(checked('a', 'late'));
    await first;
    assert.deepEqual(workspace.check.files, [checked('a')]);
    assert.deepEqual(workspace.check.progress, { kind: 'checked', done: 1, total: 1, isComplete: true });
  });

  it('drops a file that is gone when it was read for a change, and was deleted before the next check', async () => {
    const workspace = workspaceOf('a');
    const { check, files, held, scheduler } = workspace;
    await check.run();
    workspace.holds = (uri) => uri === 'b' || uri === 'c';
    for (const uri of ['b', 'c']) files.set(uri, checked(uri));
    check.recheck(['b', 'c']);
    scheduler.advance(1_000);
    while (held.size < 2) await settled();
    const lateAnswers = [...held.values()];
    workspace.holds = () => false;
    files.delete('b');
    files.delete('c');
    await check.run();
    // Found by nobody while it was listed, and there again: as one that is moved.
    files.set('c', checked('c', 'again'));
    for (const answer of lateAnswers) answer(checked('late'));
    scheduler.advance(1_000);
    for (let turns = 0; turns < 10; turns += 1) await settled();
    assert.deepEqual(
      check.files.map(({ uri, contents }) => `${uri} ${contents}`),
      ['a ', 'c again'],
    );
  });

  it('forgets at the next check what is not there any more, and shows the rest until then', async () => {
    const workspace = workspaceOf('a', 'b');
    await workspace.check.run();
    workspace.files.delete('b');
    const run = workspace.check.run();
    assert.deepEqual(workspace.uris(), ['a', 'b']);
    await run;
    assert.deepEqual(workspace.uris(), ['a']);
  });
});

describe('After a check of the workspace', () => {
  const after = async (...uris: readonly string[]) => {
    const workspace = workspaceOf(...uris);
    await workspace.check.run();
    workspace.asked.length = 0;
    return workspace;
  };
  const rechecked = async ({ scheduler }: FakeWorkspace) => {
    scheduler.advance(1_000);
    for (let turn = 0; turn < 5; turn++) await settled();
  };

  it('a changed file is checked again, once for many changes', async () => {
    const workspace = await after('a', 'b');
    workspace.files.set('a', checked('a', 'new'));
    workspace.check.recheck(['a']);
    workspace.check.recheck(['a']);
    await rechecked(workspace);
    assert.deepEqual(workspace.asked, ['a']);
    assert.equal(workspace.check.files.find(({ uri }) => uri === 'a')?.contents, 'new');
  });

  it('a new file comes in where a check would find it', async () => {
    const workspace = await after('a');
    workspace.files.set('b', checked('b'));
    workspace.check.recheck(['b', 'excluded']);
    await rechecked(workspace);
    assert.deepEqual([workspace.uris(), workspace.asked], [['a', 'b'], ['b']]);
  });

  it('those are checked again too that belong to a changed one by name', async () => {
    const workspace = await after('a.crt', 'a.key', 'b.crt');
    workspace.check.recheck(['a.key']);
    await rechecked(workspace);
    assert.deepEqual(workspace.asked.toSorted(), ['a.crt', 'a.key']);
  });

  it('nothing is planned where no file changed', async () => {
    const workspace = await after('a');
    const { due } = workspace.scheduler;
    workspace.check.recheckFolder('elsewhere');
    assert.deepEqual(workspace.scheduler.due, due);
  });

  it('a deleted file goes', async () => {
    const workspace = await after('a', 'b');
    workspace.files.delete('a');
    workspace.check.recheck(['a']);
    await rechecked(workspace);
    assert.deepEqual(workspace.uris(), ['b']);
  });

  it('those go that were in a deleted folder, and no others are looked at', async () => {
    const workspace = await after('certs/a', 'certs/deep/b', 'certs2/c', 'd');
    for (const uri of ['certs/a', 'certs/deep/b']) workspace.files.delete(uri);
    workspace.check.recheckFolder('certs');
    await rechecked(workspace);
    assert.deepEqual(workspace.uris(), ['certs2/c', 'd']);
    assert.deepEqual(workspace.asked.toSorted(), ['certs/a', 'certs/deep/b']);
  });

  it('all are checked again under other rules, those switched off too', async () => {
    const workspace = await after('a', 'b');
    workspace.files.set('a', 'off');
    workspace.check.recheckAll();
    await rechecked(workspace);
    assert.deepEqual([workspace.uris(), workspace.check.switchedOff], [['b'], 1]);
    workspace.files.set('a', checked('a'));
    workspace.check.recheckAll();
    await rechecked(workspace);
    assert.deepEqual([workspace.uris(), workspace.check.switchedOff], [['a', 'b'], 0]);
  });

  it('time alone asks again for files whose certificates stand otherwise', async () => {
    const day = 24 * 60 * 60 * 1000;
    const dated = (uri: string, notAfter: number): CheckedFile => ({
      ...checked(uri),
      certificates: [
        {
          index: 0,
          name: uri,
          validity: { notBefore: 0, notAfter },
          isCa: false,
          type: undefined,
          issuer: 'Any CA',
          silent: [],
          state: 'valid',
          range: undefined,
        },
      ],
    });
    const workspace = new FakeWorkspace(
      new Map([
        ['soon', dated('soon', 100 * day)],
        ['later', dated('later', 300 * day)],
      ]),
    );
    await workspace.check.run();
    workspace.asked.length = 0;
    workspace.check.recheckDue({ now: 90 * day, warningDays: 30 });
    await rechecked(workspace);
    assert.deepEqual(workspace.asked, ['soon']);
  });

  it('nothing happens once it is let go', async () => {
    const workspace = await after('a');
    workspace.check.recheck(['a']);
    workspace.check.dispose();
    await rechecked(workspace);
    assert.deepEqual(workspace.asked, []);
  });
});
