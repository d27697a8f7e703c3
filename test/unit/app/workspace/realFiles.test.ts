import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlaceFault } from '../../../../src/app/workspace/realFiles';
import {
  addToFile,
  checkRegularFile,
  isReallyInside,
  keepPrivate,
  NewFile,
  PlaceError,
  readRegularFile,
} from '../../../../src/app/workspace/realFiles';

const isUnix = process.platform !== 'win32';

/** Links need a privilege on Windows. */
(isUnix ? describe : describe.skip)('Files of a folder that strangers filled', () => {
  const base = mkdtempSync(join(tmpdir(), 'api7-real-'));
  after(() => rmSync(base, { recursive: true }));
  let count = 0;
  /** A folder `root` and, beside it, one that nothing of may be written into. */
  const place = () => {
    const folder = join(base, String(count++));
    const [root, outside] = [join(folder, 'root'), join(folder, 'outside')];
    mkdirSync(join(root, 'certs'), { recursive: true });
    mkdirSync(outside);
    writeFileSync(join(outside, 'rc'), 'export A=1\n');
    return { root, outside, at: (name: string) => join(root, name) };
  };
  const fault = (expected: PlaceFault) => (error: unknown) => error instanceof PlaceError && error.fault === expected;
  const add = (path: string, root: string) =>
    addToFile(path, { root, toText: (text) => `${text === '' || text.endsWith('\n') ? '' : '\n'}/x.key\n` });

  it('are inside of it where no link leads out', async () => {
    const { root, outside, at } = place();
    writeFileSync(at('certs/a.pem'), '');
    symlinkSync('a.pem', at('certs/inner.pem'));
    symlinkSync(join(outside, 'rc'), at('certs/out.pem'));
    symlinkSync(outside, at('out'));
    symlinkSync(root, join(outside, 'back'));
    const inside = (path: string, folder = root) => isReallyInside(path, folder);
    assert.deepEqual(
      await Promise.all([
        inside(at('certs/a.pem')),
        inside(at('certs/inner.pem')),
        inside(join(outside, 'back', 'certs', 'a.pem'), join(outside, 'back')),
      ]),
      [true, true, true],
    );
    assert.deepEqual(
      await Promise.all([
        inside(at('certs/out.pem')),
        inside(at('out/rc')),
        inside(at('certs/gone.pem')),
        inside(join(outside, 'rc')),
      ]),
      [false, false, false, false],
    );
  });

  describe('addToFile', () => {
    it('adds to a file, and takes it back', async () => {
      const { root, at } = place();
      writeFileSync(at('.gitignore'), 'a');
      const addition = await add(at('.gitignore'), root);
      assert.equal(readFileSync(at('.gitignore'), 'utf8'), 'a\n/x.key\n');
      await addition.undo();
      assert.equal(readFileSync(at('.gitignore'), 'utf8'), 'a');
    });

    it('makes a file, and takes it back', async () => {
      const { root, at } = place();
      const addition = await add(at('certs/.gitignore'), root);
      assert.equal(readFileSync(at('certs/.gitignore'), 'utf8'), '/x.key\n');
      await addition.undo();
      assert.equal(existsSync(at('certs/.gitignore')), false);
    });

    it('takes nothing back of what was changed since', async () => {
      const { root, at } = place();
      writeFileSync(at('.gitignore'), 'a\n');
      const addition = await add(at('.gitignore'), root);
      writeFileSync(at('.gitignore'), 'a\n/x.key\nb\n');
      await addition.undo();
      assert.equal(readFileSync(at('.gitignore'), 'utf8'), 'a\n/x.key\nb\n');
    });

    const traps: readonly [
      what: string,
      fault: PlaceFault,
      set: (places: ReturnType<typeof place>) => void,
      path?: string,
    ][] = [
      ['a link to a file elsewhere', 'link', ({ at, outside }) => symlinkSync(join(outside, 'rc'), at('.gitignore'))],
      [
        'a link that leads nowhere yet',
        'link',
        ({ at, outside }) => symlinkSync(join(outside, 'new'), at('.gitignore')),
      ],
      [
        'a link to a file of the folder itself',
        'link',
        ({ at }) => (writeFileSync(at('run.sh'), ''), symlinkSync('run.sh', at('.gitignore'))),
      ],
      ['a folder that is a link', 'link', ({ at, outside }) => symlinkSync(outside, at('linked')), 'linked/.gitignore'],
      [
        'a folder that is a link to one inside',
        'link',
        ({ at }) => symlinkSync('certs', at('linked')),
        'linked/.gitignore',
      ],
      ['a path out of the folder', 'outside', () => undefined, '../outside/.gitignore'],
      ['a hard link', 'severalNames', ({ at, outside }) => linkSync(join(outside, 'rc'), at('.gitignore'))],
      ['a folder of that name', 'notAFile', ({ at }) => mkdirSync(at('.gitignore'))],
      ['a pipe', 'notAFile', ({ at }) => void execFileSync('mkfifo', [at('.gitignore')])],
      [
        'a file that no person wrote',
        'tooLarge',
        ({ at }) => writeFileSync(at('.gitignore'), Buffer.alloc(1024 * 1024 + 1)),
      ],
    ];
    for (const [what, expected, set, path = '.gitignore'] of traps)
      it(`writes nothing: ${what}`, async () => {
        const places = place();
        set(places);
        await assert.rejects(add(places.at(path), places.root), fault(expected));
        assert.equal(readFileSync(join(places.outside, 'rc'), 'utf8'), 'export A=1\n');
        assert.equal(existsSync(join(places.outside, 'new')), false);
        assert.equal(existsSync(join(places.outside, '.gitignore')), false);
      });

    it('follows links to the folder itself: the person opened it there', async () => {
      const { root, at } = place();
      symlinkSync(root, `${root}-opened`);
      await add(join(`${root}-opened`, 'certs', '.gitignore'), `${root}-opened`);
      assert.equal(readFileSync(at('certs/.gitignore'), 'utf8'), '/x.key\n');
    });
  });

  describe('NewFile', () => {
    const options = (root: string) => ({ root, mode: 0o600 });

    it('is made for its owner alone, written, and known again', async () => {
      const { root, at } = place();
      const file = await NewFile.create(at('certs/x.key'), options(root));
      assert.equal(statSync(at('certs/x.key')).mode & 0o777, 0o600);
      assert.equal(await file.holds('é'), false);
      await file.write('é');
      assert.equal(await file.holds('é'), true);
      assert.equal(await file.removeEmpty(), false);
      assert.equal(readFileSync(at('certs/x.key'), 'utf8'), 'é');
      await file.close();
    });

    const traps: readonly [
      what: string,
      fault: PlaceFault,
      set: (places: ReturnType<typeof place>) => void,
      path?: string,
    ][] = [
      ['a file', 'exists', ({ at }) => writeFileSync(at('x.key'), 'taken')],
      ['a link to a file', 'exists', ({ at, outside }) => symlinkSync(join(outside, 'rc'), at('x.key'))],
      ['a link that leads nowhere yet', 'exists', ({ at, outside }) => symlinkSync(join(outside, 'new'), at('x.key'))],
      ['a folder that is a link', 'link', ({ at, outside }) => symlinkSync(outside, at('linked')), 'linked/x.key'],
      ['a path out of the folder', 'outside', () => undefined, '../outside/x.key'],
    ];
    for (const [what, expected, set, path = 'x.key'] of traps)
      it(`is not made over ${what}`, async () => {
        const places = place();
        set(places);
        await assert.rejects(NewFile.create(places.at(path), options(places.root)), fault(expected));
        assert.equal(existsSync(join(places.outside, 'new')), false);
        assert.equal(existsSync(join(places.outside, 'x.key')), false);
      });

    it('notices that its name became a link, and removes nothing then', async () => {
      const { root, at, outside } = place();
      const file = await NewFile.create(at('x.key'), options(root));
      rmSync(at('x.key'));
      symlinkSync(join(outside, 'rc'), at('x.key'));
      await assert.rejects(file.check(), fault('link'));
      await file.removeEmpty();
      assert.ok(lstatSync(at('x.key')).isSymbolicLink());
      await file.close();
    });

    it('notices that its folder became another one', async () => {
      const { root, at, outside } = place();
      const file = await NewFile.create(at('certs/x.key'), options(root));
      renameSync(at('certs'), at('moved'));
      symlinkSync(outside, at('certs'));
      await assert.rejects(file.check(), fault('link'));
      await file.close();
    });

    it('notices that another file has its name', async () => {
      const { root, at } = place();
      const file = await NewFile.create(at('x.key'), options(root));
      writeFileSync(at('other'), '');
      renameSync(at('other'), at('x.key'));
      await assert.rejects(file.check(), fault('replaced'));
      await file.close();
    });
  });

  it('readRegularFile reads through no link', async () => {
    const { root, at, outside } = place();
    writeFileSync(at('.gitignore'), '*.key\n');
    symlinkSync(join(outside, 'rc'), at('certs/.gitignore'));
    assert.equal(await readRegularFile(at('.gitignore'), root), '*.key\n');
    assert.equal(await readRegularFile(at('certs/.gitignore'), root), undefined);
    assert.equal(await readRegularFile(at('none'), root), undefined);
  });

  it('checkRegularFile takes no link for a file', async () => {
    const { root, at, outside } = place();
    symlinkSync(join(outside, 'rc'), at('shop.pem'));
    await assert.rejects(checkRegularFile(at('shop.pem'), root), fault('link'));
  });

  it('keepPrivate changes nothing behind a link', async () => {
    const { at, outside } = place();
    writeFileSync(at('x.key'), '', { mode: 0o644 });
    symlinkSync(join(outside, 'rc'), at('y.key'));
    const before = statSync(join(outside, 'rc')).mode;
    await keepPrivate(at('x.key'));
    await keepPrivate(at('y.key'));
    assert.equal(statSync(at('x.key')).mode & 0o777, 0o600);
    assert.equal(statSync(join(outside, 'rc')).mode, before);
  });
});
