import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { keyPemAs } from '../../fixtures/keyPairs';
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
    const writes = () => gateway.requests.filter((request) => request.method !== 'GET' && request.method !== 'HEAD');
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
      assert.deepEqual(writes(), []);
      await quickInput.pick('Upload');
      await notifications.message(/Uploaded pkcs12\.example\.com to Staging \(ID /).waitFor();
      const [sent, ...others] = writes();
      assert.deepEqual(others, []);
      const { key } = JSON.parse(sent?.body ?? '{}') as { readonly key: string };
      assert.match(key, /^-----BEGIN PRIVATE KEY-----\n/);
      assert.ok(createPrivateKey(key).equals(createPrivateKey(made.keyPem)));
    });

    it('sends nothing where the password of a key beside is not given', async () => {
      const { files, quickInput } = workbench();
      const { made } = await leaf('locked.example.com');
      await files.write('locked.key', keyPemAs(made.keys, 'encryptedPkcs8', password));
      await files.write('locked.crt', made.chainPem);
      await files.contextMenu('locked.crt', 'Upload Certificate…');
      await quickInput.step('Password of locked.key');
      await quickInput.leaveStep();
      assert.match(await summary(), /Cannot be uploaded yet.*protected with a password/);
      await workbench().screenshot('upload-locked', themes);
      await quickInput.pick('Cannot be uploaded yet');
      await quickInput.step('Which key belongs to this certificate?');
      await quickInput.pick('locked.key');
      await quickInput.step('Password of locked.key');
      await quickInput.fill(password);
      assert.match(await summary(), /Private key, EC P-256 · locked\.key \(was encrypted\)/);
      await quickInput.cancel();
      assert.deepEqual(writes(), []);
    });

    it('leaves where the password of a PKCS#12 file is not given', async () => {
      const { files, quickInput } = workbench();
      const { made } = await leaf('left.example.com');
      await files.write(
        'left.p12',
        makePkcs12({ certificates: [made.der], keys: [made.keyPem], password, encryption: 'rc2-40' }),
      );
      await files.contextMenu('left.p12', 'Upload Certificate…');
      await quickInput.step('Password of left.p12');
      await quickInput.cancel();
      assert.deepEqual(writes(), []);
    });

    it('takes a Kubernetes Secret, and says that it did', async () => {
      const { files, quickInput } = workbench();
      const { made } = await leaf('secret.example.com');
      const base64 = (text: string) => Buffer.from(text).toString('base64');
      await files.write(
        'shop-tls-secret.yaml',
        `apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\ntype: kubernetes.io/tls\ndata:\n  tls.crt: ${base64(made.chainPem)}\n  tls.key: ${base64(made.keyPem)}\n`,
      );
      await files.contextMenu('shop-tls-secret.yaml', 'Upload Certificate…');
      const rows = await summary();
      assert.match(rows, /Private key, EC P-256 · shop-tls-secret\.yaml \(shop\/tls\.key\)/);
      assert.match(rows, /Read from the Kubernetes Secret in shop-tls-secret\.yaml/);
      await workbench().screenshot('upload-secret', themes);
      await quickInput.cancel();
      assert.deepEqual(writes(), []);
    });

    it('completes a chain from the file beside', async () => {
      const { files, quickInput } = workbench();
      const { made, intermediate } = await leaf('split.example.com');
      await files.write('privkey.pem', made.keyPem);
      await files.write('chain.pem', intermediate.pem);
      await files.write('cert.pem', made.pem);
      await files.contextMenu('cert.pem', 'Upload Certificate…');
      const rows = await summary();
      assert.match(rows, /Chain, 2 certificates/);
      assert.match(rows, /The chain was completed from chain\.pem/);
      assert.match(rows, /Private key, EC P-256 · privkey\.pem/);
      await quickInput.cancel();
    });

    afterEach('logs no password', () =>
      assert.ok(![workbench().readLogs(), ...workbench().consoleLines].join('\n').includes(password)),
    );
  });
