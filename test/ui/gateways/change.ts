import assert from 'node:assert/strict';
import type { Authority, CertificateOptions } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { answers } from '../../gateway/http/faults';
import { requestLine } from '../../gateway/http/recorder';
import type { JsonObject } from '../../gateway/json';
import { seedSample } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();

export const describeChange = (workbench: () => Workbench): unknown =>
  describe('A change', () => {
    describe('Changing a certificate', () => {
      let gateway: Gateway;
      let authority: Authority;
      /** The certificate that most tests change, as each of them finds it. */
      const shopKey = '/apisix/ssls/shop';
      let original: JsonObject | undefined;
      before(async () => {
        gateway = await startGateway({ adminKey: null });
        await seedSample(gateway, now);
        await workbench().changeSettings({
          'api7Certificates.connections': [
            { id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url },
          ],
        });
        authority = await makeAuthority(now);
        const dns = ['shop.example.com', 'www.shop.example.com'];
        await renewal('fewer.pem', { dns: ['shop.example.com', 'new.shop.example.com'], toDays: 40 });
        await renewal('renewed.pem', { dns });
        original = gateway.apisix.store.get(shopKey)?.value;
        assert(original);
      });
      after(() => gateway.close());
      const writes = () => gateway.writes().map(requestLine);
      const renewal = async (name: string, options: Partial<CertificateOptions>) => {
        const made = await makeCertificate({
          now,
          commonName: 'shop.example.com',
          issuer: authority.intermediate,
          toDays: 80,
          ...options,
        });
        await workbench().files.write(name, made.chainPem + made.keyPem);
        return made;
      };
      beforeEach(() => {
        if (original) gateway.apisix.store.put(shopKey, original);
        gateway.clearRequests();
      });
      afterEach(async () => {
        gateway.faults.clear();
        await workbench().closePrompts();
      });
      /** Opens a file, and begins the update of a certificate with what is in the editor. */
      const updateFrom = async (file: string, title: string) => {
        const { files, quickInput } = workbench();
        await files.open(file);
        await workbench().runCommand('API7 Certificates: Update Certificate…');
        await quickInput.step('Update Certificate: Which One?');
        await quickInput.type(title);
        await quickInput.pick(title);
        await quickInput.pick(file);
        await quickInput.step('Check what changes and who is affected');
      };
      const typeId = async (action: string, id: string) => {
        const { quickInput } = workbench();
        await quickInput.pick(action);
        await quickInput.step(`Type its ID to continue: ${id}`);
        await workbench().screenshot(`${action.startsWith('Delete') ? 'delete' : 'update'}-id`, themes);
        await quickInput.fill(id);
      };
      const shop = { method: 'GET', path: '/apisix/admin/ssls/shop' };

      describe('updating it', () => {
        it('compares old and new side by side, and comes back', async () => {
          const { quickInput, page } = workbench();
          await updateFrom('fewer.pem', 'shop.example.com');
          await quickInput.pick('Compare Old and New');
          await page.locator('.tabs-container .tab').filter({ hasText: 'shop.example.com: old ↔ new' }).waitFor();
          await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
          await workbench().screenshot('update-compare', themes);
          await workbench().user.click(page.getByRole('button', { name: 'Continue Update' }).first());
          await quickInput.step('Check what changes and who is affected');
          await quickInput.cancel();
          assert.equal(await page.locator('.tabs-container .tab').filter({ hasText: 'old ↔ new' }).count(), 0);
          assert.deepEqual(writes(), []);
        });

        it('sends what changed once the ID is typed, keeps the rest, and says until when it is good', async () => {
          const { notifications, tree } = workbench();
          await updateFrom('renewed.pem', 'shop.example.com');
          await workbench().screenshot('update-summary', themes);
          await typeId('Update…', 'shop');
          const until = new Date(now + 80 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
          await notifications
            .message(
              `Updated shop.example.com on Staging (ID shop). Valid until ${until}. Served for shop.example.com, www.shop.example.com.`,
            )
            .waitFor();
          assert.deepEqual(writes(), ['PATCH /apisix/admin/ssls/shop']);
          // The Explorer stays until the person asks for the tree.
          await notifications.press('Updated shop.example.com on Staging', 'Show');
          await tree.row('shop.example.com').and(workbench().page.locator('.selected')).waitFor();
          await workbench().screenshot('update-done', themes);
          const body = gateway.requests.find(({ method }) => method === 'PATCH')?.body ?? '';
          assert.deepEqual(Object.keys(JSON.parse(body) as object).sort(), ['cert', 'key']);
        });

        it('stays unknown while the gateway cannot be read: in a message and in the tree, until it can', async () => {
          const { notifications, tree, quickInput } = workbench();
          await updateFrom('renewed.pem', 'shop.example.com');
          const cut = gateway.faults.add({ method: 'PATCH' }, { kind: 'cut', when: 'after' });
          const met = cut.met();
          const sent = typeId('Update…', 'shop');
          await met;
          gateway.faults.add(shop, answers.html());
          await sent;
          await notifications.message('it is unknown whether it took effect on Staging').waitFor();
          await quickInput.step('Check what changes and who is affected');
          await quickInput.cancel();
          await tree.open();
          await tree.row(/^Unfinished: update of shop\.example\.com, /).waitFor();
          await workbench().screenshot('update-still-unknown', themes);
          gateway.faults.clear();
          await workbench().clearNotifications();
          await tree.inlineAction(/^Unfinished: update of shop\.example\.com, /, 'Check Again');
          await notifications.message('The gateway did not confirm it, but it took effect.').waitFor();
          await tree.row(/^Unfinished: /).waitFor({ state: 'detached' });
          assert.deepEqual(writes(), ['PATCH /apisix/admin/ssls/shop']);
        });
      });

      describe('editing its labels', () => {
        it('changes them alone, from the details page', async () => {
          const { tree, quickInput, notifications } = workbench();
          await tree.open();
          const page = workbench().webview();
          const zone = page.getByRole('heading', { name: 'Danger Zone' });
          await tree.inlineAction('api.example.com', 'Show Certificate Details', zone);
          await workbench().user.scrollTo(zone);
          await workbench().screenshot('danger-zone', themes);
          await workbench().user.click(page.getByRole('toolbar').getByRole('button', { name: 'Edit Labels…' }));
          await quickInput.step('Labels as key=value');
          await quickInput.fill('team=platform env=staging');
          await notifications.message('Changed the labels of api.example.com on Staging (ID expiring).').waitFor();
          assert.deepEqual(writes(), ['PATCH /apisix/admin/ssls/expiring']);
          const body = gateway.requests.find(({ method }) => method === 'PATCH')?.body ?? '';
          assert.deepEqual(Object.keys(JSON.parse(body) as object), ['labels']);
        });
      });

      describe('deleting it', () => {
        it('deletes it once the ID is typed, from the palette, and takes its row away', async () => {
          const { quickInput, notifications, tree } = workbench();
          await workbench().runCommand('API7 Certificates: Delete Certificate…');
          await quickInput.step('Delete Certificate');
          await quickInput.type('old.example.com');
          await quickInput.pick('old.example.com');
          await quickInput.step('Check who is affected');
          await workbench().screenshot('delete-impact', themes);
          await typeId('Delete…', 'expired');
          await notifications.message('Deleted old.example.com from Staging (ID expired).').waitFor();
          assert.deepEqual(writes(), ['DELETE /apisix/admin/ssls/expired']);
          await tree.open();
          await tree.row('old.example.com').waitFor({ state: 'detached' });
        });
      });
    });
  });
