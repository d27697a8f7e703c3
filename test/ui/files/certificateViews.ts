import assert from 'node:assert/strict';
import type { Authority, MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { keySpellings } from '../../fixtures/keySpellings';
import { makePkcs12 } from '../../fixtures/pkcs12';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();
const password = 'canary-password-5d21';

/**
 * What only a screen shows: the page drawn, hidden and drawn again. What else files hold is walked through in
 * test/integration.
 */
export const describeCertificateViews = (workbench: () => Workbench): unknown =>
  describe('Certificate files as pages', () => {
    let authority: Authority;
    let shop: MadeCertificate;
    let other: MadeCertificate;
    before(async () => {
      authority = await makeAuthority(now);
      shop = await makeCertificate({
        now,
        commonName: 'shop',
        dns: ['shop.example.com'],
        issuer: authority.intermediate,
        toDays: 12.5,
      });
      other = await makeCertificate({
        now,
        commonName: 'other',
        dns: ['other.example.com'],
        issuer: authority.intermediate,
      });
      await writeFiles();
    });
    /** Writes the files that every test finds. */
    const writeFiles = async (): Promise<void> => {
      const { files } = workbench();
      const store = {
        certificates: [shop.der, authority.intermediate.der],
        keys: [shop.keyPem],
        encryption: 'aes-256-cbc/sha256',
      } as const;
      await files.write('shop.p12', makePkcs12({ ...store, password }));
      await files.write('shop.der', shop.der);
      await files.write('bundle.pem', `# all of them\n${shop.chainPem}${other.pem}${shop.keyPem}`);
    };
    const page = () => workbench().webview();
    const title = (text: string) => page().getByRole('heading', { level: 1, name: text, exact: true }).waitFor();
    const tab = (name: string) => workbench().files.tab(name);
    const open = async (name: string): Promise<void> => {
      await workbench().files.showExplorer();
      await workbench().user.doubleClick(workbench().files.row(name));
      await tab(name).waitFor();
    };
    /** What is in any page, setting, log, or was printed or copied. */
    const everythingOut = async (): Promise<string> => {
      const frames = await Promise.all(
        workbench()
          .page.frames()
          .map((frame) => frame.content().catch(() => '')),
      );
      return [
        ...frames,
        workbench().readSettings(),
        workbench().readLogs(),
        workbench().consoleLines.join('\n'),
        await workbench().readClipboard(),
      ].join('\n');
    };
    afterEach('lets no key and no password out', async () => {
      const all = await everythingOut();
      for (const secret of [password, ...keySpellings(shop.keyPem), ...keySpellings(other.keyPem)])
        assert.ok(!all.includes(secret), `A secret got out: ${secret.slice(0, 6)}…`);
      assert.doesNotMatch(all, /violates the following Content Security Policy.*nonce-/);
      await workbench().tidy();
      await writeFiles();
    });

    it('unlocks a PKCS#12 file of the Explorer: a wrong password, then the right one; and shows the same after being hidden', async () => {
      const { quickInput } = workbench();
      await open('shop.p12');
      await title('shop.p12');
      await page().getByText('This file is protected with a password').waitFor();
      assert.equal(await quickInput.widget.isVisible(), false, 'Nothing is asked before somebody wants it.');
      await workbench().screenshot('view-locked', themes);
      await workbench().user.click(page().getByRole('button', { name: 'Unlock…' }));
      await quickInput.step('Password of shop.p12');
      await quickInput.fill('wrong');
      await quickInput.message.filter({ hasText: 'Wrong password for “shop.p12”.' }).waitFor();
      await quickInput.fill(password);
      await title('shop.example.com');
      const list = page().getByRole('navigation', { name: 'In this file' });
      assert.deepEqual(
        (await list.getByRole('button').allInnerTexts()).map((text) => text.split('\n')[0]),
        ['1: shop.example.com', '2: Example Issuing CA 1'],
      );
      await list.getByText('Private key: EC P-256 · fits certificate 1').waitFor();
      await workbench().screenshot('view-unlocked', themes);
      await workbench().user.click(list.getByRole('button', { name: /Example Issuing CA 1/ }));
      await title('Example Issuing CA 1');
      assert.ok((await everythingOut()).includes('shop.example.com'));
      await open('shop.der');
      await title('shop.example.com');
      await workbench().user.click(tab('shop.p12'));
      await title('Example Issuing CA 1');
    });

    it('is shown of a text file where it is asked for, follows it, and goes back to the text', async () => {
      const { files, quickInput } = workbench();
      await files.open('bundle.pem');
      await workbench().runCommand('View: Reopen Editor With...');
      await quickInput.pick(/^Certificate Page/);
      await title('shop.example.com');
      await workbench().user.click(page().getByRole('button', { name: /^3: other\.example\.com/ }));
      await title('other.example.com');
      await workbench().screenshot('view-text', themes);
      await workbench().files.write('bundle.pem', other.pem);
      await page().getByRole('navigation').waitFor({ state: 'detached' });
      await title('other.example.com');
      await workbench().user.click(page().getByRole('button', { name: 'Open as Text' }));
      await files.editor.locator('.view-lines').waitFor();
      await tab('bundle.pem').nth(1).waitFor({ state: 'detached' });
    });
  });
