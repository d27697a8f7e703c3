import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Gateway } from '../gateway/server';
import { startGateway } from '../gateway/server';
import { assertNoCanary } from './harness/canary';
import { connectionsInSettings, useConnections } from './harness/useConnections';

const adminKey = 'canary-admin-key-5d1e';
const token = 'eyJhbGciOiJSUzI1NiJ9.eyJqdGkiOiJjYW5hcnkifQ.canary-cloud-token';
const command = 'api7Certificates.addConnection';

describe('Adding a connection', () => {
  const person = useConnections();
  const { quickInput } = person;
  let gateway: Gateway;
  before(async () => {
    gateway = await startGateway({ adminKey, token });
  });
  after(() => gateway.close());
  beforeEach(() => gateway.clearRequests());
  const begin = async (kind: string, address: string) => {
    person.run(command);
    await quickInput.pick(kind);
    await quickInput.step(address);
  };
  const takeNoMarks = async () => {
    await quickInput.step('Press Enter for none');
    await quickInput.accept();
    await person.untilDone();
  };

  it('says in place what is wrong with an address, and keeps what was typed on the way back', async () => {
    person.run(command);
    await quickInput.step('What kind of gateway is it?');
    assert.deepEqual(await quickInput.labels(), ['API7 Cloud', 'Apache APISIX', 'API7 Enterprise']);
    await quickInput.pick('Apache APISIX');
    assert.equal((await quickInput.step('Address of the Admin API')).value, 'http://127.0.0.1:9180');
    for (const [typed, complaint] of [
      ['gw.example.com', 'Start the address with its scheme: https://gw.example.com'],
      ['https://me:secret@gw.example.com', 'Remove the user name and password'],
      ['https://gw.example.com?api_key=1', 'Remove everything from the first ? or # onwards.'],
      ['', 'Enter the address of the API.'],
      ['not an address', 'The address has a space'],
    ] as const) {
      await quickInput.type(typed);
      await quickInput.step(complaint);
    }
    // Enter does not take it.
    await quickInput.accept();
    await quickInput.step('The address has a space');
    await quickInput.fill(gateway.apisix.url);
    await quickInput.step('The admin key: deployment.admin.admin_key');
    await quickInput.back();
    assert.equal((await quickInput.step('Address of the Admin API')).value, gateway.apisix.url);
    await quickInput.cancel();
    await person.untilDone();
    assert.deepEqual(connectionsInSettings(), []);
  });

  it('warns before a token travels unencrypted to another machine', async () => {
    await begin('Apache APISIX', 'Address of the Admin API');
    await quickInput.fill('http://gateway.example.com:9180');
    (await person.dialog('Send the token unencrypted to http://gateway.example.com:9180?')).answer();
    const box = await quickInput.step('Unencrypted: anyone on the network path can read the token.');
    assert.equal(box.value, 'http://gateway.example.com:9180');
    await quickInput.accept();
    (await person.dialog('Send the token unencrypted')).answer('Use http: Anyway');
    await quickInput.step('The admin key');
  });

  it('tests an APISIX right after its key, says why that failed, and takes the right key in place', async () => {
    await begin('Apache APISIX', 'Address of the Admin API');
    await quickInput.fill(`${gateway.apisix.url}/apisix/admin/`);
    assert.ok((await quickInput.step('The admin key')).isMasked);
    await quickInput.fill('canary-admin-key-wrong');
    await quickInput.row('Continue Anyway');
    assert.match((await quickInput.labels()).join('\n'), /The gateway did not accept the admin key/);
    await quickInput.pick('Change Token…');
    assert.ok((await quickInput.step('The admin key')).isMasked);
    await quickInput.back();
    await quickInput.row('Continue Anyway');
    await quickInput.pick('Change Token…');
    await quickInput.step('The admin key');
    await quickInput.fill(adminKey);
    const { host } = new URL(gateway.apisix.url);
    assert.equal((await quickInput.step('Name shown in the tree')).value, host);
    await quickInput.fill('Local APISIX');
    await takeNoMarks();
    await person.tree.row('This gateway holds no certificates yet.');
    const [{ id, ...saved } = { id: undefined }, ...others] = connectionsInSettings();
    assert.ok(id);
    assert.deepEqual(saved, { name: 'Local APISIX', dialect: 'apisix', address: gateway.apisix.url });
    assert.deepEqual(others, []);
    assertNoCanary(person);
  });

  it('picks organization and cluster of API7 Cloud from what the API lists', async () => {
    await begin('API7 Cloud', 'Address of the API7 Cloud API');
    assert.equal((await quickInput.step('Address of the API7 Cloud API')).value, 'https://api.api7.cloud');
    await quickInput.fill(`${gateway.api7cloud.url}/some/path`);
    assert.ok((await quickInput.step('A personal access token')).isMasked);
    await quickInput.fill('canary-cloud-token-wrong');
    await quickInput.row('Retry');
    assert.match((await quickInput.labels()).join('\n'), /The gateway did not accept the token/);
    await quickInput.pick('Change Token…');
    await quickInput.step('A personal access token');
    await quickInput.fill(token);
    await quickInput.row('Example Shops');
    assert.deepEqual(await quickInput.labels(), ['Example Shops', 'Example Labs']);
    await quickInput.pick('Example Shops');
    await quickInput.row('staging');
    await quickInput.pick('staging');
    assert.equal((await quickInput.step('Name shown in the tree')).value, 'staging');
    await quickInput.accept();
    await takeNoMarks();
    const [saved] = connectionsInSettings();
    assert.equal(saved?.['name'], 'staging');
    // Its rows are asked for, with the token.
    await person.tree.row('This gateway holds no certificates yet.');
    assertNoCanary(person);
  });

  describe('from what is on the machine', () => {
    const folder = join(homedir(), '.api7cloud');
    const { env } = process;
    const { ADC_SERVER, ADC_TOKEN } = env;
    before(() => {
      mkdirSync(folder);
      const profile = (name: string, address: string) =>
        `- name: ${name}\n  address: ${address}\n  user:\n    access_token: ${token}\n`;
      writeFileSync(
        join(folder, 'config'),
        `default_profile: shops\nprofiles:\n${profile('shops', gateway.api7cloud.url)}${profile('broken', 'nowhere')}`,
      );
      Object.assign(env, { ADC_SERVER: gateway.apisix.url, ADC_TOKEN: adminKey });
    });
    after(() => {
      rmSync(folder, { recursive: true });
      // Node makes the text “undefined” of what is assigned as undefined.
      for (const [name, value] of Object.entries({ ADC_SERVER, ADC_TOKEN }))
        if (value === undefined) Reflect.deleteProperty(env, name);
        else env[name] = value;
    });

    it('takes over cloud-cli’s profiles and adc’s variables, with their tokens, and then marks what is connected already', async () => {
      person.run('api7Certificates.importConnections');
      await quickInput.row('shops');
      assert.deepEqual(await quickInput.labels(), ['shops', 'APISIX']);
      await quickInput.accept();
      await quickInput.pick('Example Labs');
      await person.notifications.message(
        'Imported: shops, APISIX. Profile “broken” of cloud-cli: Start the address with',
      );
      await person.untilDone();
      // Both answer, with the tokens.
      await person.tree.count('This gateway holds no certificates yet.', 2);
      await person.untilLogged('Profile “broken” of cloud-cli: Start the address with');
      assertNoCanary(person);
      person.run('api7Certificates.importConnections');
      assert.match((await quickInput.row('shops')).detail ?? '', /already connected/);
    });
  });
});
