import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '../../fixtures/certificates';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { makeLocalIdentity } from '../../gateway/tls';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();
const adminKey = 'canary-admin-key-5d1e';
const otherKey = 'canary-other-key-77';
const password = 'canary-admin-key-password';

/**
 * Looks at everything a person or a program could read later: settings, logs, what the window printed, what it shows.
 */
async function assertNoCanary(workbench: Workbench): Promise<void> {
  const shown = await workbench.page.locator('body').innerText();
  const all = [workbench.readSettings(), workbench.readLogs(), workbench.consoleLines.join('\n'), shown].join('\n');
  assert.doesNotMatch(all, /canary-/);
}

/** What only a screen shows, and a secret storage that fails. Every step of the way is walked in test/integration. */
export const describeConnections = (workbench: () => Workbench): unknown =>
  describe('Connecting a gateway', () => {
    const folder = mkdtempSync(join(tmpdir(), 'api7-client-'));
    const at = (name: string) => join(folder, name);
    let gateway: Gateway;
    let other: Gateway;
    let guarded: Gateway;
    before(async () => {
      const clients = await makeCertificate({ now, commonName: 'Clients', isCa: true });
      const [client, identity] = await Promise.all([
        makeCertificate({ now, commonName: 'editor', purpose: 'client', issuer: clients, key: 'RSA 2048' }),
        makeLocalIdentity(now),
      ]);
      [gateway, other, guarded] = await Promise.all([
        startGateway({ adminKey }),
        startGateway({ adminKey: otherKey }),
        startGateway({ adminKey: null, https: identity, clientCa: clients.pem }),
      ]);
      const protection = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: password } as const;
      await workbench().files.write('ca.pem', identity.ca);
      writeFileSync(at('client.pem'), client.chainPem);
      writeFileSync(at('protected.key'), createPrivateKey(client.keyPem).export(protection));
      const profiles = join(workbench().home, '.api7cloud');
      mkdirSync(profiles);
      writeFileSync(
        join(profiles, 'config'),
        `profiles:\n- name: shops\n  address: ${gateway.api7cloud.url}\n  user:\n    access_token: ${adminKey}\n`,
      );
    });
    after(async () => {
      rmSync(join(workbench().home, '.api7cloud'), { recursive: true });
      rmSync(folder, { recursive: true });
      await Promise.all([gateway.close(), other.close(), guarded.close()]);
    });
    afterEach(() => workbench().closePrompts());

    it('begins in the empty view, asks step by step with the key hidden, and ends in the tree', async () => {
      const { tree, quickInput, user } = workbench();
      await tree.open();
      await user.click(tree.welcomeAction('Import its connections'));
      await quickInput.row('shops').waitFor();
      await workbench().screenshot('connections-import', themes);
      await quickInput.cancel();
      await user.click(tree.welcomeAction('Add Connection'));
      await quickInput.step('What kind of gateway is it?');
      await workbench().screenshot('connection-kind', themes);
      await quickInput.pick('Apache APISIX');
      await quickInput.step('Address of the Admin API');
      await quickInput.fill('not an address');
      await quickInput.step('The address has a space');
      await workbench().screenshot('connection-address-wrong', themes);
      await quickInput.fill(gateway.apisix.url);
      await quickInput.step('The admin key');
      await quickInput.type(adminKey);
      assert.equal(await quickInput.input.getAttribute('type'), 'password');
      await quickInput.accept();
      await quickInput.step('Name shown in the tree');
      await quickInput.fill('Local APISIX');
      await quickInput.step('Press Enter for none');
      await quickInput.accept();
      await tree.row('This gateway holds no certificates yet.').waitFor();
      await assertNoCanary(workbench());
      await workbench().runCommand('API7 Certificates: Remove Connection…');
      await workbench().dialog.waitFor();
      await workbench().screenshot('connection-remove', themes);
      await workbench().answer('Remove');
      await tree.welcomeAction('Add Connection').waitFor();
    });

    describe('where the secret storage fails', () => {
      const name = 'Local APISIX';
      before(async () => {
        // Two, so that each has a row whatever it holds.
        const two = { id: 'two', name: 'Second', dialect: 'apisix', address: gateway.apisix.url };
        await workbench().addConnections(
          {
            connection: { id: 'one', name, dialect: 'apisix', address: other.apisix.url },
            token: 'canary-other-key-wrong',
          },
          { connection: two, token: adminKey },
        );
        await workbench().tree.row(name).filter({ hasText: 'admin key not accepted' }).waitFor();
        await workbench().loseSecrets();
      });
      // The window has a secret storage again.
      after(() => workbench().reload());

      it('says that the secret storage fails, and uses a token for this session only', async () => {
        const { quickInput, dialog, tree } = workbench();
        const step = quickInput.at(`It will be sent to ${other.apisix.url} only.`);
        await tree.contextMenu(name, 'Set Token…', step);
        const answered = other.nextRequest({ method: 'GET' });
        await quickInput.fill(otherKey);
        await dialog.filter({ hasText: 'The secret storage of VS Code failed' }).waitFor();
        await workbench().screenshot('token-session', themes);
        await workbench().answer('Use the Token for This Session Only');
        await answered;
        await tree
          .row(name)
          .filter({ hasText: new RegExp(`^${name} ?${new URL(other.apisix.url).host}$`) })
          .waitFor();
        await assertNoCanary(workbench());
      });

      it('uses the password of a client key for this session only', async () => {
        const { quickInput, tree, dialog, user } = workbench();
        await workbench().runCommand('API7 Certificates: Add Connection…');
        await quickInput.pick('Apache APISIX');
        await quickInput.step('Address of the Admin API');
        await quickInput.fill(guarded.apisix.url);
        await quickInput.step('PEM file of the CA');
        await user.click(quickInput.button('Choose File…'));
        await quickInput.pick('ca.pem');
        await quickInput.step('PEM file of the CA');
        assert.equal(await quickInput.input.inputValue(), join(workbench().folder, 'ca.pem'));
        await quickInput.accept();
        await quickInput.pick('Only from the CAs in This File');
        await quickInput.step('PEM file of a client certificate');
        await quickInput.fill(at('client.pem'));
        await quickInput.step('PEM file of the private key of the client certificate');
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
        await tree
          .row('Guarded for now')
          .filter({ hasText: new RegExp(`${new URL(guarded.apisix.url).host}$`) })
          .waitFor();
        await assertNoCanary(workbench());
      });
    });
  });
