import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '../fixtures/certificates';
import type { Gateway } from '../gateway/server';
import { startGateway } from '../gateway/server';
import { makeLocalIdentity } from '../gateway/tls';
import { themes } from './harness/themes';
import { useWorkbench } from './harness/useWorkbench';
import type { Workbench } from './harness/workbench';

const adminKey = 'canary-admin-key-5d1e';
const otherKey = 'canary-other-key-77';
const token = 'eyJhbGciOiJSUzI1NiJ9.eyJqdGkiOiJjYW5hcnkifQ.canary-cloud-token';

/** Everything a person or a program could read of it later: settings, logs, what the window printed, what it shows. */
async function assertNoCanary(workbench: Workbench): Promise<void> {
  const shown = await workbench.page.locator('body').innerText();
  const all = [workbench.readSettings(), workbench.readLogs(), workbench.consoleLines.join('\n'), shown].join('\n');
  assert.doesNotMatch(all, /canary-(admin|cloud|other)/);
}

describe('Connections', () => {
  /** A gateway that cloud-cli and adc have set up on this machine, to be imported. */
  let machine: Gateway;
  const home = mkdtempSync(join(tmpdir(), 'api7-home-'));
  before(async () => {
    machine = await startGateway({ adminKey, token });
    mkdirSync(join(home, '.api7cloud'));
    const profile = (name: string, address: string) =>
      `- name: ${name}\n  address: ${address}\n  user:\n    access_token: ${token}\n`;
    writeFileSync(
      join(home, '.api7cloud', 'config'),
      `default_profile: shops\nprofiles:\n${profile('shops', machine.api7cloud.url)}${profile('broken', 'nowhere')}`,
    );
  });
  after(async () => {
    await machine.close();
    rmSync(home, { recursive: true });
  });
  /** One window for all of them. */
  const workbench = useWorkbench(async () => ({
    env: { HOME: home, USERPROFILE: home, ADC_SERVER: machine.apisix.url, ADC_TOKEN: adminKey },
  }));
  beforeEach(async () => {
    await workbench().changeSettings({ 'api7Certificates.connections': null });
    await workbench().tree.open();
  });
  afterEach(() => workbench().closePrompts());

  describe('Connecting a gateway', () => {
    let gateway: Gateway;
    let other: Gateway;
    before(async () => {
      gateway = await startGateway({ adminKey, token });
      other = await startGateway({ adminKey: otherKey });
    });
    after(async () => {
      await gateway.close();
      await other.close();
    });
    beforeEach(async () => {
      gateway.clearRequests();
      other.clearRequests();
    });
    /** Two, so that each has a row whatever it holds. */
    const connectTwo = async ({ address, token }: { readonly address: string; readonly token: string }) => {
      await workbench().addConnections(
        { connection: { id: 'one', name: 'Local APISIX', dialect: 'apisix', address }, token },
        {
          connection: { id: 'two', name: 'Second APISIX', dialect: 'apisix', address: gateway.apisix.url },
          token: adminKey,
        },
      );
      await workbench().tree.row('Local APISIX').waitFor();
    };
    const tokenFor = ({ apisix }: Gateway) => workbench().quickInput.at(`It will be sent to ${apisix.url} only.`);
    const takeNoMarks = async () => {
      await workbench().quickInput.step('Press Enter for none');
      await workbench().quickInput.accept();
    };

    it('says in place what is wrong with an address, and keeps what was typed on the way back', async () => {
      const { tree, quickInput } = workbench();
      await workbench().user.click(tree.welcomeAction('Add Connection'));
      await quickInput.step('What kind of gateway is it?');
      assert.deepEqual(await quickInput.labels(), ['API7 Cloud', 'Apache APISIX', 'API7 Enterprise']);
      await workbench().screenshot('connection-kind', themes);
      await quickInput.pick('Apache APISIX');
      await quickInput.step('Address of the Admin API');
      assert.equal(await quickInput.input.inputValue(), 'http://127.0.0.1:9180');
      for (const [typed, complaint] of [
        ['gw.example.com', 'Start the address with its scheme: https://gw.example.com'],
        ['https://me:secret@gw.example.com', 'Remove the user name and password'],
        ['https://gw.example.com?api_key=1', 'Remove everything from the first ? or # onwards.'],
        ['', 'Enter the address of the API.'],
      ] as const) {
        await quickInput.type(typed);
        await quickInput.step(complaint);
      }
      await quickInput.fill('not an address');
      await quickInput.step('The address has a space');
      await workbench().screenshot('connection-address-wrong', themes);
      await quickInput.fill(gateway.apisix.url);
      await quickInput.step('The admin key: deployment.admin.admin_key');
      await quickInput.back();
      await quickInput.step('Address of the Admin API');
      assert.equal(await quickInput.input.inputValue(), gateway.apisix.url);
      await quickInput.cancel();
      assert.doesNotMatch(workbench().readSettings(), /api7Certificates\.connections/);
    });

    it('warns before a token travels unencrypted to another machine', async () => {
      const { quickInput, dialog } = workbench();
      await workbench().runCommand('API7 Certificates: Add Connection…');
      await quickInput.pick('Apache APISIX');
      await quickInput.step('Address of the Admin API');
      await quickInput.fill('http://gateway.example.com:9180');
      await dialog.filter({ hasText: 'Send the token unencrypted to http://gateway.example.com:9180?' }).waitFor();
      await workbench().screenshot('connection-plain-http', themes);
      await workbench().answer('Cancel');
      await quickInput.step('Unencrypted: anyone on the network path can read the token.');
      assert.equal(await quickInput.input.inputValue(), 'http://gateway.example.com:9180');
      await quickInput.cancel();
    });

    it('tests an APISIX right after its key, says why that failed, and takes the right key in place', async () => {
      const { tree, quickInput } = workbench();
      await workbench().runCommand('API7 Certificates: Add Connection…');
      await quickInput.pick('Apache APISIX');
      await quickInput.step('Address of the Admin API');
      await quickInput.fill(`${gateway.apisix.url}/apisix/admin/`);
      await quickInput.step('The admin key');
      await quickInput.fill('canary-admin-key-wrong');
      await quickInput.row('Continue Anyway').waitFor();
      assert.match((await quickInput.labels()).join('\n'), /The gateway did not accept the admin key/);
      await workbench().screenshot('connection-test-failed', themes);
      await quickInput.pick('Change Token…');
      await quickInput.step('The admin key');
      await quickInput.back();
      await quickInput.row('Continue Anyway').waitFor();
      await quickInput.pick('Change Token…');
      await quickInput.step('The admin key');
      await quickInput.fill(adminKey);
      await quickInput.step('Name shown in the tree');
      assert.equal(await quickInput.input.inputValue(), new URL(gateway.apisix.url).host);
      await quickInput.fill('Local APISIX');
      await takeNoMarks();
      await tree.row('This gateway holds no certificates yet.').waitFor();
      const settings = workbench().readSettings();
      assert.match(settings, /"name": "Local APISIX"/);
      assert.match(settings, new RegExp(`"address": "${gateway.apisix.url}"`));
      await assertNoCanary(workbench());
    });

    it('picks organization and cluster of API7 Cloud from what the API lists', async () => {
      const { tree, quickInput } = workbench();
      await connectTwo({ address: gateway.apisix.url, token: adminKey });
      await workbench().runCommand('API7 Certificates: Add Connection…');
      await quickInput.pick('API7 Cloud');
      await quickInput.step('Address of the API7 Cloud API');
      assert.equal(await quickInput.input.inputValue(), 'https://api.api7.cloud');
      await quickInput.fill(`${gateway.api7cloud.url}/some/path`);
      await quickInput.step('A personal access token');
      await quickInput.fill('canary-cloud-token-wrong');
      await quickInput.row('Retry').waitFor();
      assert.match((await quickInput.labels()).join('\n'), /The gateway did not accept the token/);
      await quickInput.pick('Change Token…');
      await quickInput.step('A personal access token');
      await quickInput.fill(token);
      await quickInput.row('Example Shops').waitFor();
      assert.deepEqual(await quickInput.labels(), ['Example Shops', 'Example Labs']);
      await workbench().screenshot('connection-organization', themes);
      await quickInput.pick('Example Shops');
      await quickInput.row('staging').waitFor();
      await quickInput.pick('staging');
      await quickInput.step('Name shown in the tree');
      assert.equal(await quickInput.input.inputValue(), 'staging');
      await quickInput.accept();
      await takeNoMarks();
      await tree.row('staging').waitFor();
      await workbench().screenshot('connections', themes);
      await assertNoCanary(workbench());
    });

    it('tests a connection on demand', async () => {
      const { notifications } = workbench();
      await connectTwo({ address: gateway.apisix.url, token: adminKey });
      const answer = notifications.message('Local APISIX answers: APISIX 3.18.0.');
      await workbench().tree.contextMenu('Local APISIX', 'Test Connection', answer);
      await workbench().screenshot('connection-tested', themes);
    });

    it('asks for the token anew when the address changes, and sends the old one nowhere else', async () => {
      const { tree, quickInput } = workbench();
      await connectTwo({ address: gateway.apisix.url, token: adminKey });
      other.clearRequests();
      await workbench().tree.contextMenu('Local APISIX', 'Edit Connection…', quickInput.at('Choose what to change'));
      assert.deepEqual(await quickInput.labels(), ['Name', 'Kind of Gateway', 'Address', 'Token', 'Protection']);
      await quickInput.pick('Address');
      await quickInput.step('Address of the Admin API');
      assert.equal(await quickInput.input.inputValue(), gateway.apisix.url);
      await quickInput.fill(other.apisix.url);
      await quickInput.step('No token is kept for this address.');
      await quickInput.accept();
      await quickInput.row('Save').waitFor();
      await workbench().screenshot('connection-edit', themes);
      await quickInput.pick('Save');
      await quickInput.pick('Continue Anyway');
      await tree
        .row('Local APISIX')
        .filter({ hasText: new URL(other.apisix.url).host })
        .waitFor();
      assert.ok(other.requests.length > 0);
      assert.ok(!JSON.stringify(other.requests).includes(adminKey));
    });

    it('changes one field, with everything else left as it is and no request sent', async () => {
      const { tree, quickInput } = workbench();
      await connectTwo({ address: gateway.apisix.url, token: adminKey });
      await tree.contextMenu('Second APISIX', 'Edit Connection…', quickInput.row('Name'));
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
      await quickInput.row('Save').waitFor();
      gateway.clearRequests();
      await quickInput.pick('Save');
      await tree.row('Renamed APISIX').waitFor();
      const { 'api7Certificates.connections': saved } = JSON.parse(workbench().readSettings());
      assert.deepEqual(saved[1], {
        id: 'two',
        name: 'Renamed APISIX',
        dialect: 'apisix',
        address: gateway.apisix.url,
      });
      await tree.row('Renamed APISIX').filter({ hasText: 'no admin key' }).waitFor({ state: 'detached' });
      await assertNoCanary(workbench());
    });

    it('keeps no token where the address changed while it was typed', async () => {
      const { quickInput, notifications } = workbench();
      await connectTwo({ address: other.apisix.url, token: 'canary-other-key-wrong' });
      await workbench().tree.contextMenu('Local APISIX', 'Set Token…', tokenFor(other));
      gateway.clearRequests();
      const settings = JSON.parse(workbench().readSettings()) as {
        readonly 'api7Certificates.connections': readonly { readonly name: string }[];
      };
      const moved = settings['api7Certificates.connections'].map((entry) =>
        entry.name === 'Local APISIX' ? { ...entry, address: gateway.apisix.url } : entry,
      );
      await workbench().changeSettings({ 'api7Certificates.connections': moved });
      await workbench()
        .tree.row('Local APISIX')
        .filter({ hasText: new URL(gateway.apisix.url).host })
        .waitFor();
      await quickInput.fill(otherKey);
      await notifications.message(`It was typed for ${other.apisix.url} and was not saved`).waitFor();
      assert.ok(!JSON.stringify(gateway.requests).includes(otherKey));
      await assertNoCanary(workbench());
    });

    it('takes a token for a row, and forgets it', async () => {
      const { quickInput, dialog } = workbench();
      await connectTwo({ address: other.apisix.url, token: 'canary-other-key-wrong' });
      await workbench().tree.row('Local APISIX').filter({ hasText: 'admin key not accepted' }).waitFor();
      await workbench().tree.contextMenu('Local APISIX', 'Set Token…', tokenFor(other));
      await quickInput.type('two words');
      await quickInput.step('The token has a space in it.');
      await workbench().screenshot('token-wrong', themes);
      const answered = other.nextRequest({ method: 'GET' });
      await quickInput.fill(otherKey);
      await answered;
      await workbench()
        .tree.row('Local APISIX')
        .filter({ hasText: new RegExp(`^Local APISIX ?${new URL(other.apisix.url).host}$`) })
        .waitFor();
      const question = dialog.filter({ hasText: 'Delete the token of “Local APISIX”?' });
      await workbench().tree.contextMenu('Local APISIX', 'Clear Token…', question);
      await workbench().answer('Delete Token');
      await workbench().page.getByText('The token of “Local APISIX” is deleted.').first().waitFor();
      await workbench().tree.row('Local APISIX').filter({ hasText: 'no admin key' }).waitFor();
      await assertNoCanary(workbench());
    });

    it('says that the secret storage fails, and uses a token for this session only', async () => {
      const { quickInput, dialog } = workbench();
      const name = 'Local APISIX';
      await connectTwo({ address: other.apisix.url, token: 'canary-other-key-wrong' });
      await workbench().tree.row(name).filter({ hasText: 'admin key not accepted' }).waitFor();
      await workbench().loseSecrets();
      await workbench().tree.contextMenu(name, 'Set Token…', tokenFor(other));
      const answered = other.nextRequest({ method: 'GET' });
      await quickInput.fill(otherKey);
      await dialog.filter({ hasText: 'The secret storage of VS Code failed' }).waitFor();
      await workbench().screenshot('token-session', themes);
      await workbench().answer('Use the Token for This Session Only');
      await answered;
      await workbench()
        .tree.row(name)
        .filter({ hasText: new RegExp(`^${name} ?${new URL(other.apisix.url).host}$`) })
        .waitFor();
      await assertNoCanary(workbench());
      // The window has a secret storage again.
      await workbench().reload();
    });

    it('removes a connection after asking', async () => {
      const { tree, dialog } = workbench();
      await connectTwo({ address: other.apisix.url, token: otherKey });
      const question = dialog.filter({ hasText: `Apache APISIX at ${other.apisix.url}. Its token is deleted` });
      await workbench().tree.contextMenu('Local APISIX', 'Remove Connection…', question);
      await workbench().screenshot('connection-remove', themes);
      await workbench().answer('Remove');
      await tree.row('Local APISIX').waitFor({ state: 'detached' });
      assert.doesNotMatch(workbench().readSettings(), /Local APISIX/);
      await assertNoCanary(workbench());
    });
  });

  describe('Connecting a gateway that asks for a client certificate', () => {
    const password = 'canary-admin-key-password';
    const folder = mkdtempSync(join(tmpdir(), 'api7-client-'));
    const at = (name: string) => join(folder, name);
    let gateway: Gateway;
    before(async () => {
      const now = Date.now();
      const clients = await makeCertificate({ now, commonName: 'Clients', isCa: true });
      const client = await makeCertificate({
        now,
        commonName: 'editor',
        purpose: 'client',
        issuer: clients,
        key: 'RSA 2048',
      });
      const identity = await makeLocalIdentity(now);
      gateway = await startGateway({ adminKey: null, https: identity, clientCa: clients.pem });
      const protectedKey = createPrivateKey(client.keyPem).export({
        type: 'pkcs8',
        format: 'pem',
        cipher: 'aes-256-cbc',
        passphrase: password,
      });
      writeFileSync(at('ca.pem'), identity.ca);
      writeFileSync(at('client.pem'), client.chainPem);
      writeFileSync(at('whole.pem'), client.chainPem + client.keyPem);
      writeFileSync(at('protected.key'), protectedKey);
    });
    after(async () => {
      await gateway.close();
      rmSync(folder, { recursive: true });
    });
    /** Fills in everything up to the key. */
    const fillUpToKey = async (certificate: string) => {
      const { quickInput } = workbench();
      await workbench().runCommand('API7 Certificates: Add Connection…');
      await quickInput.pick('Apache APISIX');
      await quickInput.step('Address of the Admin API');
      await quickInput.fill(gateway.apisix.url);
      await quickInput.step('PEM file of the CA');
      await quickInput.fill(at('ca.pem'));
      await quickInput.pick('Only from the CAs in This File');
      await quickInput.step('Leave it empty unless the Admin API asks for one (admin_api_mtls).');
      await quickInput.fill(at(certificate));
      await quickInput.step('PEM file of the private key of the client certificate');
      assert.equal(await quickInput.input.inputValue(), at(certificate));
    };
    /** The rest of them, and the connection’s row. */
    const finish = async () => {
      const { quickInput, tree } = workbench();
      await quickInput.step('The admin key');
      await quickInput.accept();
      await quickInput.step('Name shown in the tree');
      await quickInput.fill('Guarded');
      await quickInput.step('Press Enter for none');
      await quickInput.accept();
      await tree.row('This gateway holds no certificates yet.').waitFor();
    };

    it('takes certificate and key from one file', async () => {
      const { quickInput } = workbench();
      await fillUpToKey('client.pem');
      await quickInput.accept();
      await quickInput.step(/client\.pem holds no private key/);
      await workbench().screenshot('connection-client-key', themes);
      await quickInput.fill(at('whole.pem'));
      await finish();
      const settings = workbench().readSettings();
      assert.match(settings, /"clientCertificateFile": ".*client\.pem"/);
      assert.match(settings, /"clientKeyFile": ".*whole\.pem"/);
    });

    it('keeps the password of a protected key in the secret storage, until Clear Token', async () => {
      const { quickInput, tree, dialog } = workbench();
      await fillUpToKey('client.pem');
      await quickInput.fill(at('protected.key'));
      await quickInput.step('It is kept in the secret storage of VS Code, for this address alone.');
      await quickInput.accept();
      await quickInput.step('Enter the password.');
      await quickInput.fill('canary-admin-key-wrong');
      await quickInput.step(/does not open/);
      await workbench().screenshot('connection-client-password', themes);
      await quickInput.fill(password);
      await finish();
      await assertNoCanary(workbench());
      const editUpToPassword = async () => {
        await tree.contextMenu('Guarded', 'Edit Connection…', quickInput.row('Client Certificate'));
        await quickInput.pick('Client Certificate');
        for (const step of ['PEM file of a client certificate', 'PEM file of the private key']) {
          await quickInput.step(step);
          await quickInput.accept();
        }
        await quickInput.step('Password of the private key');
      };
      await editUpToPassword();
      await quickInput.step('Leave it empty to keep the current one.');
      await quickInput.accept();
      await quickInput.step('Choose what to change');
      await quickInput.cancel();
      const question = dialog.filter({ hasText: 'with the password of the client key' });
      await tree.contextMenu('Guarded', 'Clear Token…', question);
      await workbench().answer('Delete Token');
      await tree.row('Guarded').filter({ hasText: 'client certificate cannot be used' }).waitFor();
      await editUpToPassword();
      await quickInput.step('It is kept in the secret storage of VS Code, for this address alone.');
      await assertNoCanary(workbench());
    });

    it('uses that password for this session only where the secret storage fails', async () => {
      const { quickInput, tree, dialog } = workbench();
      await workbench().loseSecrets();
      await fillUpToKey('client.pem');
      await quickInput.fill(at('protected.key'));
      await quickInput.step('The secret storage of VS Code failed');
      await quickInput.fill(password);
      await quickInput.step('The admin key');
      await quickInput.accept();
      await quickInput.step('Name shown in the tree');
      await quickInput.fill('Guarded for now');
      await quickInput.step('Press Enter for none');
      await quickInput.accept();
      await dialog.filter({ hasText: 'The password of the client key can be kept in memory instead' }).waitFor();
      await workbench().screenshot('connection-client-password-session', themes);
      await workbench().answer('Use the Password for This Session Only');
      await tree.row('This gateway holds no certificates yet.').waitFor();
      await assertNoCanary(workbench());
      // The window has a secret storage again.
      await workbench().reload();
    });
  });

  describe('Importing what is already on the machine', () => {
    it('takes over cloud-cli’s profiles and adc’s variables, with their tokens, and then marks what is connected already', async () => {
      const { tree, quickInput, notifications } = workbench();
      await workbench().user.click(tree.welcomeAction('Import its connections'));
      await quickInput.row('shops').waitFor();
      assert.deepEqual(await quickInput.labels(), ['shops', 'APISIX']);
      await workbench().screenshot('connections-import', themes);
      await quickInput.accept();
      await quickInput.pick('Example Labs');
      await notifications
        .message('Imported: shops, APISIX. Profile “broken” of cloud-cli: Start the address with')
        .waitFor();
      await tree.row('shops').waitFor();
      await tree.row('APISIX').waitFor();
      await workbench().until(() =>
        workbench().readLogs().includes('Profile “broken” of cloud-cli: Start the address with'),
      );
      await assertNoCanary(workbench());
      await workbench().runCommand('API7 Certificates: Import Connections…');
      await quickInput.row('shops').waitFor();
      assert.match((await quickInput.spoken()).join('\n'), /shops.*already connected/);
      await quickInput.cancel();
    });
  });
});
