import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import type { IgnoreQuestion } from '../../../../src/app/workspace/gitProgram';
import { askIgnored, findGit } from '../../../../src/app/workspace/gitProgram';
import type { Ignoring } from '../../../../src/app/workspace/ignoreFiles';
import { ensureIgnored } from '../../../../src/app/workspace/ignoreFiles';

const isUnix = process.platform !== 'win32';

describe('git, asked', () => {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'api7-git-')));
  const env = { ...process.env, HOME: base, XDG_CONFIG_HOME: base, GIT_CONFIG_GLOBAL: '/dev/null' };
  let program: string;
  before(async () => {
    const found = await findGit({ known: undefined, root: base });
    assert(found);
    program = found;
  });
  after(() => rmSync(base, { recursive: true }));
  let count = 0;
  const repository = (files: Readonly<Record<string, string>> = {}) => {
    const root = join(base, String(count++));
    mkdirSync(root);
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    const git = (...args: readonly string[]) => execFileSync(program, ['-C', root, ...args], { env });
    git('init', '-q');
    const ask = (names: readonly string[], more: Partial<IgnoreQuestion> = {}) =>
      askIgnored(
        names.map((name) => join(root, name)),
        { root, program, env, ...more },
      );
    const have = (names: readonly string[], more: Partial<Ignoring> = {}) =>
      ensureIgnored(
        names.map((name) => join(root, name)),
        { root, program, mayBeUnconfirmed: false, isUnsaved: () => false, ...more },
      );
    const read = (name: string) => readFileSync(join(root, name), 'utf8');
    return { root, git, ask, have, read, at: (name: string) => join(root, name) };
  };

  describe('askIgnored', () => {
    it('says it of files that do not exist, of all or of none', async () => {
      const { ask } = repository({ '.gitignore': '*.key\n!open.key\n' });
      assert.equal(await ask(['a.key']), 'ignored');
      assert.equal(await ask(['certs/deep/a.key', 'b.key']), 'ignored');
      assert.equal(await ask(['a.key', 'a.pem']), 'notIgnored');
      assert.equal(await ask(['open.key']), 'notIgnored');
      assert.equal(await ask(['a.pem']), 'notIgnored');
    });

    if (isUnix)
      it('takes any name for a name', async () => {
        const names = [
          '-v',
          '--help',
          ':(top)x.key',
          'a b.key',
          '$(touch PWNED).key',
          'a\nb.key',
          '"q".key',
          '*.key',
          '!x.key',
        ];
        const { ask } = repository({ '.gitignore': '/*\n' });
        for (const name of names) assert.equal(await ask([name]), 'ignored', name);
        assert.equal(await ask(names), 'ignored');
      });

    it('knows a tracked file for one that is not ignored, unless only the patterns are asked', async () => {
      const { ask, git } = repository({ 'tls.key': '' });
      git('add', 'tls.key');
      writeFileSync(join(base, String(count - 1), '.gitignore'), '*.key\n');
      assert.equal(await ask(['tls.key']), 'notIgnored');
      assert.equal(await ask(['tls.key'], { byPatterns: true }), 'ignored');
    });

    it('goes by what git reads: no linked .gitignore', async () => {
      const { ask, at } = repository({ real: '*.key\n' });
      symlinkSync('real', at('.gitignore'));
      assert.equal(await ask(['a.key']), 'notIgnored');
    });

    it('runs nothing that the repository configures', async () => {
      const { ask, git, at } = repository({ '.gitignore': '*.key\n', 'a.txt': '' });
      writeFileSync(at('evil.sh'), `#!/bin/sh\ntouch '${at('PWNED')}'\n`);
      chmodSync(at('evil.sh'), 0o755);
      git('add', 'a.txt');
      for (const name of [
        'core.fsmonitor',
        'core.pager',
        'core.sshCommand',
        'core.editor',
        'diff.external',
        'alias.check-ignore',
      ])
        git('config', name, `${name.startsWith('alias') ? '!' : ''}${at('evil.sh')}`);
      git('config', 'core.hooksPath', at('.'));
      assert.equal(await ask(['a.key']), 'ignored');
      assert.equal(existsSync(at('PWNED')), false);
    });

    it('is not led elsewhere by its environment', async () => {
      const other = repository({ '.gitignore': '*\n' });
      const { ask } = repository();
      const led = {
        ...env,
        GIT_DIR: join(other.root, '.git'),
        GIT_WORK_TREE: other.root,
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: 'core.excludesFile',
        GIT_CONFIG_VALUE_0: join(other.root, '.gitignore'),
      };
      assert.equal(await ask(['a.key'], { env: led }), 'notIgnored');
    });

    it('does not take the answer of another repository', async () => {
      const outer = repository({ '.gitignore': '*\n' });
      mkdirSync(outer.at('inner/.git'), { recursive: true });
      assert.equal(await outer.ask(['inner/a.key'], { root: outer.at('inner') }), 'otherRepository');
      const moved = repository({ '.gitignore': '*\n' });
      moved.git('config', 'core.worktree', outer.root);
      assert.equal(await moved.ask(['a.key']), 'otherRepository');
      assert.equal(await outer.ask(['../x.key']), 'otherRepository');
    });

    it('says so where there is no repository, no program, or no answer', async () => {
      const { ask } = repository();
      const bare = join(base, 'none');
      mkdirSync(bare);
      assert.equal(
        await askIgnored([join(bare, 'a.key')], {
          root: bare,
          program,
          env: { ...env, GIT_CEILING_DIRECTORIES: base },
        }),
        'failed',
      );
      assert.equal(await ask(['a.key'], { program: join(base, 'no-git') }), 'noProgram');
    });

    if (isUnix) {
      const standIn = (name: string, script: string) => {
        const path = join(base, name);
        writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
        return path;
      };
      it('ends a git that does not end', async () => {
        const { ask } = repository();
        assert.equal(await ask(['a.key'], { program: standIn('slow-git', 'exec sleep 60'), timeout: 50 }), 'timeout');
      });

      it('hears that git does not trust the owner', async () => {
        const { ask } = repository();
        const program = standIn(
          'wary-git',
          'echo "fatal: detected dubious ownership in repository at \'/x\'" >&2; exit 128',
        );
        assert.equal(await ask(['a.key'], { program }), 'notTrusted');
      });

      it('believes no answer of another form', async () => {
        const { ask, root } = repository();
        const program = standIn('odd-git', `case "$*" in *rev-parse*) echo '${root}';; *) printf 'yes';; esac`);
        assert.equal(await ask(['a.key'], { program }), 'failed');
      });
    }
  });

  if (isUnix)
    describe('findGit', () => {
      it('starts no git of the folder it is asked about, and none by a relative path', async () => {
        const { root, at } = repository();
        writeFileSync(at('git'), '#!/bin/sh\n', { mode: 0o755 });
        const search = { known: undefined, root };
        assert.equal(await findGit({ ...search, env: { PATH: ['.', '', root].join(delimiter) } }), undefined);
        assert.equal(await findGit({ ...search, known: at('git'), env: {} }), undefined);
        assert.equal(
          await findGit({ ...search, known: 'git', env: { PATH: [root, dirname(program)].join(delimiter) } }),
          program,
        );
        assert.equal(await findGit({ ...search, known: program, env: {} }), program);
      });
    });

  describe('ensureIgnored', () => {
    it('names the file in .gitignore, and has git’s word for it', async () => {
      const { have, read, ask } = repository();
      const result = await have(['certs-a.key']);
      assert.equal(result.kind, 'ignored');
      assert.equal(read('.gitignore'), '/certs-a.key\n');
      assert.equal(await ask(['certs-a.key']), 'ignored');
    });

    it('names it in the nearest .gitignore, however deep that is', async () => {
      const { have, read } = repository({ '.gitignore': 'x\n', 'certs/prod/.gitignore': 'y\n' });
      assert.equal((await have(['certs/prod/a.key'])).kind, 'ignored');
      assert.deepEqual([read('.gitignore'), read('certs/prod/.gitignore')], ['x\n', 'y\n/a.key\n']);
    });

    it('changes nothing where git ignores it already', async () => {
      const { have, read } = repository({ '.gitignore': '*.key\n' });
      const result = await have(['a.key']);
      assert.deepEqual([result.kind, result.kind === 'refused' || result.changed], ['ignored', undefined]);
      assert.equal(read('.gitignore'), '*.key\n');
    });

    it('takes its line back where git does not ignore the file all the same', async () => {
      const { have, git, read, at } = repository({ 'a.key': '', '.gitignore': 'x\n' });
      git('add', 'a.key');
      rmSync(at('a.key'));
      assert.deepEqual(await have(['a.key']), { kind: 'refused', reason: 'notIgnored' });
      assert.equal(read('.gitignore'), 'x\n');
    });

    it('is not told by a .gitignore what git does not say', async () => {
      const { have, git, at } = repository({ 'a.key': '', '.gitignore': '' });
      git('add', 'a.key');
      writeFileSync(at('.gitignore'), '*.key\n');
      assert.deepEqual(await have(['a.key']), { kind: 'refused', reason: 'notIgnored' });
    });

    it('changes nothing where git cannot be asked', async () => {
      const { have, at, git, root } = repository();
      assert.deepEqual(await have(['a.key'], { program: undefined }), { kind: 'refused', reason: 'noProgram' });
      git('config', 'core.worktree', base);
      assert.deepEqual(await have(['a.key'], { root }), { kind: 'refused', reason: 'otherRepository' });
      assert.equal(existsSync(at('.gitignore')), false);
    });

    it('never says “ignored” without git, also where the person goes on', async () => {
      const { have, read } = repository();
      const result = await have(['a.key'], { program: undefined, mayBeUnconfirmed: true });
      assert.equal(result.kind, 'unconfirmed');
      assert.equal(read('.gitignore'), '/a.key\n');
      assert.equal((await have(['a.key'], { program: undefined, mayBeUnconfirmed: true })).kind, 'unconfirmed');
    });

    it('asks git nothing less where the person goes on without it, but git is there', async () => {
      const { have, git } = repository();
      git('config', 'core.worktree', base);
      assert.deepEqual(await have(['a.key'], { mayBeUnconfirmed: true }), {
        kind: 'refused',
        reason: 'otherRepository',
      });
    });

    it('leaves a .gitignore alone that is being edited', async () => {
      const { have, read, at } = repository({ '.gitignore': 'a\n' });
      assert.deepEqual(await have(['a.key'], { isUnsaved: (path) => path === at('.gitignore') }), {
        kind: 'refused',
        reason: 'unsaved',
      });
      assert.equal(read('.gitignore'), 'a\n');
    });

    if (isUnix)
      it('follows no linked .gitignore (H4)', async () => {
        const { have, at } = repository();
        const rc = join(base, 'bashrc');
        writeFileSync(rc, 'export A=1\n');
        symlinkSync(rc, at('.gitignore'));
        await assert.rejects(have(['x$(touch PWNED).key']));
        assert.equal(readFileSync(rc, 'utf8'), 'export A=1\n');
      });
  });
});
