import assert from 'node:assert/strict';
import type { Gateway } from '../gateway/server';
import { startGateway } from '../gateway/server';
import { assertNoCanary } from './harness/canary';
import { connectionsInSettings, useConnections } from './harness/useConnections';

const adminKey = 'canary-admin-key-5d1e';
const otherKey = 'canary-other-key-77';
const wrongKey = 'canary-other-key-wrong';

describe('Changing a connection', () => {
  const person = useConnections();
  const { quickInput, tree } = person;
  const name = 'Local APISIX';
  let gateway: Gateway;
  let other: Gateway;
  before(async () => {
    [gateway, other] = await Promise.all([startGateway({ adminKey }), startGateway({ adminKey: otherKey })]);
  });
  after(() => Promise.all([gateway.close(), other.close()]));
  /** Two, so that each has a row whatever it holds. */
  const connectTwo = async ({ address, token }: { readonly address: string; readonly token: string }) => {
    await person.addConnection({ id: 'one', name, dialect: 'apisix', address }, token);
    const second = { id: 'two', name: 'Second APISIX', dialect: 'apisix', address: gateway.apisix.url } as const;
    await person.addConnection(second, adminKey);
    await tree.row(name);
  };
  const tokenFor = ({ apisix }: Gateway) => quickInput.step(`It will be sent to ${apisix.url} only.`);
  /** The row of the first says this beside its name, and nothing else. */
  const untilItSays = (text: string) => tree.row(name, (shown) => shown === `${name} ${text}`);
  /** How often a connection was tried out before it was saved. */
  const testsSeen = () => person.recorded.texts.all.filter(({ text }) => text === 'Testing the connection…').length;
  const hostOf = ({ apisix }: Gateway) => new URL(apisix.url).host;

  it('tests one on demand', async () => {
    await connectTwo({ address: gateway.apisix.url, token: adminKey });
    await person.runOn('api7Certificates.testConnection', name);
    await person.notifications.message(`${name} answers: APISIX 3.18.0.`);
  });

  it('asks for the token anew when the address changes, and sends the old one nowhere else', async () => {
    await connectTwo({ address: gateway.apisix.url, token: adminKey });
    other.clearRequests();
    const before = testsSeen();
    await person.runOn('api7Certificates.editConnection', name);
    await quickInput.step('Choose what to change');
    assert.deepEqual(await quickInput.labels(), ['Name', 'Kind of Gateway', 'Address', 'Token', 'Protection']);
    await quickInput.pick('Address');
    assert.equal((await quickInput.step('Address of the Admin API')).value, gateway.apisix.url);
    await quickInput.fill(other.apisix.url);
    assert.ok((await quickInput.step('No token is kept for this address.')).isMasked);
    await quickInput.accept();
    await quickInput.pick('Save');
    await quickInput.pick('Continue Anyway');
    await person.untilDone();
    assert.ok(testsSeen() > before);
    await tree.row(name, (text) => text.includes(hostOf(other)));
    assert.ok(other.requests.length > 0);
    assert.ok(!JSON.stringify(other.requests).includes(adminKey));
  });

  it('changes one field, with everything else left as it is and nothing tested', async () => {
    await connectTwo({ address: gateway.apisix.url, token: adminKey });
    const before = testsSeen();
    await person.runOn('api7Certificates.editConnection', 'Second APISIX');
    await quickInput.pick('Name');
    await quickInput.step('Name shown in the tree');
    await quickInput.back();
    await quickInput.pick('Name');
    await quickInput.step('Name shown in the tree');
    await quickInput.fill('Renamed APISIX');
    await quickInput.pick('Protection');
    await quickInput.step('Press Enter for none');
    // It leaves the field, and nothing that was changed before.
    await quickInput.back();
    await quickInput.row('Save');
    await quickInput.pick('Save');
    await person.untilDone();
    assert.equal(testsSeen(), before);
    const { url: address } = gateway.apisix;
    assert.deepEqual(connectionsInSettings()[1], { id: 'two', name: 'Renamed APISIX', dialect: 'apisix', address });
    await tree.row('Renamed APISIX', (text) => text === `Renamed APISIX ${hostOf(gateway)}`);
    await tree.count('This gateway holds no certificates yet.', 2);
    assertNoCanary(person);
  });

  it('keeps no token where the address changed while it was typed', async () => {
    await connectTwo({ address: other.apisix.url, token: wrongKey });
    await person.runOn('api7Certificates.setToken', name);
    await tokenFor(other);
    gateway.clearRequests();
    const moved = connectionsInSettings().map((each) =>
      each['name'] === name ? { ...each, address: gateway.apisix.url } : each,
    );
    await person.changeSettings({ 'api7Certificates.connections': moved });
    await tree.row(name, (text) => text.includes(hostOf(gateway)));
    await quickInput.fill(otherKey);
    await person.notifications.message(`It was typed for ${other.apisix.url} and was not saved`);
    assert.ok(!JSON.stringify(gateway.requests).includes(otherKey));
    assertNoCanary(person);
  });

  it('takes a token for a row, and forgets it', async () => {
    await connectTwo({ address: other.apisix.url, token: wrongKey });
    await tree.row(name, (text) => text.includes('admin key not accepted'));
    await person.runOn('api7Certificates.setToken', name);
    assert.ok((await tokenFor(other)).isMasked);
    await quickInput.type('two words');
    await quickInput.step('The token has a space in it.');
    await quickInput.fill(otherKey);
    await untilItSays(hostOf(other));
    await person.runOn('api7Certificates.clearToken', name);
    (await person.dialog(`Delete the token of “${name}”?`)).answer('Delete Token');
    await person.status(`The token of “${name}” is deleted.`);
    await tree.row(name, (text) => text.includes('no admin key'));
    assertNoCanary(person);
  });

  it('removes one after asking', async () => {
    await connectTwo({ address: other.apisix.url, token: otherKey });
    await person.runOn('api7Certificates.removeConnection', name);
    const question = await person.dialog(`Apache APISIX at ${other.apisix.url}. Its token is deleted`);
    assert.deepEqual(connectionsInSettings().length, 2);
    question.answer('Remove');
    await tree.untilGone(name);
    assert.deepEqual(
      connectionsInSettings().map(({ id }) => id),
      ['two'],
    );
    assertNoCanary(person);
  });
});
