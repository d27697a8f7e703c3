import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { makePkcs12 } from '../../fixtures/pkcs12';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();
const password = 'canary-password-7f3a';

export const describeUploadFormats = (workbench: () => Workbench): unknown =>
  describe('Uploading what is no plain PEM', () => {
    let gateway: Gateway;
    before(async () => {
      gateway = await startGateway({ adminKey: null });
      await workbench().changeSettings({
        'api7Certificates.connections': [
          { id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url },
        ],
      });
    });
    after(() => gateway.close());
    beforeEach(() => gateway.clearRequests());
    afterEach(() => workbench().clearNotifications());

    const leaf = async (commonName: string, key: 'RSA 2048' | 'EC P-256' = 'EC P-256') => {
      const { intermediate } = await makeAuthority(now);
      return {
        made: await makeCertificate({ now, commonName, dns: [commonName], key, issuer: intermediate }),
        intermediate,
      };
    };
    const summary = async (): Promise<string> => {
      await workbench().quickInput.step('Upload Certificate to Staging');
      return (await workbench().quickInput.spoken()).join('\n');
    };

    it('opens a PKCS#12 file at the second try and sends its key as plain PKCS#8', async () => {
      const { files, quickInput, notifications } = workbench();
      const { made, intermediate } = await leaf('pkcs12.example.com', 'RSA 2048');
      await files.write(
        'server.p12',
        makePkcs12({ certificates: [made.der, intermediate.der], keys: [made.keyPem], password, encryption: 'rc2-40' }),
      );
      await files.contextMenu('server.p12', 'Upload Certificate…');
      await quickInput.step('Password of server.p12');
      await quickInput.fill('wrong');
      await quickInput.message.filter({ hasText: 'Wrong password for “server.p12”.' }).waitFor();
      await workbench().screenshot('upload-wrong-password', themes);
      await quickInput.fill(password);
      const rows = await summary();
      assert.match(rows, /Private key, RSA 2048 · server\.p12 \(was encrypted\)/);
      assert.match(rows, /Chain, 2 certificates, with Example Issuing CA 1/);
      assert.match(rows, /Key fits: RSA 2048, in server\.p12/);
      await workbench().screenshot('upload-pkcs12', themes);
      assert.deepEqual(gateway.writes(), []);
      await quickInput.pick('Upload');
      await notifications.message(/Uploaded pkcs12\.example\.com to Staging \(ID /).waitFor();
      const [sent, ...others] = gateway.writes();
      assert.deepEqual(others, []);
      const { key } = JSON.parse(sent?.body ?? '{}') as { readonly key: string };
      assert.match(key, /^-----BEGIN PRIVATE KEY-----\n/);
      assert.ok(createPrivateKey(key).equals(createPrivateKey(made.keyPem)));
    });

    afterEach('logs no password', () =>
      assert.ok(![workbench().readLogs(), ...workbench().consoleLines].join('\n').includes(password)),
    );
  });
