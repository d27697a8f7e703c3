import assert from 'node:assert/strict';
import { requestLine } from '../../gateway/http/recorder';
import { seedSample } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();

export const describeSeveral = (workbench: () => Workbench): unknown =>
  describe('Several rows at once', () => {
    let gateway: Gateway;
    let second: Gateway;
    before(async () => {
      [gateway, second] = await Promise.all([startGateway({ adminKey: null }), startGateway({ adminKey: null })]);
      await Promise.all([seedSample(gateway, now), seedSample(second, now)]);
      await workbench().changeSettings({
        'api7Certificates.connections': [
          { id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url },
          { id: 'two', name: 'Shop', dialect: 'apisix', address: second.apisix.url, production: true },
        ],
      });
      await workbench().tree.open();
      await workbench().tree.row('Staging').waitFor();
    });
    after(async () => {
      await workbench().tree.selectOneAtMost();
      await Promise.all([gateway.close(), second.close()]);
    });
    beforeEach(() => {
      for (const each of [gateway, second]) each.clearRequests();
    });
    afterEach(async () => {
      for (const each of [gateway, second]) each.faults.clear();
      await workbench().closePrompts();
    });
    const writes = () => [gateway, second].flatMap((each) => each.writes().map(requestLine));
    /** Folds one gateway and unfolds the other, and selects rows of it. */
    const select = async (...labels: readonly string[]) => {
      const { tree, user } = workbench();
      await tree.open();
      const [first, ...others] = labels;
      assert(first !== undefined);
      await user.click(tree.row(first).first());
      for (const label of others) await user.click(tree.row(label).first(), { modifiers: ['ControlOrMeta'] });
    };

    it('deletes them once every ID is typed in one prompt, and says who is affected by all of it', async () => {
      const { tree, quickInput, user, notifications, page } = workbench();
      await select('old.example.com', 'shop.example.com');
      await user.press(tree.list, 'Delete');
      await quickInput.step('Check who is affected');
      const rows = await quickInput.spoken();
      assert.match(rows.join('\n'), /^www\.shop\.example\.com, Left without TLS/m);
      await workbench().screenshot('several-delete', themes);
      await quickInput.pick('Delete…');
      await quickInput.step('Type or paste the IDs of the 2 certificates that are deleted');
      await workbench().screenshot('several-delete-ids', themes);
      for (const [typed, said] of [
        ['', /^Nothing was sent\. Missing: /],
        ['shop', /^Nothing was sent\. Missing: expired/],
        ['shop expired more', /^Nothing was sent\. Not one of these IDs, or typed twice: more/],
        ['shop shop expired', /^Nothing was sent\. Not one of these IDs, or typed twice: shop/],
        ['SHOP expired', /^Nothing was sent\. Missing: shop/],
      ] as const) {
        await quickInput.fill(typed);
        await quickInput.row(said).waitFor();
        assert.deepEqual(writes(), []);
      }
      await workbench().screenshot('several-delete-wrong', themes);
      await quickInput.back();
      await quickInput.step('Check who is affected');
      await quickInput.pick('Delete…');
      await quickInput.step('Type or paste the IDs');
      await page.evaluate(() => navigator.clipboard.writeText('expired\nshop\n'));
      await user.click(quickInput.button('Paste from Clipboard'));
      await quickInput.rows.filter({ hasText: 'typed' }).nth(1).waitFor();
      await quickInput.accept();
      await notifications.message('Deleted 2 certificates from Staging.').waitFor();
      assert.deepEqual(writes().toSorted(), ['DELETE /apisix/admin/ssls/expired', 'DELETE /apisix/admin/ssls/shop']);
      await tree.row('old.example.com').nth(1).waitFor({ state: 'detached' });
      await workbench().screenshot('several-deleted', themes);
    });

    it('copies the names of one, and of all of them, and says so', async () => {
      const { tree, user, page } = workbench();
      await select('api.example.com');
      await user.press(tree.list, 'ControlOrMeta+C');
      await workbench().waitForClipboard('api.example.com');
      // By the words of a screen reader: no icon is named among them.
      await page.locator('.statusbar [aria-label="Copied: Names"]').first().waitFor();
      await select('api.example.com', 'mesh.example.com');
      await user.press(tree.list, 'ControlOrMeta+C');
      await workbench().waitForClipboard('api.example.com\nmesh.example.com');
    });

    it('asks for the labels of several by a key', async () => {
      const { tree, quickInput, user } = workbench();
      await select('api.example.com', 'mesh.example.com');
      await user.press(tree.list, 'F2');
      await quickInput.step('Labels of 2 certificates on Staging');
      await workbench().screenshot('several-labels', themes);
      await quickInput.cancel();
      assert.deepEqual(writes(), []);
    });
  });
