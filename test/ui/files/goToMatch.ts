import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { keyPemAs } from '../../fixtures/keyPairs';
import { makePkcs12 } from '../../fixtures/pkcs12';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();

export const describeGoToMatch = (workbench: () => Workbench): unknown =>
  describe('Go to the matching key or certificate', () => {
    const write = (path: string, content: string | Uint8Array) => {
      const file = join(workbench().folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    };
    let keyLine = 0;
    before(async () => {
      const { intermediate } = await makeAuthority(now);
      const make = (name: string, toDays = 90) =>
        makeCertificate({ now, commonName: name, dns: [`${name}.example.com`], issuer: intermediate, toDays });
      const [shop, mail, renewed, bank, api, whole] = await Promise.all([
        make('shop'),
        make('mail', 20),
        make('mail', 200),
        make('bank'),
        make('api'),
        make('whole'),
      ]);
      await workbench().files.untilWatched();
      write('certificates/shop.crt', shop.chainPem);
      write('secrets/deep/shop-private.key', `# of the shop\n${shop.keyPem}`);
      write('secrets/mail.key', mail.keyPem);
      write('certificates/mail-2025.crt', mail.chainPem);
      write('certificates/mail-2026.crt', renewed.chainPem);
      write('certificates/bank.crt', bank.pem);
      write('vault/bank.key', keyPemAs(bank.keys, 'encryptedPkcs8'));
      write(
        'vault/bank.p12',
        makePkcs12({
          certificates: [bank.der],
          keys: [bank.keyPem],
          password: 'tiger',
          encryption: 'aes-256-cbc/sha256',
        }),
      );
      write('secrets/api.key', api.keyPem);
      write('certificates/api.cer', api.der);
      write('certificates/LEGACY.PEM', bank.pem);
      // Not looked at.
      for (const place of ['node_modules/library', '.git', 'excluded']) write(`${place}/bank.key`, bank.keyPem);
      write('whole.pem', whole.chainPem + whole.keyPem);
      keyLine = whole.chainPem.split('\n').length;
      await workbench().changeSettings({ 'files.exclude': { excluded: true } });
    });
    afterEach(() => workbench().tidy());
    const title = 'API7 Certificates: Go to Matching Key or Certificate';
    const lens = (text: string) =>
      workbench().files.editor.locator('.codelens-decoration a').filter({ hasText: text }).first();
    const selected = (line: number) =>
      workbench()
        .page.locator('.statusbar-item', { hasText: `Ln ${line}, Col` })
        .first();

    /** By Go to File: the rows of folders that are closed are not there. */
    async function open(name: string): Promise<void> {
      const { page, quickInput, files } = workbench();
      await workbench().user.shortcut('ControlOrMeta+P');
      await quickInput.type(name);
      await quickInput.row(name).first().waitFor();
      await quickInput.accept();
      await files.tab(name).and(page.locator('.active')).waitFor();
      await files.editor.locator('.view-line', { hasText: '-----' }).first().waitFor();
    }
    const isInFront = (name: string) => workbench().files.tab(name).and(workbench().page.locator('.active')).waitFor();

    it('goes to the key in another folder, at its BEGIN line, and back by its lens', async () => {
      const { page } = workbench();
      await open('shop.crt');
      await workbench().runCommand(title);
      await isInFront('shop-private.key');
      await selected(2).waitFor();
      assert.match(await page.locator('.statusbar-item', { hasText: 'selected' }).first().innerText(), /27 selected/);
      await lens('Go to Certificate').waitFor();
      await workbench().screenshot('match-key', themes);
      await workbench().user.click(lens('Go to Certificate'));
      await isInFront('shop.crt');
      await selected(1).waitFor();
    });

    it('stays in the text where that has it', async () => {
      await open('whole.pem');
      await lens('key of block 1').waitFor();
      await workbench().runCommand(title);
      await selected(keyLine).waitFor();
      await workbench().user.click(lens('key of block 1'));
      await selected(1).waitFor();
    });

    it('peeks at several certificates of one key', async () => {
      const { page } = workbench();
      await open('mail.key');
      await workbench().runCommand(title);
      const peek = page.locator('.peekview-widget');
      await peek.waitFor();
      const rows = peek.getByRole('treeitem');
      await rows.filter({ hasText: 'mail-2025.crt' }).waitFor();
      await rows.filter({ hasText: 'mail-2026.crt' }).waitFor();
      await workbench().screenshot('match-peek', themes);
      await workbench().user.press(peek, 'Escape');
      await peek.waitFor({ state: 'detached' });
    });

    it('shows a certificate in DER on its page', async () => {
      await open('api.key');
      await workbench().runCommand(title);
      await workbench().webview().getByText('api.example.com').first().waitFor();
      await workbench().screenshot('match-der', themes);
    });

    it('claims no key that is behind a password, and says which may have it', async () => {
      const { notifications, quickInput, files } = workbench();
      await open('bank.crt');
      await files.showExplorer();
      await files.contextMenu('bank.crt', 'Go to Matching Key or Certificate');
      const message = notifications.message(
        'The private key of this certificate is in none of the 12 files that were searched.',
      );
      await message.waitFor();
      assert.match(
        await message.innerText(),
        /2 of them could hold it, but are protected with a password or cannot be read here: bank\.key, bank\.p12\./,
      );
      await workbench().screenshot('match-none', themes);
      await notifications.press('The private key of this certificate', 'Show These Files');
      await quickInput.step('Files That Could Hold It');
      assert.deepEqual(await quickInput.labels(), ['bank.key', 'bank.p12']);
      await quickInput.pick('bank.key');
      await isInFront('bank.key');
      await workbench().runCommand(title);
      await notifications.message('This private key is protected with a password').waitFor();
    });
  });
