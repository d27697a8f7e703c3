import assert from 'node:assert/strict';
import { answers } from '../../gateway/http/faults';
import { requestLine } from '../../gateway/http/recorder';
import { seedSample } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { usePerson } from '../harness/usePerson';

const now = Date.now();

describe('Several rows at once', () => {
  const person = usePerson(() => {
    for (const each of [gateway, second]) each.faults.clear();
  });
  const { tree, quickInput, notifications, recorded } = person;
  let gateway: Gateway;
  let second: Gateway;
  before(async () => {
    [gateway, second] = await Promise.all([startGateway({ adminKey: null }), startGateway({ adminKey: null })]);
    await Promise.all([seedSample(gateway, now), seedSample(second, now)]);
    await person.changeSettings({
      'api7Certificates.connections': [
        { id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url },
        { id: 'two', name: 'Shop', dialect: 'apisix', address: second.apisix.url, production: true },
      ],
    });
    await tree.open();
  });
  after(() => Promise.all([gateway.close(), second.close()]));
  beforeEach(() => {
    for (const each of [gateway, second]) each.clearRequests();
  });
  const writes = () => [gateway, second].flatMap((each) => each.writes().map(requestLine));

  it('says what one gateway refused, tries that alone again, and needs the ID of each object of two gateways', async () => {
    const both = await recorded.texts.until(
      async () => {
        const rows = (await tree.rows()).filter(({ label }) => label.endsWith(' bank.example.com'));
        return rows.length === 2 ? rows.map(({ row }) => row) : undefined;
      },
      () => 'Not both gateways have it',
    );
    person.run('api7Certificates.deleteCertificate', both[0], both);
    await quickInput.step('PRODUCTION · Delete 2 certificates from Shop, Staging');
    await quickInput.pick('Delete…');
    await quickInput.step('Type or paste the IDs of the 2 certificates that are deleted');
    const [, ...ids] = await quickInput.labels();
    assert.equal(ids.length, 2);
    await quickInput.fill(ids[0] ?? '');
    await quickInput.row(/^Nothing was sent\. Missing: /);
    assert.deepEqual(writes(), []);
    gateway.faults.add({ method: 'DELETE' }, answers.json(400, { error_msg: 'in use by a probe' }));
    await quickInput.fill(ids.join(' '));
    await quickInput.step('PRODUCTION · 1 of 2 deleted from Shop, Staging');
    assert.match((await quickInput.spoken()).join('\n'), /in use by a probe/);
    gateway.faults.clear();
    await quickInput.pick('Retry 1');
    await notifications.message('Deleted 2 certificates from Shop, Staging.');
    assert.equal(writes().length, 3);
  });

  it('says who is affected by all of it, and deletes nothing for other IDs than theirs', async () => {
    await person.runOn('api7Certificates.deleteCertificate', 'old.example.com', 'shop.example.com');
    await quickInput.step('Check who is affected');
    assert.match((await quickInput.spoken()).join('\n'), /^www\.shop\.example\.com, Left without TLS/m);
    await quickInput.pick('Delete…');
    await quickInput.step('Type or paste the IDs of the 2 certificates that are deleted');
    for (const [typed, said] of [
      ['', /^Nothing was sent\. Missing: /],
      ['shop', /^Nothing was sent\. Missing: expired/],
      ['shop expired more', /^Nothing was sent\. Not one of these IDs, or typed twice: more/],
      ['shop shop expired', /^Nothing was sent\. Not one of these IDs, or typed twice: shop/],
      ['SHOP expired', /^Nothing was sent\. Missing: shop/],
    ] as const) {
      await quickInput.fill(typed);
      await quickInput.row(said);
      assert.deepEqual(writes(), [], typed);
    }
    await quickInput.back();
    await quickInput.step('Check who is affected');
    await quickInput.cancel();
    await person.untilDone();
    assert.deepEqual(writes(), []);
  });

  it('changes labels of several, after what changes on each was shown', async () => {
    await person.runOn('api7Certificates.editLabels', 'api.example.com', 'mesh.example.com');
    await quickInput.step('Labels of 2 certificates on Staging');
    await quickInput.fill('team');
    await quickInput.says('key=value or -key');
    await quickInput.fill('owner=payments -team');
    await quickInput.step('Check what changes');
    assert.match((await quickInput.spoken()).join('\n'), /^api\.example\.com, .*added: owner=payments/m);
    assert.deepEqual(writes(), []);
    await quickInput.pick('Change Labels');
    await notifications.message('Changed the labels of 2 certificates on Staging.');
    assert.equal(writes().filter((write) => write.startsWith('PATCH')).length, 2);
  });
});
