import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '../fixtures/certificates';
import type { Gateway } from '../gateway/server';
import { startGateway } from '../gateway/server';
import { makeLocalIdentity } from '../gateway/tls';
import { assertNoCanary } from './harness/canary';
import { connectionsInSettings, useConnections } from './harness/useConnections';

const now = Date.now();
const password = 'canary-password-of-key';

describe('Connecting a gateway that asks for a client certificate', () => {
  const person = useConnections();
  const { quickInput, tree } = person;
  const folder = mkdtempSync(join(tmpdir(), 'api7-client-'));
  const at = (name: string) => join(folder, name);
  let gateway: Gateway;
  before(async () => {
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
    person.run('api7Certificates.addConnection');
    await quickInput.pick('Apache APISIX');
    await quickInput.step('Address of the Admin API');
    await quickInput.fill(gateway.apisix.url);
    await quickInput.step('PEM file of the CA');
    await quickInput.fill(at('ca.pem'));
    await quickInput.pick('Only from the CAs in This File');
    await quickInput.step('Leave it empty unless the Admin API asks for one (admin_api_mtls).');
    await quickInput.fill(at(certificate));
    const key = await quickInput.step('PEM file of the private key of the client certificate');
    assert.equal(key.value, at(certificate));
  };
  /** Fills in the rest, and waits for what the gateway lists. */
  const finish = async () => {
    await quickInput.step('The admin key');
    await quickInput.accept();
    await quickInput.step('Name shown in the tree');
    await quickInput.fill('Guarded');
    await quickInput.step('Press Enter for none');
    await quickInput.accept();
    await person.untilDone();
    await tree.row('This gateway holds no certificates yet.');
  };

  it('takes certificate and key from one file', async () => {
    await fillUpToKey('client.pem');
    await quickInput.accept();
    await quickInput.step(/client\.pem holds no private key/);
    await quickInput.fill(at('whole.pem'));
    await finish();
    const [saved] = connectionsInSettings();
    assert.equal(saved?.['clientCertificateFile'], at('client.pem'));
    assert.equal(saved?.['clientKeyFile'], at('whole.pem'));
  });

  it('keeps the password of a protected key in the secret storage, until Clear Token', async () => {
    // Beside it, so that it has a row, whatever it holds.
    const second = { id: 'two', name: 'Second', dialect: 'apisix', address: 'http://127.0.0.1:1' } as const;
    await person.addConnection(second, undefined);
    await fillUpToKey('client.pem');
    await quickInput.fill(at('protected.key'));
    const kept = 'It is kept in the secret storage of VS Code, for this address alone.';
    assert.ok((await quickInput.step(kept)).isMasked);
    await quickInput.accept();
    await quickInput.step('Enter the password.');
    await quickInput.fill('canary-password-wrong');
    await quickInput.step(/does not open/);
    await quickInput.fill(password);
    await finish();
    assertNoCanary(person);
    const editUpToPassword = async () => {
      await person.runOn('api7Certificates.editConnection', 'Guarded');
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
    await person.untilDone();
    await person.runOn('api7Certificates.clearToken', 'Guarded');
    (await person.dialog('with the password of the client key')).answer('Delete Token');
    await tree.row('Guarded', (text) => text.includes('client certificate cannot be used'));
    await editUpToPassword();
    await quickInput.step(kept);
    assertNoCanary(person);
  });
});
