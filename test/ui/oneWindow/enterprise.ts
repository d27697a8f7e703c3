import assert from 'node:assert/strict';
import { join } from 'node:path';
import { storePassword } from '../../gateway/enterprise/groups';
import { seedSample } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { makeLocalIdentity } from '../../gateway/tls';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

export const describeEnterprise = (workbench: () => Workbench): unknown =>
  describe('Connecting an API7 Enterprise', () => {
    let gateway: Gateway;
    let ca: string;
    before(async () => {
      const now = Date.now();
      const identity = await makeLocalIdentity(now);
      gateway = await startGateway({ https: identity });
      await seedSample(gateway, now);
      ca = identity.ca;
    });
    after(() => gateway.close());
    beforeEach(async () => {
      await workbench().changeSettings({ 'api7Certificates.connections': null });
      await workbench().tree.open();
      gateway.clearRequests();
    });
    afterEach(() => workbench().closePrompts());

    /** Fills in everything up to the token, the last input before the gateway is asked. */
    const fillUpTo = async (token: string) => {
      const { quickInput, files } = workbench();
      await files.write('ca.pem', ca);
      await workbench().runCommand('API7 Certificates: Add Connection…');
      await quickInput.pick('API7 Enterprise');
      await quickInput.step('Address of the dashboard');
      assert.equal(await quickInput.input.inputValue(), 'https://127.0.0.1:7443');
      await quickInput.fill(`${gateway.api7enterprise.url}/gateway_groups/x`);
      await quickInput.step('self-signed unless it was replaced');
      await workbench().user.click(quickInput.button('Choose File…'));
      await quickInput.pick('ca.pem');
      await quickInput.step('self-signed unless it was replaced');
      assert.equal(await quickInput.input.inputValue(), join(workbench().folder, 'ca.pem'));
      await quickInput.accept();
      await quickInput.pick('Only from the CAs in This File');
      await quickInput.step('PEM file of a client certificate. Leave it empty unless the API asks for one.');
      await quickInput.accept();
      await quickInput.step('An access token (a7ee-…)');
      await quickInput.fill(token);
    };
    const assertNoSecret = async () => {
      const shown = await workbench().page.locator('body').innerText();
      const all = [workbench().readSettings(), workbench().readLogs(), workbench().consoleLines.join(), shown].join();
      for (const secret of [gateway.api7enterprise.token, gateway.api7enterprise.adminKey, storePassword])
        assert.equal(all.includes(secret), false);
    };

    it('picks the gateway group from what the API lists, and shows its certificates', async () => {
      const { tree, quickInput } = workbench();
      await fillUpTo(gateway.api7enterprise.token);
      await quickInput.row('staging').waitFor();
      assert.deepEqual(await quickInput.labels(), ['default', 'staging', 'cluster']);
      await workbench().screenshot('enterprise-group', themes);
      await quickInput.pick('default');
      await quickInput.step('Name shown in the tree');
      assert.equal(await quickInput.input.inputValue(), 'default');
      await quickInput.accept();
      await quickInput.step('Press Enter for none');
      await quickInput.accept();
      await tree.row('shop.example.com').waitFor();
      await workbench().screenshot('enterprise', themes);
      assert.match(workbench().readSettings(), /"gatewayGroup": "31a2ee3a-/);
      await assertNoSecret();
    });

    it('offers read-only for a group that the ingress controller feeds', async () => {
      const { quickInput } = workbench();
      await fillUpTo(gateway.api7enterprise.token);
      await quickInput.pick('cluster');
      await quickInput.step('Name shown in the tree');
      await quickInput.accept();
      await quickInput.step('Press Enter for none');
      await quickInput.accept();
      const { tree } = workbench();
      await tree.row('shop.example.com').waitFor();
      assert.match(workbench().readSettings(), /"readOnly": true/);
      // Also where it was not chosen by hand: by what the API says of the group.
      for (const row of ['cluster', 'shop.example.com'])
        await tree
          .row(row)
          .first()
          .getByText(/managed by the ingress controller/)
          .waitFor();
      const owner = workbench().webview().locator('[data-row="object.owner"]');
      await tree.inlineAction('shop.example.com', 'Show Certificate Details', owner);
      await owner.getByText(/The ingress controller manages it and soon undoes what is changed here/).waitFor();
      await workbench().screenshot('enterprise-ingress', themes);
    });

    it('asks for no group with the admin key of one', async () => {
      const { tree, quickInput } = workbench();
      await fillUpTo(gateway.api7enterprise.adminKey);
      await quickInput.step('Name shown in the tree');
      await quickInput.accept();
      await quickInput.step('Press Enter for none');
      await quickInput.accept();
      await tree.row('shop.example.com').waitFor();
      assert.doesNotMatch(workbench().readSettings(), /gatewayGroup/);
      assert.ok(gateway.requests.every(({ target }) => !target.includes('gateway_group')));
      await assertNoSecret();
    });
  });
