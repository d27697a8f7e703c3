import assert from 'node:assert/strict';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import type { JsonObject } from '../../gateway/json';
import { seedSample } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { usePerson } from '../harness/usePerson';

const now = Date.now();
const shopKey = '/apisix/ssls/shop';

describe('Pairs and status of a certificate', () => {
  const person = usePerson();
  const { quickInput, notifications, tree } = person;
  let gateway: Gateway;
  let original: JsonObject | undefined;
  before(async () => {
    gateway = await startGateway({ adminKey: null });
    await seedSample(gateway, now);
    original = gateway.apisix.store.get(shopKey)?.value;
    const { intermediate } = await makeAuthority(now);
    const made = await makeCertificate({
      now,
      commonName: 'shop.example.com',
      dns: ['shop.example.com', 'www.shop.example.com'],
      issuer: intermediate,
      toDays: 80,
      // The sample's own has an RSA key.
      key: 'EC P-256',
    });
    person.write('ec.pem', made.chainPem + made.keyPem);
    await person.changeSettings({
      'api7Certificates.connections': [{ id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url }],
    });
    await tree.open();
  });
  after(() => gateway.close());
  beforeEach(() => {
    if (original) gateway.apisix.store.put(shopKey, original);
    gateway.clearRequests();
  });
  const shop = () => gateway.apisix.store.get(shopKey)?.value ?? {};
  const writes = () => gateway.requests.filter(({ method }) => method !== 'GET').map(({ method }) => method);
  /** Types a part of the ID, which sends nothing, and then all of it. */
  const typeId = async (action: string | RegExp) => {
    await quickInput.pick(action);
    await quickInput.step('Type its ID to continue: shop');
    const before = writes();
    await quickInput.fill('sho');
    await quickInput.says(/not the whole ID/);
    assert.deepEqual(writes(), before);
    await quickInput.fill('shop');
  };

  it('adds a pair from a file once the ID is typed, shows it on the row and the page, and removes it', async () => {
    await person.openFile(person.path('ec.pem'));
    await person.runOn('api7Certificates.addPair', 'shop.example.com');
    await quickInput.pick('ec.pem');
    await quickInput.step('Check what is added and who is affected');
    assert.match((await quickInput.spoken()).join('\n'), /EC P-256/);
    await typeId(/^Add( Anyway)?…$/);
    await notifications.message('Added a pair to shop.example.com on Staging (ID shop).');
    assert.deepEqual([(shop()['certs'] as readonly string[]).length, writes()], [1, ['PATCH']]);
    await tree.row('shop.example.com', (text) => text.includes('2 pairs'));
    await person.untilDone();
    await person.runOn('api7Certificates.showCertificate', 'shop.example.com');
    await person.page(/"kind":"state".*EC P-256/);

    await person.runOn('api7Certificates.removePair', 'shop.example.com');
    await quickInput.row('Remove…');
    // Broken over label and detail.
    assert.match((await quickInput.spoken()).join('\n'), /can no longer,? connect/);
    await typeId('Remove…');
    await notifications.message('Removed the further pairs of shop.example.com on Staging (ID shop).');
    assert.deepEqual([shop()['certs'], shop()['keys'], writes()], [[], [], ['PATCH', 'PATCH']]);
    await tree.row('shop.example.com', (text) => !text.includes('pairs'));
  });

  it('switches it off once its ID is typed, and on again, and says what became of it', async () => {
    await person.runOn('api7Certificates.disableCertificate', 'shop.example.com');
    await quickInput.row('Disable…');
    assert.match((await quickInput.spoken()).join('\n'), /shop\.example\.com/);
    await typeId('Disable…');
    await notifications.message('Disabled shop.example.com on Staging (ID shop).');
    assert.deepEqual([shop()['status'], writes()], [0, ['PATCH']]);
    await person.untilDone();
    await person.runOn('api7Certificates.enableCertificate', 'shop.example.com');
    await quickInput.pick('Enable');
    await notifications.message('Enabled shop.example.com on Staging (ID shop).');
    assert.deepEqual([shop()['status'], writes()], [1, ['PATCH', 'PATCH']]);
  });
});
