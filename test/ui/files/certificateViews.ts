import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import type { Authority, MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { makePkcs12 } from '../../fixtures/pkcs12';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();
const password = 'canary-password-5d21';

/** Every spelling in which a private key could get out. */
function spellingsOf(keyPem: string): readonly string[] {
  const scalar = createPrivateKey(keyPem).export({ format: 'jwk' }).d;
  assert(scalar);
  const bytes = Buffer.from(scalar, 'base64url');
  return [
    ...keyPem.split('\n').filter((line) => line.length > 20 && !line.startsWith('-')),
    scalar,
    bytes.toString('hex'),
    bytes.toString('base64'),
  ];
}

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
      await files.write('open.pfx', makePkcs12({ ...store, password: '' }));
      await files.write('shop.der', shop.der);
      await files.write('key.der', Buffer.from(shop.keyPem.replace(/-----.*-----|\s/g, ''), 'base64'));
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
    const unlock = async (): Promise<void> => {
      const { quickInput } = workbench();
      await workbench().user.click(page().getByRole('button', { name: 'Unlock…' }));
      await quickInput.step('Password of shop.p12');
      await quickInput.fill(password);
      await title('shop.example.com');
    };
    /** In any page, setting, log, or what was printed or copied. */
    const assertNothingOut = async (): Promise<string> => {
      const frames = await Promise.all(
        workbench()
          .page.frames()
          .map((frame) => frame.content().catch(() => '')),
      );
      const all = [
        ...frames,
        workbench().readSettings(),
        workbench().readLogs(),
        workbench().consoleLines.join('\n'),
        await workbench().readClipboard(),
      ].join('\n');
      for (const secret of [password, ...spellingsOf(shop.keyPem), ...spellingsOf(other.keyPem)])
        assert.ok(!all.includes(secret), `A secret got out: ${secret.slice(0, 6)}…`);
      assert.doesNotMatch(all, /violates the following Content Security Policy.*nonce-/);
      return all;
    };
    afterEach(async () => {
      await assertNothingOut();
      await workbench().tidy();
      await writeFiles();
    });

    it('unlocks a PKCS#12 file of the Explorer: a wrong password, then the right one', async () => {
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
      await tab('shop.p12').waitFor();
    });

    it('shows the same after being hidden, and asks again for a new file', async () => {
      await open('shop.p12');
      await unlock();
      await workbench().user.click(
        page()
          .getByRole('navigation', { name: 'In this file' })
          .getByRole('button', { name: /Example Issuing CA 1/ }),
      );
      await title('Example Issuing CA 1');
      await open('shop.der');
      await title('shop.example.com');
      await workbench().user.click(tab('shop.p12'));
      await title('Example Issuing CA 1');
      await workbench().files.write(
        'shop.p12',
        makePkcs12({ certificates: [other.der], keys: [other.keyPem], password, encryption: '3des' }),
      );
      await page().getByText('This file is protected with a password').waitFor();
    });

    it('opens what has no password at once', async () => {
      await open('open.pfx');
      await title('shop.example.com');
    });

    it('says plainly what else a binary file is', async () => {
      await open('key.der');
      await page().getByText('It is a private key in DER form (EC P-256), and no certificate.').waitFor();
      await workbench().screenshot('view-key', themes);
      await workbench().user.click(page().getByRole('button', { name: 'Go to Matching Certificate' }));
      await tab('bundle.pem').waitFor();
      await workbench().user.click(tab('key.der'));
      await workbench().files.write('key.der', shop.der.subarray(0, 100));
      await page()
        .getByText(/^It is a binary file, but no certificate/)
        .waitFor();
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

    it('begins an upload', async () => {
      const { notifications } = workbench();
      await open('shop.der');
      await workbench().user.click(page().getByRole('button', { name: 'Upload…' }));
      await notifications.message('There is no gateway').waitFor();
    });

    it('is what shows the details of a PKCS#12 file', async () => {
      await workbench().files.showExplorer();
      await workbench().files.contextMenu('open.pfx', 'Show Details of Certificate in File');
      await title('shop.example.com');
      await tab('open.pfx').waitFor();
    });

    it('let no key and no password out', async () => {
      await open('shop.p12');
      await unlock();
      const all = await assertNothingOut();
      assert.ok(all.includes('shop.example.com'));
    });
  });
