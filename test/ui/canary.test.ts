import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MadeCertificate } from '../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import { keySpellings } from '../fixtures/keySpellings';
import { storePassword } from '../gateway/enterprise/groups';
import { answers } from '../gateway/http/faults';
import { seedSample } from '../gateway/sample';
import type { Gateway } from '../gateway/server';
import { startGateway } from '../gateway/server';
import { themes } from './harness/themes';
import { useWorkbench } from './harness/useWorkbench';
import type { Workbench } from './harness/workbench';

const now = Date.now();
const adminKey = 'canary-admin-key-9f27c1d4';
const cloudToken = 'eyJhbGciOiJSUzI1NiJ9.eyJqdGkiOiJjYW5hcnkifQ.canary-cloud-signature-77aa';
/** Of a gateway that no window knows: nothing hides them from a log before the extension itself comes by them. */
const newAdminKey = 'canary-admin-key-new-41d7';
const newCloudToken = 'eyJhbGciOiJSUzI1NiJ9.eyJqdGkiOiJuZXcifQ.canary-cloud-signature-new-b3e5';

/**
 * Everything a person or a program could come by: what is on screen, what was logged, kept, or said between page and
 * host.
 */
async function everythingOf(workbench: Workbench): Promise<string> {
  const frames = await Promise.all(
    workbench.page.frames().map(async (frame) => {
      const heard = await frame
        .evaluate(() => JSON.stringify((window as { canaryMessages?: unknown }).canaryMessages ?? []))
        .catch(() => '');
      return `${heard}\n${await frame.content().catch(() => '')}`;
    }),
  );
  return [
    ...frames,
    workbench.readSettings(),
    workbench.readLogs(),
    workbench.consoleLines.join('\n'),
    await workbench.readClipboard(),
  ].join('\n');
}

/** In every page and frame, before anything else runs there. */
function keepMessages(): void {
  const messages: unknown[] = [];
  Object.assign(window, { canaryMessages: messages });
  window.addEventListener('message', (event) => messages.push(event.data), true);
}

