import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();

/** What only a screen shows. What is written where, refused, redone and said is walked through in test/integration. */
export const describeSplit = (workbench: () => Workbench): unknown =>
  describe('A bundle in a git repository', () => {
    const at = (name: string): string => join(workbench().folder, name);
    const read = (name: string): string => readFileSync(at(name), 'utf8');
    let leaf: MadeCertificate;
    before(async () => {
      const authority = await makeAuthority(now);
      leaf = await makeCertificate({
        now,
        commonName: 'shop',
        dns: ['shop.example.com'],
        issuer: authority.intermediate,
      });
      await workbench().files.untilWatched();
      const { folder } = workbench();
      writeFileSync(at('shop.pem'), leaf.chainPem + leaf.keyPem);
      writeFileSync(at('.gitignore'), 'node_modules\n');
      execFileSync('git', ['init', '-q', folder]);
      execFileSync('git', ['-C', folder, 'add', 'shop.pem', '.gitignore']);
    });
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
      await workbench().user.click(files.editor.locator('.view-line').first());
      await workbench().user.press(files.editor, 'ControlOrMeta+Z');
      await files.row('shop.key').waitFor({ state: 'detached' });
      await files.editor.locator('.view-line').filter({ hasText: '-----BEGIN PRIVATE KEY-----' }).waitFor();
      await workbench().until(() => read('shop.pem') === leaf.chainPem + leaf.keyPem);
      assert.equal(read('.gitignore'), ignored);
    });
  });
