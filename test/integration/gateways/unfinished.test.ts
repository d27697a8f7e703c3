import assert from 'node:assert/strict';
import type { Authority } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { answers } from '../../gateway/http/faults';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { usePerson } from '../harness/usePerson';

const now = Date.now();
const upload = 'api7Certificates.uploadCertificate';

describe('An upload whose answer does not come', () => {
  const person = usePerson(() => gateway.faults.clear());
  const { quickInput, notifications, tree } = person;
  let gateway: Gateway;
  let authority: Authority;
  before(async () => {
    gateway = await startGateway({ adminKey: null });
    authority = await makeAuthority(now);
    await person.changeSettings({
      'api7Certificates.connections': [{ id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url }],
    });
    await tree.open();
  });
  after(() => gateway.close());
  beforeEach(async () => {
    // Whoever uploads waits for a list that could not be read before.
    person.run('api7Certificates.refresh');
    await person.untilDone();
    gateway.clearRequests();
  });
  const posts = () => gateway.requests.filter(({ method }) => method === 'POST').length;
  const stored = (name: string) => JSON.stringify(gateway.apisix.store.under('/apisix/ssls')).includes(name);
  const write = async (name: string) => {
    const made = await makeCertificate({
      now,
      commonName: name,
      dns: [name],
      issuer: authority.intermediate,
      toDays: 60,
    });
    person.write(`${name}.pem`, made.chainPem + made.keyPem);
    return person.path(`${name}.pem`);
  };
  /** The review of an upload, ready to be sent. */
  const begin = async (name: string) => {
    person.runOnFiles(upload, await write(name));
    await quickInput.row('Upload');
  };
  /** Sends the table of an upload of two. */
  const sendBoth = async (first: string, second: string, faults: () => void) => {
    person.runOnFiles(upload, await write(first), await write(second));
    await quickInput.step('Upload Certificates to Staging');
    faults();
    await quickInput.accept();
    (await person.dialog('Upload 2 certificates to Staging?')).answer('Upload');
  };

  it('stays in the tree while the gateway cannot be read, keeps what was chosen, and is looked for before it is sent again', async () => {
    await begin('etcd.example.com');
    gateway.faults.add({}, answers.json(503, { error_msg: 'has no healthy etcd endpoint available' }));
    const sendInVain = async () => {
      await quickInput.pick('Upload');
      const { text } = await notifications.message(
        'Uploading etcd.example.com: it is unknown whether it took effect on Staging.',
      );
      await quickInput.step('Check what will be sent');
      await tree.row(/^Unfinished: upload of etcd\.example\.com, /);
      assert.match(text, /Staging could not be read afterwards/);
      assert.match(text, /The gateway says: has no healthy etcd endpoint available\./);
      assert.equal(posts(), 1);
      notifications.clear();
    };
    await sendInVain();
    // The second time it is only looked for.
    await sendInVain();
    gateway.faults.clear();
    await quickInput.pick('Upload');
    await notifications.message(/^Uploaded etcd\.example\.com to Staging/);
    assert.equal(posts(), 2);
    assert.ok(stored('etcd.example.com'));
    await tree.untilGone(/^Unfinished: /);
  });

  /** Uploads this, leaves it with an unknown outcome, and returns its row. */
  const leaveUnknown = async (name: string): Promise<RegExp> => {
    await begin(name);
    gateway.faults.add({}, answers.html(502));
    await quickInput.pick('Upload');
    await notifications.message('it is unknown whether it took effect');
    await quickInput.step('Check what will be sent');
    await quickInput.cancel();
    notifications.clear();
    gateway.faults.clear();
    return new RegExp(`^Unfinished: upload of ${name.replaceAll('.', '\\.')}, `);
  };

  it('is dismissed in the tree', async () => {
    const row = await leaveUnknown('dismissed.example.com');
    await person.runOn('api7Certificates.dismissUnfinished', row);
    await tree.untilGone(row);
    assert.deepEqual(notifications.texts(), []);
  });

  it('is gone for good once it is dismissed, also where somebody looks for it', async () => {
    const row = await leaveUnknown('looked.example.com');
    const list = gateway.faults.add({ method: 'GET' }, { kind: 'hold', when: 'before' });
    await person.runOn('api7Certificates.lookAgain', row);
    await list.met();
    await person.runOn('api7Certificates.dismissUnfinished', row);
    await tree.untilGone(row);
    // It may be this one: the look ends with its outcome unknown.
    const [cert, key] = ['$secret://vault/1/looked/cert', '$secret://vault/1/looked/key'];
    gateway.apisix.store.put('/apisix/ssls/doubt', { id: 'doubt', cert, key, snis: ['looked.example.com'] });
    list.release();
    await person.untilDone();
    assert.deepEqual(notifications.texts(), []);
    await tree.untilGone(row);
    gateway.apisix.store.delete('/apisix/ssls/doubt');
  });

  describe('of several files', () => {
    it('is looked for as that of one is, and sent again only where it did not take effect', async () => {
      await sendBoth('pair-1.example.com', 'pair-2.example.com', () => {
        gateway.faults.add({ method: 'POST' }, { kind: 'cut', when: 'during' }, 1);
        gateway.faults.add({ method: 'POST' }, { kind: 'cut', when: 'after' }, 1);
      });
      await quickInput.step('1 of 2 uploaded to Staging');
      assert.match((await quickInput.spoken()).join('\n'), /pair-1\.example\.com, uploaded \(ID \d+\)/);
      assert.deepEqual([posts(), stored('pair-1.example.com'), stored('pair-2.example.com')], [2, true, false]);
      await quickInput.pick('Retry 1');
      await quickInput.step('2 of 2 uploaded to Staging');
      assert.deepEqual([posts(), stored('pair-2.example.com')], [3, true]);
    });

    it('stays in the tree too, and is looked for before it is sent again', async () => {
      await sendBoth('both-1.example.com', 'both-2.example.com', () => {
        gateway.faults.add({ method: 'GET' }, answers.html(502));
        gateway.faults.add({ method: 'POST' }, { kind: 'cut', when: 'after' }, 1);
      });
      await quickInput.row(/^Retry/);
      await quickInput.until(
        ({ inner }) => 'items' in inner && inner.items.some(({ label }) => label === 'Outcome unknown'),
        'the heading of what is unknown',
      );
      assert.match((await quickInput.spoken()).join('\n'), /both-1\.example\.com, unknown whether it took effect/);
      const sent = posts();
      await quickInput.cancel();
      await notifications.message('It is unknown whether these are on Staging: both-1.example.com');
      gateway.faults.clear();
      notifications.clear();
      const row = /^Unfinished: upload of both-1\.example\.com, /;
      await person.runOn('api7Certificates.lookAgain', row);
      await notifications.message(/Uploaded both-1\.example\.com to Staging \(ID \d+\)/);
      await tree.untilGone(row);
      assert.equal(posts(), sent);
    });
  });
});
