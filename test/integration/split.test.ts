import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { MadeCertificate } from '../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import { openRepository, switchGitOff } from './harness/git';
import { usePerson } from './harness/usePerson';

const now = Date.now();

describe('Splitting a PEM file', () => {
  const person = usePerson();
  const { notifications } = person;
  const base = mkdtempSync(join(tmpdir(), 'api7-split-'));
  let root: MadeCertificate;
  let intermediate: MadeCertificate;
  let leaf: MadeCertificate;
  before(async () => {
    ({ root, intermediate } = await makeAuthority(now));
    leaf = await makeCertificate({ now, commonName: 'leaf', dns: ['shop.example.com'], issuer: intermediate });
    const at = folderWith({ 'first.pem': leaf.pem + leaf.keyPem });
    const document = await open(at('first.pem'));
    // Their code is loaded with the first one.
    while ((await actionsAt(document, '-----BEGIN')).length === 0);
  });
  after(() => rmSync(base, { recursive: true }));
  afterEach('shows and logs no key', () => {
    const secret = leaf.keyPem.split('\n')[1] ?? assert.fail();
    const { texts, logged } = person.recorded;
    assert.equal([...texts.all.map(({ text }) => text), ...logged].join('\n').includes(secret), false);
  });

  let count = 0;
  /** A folder with these files, in a repository of its own unless told otherwise. */
  const folderWith = (
    files: Readonly<Record<string, string>>,
    { isRepository = true } = {},
  ): ((name: string) => string) => {
    const folder = join(base, `${count++}`);
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    if (isRepository) execFileSync('git', ['init', '-q', folder]);
    return (name) => join(folder, name);
  };
  const open = (path: string): Thenable<vscode.TextDocument> =>
    vscode.workspace.openTextDocument(vscode.Uri.file(path));
  const actionsAt = async (document: vscode.TextDocument, text: string, kind = 'refactor') => {
    const at = document.positionAt(document.getText().indexOf(text));
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      new vscode.Range(at, at),
      kind,
    );
    return actions.filter(({ command }) => command?.command === 'api7Certificates.splitFile');
  };
  /** Waits until this is so on the disk, of which VS Code tells nobody: looks a hundred times a second. */
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo()) await setTimeout(10);
  };
  const run = async (action: vscode.CodeAction | undefined) => {
    assert(action?.command);
    await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
  };
  const read = (path: string): string => readFileSync(path, 'utf8');
  const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
  const isIgnored = (path: string): boolean => {
    try {
      execFileSync('git', ['-C', join(path, '..'), 'check-ignore', '-q', path]);
      return true;
    } catch {
      return false;
    }
  };

  it('moves a key into a file that git ignores, before anything of it is on disk, and that only its owner may read', async () => {
    const at = folderWith({ '.gitignore': 'node_modules', 'certs/shop.pem': leaf.chainPem + leaf.keyPem + root.pem });
    const document = await open(at('certs/shop.pem'));
    const seen: string[] = [];
    const subscription = vscode.workspace.onWillCreateFiles(({ files }) => {
      for (const { fsPath } of files) seen.push(`${isIgnored(fsPath)} ${modeOf(fsPath)} ${read(fsPath)}`);
    });
    const [action] = await actionsAt(document, '-----BEGIN PRIVATE KEY');
    assert.equal(action?.title, 'Move the private key into a file that git ignores');
    assert.ok(action.kind && vscode.CodeActionKind.RefactorMove.contains(action.kind));
    await run(action);
    subscription.dispose();
    assert.deepEqual(seen, ['true 600 ']);
    assert.equal(read(at('certs/shop.key')), leaf.keyPem);
    assert.equal(modeOf(at('certs/shop.key')), '600');
    assert.equal(read(at('.gitignore')), 'node_modules\n/certs/shop.key\n');
    assert.equal(document.getText(), leaf.chainPem + root.pem);
    assert.equal(read(at('certs/shop.pem')), document.getText());
    assert.equal(existsSync(at('certs/.gitignore')), false);
  });

  it('makes a .gitignore where there is none, numbers what is taken, and adds no line where git ignores the file', async () => {
    const at = folderWith({
      'certs/shop.pem': leaf.pem + leaf.keyPem,
      'certs/shop.key': 'taken\n',
      'other/.gitignore': '*.key\n',
      'other/shop.pem': leaf.pem + leaf.keyPem,
    });
    await run((await actionsAt(await open(at('certs/shop.pem')), '-----BEGIN PRIVATE KEY'))[0]);
    assert.equal(read(at('certs/.gitignore')), '/shop-2.key\n');
    assert.deepEqual([read(at('certs/shop.key')), read(at('certs/shop-2.key'))], ['taken\n', leaf.keyPem]);
    await run((await actionsAt(await open(at('other/shop.pem')), '-----BEGIN PRIVATE KEY'))[0]);
    assert.equal(read(at('other/.gitignore')), '*.key\n');
    assert.equal(read(at('other/shop.key')), leaf.keyPem);
  });

  it('promises nothing of git outside of a repository', async () => {
    const at = folderWith({ 'shop.pem': leaf.pem + leaf.keyPem }, { isRepository: false });
    const [action] = await actionsAt(await open(at('shop.pem')), '-----BEGIN PRIVATE KEY');
    assert.equal(action?.title, 'Move the private key into a file of its own');
    await run(action);
    assert.deepEqual(readdirSync(at('.')).sort(), ['shop.key', 'shop.pem']);
    assert.equal(modeOf(at('shop.key')), '600');
  });

  it('splits by use and by block, and leaves the file as it is', async () => {
    const text = leaf.keyPem + root.pem + intermediate.pem + leaf.pem;
    const at = folderWith({ 'bundle.pem': text });
    const document = await open(at('bundle.pem'));
    const [use, block] = await actionsAt(document, '-----BEGIN', 'refactor.extract');
    assert.deepEqual(
      [use?.title, block?.title],
      ['Split into 3 files: chain, key, CA …', 'Split into 4 files: one for each block'],
    );
    await run(use);
    assert.equal(read(at('bundle.crt')), leaf.chainPem);
    assert.equal(read(at('bundle.key')), leaf.keyPem);
    assert.equal(read(at('bundle-ca.crt')), root.pem);
    await notifications.message(
      'New files: bundle.crt, bundle.key, bundle-ca.crt. “bundle.pem” stays as it is. Git ignores those that hold a private key.',
    );
    assert.deepEqual(
      [modeOf(at('bundle.key')), isIgnored(at('bundle.key')), isIgnored(at('bundle.crt'))],
      ['600', true, false],
    );
    await run(block);
    assert.equal(read(at('shop.example.com.pem')), leaf.pem);
    assert.equal(read(at('example-root-ca.pem')), root.pem);
    assert.equal(read(at('shop.example.com.key')), leaf.keyPem);
    assert.equal(read(at('.gitignore')), '/bundle.key\n/shop.example.com.key\n');
    assert.equal(document.getText(), text);
    assert.equal(read(at('bundle.pem')), text);
  });

  it('moves a certificate from a file that is not saved', async () => {
    const at = folderWith({ 'shop.pem': leaf.pem });
    const document = await open(at('shop.pem'));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, document.positionAt(leaf.pem.length), `# trust\n${root.pem}`);
    await vscode.workspace.applyEdit(edit);
    const [action] = await actionsAt(document, root.pem, 'refactor.move');
    assert.equal(action?.title, 'Move this certificate into a file of its own');
    await run(action);
    assert.equal(read(at('example-root-ca.pem')), `# trust\n${root.pem}`);
    assert.equal(document.getText(), leaf.pem);
  });

  it('offers nothing where nothing can be written, and does nothing with a text that has changed', async () => {
    const untitled = await vscode.workspace.openTextDocument({ language: 'pem', content: leaf.pem + leaf.keyPem });
    assert.deepEqual(await actionsAt(untitled, leaf.keyPem), []);
    const at = folderWith({ 'shop.pem': leaf.pem + leaf.keyPem });
    const document = await open(at('shop.pem'));
    const [action] = await actionsAt(document, leaf.keyPem);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), '# new\n');
    await vscode.workspace.applyEdit(edit);
    await run(action);
    assert.equal(document.getText(), `# new\n${leaf.pem}${leaf.keyPem}`);
    assert.equal(existsSync(at('shop.key')), false);
  });

  it('has git ignore a file that is the key’s own', async () => {
    const at = folderWith({ 'certs/shop.key': leaf.keyPem });
    const { uri, version } = await open(at('certs/shop.key'));
    await vscode.commands.executeCommand('api7Certificates.splitFile', {
      uri: uri.toString(),
      version,
      wanted: { way: 'ignore' },
    });
    assert.equal(read(at('certs/.gitignore')), '/shop.key\n');
    assert.equal(isIgnored(at('certs/shop.key')), true);
    assert.equal(read(at('certs/shop.key')), leaf.keyPem);
  });

  it('makes the key’s file private again where what was undone is redone', async () => {
    const text = leaf.chainPem + leaf.keyPem;
    const at = folderWith({ 'shop.pem': text });
    await person.openFile(at('shop.pem'));
    const { document } = vscode.window.activeTextEditor ?? assert.fail('No editor');
    await run((await actionsAt(document, '-----BEGIN PRIVATE KEY'))[0]);
    await notifications.message(/^The private key is in “shop\.key” now\. “.*\.gitignore” names that file/);
    const ignored = read(at('.gitignore'));
    await vscode.commands.executeCommand('undo');
    await until(() => !existsSync(at('shop.key')) && read(at('shop.pem')) === text);
    // It does no harm, and a key that is moved again is safe at once.
    assert.equal(read(at('.gitignore')), ignored);
    await vscode.commands.executeCommand('redo');
    await until(() => existsSync(at('shop.key')) && modeOf(at('shop.key')) === '600');
    assert.equal(read(at('shop.key')), leaf.keyPem);
  });

  describe('that git tracks', () => {
    /** The actions that the finding offers, once git has said so of the file. */
    const fixesOf = async (at: (name: string) => string, name: string) => {
      execFileSync('git', ['-C', at('.'), 'add', name]);
      await openRepository(at('.'));
      const { document } = await person.openFile(at(name));
      return person.recorded.texts.until(
        async () => {
          const actions = await actionsAt(document, '-----BEGIN PRIVATE KEY', 'quickfix');
          return actions.length > 0 ? actions : undefined;
        },
        () => 'Nothing is offered for a key that git tracks',
      );
    };
    after(switchGitOff);

    it('has a key of its own ignored, which git goes on tracking', async () => {
      const at = folderWith({ 'only.key': leaf.keyPem });
      const [action] = await fixesOf(at, 'only.key');
      assert.equal(action?.title, 'Have git ignore this file');
      person.run('api7Certificates.splitFile', ...((action.command?.arguments ?? []) as readonly unknown[]));
      await notifications.press(
        'Git keeps tracking “only.key” until “git rm --cached only.key” is run, and its history still has the key.',
        'Learn More',
      );
      await person.tab('keyTrackedByGit.md');
      await person.editorText('## What it is');
      assert.equal(read(at('.gitignore')), '/only.key\n');
      assert.equal(read(at('only.key')), leaf.keyPem);
    });

    it('says that what was committed before still holds a key that is moved', async () => {
      const at = folderWith({ 'shop.pem': leaf.chainPem + leaf.keyPem, '.gitignore': 'node_modules\n' });
      const [action] = await fixesOf(at, 'shop.pem');
      assert.equal(action?.title, 'Move the private key into a file that git ignores (old commits keep it)');
      person.run('api7Certificates.splitFile', ...((action.command?.arguments ?? []) as readonly unknown[]));
      await notifications.message(
        /^The private key is in “shop\.key” now, which git ignores\. What was committed before still holds it/,
      );
      assert.equal(read(at('.gitignore')), 'node_modules\n/shop.key\n');
    });
  });

  it('does nothing that is made up', async () => {
    const text = leaf.pem + leaf.keyPem;
    const at = folderWith({ 'shop.pem': text });
    const { uri, version } = await open(at('shop.pem'));
    const right = { uri: uri.toString(), version };
    const wrong = [
      undefined,
      'shop.pem',
      right,
      { ...right, wanted: { way: 'move' } },
      { ...right, wanted: { way: 'move', index: 7 } },
      { ...right, wanted: { way: 'delete' } },
      { ...right, uri: 'file:///etc/passwd', wanted: { way: 'block' } },
    ];
    for (const request of wrong) await vscode.commands.executeCommand('api7Certificates.splitFile', request);
    assert.deepEqual(readdirSync(at('.')).sort(), ['.git', 'shop.pem']);
    assert.equal(read(at('shop.pem')), text);
  });

  it('leaves everything where it was if git cannot be told', async () => {
    const at = folderWith({ 'shop.pem': leaf.pem + leaf.keyPem, '.gitignore/in the way': '' });
    const document = await open(at('shop.pem'));
    await run((await actionsAt(document, leaf.keyPem))[0]);
    assert.equal(document.getText(), leaf.pem + leaf.keyPem);
    assert.deepEqual(readdirSync(at('.')).sort(), ['.git', '.gitignore', 'shop.pem']);
  });

  describe('in a folder that somebody else made', () => {
    const bundle = (): string => leaf.pem + leaf.keyPem;
    /** A file outside of the repository that a shell reads. */
    const outsideFile = (): string => {
      const path = join(base, `bashrc-${count++}`);
      writeFileSync(path, 'export A=1\n');
      return path;
    };
    const moveKey = async (path: string): Promise<vscode.TextDocument> => {
      const document = await open(path);
      await run((await actionsAt(document, '-----BEGIN PRIVATE KEY'))[0]);
      return document;
    };

    it('follows no linked .gitignore, and writes no key then (H4)', async () => {
      const at = folderWith({ 'x$(touch PWNED).pem': bundle() });
      const rc = outsideFile();
      symlinkSync(rc, at('.gitignore'));
      const document = await moveKey(at('x$(touch PWNED).pem'));
      await notifications.message('“.gitignore” is a link to another place');
      assert.equal(read(rc), 'export A=1\n');
      assert.equal(document.getText(), bundle());
      assert.deepEqual(readdirSync(at('.')).sort(), ['.git', '.gitignore', 'x$(touch PWNED).pem']);
    });

    it('takes no link that leads nowhere yet, nor a hard link, for a .gitignore', async () => {
      const dangling = folderWith({ 'shop.pem': bundle() });
      symlinkSync(join(base, 'not-there-yet'), dangling('.gitignore'));
      await moveKey(dangling('shop.pem'));
      assert.equal(existsSync(join(base, 'not-there-yet')), false);
      const hard = folderWith({ 'shop.pem': bundle() });
      const rc = outsideFile();
      linkSync(rc, hard('.gitignore'));
      await moveKey(hard('shop.pem'));
      assert.equal(read(rc), 'export A=1\n');
      for (const at of [dangling, hard])
        assert.deepEqual([read(at('shop.pem')), existsSync(at('shop.key'))], [bundle(), false]);
    });

    it('writes nothing into a folder that is a link', async () => {
      const at = folderWith({ 'other/.gitkeep': '' });
      const elsewhere = join(base, `elsewhere-${count++}`);
      mkdirSync(elsewhere);
      writeFileSync(join(elsewhere, 'shop.pem'), bundle());
      symlinkSync(elsewhere, at('certs'));
      const document = await open(at('certs/shop.pem'));
      for (const action of [
        ...(await actionsAt(document, '-----BEGIN PRIVATE KEY')),
        ...(await actionsAt(document, '-----BEGIN CERT')),
      ])
        await run(action);
      await notifications.message('“certs” is a link to another place');
      assert.deepEqual(readdirSync(elsewhere), ['shop.pem']);
      assert.equal(read(join(elsewhere, 'shop.pem')), bundle());
      assert.deepEqual(readdirSync(at('.')).sort(), ['.git', 'certs', 'other']);
    });

    it('cuts nothing out of a file that is a link', async () => {
      const at = folderWith({ 'certs/.gitkeep': '' });
      const real = join(base, `real-${count++}.pem`);
      writeFileSync(real, bundle());
      symlinkSync(real, at('certs/shop.pem'));
      await moveKey(at('certs/shop.pem'));
      assert.equal(read(real), bundle());
      assert.deepEqual(readdirSync(at('certs')).sort(), ['.gitkeep', 'shop.pem']);
    });

    it('names files by plain letters, whatever the text’s file is called', async () => {
      const at = folderWith({ 'x$(touch PWNED).pem': bundle() });
      await moveKey(at('x$(touch PWNED).pem'));
      assert.equal(read(at('.gitignore')), '/x-touch-pwned.key\n');
      assert.equal(read(at('x-touch-pwned.key')), leaf.keyPem);
    });

    it('writes no key that git would track all the same, and takes its line back', async () => {
      const at = folderWith({ 'shop.pem': bundle(), 'shop.key': 'old', '.gitignore': 'x\n' });
      execFileSync('git', ['-C', at('.'), 'add', 'shop.key']);
      rmSync(at('shop.key'));
      const document = await moveKey(at('shop.pem'));
      await notifications.message('Git does not ignore the file, although .gitignore names it');
      assert.equal(read(at('.gitignore')), 'x\n');
      assert.equal(document.getText(), bundle());
      assert.equal(existsSync(at('shop.key')), false);
    });

    it('writes no key where git speaks of another folder', async () => {
      const at = folderWith({ 'shop.pem': bundle() });
      mkdirSync(join(base, 'worktree'), { recursive: true });
      execFileSync('git', ['-C', at('.'), 'config', 'core.worktree', join(base, 'worktree')]);
      await moveKey(at('shop.pem'));
      assert.deepEqual(
        [read(at('shop.pem')), existsSync(at('shop.key')), existsSync(at('.gitignore'))],
        [bundle(), false, false],
      );
    });

    it('runs nothing that the repository configures', async () => {
      const at = folderWith({ 'shop.pem': bundle() });
      const script = join(base, 'monitor.sh');
      writeFileSync(script, `#!/bin/sh\ntouch '${join(base, 'PWNED')}'\n`, { mode: 0o755 });
      execFileSync('git', ['-C', at('.'), 'config', 'core.fsmonitor', script]);
      await moveKey(at('shop.pem'));
      assert.equal(read(at('shop.key')), leaf.keyPem);
      assert.equal(existsSync(join(base, 'PWNED')), false);
    });

    it('saves no file anew as PEM text through a link, and says why', async () => {
      const at = folderWith({ 'certs/.gitkeep': '' });
      const real = join(base, `wide-${count++}.pem`);
      const bytes = Buffer.from(`\ufeff${leaf.pem}`, 'utf16le');
      writeFileSync(real, bytes);
      symlinkSync(real, at('certs/wide.pem'));
      await person.openFile(at('certs/wide.pem'));
      person.run('api7Certificates.convertToPem');
      await notifications.message('“wide.pem” is a link to another place: nothing is written through links.');
      assert.deepEqual(readFileSync(real), bytes);
    });

    it('has git ignore no file through a linked .gitignore', async () => {
      const at = folderWith({ 'x$(touch PWNED).key': leaf.keyPem });
      const rc = outsideFile();
      symlinkSync(rc, at('.gitignore'));
      const { uri, version } = await open(at('x$(touch PWNED).key'));
      await vscode.commands.executeCommand('api7Certificates.splitFile', {
        uri: uri.toString(),
        version,
        wanted: { way: 'ignore' },
      });
      assert.equal(read(rc), 'export A=1\n');
      assert.ok(lstatSync(at('.gitignore')).isSymbolicLink());
    });
  });
});
