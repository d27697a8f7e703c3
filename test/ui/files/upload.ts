import assert from 'node:assert/strict';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { writeSampleFolder } from '../../fixtures/sampleFolder';
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
      await workbench().changeSettings({
        'api7Certificates.connections': [
          { id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url },
        ],
      });
    });
    after(() => gateway.close());
    beforeEach(() => gateway.clearRequests());
    afterEach(async () => {
      gateway.faults.clear();
      await workbench().clearNotifications();
    });

    it('takes a file of the Explorer, finds the key beside it, shows what will be sent, sends it and shows the new row', async () => {
      const { files, quickInput, tree, notifications } = workbench();
      await files.showExplorer();
      await files.unfold('docs', 'server.crt');
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
      assert.deepEqual(gateway.writes(), []);
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
      const [sent, ...others] = gateway.writes();
      assert.deepEqual(others, []);
      assert.equal(sent?.method, 'POST');
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
      assert.equal(gateway.writes().length, 1);
    });
  });
