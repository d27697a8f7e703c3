import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { makePkcs12 } from '../../fixtures/pkcs12';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();

/** What only a screen shows. What a check finds, follows and stops is walked through in test/integration. */
export const describeWorkspaceCheck = (workbench: () => Workbench): unknown =>
  describe('The certificate files of a workspace', () => {
    const at = (name: string): string => join(workbench().folder, name);
    const write = (name: string, content: string | Uint8Array): void => writeFileSync(at(name), content);
    before(async () => {
      const { intermediate } = await makeAuthority(now);
      const make = (name: string, days: number) =>
        makeCertificate({
          now,
          commonName: name,
          dns: [name],
          issuer: intermediate,
          fromDays: Math.min(-90, days - 90),
          toDays: days,
        });
      await workbench().files.untilWatched();
      for (const each of ['prod', 'test']) mkdirSync(at(each));
      const [shop, api, fine, locked] = await Promise.all([
        make('shop.example.com', -3.5),
        make('api.example.com', 12.5),
        make('www.example.com', 300),
        make('vault.example.com', 200),
      ]);
      write('prod/shop.pem', `# the shop\n${shop.chainPem}`);
      write('prod/api.pem', api.chainPem);
      write('www.pem', fine.chainPem);
      write('www.key', fine.keyPem);
      write('broken.crt', fine.pem.split('\n').slice(0, 6).join('\n'));
      write(
        'vault.p12',
        makePkcs12({
          certificates: [locked.der],
          keys: [locked.keyPem],
          password: 'tiger',
          encryption: 'aes-256-cbc/sha256',
        }),
      );
      write('test/old.pem', (await make('old.example.com', -300)).pem);
      write(
        'test/ignored.pem',
        `# api7-certificates: ignore expired, chainGap\n${(await make('ignored.example.com', -300)).pem}`,
      );
    });
    after(async () => {
      await workbench().tree.open();
      await unfold('Gateways', true);
      await unfold('Certificate Files', false);
    });

    const pane = (): Locator =>
      workbench()
        .page.locator('.sidebar .pane')
        .filter({ has: workbench().page.locator('.pane-header', { hasText: 'Certificate Files' }) });
    const row = (label: string): Locator =>
      pane()
        .getByRole('treeitem')
        .filter({ has: workbench().page.locator('.label-name', { hasText: new RegExp(`^${label}$`) }) });
    const spoken = (): Promise<readonly string[]> =>
      pane()
        .getByRole('treeitem')
        .evaluateAll((rows) => rows.map((each) => each.getAttribute('aria-label') ?? ''));
    const message = (text: string): Locator => pane().locator('.message', { hasText: text });
    const unfold = async (name: string, isWanted: boolean): Promise<void> => {
      const header = workbench().page.locator('.sidebar .pane-header', { hasText: name });
      // The buttons of the header reach to its middle.
      if ((await header.getAttribute('aria-expanded')) !== String(isWanted))
        await workbench().user.click(header.locator('.title'));
    };
    const showPane = async (): Promise<void> => {
      await workbench().tree.open();
      await unfold('Certificate Files', true);
      await unfold('Gateways', false);
    };
    const allAreChecked = 'Problems in 4 of 8 files.';
    const showChecked = async (): Promise<void> => {
      await showPane();
      const done = message(allAreChecked);
      if (!(await done.isVisible()))
        await workbench().runCommand('API7 Certificates: Check Certificate Files of Workspace');
      await done.waitFor();
    };
    const openFromRow = async (name: string): Promise<void> => {
      await workbench().user.click(row(name));
      await workbench().files.tab(name).waitFor();
    };
    afterEach(() => workbench().tidy());

    /** Waits until a file of the Explorer is marked so: with the number of its problems, and then ours. */
    const marked = (name: string, badges: string): Promise<unknown> =>
      workbench().page.waitForFunction(
        ([file, wanted]) => {
          const labels = [...document.querySelectorAll('.explorer-folders-view .monaco-icon-label')];
          const label = labels.find((each) => each.querySelector('.label-name')?.textContent === file);
          const { content } = getComputedStyle(label ?? document.body, '::after');
          return (
            label !== undefined &&
            (content === 'none' || content === 'normal' ? '' : content.replaceAll('"', '')) === wanted
          );
        },
        [name, badges] as const,
      );

    it('asks for a first check, shows them by how they stand, worst first, and opens one at what is wrong with it', async () => {
      const { page } = workbench();
      await showPane();
      await pane().getByRole('button', { name: 'Check Certificate Files' }).first().waitFor();
      await workbench().screenshot('check-never', themes);
      await workbench().user.click(
        pane().locator('.welcome-view-content').getByRole('button', { name: 'Check Certificate Files' }),
      );
      await message(allAreChecked).waitFor();
      await row('www.pem').waitFor({ state: 'detached' });
      // The rows come a moment after the message.
      for (const name of ['No Problems, 2 files', 'Keys Only, 1 file', 'Not Read, 1 file'])
        await pane().getByRole('treeitem', { name }).waitFor();
      assert.deepEqual(
        (await spoken()).map((each) => each.replace(/, (\d+ problems?)/, '')),
        [
          'Expired, 2 files',
          'old.pem, expired 300 days ago, old.example.com, test',
          'shop.pem, expired 3 days ago, shop.example.com, prod',
          'With Errors, 1 file',
          'broken.crt, with errors, This file holds a broken certificate.',
          'Expiring, 1 file',
          'api.pem, 12 days left, api.example.com, prod',
          'No Problems, 2 files',
          'Keys Only, 1 file',
          'Not Read, 1 file',
        ],
      );
      await workbench().user.unfold(row('shop.pem'));
      await pane()
        .getByRole('treeitem', { name: /^Error, shop\.example\.com expired on/ })
        .waitFor();
      await workbench().screenshot('check-result', themes);
      await openFromRow('shop.pem');
      await page.locator('.statusbar').getByText('Ln 2, Col 28 (27 selected)').waitFor();
      assert.equal(await page.locator('[id="workbench.view.extension.api7Certificates"]').isVisible(), true);
    });

    it('marks files in the Explorer and on tabs, unless that is switched off', async () => {
      const { files, page } = workbench();
      await showChecked();
      await openFromRow('shop.pem');
      await files.showExplorer();
      // The Explorer opens the folder of the file in front of its own accord, and moves its rows.
      await files.row('shop.pem').waitFor();
      await files.unfold('test', 'ignored.pem');
      await marked('shop.pem', '1, !');
      await marked('old.pem', '1, !');
      await marked('api.pem', '1, 12');
      await marked('www.pem', '');
      await marked('ignored.pem', '');
      await workbench().user.hover(
        files.row('shop.pem'),
        page.locator('.monaco-hover', { hasText: 'Certificate expired 3 d ago: shop.example.com' }),
      );
      await workbench().screenshot('check-decorations', themes);
      await workbench().changeSettings({ 'api7Certificates.showFileDecorations': false });
      await marked('shop.pem', '1');
      await marked('api.pem', '1');
      await workbench().changeSettings({ 'api7Certificates.showFileDecorations': null });
      await marked('shop.pem', '1, !');
    });
  });
