import assert from 'node:assert/strict';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { usePerson } from '../harness/usePerson';

const now = Date.now();

describe('Changing a certificate of API7 Cloud that has a CA', () => {
  const person = usePerson();
  const { quickInput, notifications, tree } = person;
  let gateway: Gateway;
  let id: string;
  before(async () => {
    gateway = await startGateway();
    const authority = await makeAuthority(now);
    const make = (toDays: number) =>
      makeCertificate({
        now,
        commonName: 'mtls.example.com',
        dns: ['mtls.example.com'],
        issuer: authority.intermediate,
        toDays,
      });
    const [old, fresh] = [await make(20), await make(80)];
    person.write('fresh.pem', fresh.chainPem + fresh.keyPem);
    person.write('ca.pem', authority.root.pem);
    const { api7cloud } = gateway;
    const path = `/api/v1/clusters/${String(api7cloud.estate.clusters[0]?.['id'])}/certificates`;
    const answer = api7cloud.handle({
      method: 'POST',
      target: path,
      path,
      query: new URLSearchParams(),
      headers: { authorization: `Bearer ${api7cloud.token}` },
      body: JSON.stringify({
        certificate: old.chainPem,
        private_key: old.keyPem,
        ca_certificate: authority.root.pem,
        type: 'Server',
        labels: ['kept'],
      }),
    });
    id = /"id":"?(\d+)/.exec(answer.body.toString())?.[1] ?? '';
    assert.notEqual(id, '');
    const { url: address, token, estate } = api7cloud;
    const organization = String(estate.organizations[0]?.['id']);
    const cluster = String(estate.clusters[0]?.['id']);
    await person.addConnection(
      { id: 'cloud', name: 'production', dialect: 'api7cloud', address, organization, cluster },
      token,
    );
    await tree.open();
    await tree.row('mtls.example.com');
  });
  after(() => gateway.close());
  beforeEach(() => gateway.clearRequests());
  const begin = async () => {
    await person.openFile(person.path('fresh.pem'));
    person.run('api7Certificates.updateCertificate');
    await quickInput.step('Update Certificate: Which One?');
    await quickInput.pick('mtls.example.com');
    await quickInput.pick('fresh.pem');
    await quickInput.step('what should happen to it?');
  };

  it('asks what becomes of the CA, and sends nothing while that is open', async () => {
    await begin();
    assert.doesNotMatch((await quickInput.labels()).join(), /Keep it/);
    await quickInput.pick('Remove it…');
    await quickInput.step(`Type its ID to continue: ${id}`);
    await quickInput.fill(`${id}0`);
    await quickInput.says('not the ID');
    await quickInput.cancel();
    await person.untilDone();
    assert.deepEqual(gateway.writes(), []);
  });

  it('removes it where its ID is typed, and says so before anything is sent', async () => {
    await begin();
    await quickInput.pick('Remove it…');
    await quickInput.step(`Type its ID to continue: ${id}`);
    await quickInput.fill(id);
    await quickInput.step('Check what changes and who is affected');
    assert.match((await quickInput.spoken()).join('\n'), /CA certificate, removed: /);
    await quickInput.cancel();
    await person.untilDone();
    assert.deepEqual(gateway.writes(), []);
  });

  it('sends it again with the file that holds it, and labels with it', async () => {
    await begin();
    await quickInput.pick('Choose File…');
    await person.fileQuestion('CA Certificate');
    await person.chooseFile(person.path('ca.pem'));
    await quickInput.step('Check what changes and who is affected');
    await quickInput.pick('Update…');
    await quickInput.step(`Type its ID to continue: ${id}`);
    await quickInput.fill(id);
    await notifications.message(/Updated mtls\.example\.com on production \(ID \d+\)\. Valid until/);
    const [sent, ...others] = gateway.writes();
    assert.deepEqual(others, []);
    assert.equal(sent?.method, 'PUT');
    const body = JSON.parse(sent.body) as Readonly<Record<string, unknown>>;
    assert.deepEqual(
      [body['labels'], body['type'], String(body['ca_certificate']).startsWith('-----BEGIN')],
      [['kept'], 'Server', true],
    );
  });
});
