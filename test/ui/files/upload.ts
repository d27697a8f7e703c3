import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { writeSampleFolder } from '../../fixtures/sampleFolder';
import { answers } from '../../gateway/http/faults';
import { seedSample } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();

export const describeUpload = (workbench: () => Workbench): unknown =>
  describe('Uploading a certificate', () => {
    let gateway: Gateway;
    before(async () => {
      gateway = await startGateway({ adminKey: null });
      await seedSample(gateway, now);
      const { folder, files } = workbench();
      await files.untilWatched();
      await writeSampleFolder(folder, now);
      // Of a name that no other folder has.
      mkdirSync(join(folder, 'vault'));
      for (const ending of ['crt', 'key'])
        copyFileSync(join(folder, 'encrypted', `server.${ending}`), join(folder, 'vault', `locked.${ending}`));
      await workbench().changeSettings({
        'api7Certificates.connections': [
          { id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url },
        ],
      });
    });
    after(() => gateway.close());
    const writes = () => gateway.requests.filter((request) => request.method !== 'GET' && request.method !== 'HEAD');
    beforeEach(() => gateway.clearRequests());
    afterEach(async () => {
      gateway.faults.clear();
      await workbench().clearNotifications();
    });

    it('takes a file of the Explorer, finds the key beside it, shows what will be sent, sends it and shows the new row', async () => {
      const { files, quickInput, tree, notifications } = workbench();
      await files.showExplorer();
      await workbench().user.unfold(files.row('docs'));
      await files.contextMenu('server.crt', 'Upload Certificate…');
      await quickInput.step('Upload Certificate to Staging');
      const rows = (await quickInput.spoken()).join('\n');
      assert.match(rows, /Names, docs\.example\.com/);
      assert.match(rows, /Chain, 2 certificates, with Example Issuing CA 1/);
      assert.match(rows, /Private key, EC P-256 · server\.key/);
      assert.match(rows, /Key fits: EC P-256, in server\.key/);
      assert.match(rows, /Type, Server: the gateway presents it to clients/);
      assert.match(rows, /Extended Key Usage allows serverAuth/);
      await workbench().screenshot('upload-summary', themes);
      assert.deepEqual(writes(), []);
      await quickInput.pick('Upload');
      await notifications
        .message(
          /Uploaded docs\.example\.com to Staging \(ID \d+\)\. Valid until [\d-]+\. Served for docs\.example\.com/,
        )
        .waitFor();
      // The Explorer stays until the person asks for the tree.
      assert.equal(await tree.row('docs.example.com').count(), 0);
      await notifications.press(/Uploaded docs\.example\.com to Staging/, 'Show');
      const row = tree.row('docs.example.com');
      await row.and(workbench().page.locator('.selected')).waitFor();
      await workbench().screenshot('upload-done', themes);
      const [sent, ...others] = writes();
      assert.deepEqual(others, []);
      assert.equal(sent?.method, 'POST');
    });

    it('recognises a certificate that the gateway has already', async () => {
      const { files, quickInput } = workbench();
      const shop = gateway.apisix.store.get('/apisix/ssls/shop')?.value['cert'];
      await files.write('shop-again.crt', String(shop));
      await files.contextMenu('shop-again.crt', 'Upload Certificate…');
      await quickInput.row('Already on the gateway').waitFor();
      assert.match((await quickInput.spoken()).join('\n'), /Already on the gateway, as shop\.example\.com \(shop\)/);
      await quickInput.cancel();
      assert.deepEqual(writes(), []);
    });

    it('takes an editor that was never saved', async () => {
      const { files, quickInput, notifications } = workbench();
      const { intermediate } = await makeAuthority(now);
      const made = await makeCertificate({
        now,
        commonName: 'unsaved.example.com',
        dns: ['unsaved.example.com'],
        issuer: intermediate,
      });
      await files.openUntitled(made.chainPem + made.keyPem);
      await workbench().runCommand('API7 Certificates: Upload Certificate…');
      await quickInput.row('Upload').waitFor();
      await quickInput.pick('Upload');
      await notifications.message(/Uploaded unsaved\.example\.com to Staging/).waitFor();
      assert.equal(writes().length, 1);
      await workbench().runCommand('View: Close Editor');
      await workbench().answer("Don't Save");
    });

    it('stops a type that Extended Key Usage contradicts, before any request', async () => {
      const { files, quickInput, notifications } = workbench();
      await files.contextMenu('client.pem', 'Upload Certificate…');
      await quickInput.row('Type').waitFor();
      assert.match((await quickInput.spoken()).join('\n'), /Type, Client: the gateway presents it to upstreams/);
      await quickInput.pick('Type');
      await quickInput.step('Type of Certificate');
      assert.match(
        (await quickInput.spoken()).join('\n'),
        /Server: the gateway presents it to clients.*does not allow serverAuth: it is a client certificate/,
      );
      await workbench().screenshot('upload-type', themes);
      await quickInput.pick('Server: the gateway presents it to clients');
      await notifications.message('does not allow serverAuth').waitFor();
      await quickInput.step('Type of Certificate');
      await quickInput.leaveStep();
      await quickInput.step('Upload Certificate to Staging');
      await quickInput.cancel();
      assert.deepEqual(writes(), []);
    });

    it('asks for the type where Extended Key Usage leaves the choice', async () => {
      const { files, quickInput } = workbench();
      const { intermediate } = await makeAuthority(now);
      const made = await makeCertificate({
        now,
        commonName: 'both.example.com',
        dns: ['both.example.com'],
        purpose: 'both',
        issuer: intermediate,
      });
      await files.write('both.pem', made.chainPem + made.keyPem);
      await files.contextMenu('both.pem', 'Upload Certificate…');
      await quickInput.step('Type of Certificate');
      await quickInput.pick('Client: the gateway presents it to upstreams');
      await quickInput.step('Upload Certificate to Staging');
      assert.match((await quickInput.spoken()).join('\n'), /Extended Key Usage allows clientAuth/);
      await quickInput.cancel();
    });

    it('does not send a key that does not fit', async () => {
      const { files, quickInput } = workbench();
      await files.contextMenu('key-does-not-match.pem', 'Upload Certificate…');
      await quickInput.row('Cannot be uploaded yet').waitFor();
      assert.match(
        (await quickInput.spoken()).join('\n'),
        /The key in key-does-not-match\.pem does not belong to this certificate/,
      );
      await workbench().screenshot('upload-stopped', themes);
      await quickInput.pick('Cannot be uploaded yet');
      await quickInput.step('Which key belongs to this certificate?');
      assert.match((await quickInput.spoken()).join('\n'), /key-does-not-match\.pem, EC P-256 · does not fit/);
      await quickInput.leaveStep();
      await quickInput.step('Upload Certificate to Staging');
      await quickInput.cancel();
      assert.deepEqual(writes(), []);
    });

    it('says that a password is in the way where none was given', async () => {
      const { files, quickInput } = workbench();
      await files.showExplorer();
      await workbench().user.unfold(files.row('vault'));
      await files.contextMenu('locked.crt', 'Upload Certificate…');
      await quickInput.step('Password of locked.key');
      await quickInput.leaveStep();
      await quickInput.row('Cannot be uploaded yet').waitFor();
      assert.match((await quickInput.spoken()).join('\n'), /protected with a password/);
      await quickInput.cancel();
      assert.deepEqual(writes(), []);
    });

    it('says what a file without a certificate does hold', async () => {
      const { files, notifications } = workbench();
      await files.contextMenu('no-certificate.pem', 'Upload Certificate…');
      await notifications
        .message('No certificate in “no-certificate.pem”. This file holds a private key (RSA 2048) and no certificate.')
        .waitFor();
      await workbench().screenshot('upload-no-certificate', themes);
    });

    it('shows a refusal in the gateway’s own words, and keeps everything for another try', async () => {
      const { files, quickInput, notifications } = workbench();
      const refusal = 'invalid configuration: property "snis" validation failed';
      gateway.faults.add({ method: 'POST' }, answers.json(400, { error_msg: refusal }));
      await files.contextMenu('bundle.pem', 'Upload Certificate…');
      await quickInput.row('Upload').waitFor();
      await quickInput.pick('Upload');
      await notifications.message(refusal).waitFor();
      await quickInput.step('Upload Certificate to Staging');
      await workbench().screenshot('upload-refused', themes);
      gateway.faults.clear();
      await quickInput.pick('Upload');
      await notifications.message(/Uploaded bundle\.example\.com to Staging/).waitFor();
      assert.equal(writes().length, 2);
    });

    it('says when it is out, and from then on waits for the answer whatever is pressed', async () => {
      const { files, quickInput, notifications } = workbench();
      const { intermediate } = await makeAuthority(now);
      const made = await makeCertificate({
        now,
        commonName: 'slow.example.com',
        dns: ['slow.example.com'],
        issuer: intermediate,
      });
      await files.write('slow.pem', made.chainPem + made.keyPem);
      const hold = gateway.faults.add({ method: 'POST' }, { kind: 'hold', when: 'after' });
      await files.contextMenu('slow.pem', 'Upload Certificate…');
      await quickInput.row('Upload').waitFor();
      const met = hold.met();
      await quickInput.pick('Upload');
      await met;
      await notifications.message('sent, waiting for the response').waitFor();
      await workbench().screenshot('upload-waiting');
      await notifications.press('sent, waiting for the response', 'Cancel');
      hold.release();
      await notifications.message(/Uploaded slow\.example\.com to Staging/).waitFor();
      assert.equal(writes().length, 1);
    });
  });
