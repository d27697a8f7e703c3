import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
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

  /**
   * Ends the extension host like a crash, without a word to anybody. It is known by the HOME that only it and its
   * children have.
   */
  const killExtensionHost = (): void => {
    const { home } = workbench();
    const read = (path: string): readonly string[] => {
      try {
        return readFileSync(path, 'utf8').split('\0');
      } catch {
        return [];
      }
    };
    const found = readdirSync('/proc').filter(
      (pid) =>
        /^\d+$/.test(pid) &&
        read(`/proc/${pid}/cmdline`).includes('--type=extensionHost') &&
        read(`/proc/${pid}/environ`).includes(`HOME=${home}`),
    );
    assert.equal(found.length, 1);
    for (const pid of found) process.kill(Number(pid), 'SIGKILL');
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
    const said = notifications.message('Uploading lost.example.com: it did not take effect.');
    await said.waitFor({ timeout: 60_000 });
    // It waits for an answer, with the way on.
    for (const name of ['Upload…', 'Dismiss']) await said.getByRole('button', { name }).waitFor();
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

  it('is looked for when the extension host crashed', async function () {
    // Processes are found by their environment only there.
    if (process.platform !== 'linux') this.skip();
    this.timeout(180_000);
    const { quickInput, notifications } = workbench();
    await begin('crashed.example.com');
    const hold = gateway.faults.add({ method: 'POST' }, { kind: 'hold', when: 'after' });
    await quickInput.pick('Upload');
    await hold.met();
    killExtensionHost();
    hold.release();
    // A development host is not started again by VS Code.
    await workbench().reload();
    await notifications
      .message(/before the gateway responded\. Uploaded crashed\.example\.com to Staging \(ID \d+\)\./)
      .waitFor({ timeout: 60_000 });
    await workbench().screenshot('unfinished-after-crash');
    assert.equal(posts().length, 1);
  });

  it('stays in the tree after a reload too, until the gateway can be read', async () => {
    const { quickInput, notifications, tree } = workbench();
    await begin('still.example.com');
    gateway.faults.add({ method: 'POST' }, { kind: 'cut', when: 'after' });
    const down = gateway.faults.add({ method: 'GET' }, answers.json(503, { error_msg: 'no healthy etcd' }));
    await quickInput.pick('Upload');
    await notifications.message('Uploading still.example.com: it is unknown whether it took effect').waitFor();
    await workbench().closePrompts();
    await workbench().reload();
    // It is looked for by itself, several times.
    await notifications.message(/still\.example\.com: it is unknown whether/).waitFor({ timeout: 60_000 });
    await workbench().clearNotifications();
    await tree.open();
    const row = tree.row(/^Unfinished: upload of still\.example\.com, /);
    await row.waitFor();
    await workbench().screenshot('unfinished-row-reloaded');
    down.remove();
    await tree.contextMenu(/^Unfinished: upload of still\.example\.com, /, 'Check Again');
    await notifications.message(/Uploaded still\.example\.com to Staging \(ID \d+\)/).waitFor();
    await row.waitFor({ state: 'detached' });
    assert.equal(posts().length, 1);
  });

  /** The table of an upload of several files, ready to be sent. */
  const beginSeveral = async (names: readonly string[]) => {
    const { files, quickInput, user } = workbench();
    for (const name of names) {
      const made = await makeCertificate({
        now,
        commonName: name,
        dns: [name],
        issuer: authority.intermediate,
        toDays: 60,
      });
      await files.write(`${name}.pem`, made.chainPem + made.keyPem);
    }
    await files.showExplorer();
    for (const name of names) await files.row(`${name}.pem`).waitFor();
    const [first = '', ...others] = names;
    await user.click(files.row(`${first}.pem`));
    for (const name of others) await user.click(files.row(`${name}.pem`), { modifiers: ['ControlOrMeta'] });
    await workbench().chooseAt(files.row(`${first}.pem`), 'Upload Certificate…');
    await quickInput.step('Upload Certificates to Staging');
  };

  it('of several files is looked for as that of one is, and sent again only where it did not take effect', async () => {
    const { quickInput } = workbench();
    await beginSeveral(['pair-1.example.com', 'pair-2.example.com']);
    gateway.faults.add({ method: 'POST' }, { kind: 'cut', when: 'during' }, 1);
    gateway.faults.add({ method: 'POST' }, { kind: 'cut', when: 'after' }, 1);
    await quickInput.accept();
    await workbench().answer('Upload');
    await quickInput.step('1 of 2 uploaded to Staging');
    await workbench().screenshot('unfinished-several', themes);
    assert.match((await quickInput.spoken()).join('\n'), /pair-1\.example\.com, uploaded \(ID \d+\)/);
    assert.deepEqual([posts().length, stored('pair-1.example.com'), stored('pair-2.example.com')], [2, true, false]);
    await quickInput.pick('Retry 1');
    await quickInput.step('2 of 2 uploaded to Staging');
    assert.deepEqual([posts().length, stored('pair-2.example.com')], [3, true]);
    await quickInput.cancel();
  });

  it('of several files stays in the tree too, and is looked for before it is sent again', async () => {
    const { quickInput, notifications, tree } = workbench();
    await beginSeveral(['both-1.example.com', 'both-2.example.com']);
    gateway.faults.add({ method: 'GET' }, answers.html(502));
    gateway.faults.add({ method: 'POST' }, { kind: 'cut', when: 'after' }, 1);
    await quickInput.accept();
    await workbench().answer('Upload');
    await quickInput.row(/^Retry/).waitFor();
    await workbench().screenshot('unfinished-several-unknown', themes);
    await quickInput.widget.getByText('Outcome unknown').waitFor();
    assert.match((await quickInput.spoken()).join('\n'), /both-1\.example\.com, unknown whether it took effect/);
    const sent = posts().length;
    await quickInput.cancel();
    await notifications.message('It is unknown whether these are on Staging: both-1.example.com').waitFor();
    gateway.faults.clear();
    await tree.open();
    const row = /^Unfinished: upload of both-1\.example\.com, /;
    await tree.row(row).waitFor();
    await workbench().clearNotifications();
    await tree.contextMenu(row, 'Check Again');
    await notifications.message(/Uploaded both-1\.example\.com to Staging \(ID \d+\)/).waitFor();
    await tree.row(row).waitFor({ state: 'detached' });
    assert.equal(posts().length, sent);
    // The list could not be read meanwhile: whoever uploads next waits for this one.
    await workbench().runCommand('API7 Certificates: Refresh');
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
    const labels = quickInput.at('PRODUCTION · Labels of labels.example.com on Staging');
    await tree.contextMenu('labels.example.com', 'Edit Labels…', labels);
    await quickInput.fill('team=web');
    await quickInput.row('Change Labels').waitFor();
    assert.match((await quickInput.spoken()).join('\n'), /team=web, added/);
    await workbench().screenshot('labels-production', themes);
    assert.equal(writes(), 0);
    await quickInput.pick('Edit Again');
    await quickInput.step('Labels as key=value');
    assert.equal(await quickInput.input.inputValue(), 'team=web');
    await quickInput.accept();
    await quickInput.pick('Change Labels');
    await notifications.message('Changed the labels of labels.example.com on Staging').waitFor();
    assert.equal(writes(), 1);
  });
});
