import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Authority } from '../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import { answers } from '../gateway/http/faults';
import type { Gateway } from '../gateway/server';
import { startGateway } from '../gateway/server';
import { useWorkbench } from './harness/useWorkbench';

const now = Date.now();

/** Two of them a reload, whose messages VS Code has room for. */
describe('A write whose answer does not come', function () {
  this.timeout(180_000);
  let gateway: Gateway;
  let second: Gateway;
  let authority: Authority;
  before(async () => {
    [gateway, second] = await Promise.all([startGateway({ adminKey: null }), startGateway({ adminKey: null })]);
    authority = await makeAuthority(now);
  });
  after(() => Promise.all([gateway.close(), second.close()]));
  const workbench = useWorkbench(() =>
    Promise.resolve({
      settings: {
        'api7Certificates.connections': [
          { id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url },
          { id: 'two', name: 'Shop', dialect: 'apisix', address: second.apisix.url },
        ],
      },
    }),
  );
  beforeEach(() => {
    for (const each of [gateway, second]) each.clearRequests();
  });
  afterEach(async () => {
    for (const each of [gateway, second]) each.faults.clear();
    await workbench().closePrompts();
  });
  const posts = ({ requests }: Gateway) => requests.filter(({ method }) => method === 'POST').length;

  /** The review of an upload, ready to be sent. */
  const begin = async (name: string, connection: string) => {
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
    await quickInput.pick(connection);
    await quickInput.row('Upload').waitFor();
  };

  /**
   * Ends the extension host like a crash, without a word to anybody. It is known by the HOME that only it and its
   * children have; a child that is just being started still has its parent's command line, too.
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
    const hosts = readdirSync('/proc').filter(
      (pid) =>
        /^\d+$/.test(pid) &&
        read(`/proc/${pid}/cmdline`).includes('--type=extensionHost') &&
        read(`/proc/${pid}/environ`).includes(`HOME=${home}`),
    );
    assert.notEqual(hosts.length, 0);
    for (const pid of hosts) if (existsSync(`/proc/${pid}`)) process.kill(Number(pid), 'SIGKILL');
  };

  it('is looked for after a reload: shown where it took effect, kept in the tree while the gateway cannot be read', async () => {
    const { quickInput, notifications, tree } = workbench();
    await begin('kept.example.com', 'Staging');
    const kept = gateway.faults.add({ method: 'POST' }, { kind: 'hold', when: 'after' }, 1);
    await quickInput.pick('Upload');
    await kept.met();
    await begin('still.example.com', 'Shop');
    second.faults.add({ method: 'POST' }, { kind: 'cut', when: 'after' });
    const down = second.faults.add({ method: 'GET' }, answers.json(503, { error_msg: 'no healthy etcd' }));
    await quickInput.pick('Upload');
    await notifications.message('Uploading still.example.com: it is unknown whether it took effect').waitFor();
    await workbench().closePrompts();
    await workbench().reload();

    const shown = notifications.message(
      /The window was closed or reloaded before the gateway responded. Uploaded kept\.example\.com to Staging \(ID \d+\)\./,
    );
    await shown.waitFor({ timeout: 60_000 });
    await workbench().screenshot('unfinished-after-reload');
    // It goes away by itself.
    await notifications.press('Uploaded kept.example.com', 'Show');
    await workbench().webview().getByRole('heading', { level: 1, name: 'kept.example.com' }).waitFor();
    // It is looked for by itself, several times.
    await notifications.message(/still\.example\.com: it is unknown whether/).waitFor({ timeout: 60_000 });
    await workbench().screenshot('unfinished-unread-after-reload');
    await workbench().clearNotifications();

    await tree.open();
    await tree.row('kept.example.com').waitFor();
    const row = tree.row(/^Unfinished: upload of still\.example\.com, /);
    await row.waitFor();
    assert.equal(await tree.row(/^Unfinished: /).count(), 1);
    await workbench().screenshot('unfinished-row-reloaded');
    down.remove();
    await tree.contextMenu(/^Unfinished: upload of still\.example\.com, /, 'Check Again');
    await notifications.message(/Uploaded still\.example\.com to Shop \(ID \d+\)/).waitFor();
    await row.waitFor({ state: 'detached' });
    assert.deepEqual([gateway, second].map(posts), [1, 1]);
  });

  it('is looked for when the extension host crashed: shown where it took effect, called lost where it took none', async function () {
    // Processes are found by their environment only there.
    if (process.platform !== 'linux') this.skip();
    const { quickInput, notifications } = workbench();
    await begin('lost.example.com', 'Staging');
    const lost = gateway.faults.add({ method: 'POST' }, { kind: 'hold', when: 'before' }, 1);
    await quickInput.pick('Upload');
    await lost.met();
    await begin('crashed.example.com', 'Staging');
    const hold = gateway.faults.add({ method: 'POST' }, { kind: 'hold', when: 'after' }, 1);
    await quickInput.pick('Upload');
    await hold.met();
    killExtensionHost();
    hold.release();
    // A development host is not started again by VS Code.
    await workbench().reload();
    await notifications
      .message(/before the gateway responded\. Uploaded crashed\.example\.com to Staging \(ID \d+\)\./)
      .waitFor({ timeout: 60_000 });
    const said = notifications.message('Uploading lost.example.com: it did not take effect.');
    await said.waitFor({ timeout: 60_000 });
    // It waits for an answer, with the way on.
    for (const name of ['Upload…', 'Dismiss']) await said.getByRole('button', { name }).waitFor();
    assert.match(await said.innerText(), /Staging does not list it\. Open the file and upload it again\./);
    await workbench().screenshot('unfinished-after-crash');
    assert.equal(posts(gateway), 2);
    // What was said after an earlier reload is not said again.
    assert.doesNotMatch((await notifications.texts()).join('\n'), /(kept|still)\.example/);
  });
});
