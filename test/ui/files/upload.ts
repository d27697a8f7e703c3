import assert from 'node:assert/strict';
import { writeSampleFolder } from '../../fixtures/sampleFolder';
import { seedSample } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();

/** What only a screen shows. What is sent, refused and waited for is walked through in test/integration. */
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
    afterEach(() => workbench().clearNotifications());

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
  });
