import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificate } from '../../fixtures/certificates';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { pageThemes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();

export const describeTimeline = (workbench: () => Workbench): unknown =>
  describe('The expiry timeline', () => {
    let gateway: Gateway;

    before(async () => {
      gateway = await startGateway({ adminKey: null });
      for (const [id, days, lifetime] of [
        ['old', -3, 90],
        ['soon', 5, 90],
        ['month', 25, 90],
        ['young', 5.5, 6],
        ['later', 200, 365],
      ] as const)
        await put(id, days, lifetime);
      const inFile = await makeCertificate({ now, dns: ['file.example.com'], toDays: 2 });
      await workbench().files.write('file.pem', inFile.pem);
      await workbench().changeSettings({
        'api7Certificates.expiryReminders': true,
        'api7Certificates.connections': [
          { id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url },
        ],
      });
    });
    after(() => gateway.close());

    async function put(id: string, toDays: number, lifetime: number): Promise<void> {
      const name = `${id}.example.com`;
      const made = await makeCertificate({ now, commonName: name, dns: [name], fromDays: toDays - lifetime, toDays });
      const answer = await fetch(`${gateway.apisix.url}/apisix/admin/ssls/${id}`, {
        method: 'PUT',
        body: JSON.stringify({ cert: made.pem, key: made.keyPem, snis: [name] }),
      });
      assert.ok(answer.ok, await answer.text());
    }

    const status = (text: string) =>
      workbench()
        .page.locator('.statusbar-item')
        .filter({ hasText: new RegExp(`${text}$`) });
    const button = (name: string | RegExp) => workbench().webview().getByRole('button', { name });
    const heading = (name: string | RegExp) => workbench().webview().getByRole('heading', { name });

    it('reminds of what presses, and counts it in the status bar, by lifetimes; the reminder can be snoozed, or switched off for good', async () => {
      const { quickInput, notifications, user } = workbench();
      await status('1 expired · 1 ≤ 7 d · 2 ≤ 30 d').waitFor();
      await workbench().screenshot('reminder', pageThemes);
      await notifications.press(
        'Certificates on your gateways and in checked files: 1 expired, 2 expiring.',
        'Snooze…',
      );
      await quickInput.step('When may they be shown again?');
      assert.deepEqual(await quickInput.labels(), ['In 1 Day', 'In 7 Days', 'When Something Changes', 'Never']);
      await workbench().screenshot('snooze', pageThemes);
      await quickInput.pick('Never');
      await workbench().until(() => /"api7Certificates\.expiryReminders": false/.test(workbench().readSettings()));
      await user.click(status('2 ≤ 30 d'));
      await heading('Expiry Timeline').waitFor();
    });

    it('goes from a number and from a bar to a certificate, and to its page', async () => {
      const { user, page } = workbench();
      await user.click(button('Within 30 days'));
      await heading('Within 30 days: 2').waitFor();
      await user.click(workbench().webview().locator('.bar.full').first());
      await heading('Expired: 1').waitFor();
      await workbench().screenshot('timeline', pageThemes);
      await user.click(button(/^old\.example\.com/));
      await page.locator('.tabs-container .tab').filter({ hasText: 'old.example.com · Staging' }).waitFor();
      await workbench().tidy();
    });

    it('opens from the status bar, and takes in the files of the workspace once they are checked', async () => {
      const { user, page } = workbench();
      await user.click(status('2 ≤ 30 d'));
      await heading('Expiry Timeline').waitFor();
      await user.click(button('Check Certificate Files'));
      await status('1 expired · 2 ≤ 7 d · 3 ≤ 30 d').waitFor();
      await page.locator('.tabs-container .tab').filter({ hasText: 'Expiry Timeline' }).waitFor();
      await workbench()
        .webview()
        .getByText('Certificates: 6. Connections: 1, and the files of this workspace.')
        .waitFor();
      await user.click(button('Within 7 days'));
      await user.click(button(/^file\.example\.com/));
      await page.locator('.tabs-container .tab').filter({ hasText: 'file.example.com' }).waitFor();
    });

    it('is exported to a file that the person names, and written over only when they say so', async () => {
      const { quickInput } = workbench();
      const file = join(workbench().folder, 'out.csv');
      const csv = async (): Promise<void> => {
        await workbench().runCommand('API7 Certificates: Show Expiry Timeline');
        await workbench().user.click(button('Export…'));
        await quickInput.pick('CSV');
        await quickInput.step('Export the Timeline');
        // What the dialog proposes comes a moment after it.
        await workbench().page.waitForFunction(
          (input) => input instanceof HTMLInputElement && /certificates-[\d-]+\.csv$/.test(input.value),
          await quickInput.input.elementHandle(),
        );
        await quickInput.fill(file);
      };
      await csv();
      await workbench().until(() => existsSync(file) && readFileSync(file, 'utf8').includes('later.example.com'));
      // It opens, which takes the focus.
      await workbench().page.locator('.tabs-container .tab.active').filter({ hasText: 'out.csv' }).waitFor();
      assert.match(
        readFileSync(file, 'utf8'),
        /^\uFEFF"Expires",.*\r\n".* UTC","","Expired","old\.example\.com","Server",/,
      );
      writeFileSync(file, 'mine');
      await csv();
      await quickInput.step(/already exists/);
      assert.equal(readFileSync(file, 'utf8'), 'mine');
      await quickInput.accept();
      await workbench().until(() => readFileSync(file, 'utf8').includes('later.example.com'));
      await workbench().tidy();
    });

    it('shows its command in the views’ titles, and goes quiet where the settings say so', async () => {
      const { tree } = workbench();
      await tree.open();
      await tree.row('soon.example.com').waitFor();
      await workbench().changeSettings({ 'api7Certificates.showExpiryInStatusBar': false });
      await status('3 ≤ 30 d').waitFor({ state: 'hidden' });
      await tree.moreAction('Show Expiry Timeline');
      await heading('Expiry Timeline').waitFor();
    });
  });
