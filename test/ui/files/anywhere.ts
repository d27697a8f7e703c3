import assert from 'node:assert/strict';
import type { Authority, MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();

/**
 * What only a screen shows: the clipboard's own, a drop, the focus, marks. What is sent is walked through in
 * test/integration.
 */
export const describeAnywhere = (workbench: () => Workbench): unknown =>
  describe('Uploading from anywhere', () => {
    let gateway: Gateway;
    let authority: Authority;
    before(async () => {
      gateway = await startGateway({ adminKey: null });
      authority = await makeAuthority(now);
      await put(await make('first.example.com'), 'first.example.com');
      await workbench().changeSettings({
        'api7Certificates.connections': [connection()],
      });
    });
    after(() => gateway.close());
    const connection = () => ({ id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url });
    let isMarked = false;
    const mark = async (marks: object) => {
      isMarked = Object.keys(marks).length > 0;
      await workbench().changeSettings({ 'api7Certificates.connections': [{ ...connection(), ...marks }] });
    };
    const make = (name: string) =>
      makeCertificate({ now, commonName: name, dns: [name], issuer: authority.intermediate, toDays: 90 });
    const whole = ({ chainPem, keyPem }: MadeCertificate) => chainPem + keyPem;
    const copy = (text: string) => workbench().page.evaluate((content) => navigator.clipboard.writeText(content), text);
    const uploadCopied = () => workbench().runCommand('API7 Certificates: Upload Certificate from Clipboard…');
    const put = async (made: MadeCertificate, name: string) => {
      const body = JSON.stringify({ cert: made.chainPem, key: made.keyPem, snis: [name] });
      const answer = await fetch(`${gateway.apisix.url}/apisix/admin/ssls`, {
        method: 'POST',
        body,
        headers: { 'Content-Type': 'application/json' },
      });
      assert.ok(answer.ok, await answer.text());
    };
    const status = () => workbench().page.locator('.statusbar-item').filter({ hasText: 'Staging' });
    beforeEach(() => gateway.clearRequests());
    afterEach(async () => {
      if (isMarked) await mark({});
      await workbench().closePrompts();
    });

    it('takes certificate and key from the clipboard, keeps nothing of them, and then shows what is there', async () => {
      const { tree, quickInput, notifications } = workbench();
      await tree.open();
      const made = await make('copied.example.com');
      await copy(whole(made));
      await uploadCopied();
      await quickInput.step('Upload Certificate to Staging');
      assert.match((await quickInput.spoken()).join('\n'), /Key fits: EC P-256, in the clipboard/);
      await workbench().screenshot('anywhere-clipboard', themes);
      await quickInput.pick('Upload');
      await notifications.message(/Uploaded copied\.example\.com to Staging \(ID \d+\)\./).waitFor();
      assert.equal(gateway.writes().length, 1);
      const keyText = made.keyPem.split('\n')[1] ?? '';
      assert.ok(keyText.length > 40);
      assert.ok(!workbench().readLogs().includes(keyText));
      await workbench().clearNotifications();
      // Away from the row, which is selected since it was uploaded.
      await workbench().user.click(tree.row('Staging'));
      await uploadCopied();
      await quickInput.row('Already on the gateway').waitFor();
      await workbench().screenshot('anywhere-identical', themes);
      await quickInput.pick('Already on the gateway');
      await tree.row('copied.example.com').and(workbench().page.locator('.selected')).waitFor();
      await workbench().page.locator('.sidebar .monaco-list:focus').waitFor();
      assert.equal(gateway.writes().length, 1);
    });

    it('uploads what is dropped on the tree', async () => {
      const { files, quickInput, tree } = workbench();
      await files.write('dropped.pem', whole(await make('dropped.example.com')));
      await files.showExplorer();
      await files.row('dropped.pem').waitFor();
      await files.open('dropped.pem');
      await tree.open();
      await workbench().user.drag(files.tab('dropped.pem'), tree.row('Staging'));
      await quickInput.step('Upload Certificate to Staging');
      assert.match((await quickInput.spoken()).join('\n'), /Names, dropped\.example\.com/);
      await quickInput.cancel();
      assert.deepEqual(gateway.writes(), []);
    });

    it('marks a connection that is read-only, or of production, in the tree and the status bar', async () => {
      const { tree } = workbench();
      await mark({ readOnly: true });
      await tree.open();
      await tree.row('Staging').filter({ hasText: 'read-only' }).waitFor();
      await workbench().user.click(tree.row('Staging'));
      await status().filter({ hasText: 'Read-only: Staging' }).waitFor();
      await mark({ production: true });
      await tree.row('Staging').filter({ hasText: 'production' }).waitFor();
      await workbench().user.click(tree.row('Staging'));
      await status().filter({ hasText: 'Production: Staging' }).waitFor();
      assert.match((await status().getAttribute('class')) ?? '', /warning-kind/);
    });
  });
