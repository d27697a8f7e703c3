import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
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
import type { MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();

export const describeSplit = (workbench: () => Workbench): unknown =>
  describe('A bundle in a git repository', () => {
    const at = (name: string): string => join(workbench().folder, name);
    const read = (name: string): string => readFileSync(at(name), 'utf8');
    let leaf: MadeCertificate;
    let root: MadeCertificate;
    before(async () => {
      const authority = await makeAuthority(now);
      root = authority.root;
      leaf = await makeCertificate({
        now,
        commonName: 'shop',
        dns: ['shop.example.com'],
        issuer: authority.intermediate,
      });
      await workbench().files.untilWatched();
      const { folder } = workbench();
      writeFileSync(at('shop.pem'), leaf.chainPem + leaf.keyPem);
      writeFileSync(at('all.pem'), leaf.chainPem + root.pem + leaf.keyPem);
      writeFileSync(at('only.key'), leaf.keyPem);
      writeFileSync(at('.gitignore'), 'node_modules\n');
      makeHostile();
      execFileSync('git', ['init', '-q', folder]);
      execFileSync('git', ['-C', folder, 'add', 'shop.pem', 'only.key', '.gitignore']);
    });
    after(() => rmSync(outside, { recursive: true }));
    /** A place that the workspace leads to, and is not in. */
    const outside = mkdtempSync(join(tmpdir(), 'api7-outside-'));
    /** Folders that strangers made, each a repository of its own. */
    const makeHostile = (): void => {
      const bundle = leaf.chainPem + leaf.keyPem;
      for (const name of ['links', 'tracks', 'elsewhere']) {
        mkdirSync(at(name));
        execFileSync('git', ['init', '-q', at(name)]);
      }
      writeFileSync(join(outside, 'bashrc'), 'export A=1\n');
      writeFileSync(at('links/linked.pem'), bundle);
      symlinkSync(join(outside, 'bashrc'), at('links/.gitignore'));
      // Git tracks a file of the name that the key's would get, whatever .gitignore says.
      writeFileSync(at('tracks/tracked.pem'), bundle);
      writeFileSync(at('tracks/tracked.key'), 'old');
      execFileSync('git', ['-C', at('tracks'), 'add', 'tracked.key']);
      rmSync(at('tracks/tracked.key'));
      mkdirSync(join(outside, 'certs'));
      writeFileSync(join(outside, 'certs', 'outside.pem'), bundle);
      symlinkSync(join(outside, 'certs'), at('elsewhere/certs'));
      writeFileSync(join(outside, 'wide.pem'), Buffer.from(`\ufeff${leaf.pem}`, 'utf16le'));
      symlinkSync(join(outside, 'wide.pem'), at('elsewhere/wide.pem'));
    };
    const goTo = async (text: string): Promise<void> => {
      const { files } = workbench();
      const line = files.editor.locator('.view-line').filter({ hasText: text }).first();
      await line.waitFor();
      // Lenses move the lines below them, and what moves the cursor's line closes its menu.
      await files.editor.locator('.codelens-decoration').first().waitFor();
      await workbench().user.click(line);
      await workbench().user.press(files.editor, 'Home');
    };

    afterEach(async () => {
      await workbench().tidy();
      assertNoKeyOut();
    });
    /** In a log or on the console. */
    const assertNoKeyOut = (): void => {
      const secret = leaf.keyPem.split('\n')[1] ?? assert.fail();
      assert.equal(workbench().readLogs().includes(secret), false);
      assert.deepEqual(
        workbench().consoleLines.filter((line) => line.includes(secret)),
        [],
      );
    };

    it('loses its key to a file that git ignores, and gets it back when that is undone', async () => {
      const { files, notifications } = workbench();
      const ignored = `${read('.gitignore')}/shop.key\n`;
      await files.open('shop.pem');
      await files.squiggles('warning').first().waitFor();
      await workbench().runById('editor.foldAll');
      await goTo('-----BEGIN PRIVATE KEY-----');
      const title = 'Move the private key into a file that git ignores (old commits keep it)';
      await workbench().chooseAction(title, { before: () => workbench().screenshot('split-fix', themes) });
      await files.row('shop.key').waitFor();
      const message =
        /^The private key is in “shop\.key” now, which git ignores\. What was committed before still holds it/;
      await notifications.message(message).waitFor();
      await workbench().screenshot('split-moved');
      assert.equal(read('shop.key'), leaf.keyPem);
      assert.equal(statSync(at('shop.key')).mode & 0o777, 0o600);
      assert.equal(read('.gitignore'), ignored);
      assert.equal(read('shop.pem'), leaf.chainPem);
      execFileSync('git', ['-C', workbench().folder, 'check-ignore', '-q', 'shop.key']);

      await notifications.press(message, 'Learn More');
      await files.tab('keyTrackedByGit.md').waitFor();
      await files.editor.locator('.view-line').filter({ hasText: '## What it is' }).waitFor();
      await files.open('shop.pem');
      await workbench().user.click(files.editor.locator('.view-line').first());
      await workbench().user.press(files.editor, 'ControlOrMeta+Z');
      await files.row('shop.key').waitFor({ state: 'detached' });
      await files.editor.locator('.view-line').filter({ hasText: '-----BEGIN PRIVATE KEY-----' }).waitFor();
      await workbench().until(() => read('shop.pem') === leaf.chainPem + leaf.keyPem);
      // It does no harm, and a key that is moved again is safe at once.
      assert.equal(read('.gitignore'), ignored);
      await workbench().user.press(files.editor, 'ControlOrMeta+Y');
      await files.row('shop.key').waitFor();
      await workbench().until(
        () => (statSync(at('shop.key')).mode & 0o777) === 0o600 && read('shop.key') === leaf.keyPem,
      );
    });

    it('is split by what its blocks are for', async () => {
      const { files, notifications } = workbench();
      await files.open('all.pem');
      await goTo('-----BEGIN CERTIFICATE-----');
      await workbench().chooseAction('Split into 3 files: chain, key, CA …', {
        command: 'Refactor...',
        before: () => workbench().screenshot('split-refactor', themes),
      });
      await files.row('all.key').waitFor();
      await notifications
        .message(
          'New files: all.crt, all-ca.crt, all.key. “all.pem” stays as it is. Git ignores those that hold a private key.',
        )
        .waitFor();
      await workbench().screenshot('split-files', themes);
      assert.deepEqual([read('all.crt'), read('all-ca.crt'), read('all.key')], [leaf.chainPem, root.pem, leaf.keyPem]);
      assert.equal(read('all.pem'), leaf.chainPem + root.pem + leaf.keyPem);
    });

    it('has a key of its own ignored, which git goes on tracking', async () => {
      const { files, notifications } = workbench();
      await files.open('only.key');
      await files.squiggles('warning').first().waitFor();
      await goTo('-----BEGIN PRIVATE KEY-----');
      await workbench().chooseAction('Have git ignore this file');
      await notifications
        .message(
          'Git keeps tracking “only.key” until “git rm --cached only.key” is run, and its history still has the key.',
        )
        .waitFor();
      assert.match(read('.gitignore'), /^\/only\.key$/m);
      assert.equal(read('only.key'), leaf.keyPem);
    });

    it('writes nothing through a link, outside of its repository or where git would track it, and says why', async () => {
      const { files, notifications } = workbench();
      const bundle = leaf.chainPem + leaf.keyPem;
      const before = { outside: readdirSync(outside, { recursive: true }).sort(), ignored: read('.gitignore') };
      const tries = [
        { way: ['links'], name: 'linked.pem', said: '“.gitignore” is a link to another place' },
        { way: ['tracks'], name: 'tracked.pem', said: 'Git does not ignore the file, although .gitignore names it' },
        { way: ['elsewhere', 'certs'], name: 'outside.pem', said: '“certs” is a link to another place' },
      ];
      await files.showExplorer();
      for (const { way, name, said } of tries) {
        for (const [index, folder] of way.entries()) await files.unfold(folder, way[index + 1] ?? name);
        await files.open(name);
        await workbench().runById('editor.foldAll');
        await goTo('-----BEGIN PRIVATE KEY-----');
        await workbench().chooseAction('Move the private key into a file that git ignores', { command: 'Refactor...' });
        await notifications.message(said).waitFor();
        await workbench().screenshot(`split-refused-${name}`);
        assert.equal(read([...way, name].join('/')), bundle);
        await workbench().tidy();
      }
      await files.open('wide.pem');
      await workbench().user.click(files.editor.locator('.view-line').first());
      await workbench().runCommand('API7 Certificates: Convert to PEM Text');
      await notifications.message('“wide.pem” is a link to another place: nothing is written through links.').waitFor();
      assert.deepEqual(readFileSync(join(outside, 'wide.pem')), Buffer.from(`\ufeff${leaf.pem}`, 'utf16le'));
      assert.equal(readFileSync(join(outside, 'bashrc'), 'utf8'), 'export A=1\n');
      assert.deepEqual(readdirSync(outside, { recursive: true }).sort(), before.outside);
      assert.equal(read('.gitignore'), before.ignored);
      assert.deepEqual(readdirSync(at('links')).sort(), ['.git', '.gitignore', 'linked.pem']);
      assert.deepEqual(readdirSync(at('tracks')).sort(), ['.git', 'tracked.pem']);
    });
  });
