import assert from 'node:assert/strict';
import { answers } from '../../gateway/http/faults';
import { requestLine } from '../../gateway/http/recorder';
import type { RenewalScene } from '../../gateway/renewalScene';
import { renewalHost as host, renewalIds, startRenewalScene } from '../../gateway/renewalScene';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();
const { staging, production } = renewalIds;

/** Every way to the page, and what is typed for it, is walked through in test/integration. */
export const describeRenewal = (workbench: () => Workbench): unknown =>
  describe('Renewing everywhere', () => {
    let scene: RenewalScene;
    before(async () => {
      scene = await startRenewalScene(now);
      await workbench().files.write('shop.pem', scene.fresh.chainPem);
      await workbench().files.write('shop.key', scene.fresh.keyPem);
      await workbench().changeSettings({ 'api7Certificates.connections': scene.connections });
    });
    beforeEach(() => scene.reset());
    after(() => scene.close());
    afterEach(async () => {
      scene.clearFaults();
      await workbench().tidy();
    });

    const page = () => workbench().webview();
    const row = (gateway: string, id: string) =>
      page().getByRole('row').filter({ hasText: gateway }).filter({ hasText: id });
    const button = (name: string | RegExp) => page().getByRole('toolbar').getByRole('button', { name });

    /** From the lens above the new certificate, until all is read. */
    async function openPage(): Promise<void> {
      const { tree, files, user } = workbench();
      await tree.open();
      await workbench().runCommand('API7 Certificates: Refresh');
      await files.open('shop.pem');
      const lens = files.editor.locator('.codelens-decoration a', {
        hasText: 'renews 4 objects on Staging, Shop, Archive · Renew',
      });
      await user.click(lens);
      await page()
        .getByRole('heading', { level: 1, name: `Renew ${host}` })
        .waitFor();
      await button('Renew 2…').waitFor();
    }

    it('shows what becomes of every object, renews, says what was refused in the gateway’s words, and tries that alone again', async () => {
      const { quickInput, user } = workbench();
      const { gateways, fresh, holdsNew } = scene;
      await openPage();
      await row('Shop', production[0]).getByText('PRODUCTION', { exact: true }).waitFor();
      await row('Archive', 'ID 1').getByText('“Archive” is marked read-only').waitFor();
      assert.equal(await row('Archive', 'ID 1').getByRole('checkbox').isDisabled(), true);
      await workbench().screenshot('renewal', themes);
      await user.click(row('Shop', production[1]).getByRole('checkbox'));
      const promise = row('Shop', production[0]).getByText('Still served, now with the new certificate');
      await promise.waitFor();
      gateways[1].faults.add(
        { method: 'PATCH', path: new RegExp(production[0]) },
        answers.json(400, { error_msg: 'the moon is full' }),
        1,
      );
      await user.click(button('Renew 3…'));
      await quickInput.step('PRODUCTION · Renew 3 certificates on Staging, Shop');
      await quickInput.fill(`${production[1]},${production[0]}\t${staging}`);
      await page().getByText('Renewed 2 of 3. Each of the other rows shows what happened.').first().waitFor();
      await row('Shop', production[0])
        .getByText(/The gateway says: the moon is full/)
        .waitFor();
      await row('Staging', staging)
        .getByText(/^Updated shop\.example\.com on Staging/)
        .waitFor();
      // Beside a refusal it would read as if it had happened.
      assert.equal(await promise.count(), 0);
      await workbench().screenshot('renewal-failed', themes);
      assert.deepEqual([holdsNew(gateways[0], staging), holdsNew(gateways[1], production[0])], [true, false]);
      for (const gateway of gateways) gateway.clearRequests();
      await user.click(button('Retry 1…'));
      await quickInput.step('PRODUCTION · Renew 1 certificate on Shop');
      await quickInput.fill(production[0]);
      await page().getByText('Renewed 3 of 3.').first().waitFor();
      await button('Check Live…').waitFor();
      await workbench().screenshot('renewal-done', themes);
      assert.deepEqual(
        gateways.map((gateway) => gateway.writes().map(requestLine)),
        [[], [`PATCH /apisix/admin/ssls/${production[0]}`], []],
      );
      assert.equal(holdsNew(gateways[1], production[0]), true);
      assert.equal(holdsNew(gateways[2], '1'), false);
      await workbench().tree.open();
      await workbench().tree.row(host).filter({ hasText: '88 d' }).first().waitFor();
      await user.click(button('Check Live…'));
      await quickInput.step('Check Live: Which Host?');
      const [, secret] = fresh.keyPem.split('\n');
      assert(secret);
      assert.equal((await page().locator('html').innerHTML()).includes(secret), false);
      assert.equal(workbench().readLogs().includes(secret), false);
    });
  });
