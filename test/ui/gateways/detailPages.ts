import assert from 'node:assert/strict';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { seedSample } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const show = 'API7 Certificates: Show Certificate Details';

const heading = (workbench: Workbench, text: string) =>
  workbench.webview().getByRole('heading', { level: 1, name: text, exact: true });
const title = (workbench: Workbench, text: string): Promise<void> => heading(workbench, text).waitFor();
const tab = (workbench: Workbench, text: string) =>
  workbench.page.locator('.tabs-container .tab').filter({ hasText: text });
const row = (workbench: Workbench, id: string) => workbench.webview().locator(`[data-row="${id}"]`);

const showFromExplorer = (workbench: Workbench, name: string): Promise<void> =>
  workbench.files.contextMenu(name, 'Show Details of Certificate in File');

/** No page met the content security policy, and nothing that was printed or logged holds a key. */
function assertCleanOutput(workbench: Workbench): void {
  const lines = workbench.consoleLines.join('\n');
  assert.doesNotMatch(lines, /webview\.(js|css).*violates|violates the following Content Security Policy.*nonce-/);
  assert.doesNotMatch(lines + workbench.readLogs(), /PRIVATE KEY/);
}

export const describeDetailPages = (workbench: () => Workbench): unknown =>
  describe('Details pages', () => {
    afterEach(async () => {
      assertCleanOutput(workbench());
      await workbench().tidy();
    });

    describe('Details of a certificate on a gateway', () => {
      let gateway: Gateway;
      before(async () => {
        gateway = await startGateway({ adminKey: null });
        await seedSample(gateway, Date.now());
        await workbench().changeSettings({
          'api7Certificates.connections': [
            { id: 'one', name: 'Local', dialect: 'apisix', address: gateway.apisix.url },
          ],
        });
      });
      after(() => gateway.close());
      const showFromTree = async (label: string) => {
        const { tree } = workbench();
        await tree.open();
        await tree.inlineAction(label, 'Show Certificate Details', heading(workbench(), label));
      };

      it('are shown from the palette, read from the gateway itself, and copied, which is said', async () => {
        const { quickInput, user, page } = workbench();
        const read = gateway.nextRequest({ path: '/apisix/admin/ssls/shop' });
        await workbench().runCommand(show);
        await quickInput.type('shop.example.com');
        await workbench().screenshot('details-pick');
        await quickInput.pick('shop.example.com');
        await title(workbench(), 'shop.example.com');
        await read;
        await tab(workbench(), 'shop.example.com').waitFor();
        assert.match(await row(workbench(), 'key.kind').innerText(), /RSA 2048/);
        await workbench().screenshot('details', themes);
        const button = (name: string) => workbench().webview().getByRole('button', { name, exact: true });
        await user.click(button('Copy ID'));
        await workbench().waitForClipboard('shop');
        await page.locator('.statusbar').getByText('Copied: ID').waitFor();
        assert.equal(await workbench().webview().locator('#said').innerText(), 'Copied: ID');
        await user.click(button('Copy Served for, all 2'));
        await workbench().waitForClipboard('shop.example.com\nwww.shop.example.com');
      });

      it('are shown from a row of the tree in one page, until that is kept open', async () => {
        const { page, tree } = workbench();
        await showFromTree('shop.example.com');
        await showFromTree('api.example.com');
        assert.equal(await tab(workbench(), 'api.example.com · Local').count(), 1);
        assert.equal(await tab(workbench(), 'shop.example.com').count(), 0);
        await workbench().runCommand('API7 Certificates: Keep Open');
        await showFromTree('shop.example.com');
        assert.equal(await tab(workbench(), 'api.example.com').count(), 1);
        const active = tab(workbench(), 'api.example.com').and(page.locator('.active'));
        await tree.inlineAction('api.example.com', 'Show Certificate Details', active);
        assert.equal(await tab(workbench(), 'api.example.com').count(), 1);
      });

      it('leave the focus in the tree on a click, and take it on Enter', async () => {
        const { page, tree, user } = workbench();
        const isIn = (selector: string) =>
          page.waitForFunction((where) => document.activeElement?.closest(where) !== null, selector);
        await tree.open();
        await user.click(tree.row('shop.example.com'));
        await title(workbench(), 'shop.example.com');
        await isIn('.monaco-list');
        await user.press(page.locator('.monaco-list:focus-within').first(), 'Enter');
        await isIn('iframe.webview');
      });
    });

    describe('Details of a certificate in a file', () => {
      before(async () => {
        const now = Date.now();
        const { intermediate } = await makeAuthority(now);
        const leaf = await makeCertificate({
          now,
          commonName: 'shop.example.com',
          dns: ['shop.example.com'],
          issuer: intermediate,
          toDays: 12.5,
        });
        await workbench().changeSettings({ 'api7Certificates.connections': null });
        await workbench().files.write('shop.pem', leaf.chainPem + leaf.keyPem);
        await workbench().files.write('shop.cer', leaf.der);
      });

      it('are shown from the Explorer; of several, the one picked', async () => {
        const { quickInput } = workbench();
        await showFromExplorer(workbench(), 'shop.pem');
        await quickInput.step('Which certificate should be shown?');
        await workbench().screenshot('details-file-pick', themes);
        await quickInput.pick('1: shop.example.com');
        await title(workbench(), 'shop.example.com');
        assert.match(await row(workbench(), 'key.fit').innerText(), /fits this certificate/);
        assert.match(await row(workbench(), 'chain.1').innerText(), /Example Issuing CA 1/);
        await workbench().screenshot('details-file', themes);
      });

      it('are what a DER file opens as whose name is that of a text, and not once more where it is wanted as text', async () => {
        const { files, user, page } = workbench();
        await workbench().runById('workbench.action.closeAllEditors');
        await files.showExplorer();
        await user.click(files.row('shop.cer'));
        await title(workbench(), 'shop.example.com');
        assert.equal(await page.locator('.tabs-container .tab').count(), 1);
        await workbench().runById('workbench.action.closeAllEditors');
        await user.click(files.row('shop.cer'));
        await page.getByText('The file is not displayed in the text editor').first().waitFor();
      });
    });
  });
