import assert from 'node:assert/strict';
import type { Authority } from '../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import { answers } from '../gateway/http/faults';
import type { Gateway } from '../gateway/server';
import { startGateway } from '../gateway/server';
import { themes } from './harness/themes';
import { useWorkbench } from './harness/useWorkbench';

const now = Date.now();

describe('A write whose answer does not come', function () {
  this.timeout(90_000);
  let gateway: Gateway;
  let authority: Authority;
  before(async () => {
    gateway = await startGateway({ adminKey: null });
    authority = await makeAuthority(now);
  });
  after(() => gateway.close());
  const connection = () => ({ id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url });
  const workbench = useWorkbench(() =>
    Promise.resolve({ settings: { 'api7Certificates.connections': [connection()] } }),
  );
  beforeEach(() => gateway.clearRequests());
  afterEach(async () => {
    gateway.faults.clear();
    await workbench().closePrompts();
  });
  const posts = () => gateway.requests.filter(({ method }) => method === 'POST');
  const stored = (name: string) => JSON.stringify(gateway.apisix.store.under('/apisix/ssls')).includes(name);

  /** The review of an upload, ready to be sent. */
  const begin = async (name: string) => {
    const { files, quickInput } = workbench();
    const made = await makeCertificate({
      now,
      commonName: name,
      dns: [name],
      issuer: authority.intermediate,
      toDays: 60,
    });
    await files.write(`${name}.pem`, made.chainPem + made.keyPem);
    await files.showExplorer();
    await files.row(`${name}.pem`).waitFor();
    await files.contextMenu(`${name}.pem`, 'Upload Certificate…');
    await quickInput.row('Upload').waitFor();
  };

  it('is looked for after a reload, and shown where it took effect', async () => {
    const { quickInput, notifications } = workbench();
    await begin('kept.example.com');
    const hold = gateway.faults.add({ method: 'POST' }, { kind: 'hold', when: 'after' });
    await quickInput.pick('Upload');
    await hold.met();
    await workbench().reload();
    const said = notifications.message(
      /The window was closed or reloaded before the gateway responded. Uploaded kept\.example\.com to Staging \(ID \d+\)\./,
    );
    await said.waitFor({ timeout: 60_000 });
    await workbench().screenshot('unfinished-after-reload');
    await notifications.press('Uploaded kept.example.com', 'Show');
    await workbench().webview().getByRole('heading', { level: 1, name: 'kept.example.com' }).waitFor();
    assert.equal(posts().length, 1);
    await workbench().clearNotifications();
    await workbench().reload();
    const { tree } = workbench();
    await tree.open();
    await tree.row('kept.example.com').waitFor();
    assert.deepEqual(await notifications.texts(), []);
  });

  it('is called lost after a reload where it took none, with what to do', async () => {
    const { quickInput, notifications } = workbench();
    await begin('lost.example.com');
    const hold = gateway.faults.add({ method: 'POST' }, { kind: 'hold', when: 'before' });
    await quickInput.pick('Upload');
    await hold.met();
    await workbench().reload();
    await notifications.message('Uploading lost.example.com: it did not take effect.').waitFor({ timeout: 60_000 });
    assert.match(
      (await notifications.texts()).join('\n'),
      /Staging does not list it\. Open the file and upload it again\./,
    );
  });

  it('stays in the tree while the gateway cannot be read, keeps what was chosen, and is looked for before it is sent again', async () => {
    const { quickInput, notifications, tree } = workbench();
    await begin('etcd.example.com');
    const down = answers.json(503, { error_msg: 'has no healthy etcd endpoint available' });
    gateway.faults.add({}, down);
    await quickInput.pick('Upload');
    const said = 'Uploading etcd.example.com: it is unknown whether it took effect on Staging.';
    await notifications.message(said).waitFor();
    assert.match(
      (await notifications.texts()).join('\n'),
      /The gateway says: has no healthy etcd endpoint available\./,
    );
    await quickInput.step('Check what will be sent');
    await workbench().screenshot('unfinished-review', themes);
    assert.equal(posts().length, 1);
    await workbench().clearNotifications();
    await quickInput.pick('Upload');
    await notifications.message(said).waitFor();
    assert.equal(posts().length, 1);
    await quickInput.step('Check what will be sent');
    gateway.faults.clear();
    await quickInput.pick('Upload');
    await notifications.message(/^Uploaded etcd\.example\.com to Staging/).waitFor();
    assert.equal(posts().length, 2);
    assert.ok(stored('etcd.example.com'));
    await tree.row(/^Unfinished: /).waitFor({ state: 'detached' });
  });

  it('can be dismissed', async () => {
    const { quickInput, notifications, tree } = workbench();
    await begin('dismissed.example.com');
    gateway.faults.add({}, answers.html(502));
    await quickInput.pick('Upload');
    await notifications.message('it is unknown whether it took effect').waitFor();
    await quickInput.step('Check what will be sent');
    await quickInput.cancel();
    gateway.faults.clear();
    await tree.open();
    const row = /^Unfinished: upload of dismissed\.example\.com, /;
    await tree.row(row).waitFor();
    await workbench().screenshot('unfinished-row', themes);
    await tree.contextMenu(row, 'Dismiss');
    await tree.row(row).waitFor({ state: 'detached' });
  });

  it('is not sent to production at the first Enter, labels too', async () => {
    const { quickInput, notifications, tree } = workbench();
    await begin('labels.example.com');
    await quickInput.pick('Upload');
    await notifications.message('Uploaded labels.example.com').waitFor();
    await workbench().clearNotifications();
    await workbench().changeSettings({ 'api7Certificates.connections': [{ ...connection(), production: true }] });
    await tree.open();
    await tree.row('Staging').filter({ hasText: 'production' }).waitFor();
    gateway.clearRequests();
    const writes = () => gateway.requests.filter(({ method }) => method === 'PATCH').length;
    await tree.contextMenu('labels.example.com', 'Edit Labels…');
    await quickInput.step('PRODUCTION · Labels of labels.example.com on Staging');
    await quickInput.fill('team=web');
    await quickInput.row('Change the Labels').waitFor();
    assert.match((await quickInput.spoken()).join('\n'), /team=web, added/);
    await workbench().screenshot('labels-production', themes);
    assert.equal(writes(), 0);
    await quickInput.pick('Edit Again');
    await quickInput.step('Labels as key=value');
    assert.equal(await quickInput.input.inputValue(), 'team=web');
    await quickInput.accept();
    await quickInput.pick('Change the Labels');
    await notifications.message('Changed the labels of labels.example.com on Staging').waitFor();
    assert.equal(writes(), 1);
  });
});