describe('Planted secrets', () => {
  let gateway: Gateway;
  let newGateway: Gateway;
  let made: MadeCertificate;
  const folder = mkdtempSync(join(tmpdir(), 'api7-canary-'));
  before(async () => {
    // Before 3.17 with no keyring: lists carry private keys, in clear.
    gateway = await startGateway({ adminKey, token: cloudToken, version: '3.16.0', keyring: [] });
    newGateway = await startGateway({ adminKey: newAdminKey, token: newCloudToken, version: '3.16.0', keyring: [] });
    for (const each of [gateway, newGateway]) await seedSample(each, now);
    const { intermediate } = await makeAuthority(now);
    made = await makeCertificate({
      now,
      commonName: 'canary.example.com',
      dns: ['canary.example.com'],
      issuer: intermediate,
    });
    writeFileSync(join(folder, 'canary.crt'), made.chainPem);
    writeFileSync(join(folder, 'canary.key'), made.keyPem);
  });
  after(async () => {
    await gateway.close();
    await newGateway.close();
    rmSync(folder, { recursive: true });
  });
  const workbench = useWorkbench(() => {
    const { url: address, estate } = gateway.api7cloud;
    const [organization, cluster] = [estate.organizations[0], estate.clusters[0]].map((record) =>
      String(record?.['id']),
    );
    return Promise.resolve({
      folder,
      inEachFrame: keepMessages,
      connections: [
        { connection: { id: 'one', name: 'Leaky', dialect: 'apisix', address: gateway.apisix.url }, token: adminKey },
        {
          connection: { id: 'two', name: 'production', dialect: 'api7cloud', address, organization, cluster },
          token: cloudToken,
        },
      ],
    });
  });
  /** From here on every log line is written, until a reload. */
  const logEverything = async () => {
    // Waits for the companion, which brings up the tree and would take the focus from what is typed into.
    await workbench().clearNotifications();
    await workbench().runCommand('Developer: Set Log Level...');
    await workbench().quickInput.pick('Trace');
  };
  before(logEverything);
  afterEach(async () => {
    for (const each of [gateway, newGateway]) each.faults.clear();
    await workbench().tidy();
  });
  const secrets = () => [
    ...[adminKey, cloudToken, newAdminKey, newCloudToken],
    ...[gateway.api7enterprise.token, gateway.api7enterprise.adminKey, storePassword],
    ...keySpellings(made.keyPem),
  ];
  const assertNothingOut = async () => {
    const all = await everythingOf(workbench());
    assert.ok(all.length > 10_000, 'There is something to look through.');
    for (const secret of secrets()) assert.ok(!all.includes(secret), `A secret got out: ${secret.slice(0, 6)}…`);
    // Keys of the gateway's own objects, which this gateway leaks in lists.
    assert.ok(!/PRIVATE KEY-----[^]{0,8}MI/.test(all), 'A private key got out of the gateway’s answers.');
  };
  const countRequestsInLog = () => workbench().readLogs().split('GET /apisix/admin/ssls').length - 1;

  it('can be seen by this test at all', async () => {
    const { page } = workbench();
    await assertNothingOut();
    await page.evaluate((secret) => window.postMessage({ secret }, '*'), adminKey);
    await page.waitForFunction(() =>
      JSON.stringify((window as { canaryMessages?: unknown }).canaryMessages).includes('canary-admin-key'),
    );
    await assert.rejects(assertNothingOut(), /A secret got out/);
    await page.evaluate(() => (window as { canaryMessages?: unknown[] }).canaryMessages?.splice(0));
    await assertNothingOut();
  });

  it('stay in while connections are added, with every log line written', async () => {
    const { quickInput, tree } = workbench();
    const before = countRequestsInLog();
    await tree.open();
    // So that new rows are in sight.
    await workbench().user.click(tree.titleAction('Collapse All'));
    await workbench().runCommand('API7 Certificates: Add Connection…');
    await quickInput.pick('Apache APISIX');
    await quickInput.step('Address of the Admin API');
    await quickInput.fill(newGateway.apisix.url);
    await quickInput.step('The admin key');
    await quickInput.fill(newAdminKey);
    await quickInput.step('Name shown in the tree');
    await quickInput.fill('By hand');
    await quickInput.step('Press Enter for none');
    await quickInput.accept();
    await tree.row('By hand').waitFor();
    await workbench().runCommand('API7 Certificates: Add Connection…');
    await quickInput.pick('API7 Cloud');
    await quickInput.step('Address of the API7 Cloud API');
    await quickInput.fill(newGateway.api7cloud.url);
    await quickInput.step('A personal access token');
    await quickInput.fill(newCloudToken);
    await quickInput.pick('Example Shops');
    await quickInput.pick('staging');
    await quickInput.step('Name shown in the tree');
    await quickInput.accept();
    await quickInput.step('Press Enter for none');
    await quickInput.accept();
    await tree.row('staging').waitFor();
    // Requests are in the log: it is there to be searched.
    await workbench().until(() => countRequestsInLog() > before);
    await assertNothingOut();
  });

  it('stay in while certificates are browsed', async () => {
    const { tree } = workbench();
    await tree.open();
    await tree.expand('Leaky');
    await workbench().user.click(tree.row('shop.example.com').first());
    await workbench().webview().getByText('shop.example.com').first().waitFor();
    await assertNothingOut();
  });

  it('stay in while a certificate is uploaded, refused with the whole request echoed, and uploaded again', async () => {
    const { files, quickInput, notifications } = workbench();
    gateway.faults.add(
      { method: 'POST' },
      answers.json(400, {
        error_msg: `invalid request body: ${made.keyPem} for ${adminKey}`,
        req_body: JSON.stringify({ key: made.keyPem }),
      }),
    );
    await files.contextMenu('canary.crt', 'Upload Certificate…');
    await quickInput.pick(/Leaky/);
    await quickInput.pick('Upload');
    await notifications.message('The gateway refused it.').waitFor();
    await assertNothingOut();
    gateway.faults.clear();
    // Two messages move each other, away from a click.
    await workbench().clearNotifications();
    await quickInput.pick('Upload');
    await notifications.press(/Uploaded canary\.example\.com to Leaky/, 'Show');
    await workbench().webview().getByText('canary.example.com').first().waitFor();
    await workbench().runCommand('API7 Certificates: Show Log');
    await assertNothingOut();
  });

  it('stay in while a certificate is uploaded to API7 Cloud', async () => {
    const { files, quickInput, notifications } = workbench();
    await files.contextMenu('canary.crt', 'Upload Certificate…');
    await quickInput.pick(/production/);
    await quickInput.step('Upload Certificate to production');
    await quickInput.pick('Upload');
    await notifications.press(/Uploaded canary\.example\.com to production \(ID \d{10,}\)/, 'Show');
    await workbench().webview().getByText('canary.example.com').first().waitFor();
    await workbench().screenshot('details-api7cloud', themes);
    await assertNothingOut();
  });

  it('stay in while API7 Enterprise is connected and browsed, refuses a certificate with the whole request echoed, and takes it', async () => {
    const { files, notifications, quickInput, tree, user } = workbench();
    const { url, token } = gateway.api7enterprise;
    await tree.open();
    await user.click(tree.titleAction('Collapse All'));
    await workbench().runCommand('API7 Certificates: Add Connection…');
    await quickInput.pick('API7 Enterprise');
    await quickInput.step('Address of the dashboard');
    await quickInput.fill(url);
    await quickInput.step('An access token (a7ee-…)');
    await quickInput.fill(token);
    // The answer that lists them holds the password of their store.
    await quickInput.pick('default');
    await quickInput.step('Name shown in the tree');
    await quickInput.fill('Enterprise');
    await quickInput.step('Press Enter for none');
    await quickInput.accept();
    await tree.row('Enterprise').waitFor();
    await assertNothingOut();
    await tree.expand('Enterprise');
    await user.click(tree.row('shop.example.com').first());
    await workbench().webview().getByText('shop.example.com').first().waitFor();
    await assertNothingOut();
    const echo = `${made.keyPem} for ${token}`;
    gateway.faults.add({ method: 'POST' }, answers.json(400, { error_msg: `invalid request body: ${echo}` }));
    await files.contextMenu('canary.crt', 'Upload Certificate…');
    await quickInput.pick(/Enterprise/);
    await quickInput.pick(/^Upload/);
    await notifications.message('The gateway refused it.').waitFor();
    await assertNothingOut();
    gateway.faults.clear();
    await workbench().clearNotifications();
    await quickInput.pick(/^Upload/);
    await notifications.press(/Uploaded canary\.example\.com to Enterprise/, 'Show');
    await workbench().webview().getByText('canary.example.com').first().waitFor();
    await workbench().runCommand('API7 Certificates: Show Log');
    await workbench().until(() => workbench().readLogs().includes('gateway_group_id'));
    await assertNothingOut();
  });

  it('stay in after a reload, and when the gateway cannot be reached', async () => {
    const { tree, notifications } = workbench();
    await workbench().addConnections({
      connection: { id: 'three', name: 'Kept', dialect: 'apisix', address: newGateway.apisix.url },
      token: newAdminKey,
    });
    await workbench().reload();
    await logEverything();
    for (const each of [gateway, newGateway]) each.faults.add({}, { kind: 'cut', when: 'before' });
    await tree.open();
    await workbench().user.click(tree.titleAction('Collapse All'));
    await tree.contextMenu('Kept', 'Test Connection');
    await notifications.message('Testing').or(notifications.all).first().waitFor();
    await assertNothingOut();
  });
});
