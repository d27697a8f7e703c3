import assert from 'node:assert/strict';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { seedSample } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

export const describePairsAndStatus = (workbench: () => Workbench): unknown =>
  describe('Pairs and status of a certificate', () => {
    let gateway: Gateway;
    before(async () => {
      const now = Date.now();
      gateway = await startGateway({ adminKey: null });
      await seedSample(gateway, now);
      const { intermediate } = await makeAuthority(now);
      const dns = ['shop.example.com', 'www.shop.example.com'];
      const made = await makeCertificate({
        now,
        commonName: 'shop.example.com',
        dns,
        issuer: intermediate,
        toDays: 80,
        key: 'EC P-256',
      });
      await workbench().files.write('ec.pem', made.chainPem + made.keyPem);
      await workbench().changeSettings({
        'api7Certificates.connections': [
          { id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url },
        ],
      });
    });
    after(() => gateway.close());
    beforeEach(() => gateway.clearRequests());
    afterEach(() => workbench().closePrompts());
    const shop = () => gateway.apisix.store.get('/apisix/ssls/shop')?.value ?? {};
    const writes = () => gateway.requests.filter(({ method }) => method !== 'GET').map(({ method }) => method);

    it('adds a pair from a file once the ID is typed, shows it on the row and the page, and removes it', async () => {
      const { tree, quickInput, notifications, files } = workbench();
      // The sample's own has an RSA key.
      await files.open('ec.pem');
      await tree.open();
      await tree.expand('Staging');
      await tree.contextMenu('shop.example.com', 'Add Further Pair (RSA + EC)…', quickInput.row('ec.pem'));
      await quickInput.pick('ec.pem');
      await quickInput.step('Check what is added and who is affected');
      assert.match((await quickInput.spoken()).join('\n'), /EC P-256/);
      await workbench().screenshot('add-pair', themes);
      await quickInput.pick(/^Add( Anyway)?…$/);
      await quickInput.step('Type its ID to continue: shop');
      await quickInput.fill('sho');
      assert.deepEqual(writes(), []);
      await quickInput.fill('shop');
      await notifications.message('Added a pair to shop.example.com on Staging (ID shop).').waitFor();
      assert.deepEqual([(shop()['certs'] as readonly string[]).length, writes()], [1, ['PATCH']]);
      await tree.row('shop.example.com').getByText('2 pairs').waitFor();
      await workbench().screenshot('pairs-row', themes);
      await tree.contextMenu('shop.example.com', 'Remove Further Pairs…', quickInput.row('Remove…'));
      // Broken over label and detail.
      assert.match((await quickInput.spoken()).join('\n'), /can no longer,? connect/);
      await workbench().screenshot('remove-pairs', themes);
      await quickInput.pick('Remove…');
      await quickInput.step('Type its ID to continue: shop');
      await quickInput.fill('shop');
      await notifications.message('Removed the further pairs of shop.example.com on Staging (ID shop).').waitFor();
      assert.deepEqual([shop()['certs'], shop()['keys'], writes()], [[], [], ['PATCH', 'PATCH']]);
    });

    it('switches it off once its ID is typed, and on again, and says what became of it', async () => {
      const { tree, quickInput, notifications } = workbench();
      await tree.open();
      await tree.expand('Staging');
      await tree.contextMenu('shop.example.com', 'Disable Certificate…', quickInput.row('Disable…'));
      assert.match((await quickInput.spoken()).join('\n'), /shop\.example\.com/);
      await workbench().screenshot('disable', themes);
      await quickInput.pick('Disable…');
      await quickInput.step('Type its ID to continue: shop');
      await quickInput.fill('sho');
      assert.deepEqual(writes(), []);
      await quickInput.fill('shop');
      await notifications.message('Disabled shop.example.com on Staging (ID shop).').waitFor();
      assert.deepEqual([shop()['status'], writes()], [0, ['PATCH']]);
      await tree.contextMenu('shop.example.com', 'Enable Certificate…', quickInput.row('Enable'));
      await quickInput.pick('Enable');
      await notifications.message('Enabled shop.example.com on Staging (ID shop).').waitFor();
      assert.deepEqual([shop()['status'], writes()], [1, ['PATCH', 'PATCH']]);
    });
  });
