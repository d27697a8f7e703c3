import assert from 'node:assert/strict';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { writeSampleFolder } from '../../fixtures/sampleFolder';
import { answers } from '../../gateway/http/faults';
import { seedSample } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { usePerson } from '../harness/usePerson';

const now = Date.now();

describe('Uploading a certificate', () => {
  const person = usePerson(() => gateway.faults.clear());
  const { quickInput, notifications } = person;
  let gateway: Gateway;
  before(async () => {
    gateway = await startGateway({ adminKey: null });
    await seedSample(gateway, now);
    const sample = person.folder('sample');
    await writeSampleFolder(sample, now);
    // Of a name that no other folder has.
    const vault = person.folder('vault');
    for (const ending of ['crt', 'key'])
      copyFileSync(join(sample, 'encrypted', `server.${ending}`), join(vault, `locked.${ending}`));
    await person.changeSettings({
      'api7Certificates.connections': [{ id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url }],
    });
    await person.tree.open();
    await person.tree.row('shop.example.com');
  });
  after(() => gateway.close());
  beforeEach(() => gateway.clearRequests());

  it('recognises a certificate that the gateway has already', async () => {
    const shop = gateway.apisix.store.get('/apisix/ssls/shop')?.value['cert'];
    person.write('shop-again.crt', String(shop));
    person.runOnFiles('api7Certificates.uploadCertificate', person.path('shop-again.crt'));
    await quickInput.row('Already on the gateway');
    assert.match((await quickInput.spoken()).join('\n'), /Already on the gateway, as shop\.example\.com \(shop\)/);
    await quickInput.cancel();
    await person.untilDone();
    assert.deepEqual(gateway.writes(), []);
  });

  it('takes an editor that was never saved', async () => {
    const { intermediate } = await makeAuthority(now);
    const made = await makeCertificate({
      now,
      commonName: 'unsaved.example.com',
      dns: ['unsaved.example.com'],
      issuer: intermediate,
    });
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ content: made.chainPem + made.keyPem }),
    );
    person.run('api7Certificates.uploadCertificate');
    await quickInput.row('Upload');
    await quickInput.pick('Upload');
    await notifications.message(/Uploaded unsaved\.example\.com to Staging/);
    assert.equal(gateway.writes().length, 1);
  });

  it('stops a type that Extended Key Usage contradicts, before any request', async () => {
    person.runOnFiles('api7Certificates.uploadCertificate', person.path('sample/client.pem'));
    await quickInput.row('Type');
    assert.match((await quickInput.spoken()).join('\n'), /Type, Client: the gateway presents it to upstreams/);
    await quickInput.pick('Type');
    await quickInput.step('Type of Certificate');
    assert.match(
      (await quickInput.spoken()).join('\n'),
      /Server: the gateway presents it to clients.*does not allow serverAuth: it is a client certificate/,
    );
    await quickInput.pick('Server: the gateway presents it to clients');
    await notifications.message('does not allow serverAuth');
    await quickInput.step('Type of Certificate');
    await quickInput.leaveStep();
    await quickInput.step('Upload Certificate to Staging');
    await quickInput.cancel();
    await person.untilDone();
    assert.deepEqual(gateway.writes(), []);
  });

  it('asks for the type where Extended Key Usage leaves the choice', async () => {
    const { intermediate } = await makeAuthority(now);
    const made = await makeCertificate({
      now,
      commonName: 'both.example.com',
      dns: ['both.example.com'],
      purpose: 'both',
      issuer: intermediate,
    });
    person.write('both.pem', made.chainPem + made.keyPem);
    person.runOnFiles('api7Certificates.uploadCertificate', person.path('both.pem'));
    await quickInput.step('Type of Certificate');
    await quickInput.pick('Client: the gateway presents it to upstreams');
    await quickInput.step('Upload Certificate to Staging');
    assert.match((await quickInput.spoken()).join('\n'), /Extended Key Usage allows clientAuth/);
    await quickInput.cancel();
    await person.untilDone();
  });

  it('does not send a key that does not fit', async () => {
    person.runOnFiles('api7Certificates.uploadCertificate', person.path('sample/key-does-not-match.pem'));
    await quickInput.row('Cannot be uploaded yet');
    assert.match(
      (await quickInput.spoken()).join('\n'),
      /The key in key-does-not-match\.pem does not belong to this certificate/,
    );
    await quickInput.pick('Cannot be uploaded yet');
    await quickInput.step('Which key belongs to this certificate?');
    assert.match((await quickInput.spoken()).join('\n'), /key-does-not-match\.pem, EC P-256 · does not fit/);
    await quickInput.leaveStep();
    await quickInput.step('Upload Certificate to Staging');
    await quickInput.cancel();
    await person.untilDone();
    assert.deepEqual(gateway.writes(), []);
  });

  it('says that a password is in the way where none was given', async () => {
    person.runOnFiles('api7Certificates.uploadCertificate', person.path('vault/locked.crt'));
    await quickInput.step('Password of locked.key');
    await quickInput.leaveStep();
    await quickInput.row('Cannot be uploaded yet');
    assert.match((await quickInput.spoken()).join('\n'), /protected with a password/);
    await quickInput.cancel();
    await person.untilDone();
    assert.deepEqual(gateway.writes(), []);
  });

  it('says what a file without a certificate does hold', async () => {
    person.runOnFiles('api7Certificates.uploadCertificate', person.path('sample/no-certificate.pem'));
    await notifications.message(
      'No certificate in “no-certificate.pem”. This file holds a private key (RSA 2048) and no certificate.',
    );
  });

  it('says when it is out, and from then on waits for the answer whatever is pressed', async () => {
    const { intermediate } = await makeAuthority(now);
    const name = 'slow.example.com';
    const made = await makeCertificate({ now, commonName: name, dns: [name], issuer: intermediate });
    person.write('slow.pem', made.chainPem + made.keyPem);
    const hold = gateway.faults.add({ method: 'POST' }, { kind: 'hold', when: 'after' });
    person.runOnFiles('api7Certificates.uploadCertificate', person.path('slow.pem'));
    await quickInput.row('Upload');
    const met = hold.met();
    await quickInput.pick('Upload');
    await met;
    await notifications.cancel('sent, waiting for the response');
    hold.release();
    await notifications.message(/Uploaded slow\.example\.com to Staging/);
    assert.equal(gateway.writes().length, 1);
    // An answer that was given up would have to be looked for.
    assert.deepEqual(
      person.recorded.texts.all.filter(({ text }) => text.includes('outcome unknown')),
      [],
    );
  });

  it('shows a refusal in the gateway’s own words, and keeps everything for another try', async () => {
    const refusal = 'invalid configuration: property "snis" validation failed';
    gateway.faults.add({ method: 'POST' }, answers.json(400, { error_msg: refusal }));
    person.runOnFiles('api7Certificates.uploadCertificate', person.path('sample/bundle.pem'));
    await quickInput.row('Upload');
    await quickInput.pick('Upload');
    await notifications.message(refusal);
    await quickInput.step('Upload Certificate to Staging');
    gateway.faults.clear();
    await quickInput.pick('Upload');
    await notifications.message(/Uploaded bundle\.example\.com to Staging/);
    assert.equal(gateway.writes().length, 2);
  });
});
