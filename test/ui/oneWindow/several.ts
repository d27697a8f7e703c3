import assert from 'node:assert/strict';
import { requestLine } from '../../gateway/http/recorder';
import { seedSample } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();

/** What only a screen shows: selection, keys and the clipboard. What is sent is walked through in test/integration. */
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

    it('deletes them by the Delete key, once every ID is pasted in one prompt', async () => {
      const { tree, quickInput, user, notifications, page } = workbench();
      await select('old.example.com', 'shop.example.com');
      await user.press(tree.list, 'Delete');
      await quickInput.step('Check who is affected');
      await workbench().screenshot('several-delete', themes);
      await quickInput.pick('Delete…');
      await quickInput.step('Type or paste the IDs of the 2 certificates that are deleted');
      await workbench().screenshot('several-delete-ids', themes);
      await page.evaluate(() => navigator.clipboard.writeText('expired\nshop\n'));
      await user.click(quickInput.button('Paste from Clipboard'));
      await quickInput.rows.filter({ hasText: 'typed' }).nth(1).waitFor();
      await quickInput.accept();
      await notifications.message('Deleted 2 certificates from Staging.').waitFor();
      assert.deepEqual(writes().toSorted(), ['DELETE /apisix/admin/ssls/expired', 'DELETE /apisix/admin/ssls/shop']);
      await tree.row('old.example.com').nth(1).waitFor({ state: 'detached' });
      await workbench().screenshot('several-deleted', themes);
    });

    it('copies the names of one, and of all of them, says so, and asks for their labels, each by its keys', async () => {
      const { tree, user, page, quickInput } = workbench();
      await select('api.example.com');
      await user.press(tree.list, 'ControlOrMeta+C');
      await workbench().waitForClipboard('api.example.com');
      // By the words of a screen reader: no icon is named among them.
      await page.locator('.statusbar [aria-label="Copied: Names"]').first().waitFor();
      await select('api.example.com', 'mesh.example.com');
      await user.press(tree.list, 'ControlOrMeta+C');
      await workbench().waitForClipboard('api.example.com\nmesh.example.com');
      await user.press(tree.list, 'F2');
      await quickInput.step('Labels of 2 certificates on Staging');
      await workbench().screenshot('several-labels', themes);
      await quickInput.cancel();
      assert.deepEqual(writes(), []);
    });
  });
