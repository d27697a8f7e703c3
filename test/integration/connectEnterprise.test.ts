import assert from 'node:assert/strict';
import { storePassword } from '../gateway/enterprise/groups';
import { seedSample } from '../gateway/sample';
import type { Gateway } from '../gateway/server';
import { startGateway } from '../gateway/server';
import { makeLocalIdentity } from '../gateway/tls';
import { assertHidden } from './harness/canary';
import { connectionsInSettings, useConnections } from './harness/useConnections';

const now = Date.now();

describe('Connecting an API7 Enterprise', () => {
  const person = useConnections();
  const { quickInput, tree } = person;
  let gateway: Gateway;
  before(async () => {
    const identity = await makeLocalIdentity(now);
    gateway = await startGateway({ https: identity });
    await seedSample(gateway, now);
    person.write('ca.pem', identity.ca);
  });
  after(() => gateway.close());
  beforeEach(() => gateway.clearRequests());

  /** Fills in everything up to the token, the last input before the gateway is asked. */
  const fillUpTo = async (token: string) => {
    person.run('api7Certificates.addConnection');
    await quickInput.pick('API7 Enterprise');
    assert.equal((await quickInput.step('Address of the dashboard')).value, 'https://127.0.0.1:7443');
    await quickInput.fill(`${gateway.api7enterprise.url}/gateway_groups/x`);
    (await quickInput.step('self-signed unless it was replaced')).press('Choose File…');
    await person.fileQuestion('CA File');
    await person.chooseFile(person.path('ca.pem'));
    await quickInput.until(({ value }) => value === person.path('ca.pem'), 'the path of the file');
    await quickInput.accept();
    await quickInput.pick('Only from the CAs in This File');
    await quickInput.step('PEM file of a client certificate. Leave it empty unless the API asks for one.');
    await quickInput.accept();
    assert.ok((await quickInput.step('An access token (a7ee-…)')).isMasked);
    await quickInput.fill(token);
  };
  /** Takes the name that is proposed and no marks, and returns that name. */
  const finish = async () => {
    const { value } = await quickInput.step('Name shown in the tree');
    await quickInput.accept();
    await quickInput.step('Press Enter for none');
    await quickInput.accept();
    await person.untilDone();
    await tree.row('shop.example.com');
    const { token, adminKey } = gateway.api7enterprise;
    assertHidden(person, [token, adminKey, storePassword]);
    return value;
  };

  it('picks the gateway group from what the API lists, and shows its certificates', async () => {
    await fillUpTo(gateway.api7enterprise.token);
    await quickInput.row('staging');
    assert.deepEqual(await quickInput.labels(), ['default', 'staging', 'cluster']);
    await quickInput.pick('default');
    assert.equal(await finish(), 'default');
    const [saved] = connectionsInSettings();
    assert.match(String(saved?.['gatewayGroup']), /^31a2ee3a-/);
    assert.equal(saved?.['caFile'], person.path('ca.pem'));
  });

  it('offers read-only for a group that the ingress controller feeds', async () => {
    await fillUpTo(gateway.api7enterprise.token);
    await quickInput.pick('cluster');
    await finish();
    assert.equal(connectionsInSettings()[0]?.['readOnly'], true);
    // Also where it was not chosen by hand: by what the API says of the group.
    for (const row of ['cluster', 'shop.example.com'])
      await tree.row(row, (text) => text.includes('managed by the ingress controller'));
    await person.runOn('api7Certificates.showCertificate', 'shop.example.com');
    await person.page(/object\.owner.*The ingress controller manages it and soon undoes what is changed here/);
  });

  it('asks for no group with the admin key of one', async () => {
    await fillUpTo(gateway.api7enterprise.adminKey);
    await finish();
    assert.equal(connectionsInSettings()[0]?.['gatewayGroup'], undefined);
    assert.ok(gateway.requests.length > 0);
    assert.ok(gateway.requests.every(({ target }) => !target.includes('gateway_group')));
  });
});
