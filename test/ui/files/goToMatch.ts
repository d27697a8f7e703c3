import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();

/** What only a screen shows. Where else it leads, and what it says, is walked through in test/integration. */
export const describeGoToMatch = (workbench: () => Workbench): unknown =>
  describe('Go to the matching key or certificate', () => {
    const write = (path: string, content: string) => {
      const file = join(workbench().folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    };
    before(async () => {
      const { intermediate } = await makeAuthority(now);
      const make = (name: string, toDays = 90) =>
        makeCertificate({ now, commonName: name, dns: [`${name}.example.com`], issuer: intermediate, toDays });
      const [shop, mail, renewed] = await Promise.all([make('shop'), make('mail', 20), make('mail', 200)]);
      await workbench().files.untilWatched();
      write('shop.crt', shop.chainPem);
      write('secrets/deep/shop-private.key', `# of the shop\n${shop.keyPem}`);
      write('mail.key', mail.keyPem);
      write('certificates/mail-2025.crt', mail.chainPem);
      write('certificates/mail-2026.crt', renewed.chainPem);
    });
    afterEach(() => workbench().tidy());
    const lens = (text: string) =>
      workbench().files.editor.locator('.codelens-decoration a').filter({ hasText: text }).first();
    const selected = (line: number) =>
      workbench()
        .page.locator('.statusbar-item', { hasText: `Ln ${line}, Col` })
        .first();

    const isInFront = (name: string) => workbench().files.tab(name).and(workbench().page.locator('.active')).waitFor();

    it('goes from a file of the Explorer to the key in another folder, at its BEGIN line, and back by its lens', async () => {
      const { page } = workbench();
      await workbench().files.showExplorer();
      await workbench().files.contextMenu('shop.crt', 'Go to Matching Key or Certificate');
      await isInFront('shop-private.key');
      await selected(2).waitFor();
      assert.match(await page.locator('.statusbar-item', { hasText: 'selected' }).first().innerText(), /27 selected/);
      await lens('Go to Certificate').waitFor();
      await workbench().screenshot('match-key', themes);
      await workbench().user.click(lens('Go to Certificate'));
      await isInFront('shop.crt');
      await selected(1).waitFor();
    });

    it('peeks at several certificates of one key', async () => {
      const { page } = workbench();
      await workbench().files.open('mail.key');
      await workbench().runCommand('API7 Certificates: Go to Matching Key or Certificate');
      const peek = page.locator('.peekview-widget');
      await peek.waitFor();
      const rows = peek.getByRole('treeitem');
      await rows.filter({ hasText: 'mail-2025.crt' }).waitFor();
      await rows.filter({ hasText: 'mail-2026.crt' }).waitFor();
      await workbench().screenshot('match-peek', themes);
      await workbench().user.press(peek, 'Escape');
      await peek.waitFor({ state: 'detached' });
    });
  });
