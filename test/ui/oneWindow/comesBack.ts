import assert from 'node:assert/strict';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { makePkcs12 } from '../../fixtures/pkcs12';
import { seedSample } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { pageThemes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();
const password = 'canary-password-2c80';

/** All at once, since a reload costs as much as a few tests. */
export const describeComesBack = (workbench: () => Workbench): unknown =>
  describe('A window that is reloaded', () => {
    let gateway: Gateway;
    before(async () => {
      gateway = await startGateway({ adminKey: null });
      await seedSample(gateway, now);
      const { intermediate: issuer } = await makeAuthority(now);
      const make = (name: string, toDays: number) =>
        makeCertificate({ now, issuer, commonName: name, dns: [name], fromDays: -90, toDays });
      const [held, other, old] = await Promise.all([
        make('held.example.net', 90),
        make('other.example.net', 80),
        make('old.example.net', -3),
      ]);
      const { files } = workbench();
      await files.write('other.pem', other.pem);
      await files.write('bundle.pem', held.chainPem + old.pem + held.keyPem);
      await files.write(
        'store.p12',
        makePkcs12({ certificates: [held.der], keys: [held.keyPem], password, encryption: 'aes-256-cbc/sha256' }),
      );
      await workbench().changeSettings({
        'api7Certificates.expiryReminders': true,
        'api7Certificates.connections': [{ id: 'one', name: 'Local', dialect: 'apisix', address: gateway.apisix.url }],
      });
    });
    after(async () => {
      await unfold('Certificate Files', false);
      await gateway.close();
    });
    const page = () => workbench().webview();
    const title = (text: string) => page().getByRole('heading', { level: 1, name: text, exact: true });
    const tab = (name: string) => workbench().page.locator('.tabs-container .tab').filter({ hasText: name });
    const pane = () =>
      workbench()
        .page.locator('.sidebar .pane')
        .filter({ has: workbench().page.locator('.pane-header', { hasText: 'Certificate Files' }) });
    const unfold = async (name: string, isWanted: boolean): Promise<void> => {
      await workbench().tree.open();
      const header = workbench().page.locator('.sidebar .pane-header', { hasText: name });
      // The buttons of the header reach to its middle.
      if ((await header.getAttribute('aria-expanded')) !== String(isWanted))
        await workbench().user.click(header.locator('.title'));
    };
    const gone = 'The gateway no longer has this certificate';
    const checked = 'Problems in 1 of 3 files.';

    it('has its pages again, with what was chosen on them, asks for passwords anew, checks its files by itself and reminds of nothing twice', async () => {
      const { files, notifications, quickInput, tree, user } = workbench();
      // The timeline, from the reminder of the day.
      await notifications.press(/^Certificates on your gateways and in checked files: /, 'Show Timeline');
      await page().getByRole('heading', { name: 'Expiry Timeline' }).waitFor();
      // Certificates of a gateway, one of which goes while it is shown.
      await tree.open();
      await tree.inlineAction('shop.example.com', 'Show Certificate Details', title('shop.example.com'));
      await workbench().runCommand('API7 Certificates: Keep Open');
      await tree.inlineAction('*.example.com', 'Show Certificate Details', title('*.example.com'));
      await workbench().runCommand('API7 Certificates: Keep Open');
      const path = '/apisix/admin/ssls/wildcard';
      const call = { method: 'DELETE', target: path, path, query: new URLSearchParams(), headers: {}, body: '' };
      assert.equal(gateway.apisix.handle(call).status, 200);
      await user.click(page().getByRole('button', { name: 'Refresh' }));
      await page().getByRole('alert').getByText(gone).waitFor();
      // A certificate of a file.
      await files.contextMenu('other.pem', 'Show Details of Certificate in File');
      await title('other.example.net').waitFor();
      await workbench().runCommand('API7 Certificates: Keep Open');
      // A text that is shown as a page, with another certificate than the first.
      await files.open('bundle.pem');
      await workbench().runCommand('View: Reopen Editor With...');
      await quickInput.pick(/^Certificate Page/);
      await user.click(page().getByRole('button', { name: /^3: old\.example\.net/ }));
      await title('old.example.net').waitFor();
      // A file that was unlocked.
      await user.doubleClick(files.row('store.p12'));
      await user.click(page().getByRole('button', { name: 'Unlock…' }));
      await quickInput.step('Password of store.p12');
      await quickInput.fill(password);
      await title('held.example.net').waitFor();
      // The files, which were checked.
      await unfold('Certificate Files', true);
      await workbench().runCommand('API7 Certificates: Check Certificate Files of Workspace');
      await pane().locator('.message', { hasText: checked }).waitFor();
      await workbench().clearNotifications();
      await workbench().screenshot('reload-before', pageThemes.slice(0, 1));

      await workbench().reload();

      await page().getByText('This file is protected with a password').waitFor();
      await unfold('Certificate Files', true);
      await pane().locator('.message', { hasText: checked }).waitFor();
      await user.click(tab('bundle.pem'));
      await title('old.example.net').waitFor();
      await user.click(tab('other.example.net'));
      await title('other.example.net').waitFor();
      await user.click(tab('*.example.com'));
      await page().getByRole('alert').getByText(gone).waitFor();
      await workbench().screenshot('details-gone', pageThemes);
      await user.click(tab('shop.example.com'));
      await title('shop.example.com').waitFor();
      await page().locator('[data-row="object.connection"]').getByText('Local').waitFor();
      await user.click(tab('Expiry Timeline'));
      await page().getByRole('heading', { name: 'Expiry Timeline' }).waitFor();
      // A reminder is decided by the count that the status bar shows.
      await workbench()
        .page.locator('.statusbar-item')
        .filter({ hasText: /\d+ expired · .*≤ 30 d$/ })
        .waitFor();
      assert.deepEqual(await notifications.texts(), []);
      assert.ok(![workbench().readLogs(), ...workbench().consoleLines].join('\n').includes(password));
    });
  });
