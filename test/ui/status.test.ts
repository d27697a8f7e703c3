import assert from 'node:assert/strict';
import { seedSample } from '../gateway/sample';
import type { Gateway } from '../gateway/server';
import { startGateway } from '../gateway/server';
import { themes } from './harness/themes';
import { useWorkbench } from './harness/useWorkbench';

describe('Enabling and disabling a certificate', () => {
  const workbench = useWorkbench();
  let gateway: Gateway;
  before(async () => {
    gateway = await startGateway({ adminKey: null });
    await seedSample(gateway, Date.now());
    await workbench().changeSettings({
      'api7Certificates.connections': [{ id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url }],
    });
    await workbench().tree.open();
  });
  after(() => gateway.close());
  const statusOf = (id: string) => gateway.apisix.store.get(`/apisix/ssls/${id}`)?.value['status'];
  const writes = () => gateway.requests.filter(({ method }) => method !== 'GET').map(({ method }) => method);

  it('switches it off once its ID is typed, and on again, and says what became of it', async () => {
    const { tree, quickInput, notifications } = workbench();
    await tree.row('shop.example.com').waitFor();
    await tree.contextMenu('shop.example.com', 'Disable Certificate…');
    await quickInput.row('Disable…').waitFor();
    assert.match((await quickInput.spoken()).join('\n'), /shop\.example\.com/);
    await workbench().screenshot('disable', themes);
    await quickInput.pick('Disable…');
    await quickInput.step('Type its ID to continue: shop');
    await quickInput.fill('sho');
    assert.deepEqual(writes(), []);
    await quickInput.fill('shop');
    await notifications.message('Disabled shop.example.com on Staging (ID shop).').waitFor();
    assert.deepEqual([statusOf('shop'), writes()], [0, ['PATCH']]);
    await tree.contextMenu('shop.example.com', 'Enable Certificate…');
    await quickInput.pick('Enable');
    await notifications.message('Enabled shop.example.com on Staging (ID shop).').waitFor();
    assert.deepEqual([statusOf('shop'), writes()], [1, ['PATCH', 'PATCH']]);
  });
});
