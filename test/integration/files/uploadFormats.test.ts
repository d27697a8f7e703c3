import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { keyPemAs } from '../../fixtures/keyPairs';
import { makePkcs12 } from '../../fixtures/pkcs12';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { usePerson } from '../harness/usePerson';

const now = Date.now();
const password = 'canary-password-7f3a';

describe('Uploading what is no plain PEM', () => {
  const person = usePerson();
  const { quickInput, notifications, recorded } = person;
  let gateway: Gateway;
  before(async () => {
    gateway = await startGateway({ adminKey: null });
    await person.changeSettings({
      'api7Certificates.connections': [{ id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url }],
    });
  });
  after(() => gateway.close());
  beforeEach(() => gateway.clearRequests());
  afterEach('shows and logs no password', () =>
    assert.deepEqual(
      [...recorded.texts.all.map(({ text }) => text), ...recorded.logged].filter((text) => text.includes(password)),
      [],
    ),
  );

  const leaf = async (commonName: string, key: 'RSA 2048' | 'EC P-256' = 'EC P-256') => {
    const { intermediate } = await makeAuthority(now);
    return {
      made: await makeCertificate({ now, commonName, dns: [commonName], key, issuer: intermediate }),
      intermediate,
    };
  };
  const summary = async (): Promise<string> => {
    await quickInput.step('Upload Certificate to Staging');
    return (await quickInput.spoken()).join('\n');
  };

  it('opens a PKCS#12 file at the second try and sends its key as plain PKCS#8', async () => {
    const { made, intermediate } = await leaf('pkcs12.example.com', 'RSA 2048');
    person.write(
      'server.p12',
      makePkcs12({ certificates: [made.der, intermediate.der], keys: [made.keyPem], password, encryption: 'rc2-40' }),
    );
    person.runOnFiles('api7Certificates.uploadCertificate', person.path('server.p12'));
    assert.ok((await quickInput.step('Password of server.p12')).isMasked);
    await quickInput.fill('wrong');
    await quickInput.says('Wrong password for “server.p12”.');
    await quickInput.fill(password);
    const rows = await summary();
    assert.match(rows, /Private key, RSA 2048 · server\.p12 \(was encrypted\)/);
    assert.match(rows, /Chain, 2 certificates, with Example Issuing CA 1/);
    assert.match(rows, /Key fits: RSA 2048, in server\.p12/);
    assert.deepEqual(gateway.writes(), []);
    await quickInput.pick('Upload');
    await notifications.message(/Uploaded pkcs12\.example\.com to Staging \(ID /);
    const [sent, ...others] = gateway.writes();
    assert.deepEqual(others, []);
    const { key } = JSON.parse(sent?.body ?? '{}') as { readonly key: string };
    assert.match(key, /^-----BEGIN PRIVATE KEY-----\n/);
    assert.ok(createPrivateKey(key).equals(createPrivateKey(made.keyPem)));
  });

  it('sends nothing where the password of a key beside is not given', async () => {
    const { made } = await leaf('locked.example.com');
    person.write('locked.key', keyPemAs(made.keys, 'encryptedPkcs8', password));
    person.write('locked.crt', made.chainPem);
    person.runOnFiles('api7Certificates.uploadCertificate', person.path('locked.crt'));
    await quickInput.step('Password of locked.key');
    await quickInput.leaveStep();
    assert.match(await summary(), /Cannot be uploaded yet.*protected with a password/);
    await quickInput.pick('Cannot be uploaded yet');
    await quickInput.step('Which key belongs to this certificate?');
    await quickInput.pick('locked.key');
    await quickInput.step('Password of locked.key');
    await quickInput.fill(password);
    assert.match(await summary(), /Private key, EC P-256 · locked\.key \(was encrypted\)/);
    await quickInput.cancel();
    await person.untilDone();
    assert.deepEqual(gateway.writes(), []);
  });

  it('leaves where the password of a PKCS#12 file is not given', async () => {
    const { made } = await leaf('left.example.com');
    person.write(
      'left.p12',
      makePkcs12({ certificates: [made.der], keys: [made.keyPem], password, encryption: 'rc2-40' }),
    );
    person.runOnFiles('api7Certificates.uploadCertificate', person.path('left.p12'));
    await quickInput.step('Password of left.p12');
    await quickInput.cancel();
    await person.untilDone();
    // Somebody who left knows why nothing came of it.
    assert.deepEqual(
      person.notifications.texts().filter((text) => text.includes('left.p12')),
      [],
    );
    assert.deepEqual(gateway.writes(), []);
  });

  it('takes a Kubernetes Secret, and says that it did', async () => {
    const { made } = await leaf('secret.example.com');
    const base64 = (text: string) => Buffer.from(text).toString('base64');
    person.write(
      'shop-tls-secret.yaml',
      `apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\ntype: kubernetes.io/tls\ndata:\n  tls.crt: ${base64(made.chainPem)}\n  tls.key: ${base64(made.keyPem)}\n`,
    );
    person.runOnFiles('api7Certificates.uploadCertificate', person.path('shop-tls-secret.yaml'));
    const rows = await summary();
    assert.match(rows, /Private key, EC P-256 · shop-tls-secret\.yaml \(shop\/tls\.key\)/);
    assert.match(rows, /Read from the Kubernetes Secret in shop-tls-secret\.yaml/);
    await quickInput.cancel();
    await person.untilDone();
    assert.deepEqual(gateway.writes(), []);
  });

  it('completes a chain from the file beside', async () => {
    const { made, intermediate } = await leaf('split.example.com');
    person.write('privkey.pem', made.keyPem);
    person.write('chain.pem', intermediate.pem);
    person.write('cert.pem', made.pem);
    person.runOnFiles('api7Certificates.uploadCertificate', person.path('cert.pem'));
    const rows = await summary();
    assert.match(rows, /Chain, 2 certificates/);
    assert.match(rows, /The chain was completed from chain\.pem/);
    assert.match(rows, /Private key, EC P-256 · privkey\.pem/);
    await quickInput.cancel();
    await person.untilDone();
  });
});
