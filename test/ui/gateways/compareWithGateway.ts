import assert from 'node:assert/strict';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();
const name = 'apisix.example.com';

export const describeCompareWithGateway = (workbench: () => Workbench): unknown =>
  describe('Comparing a file with a gateway', () => {
    let gateway: Gateway;
    before(async () => {
      gateway = await startGateway({ adminKey: null });
      const { intermediate: issuer } = await makeAuthority(now);
      const make = (toDays: number) =>
        makeCertificate({ now, commonName: name, dns: [name], issuer, fromDays: toDays - 90, toDays });
      const held = await make(12);
      const answer = await fetch(`${gateway.apisix.url}/apisix/admin/ssls/held`, {
        method: 'PUT',
        body: JSON.stringify({ type: 'server', cert: held.chainPem, key: held.keyPem, snis: [name] }),
      });
      assert.ok(answer.ok, await answer.text());
      const { pem, keyPem } = await make(89);
      await workbench().files.write('apisix.pem', pem + keyPem);
      await workbench().changeSettings({
        'api7Certificates.connections': [
          { id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url },
        ],
      });
    });
    after(() => gateway.close());
    afterEach(async () => {
      await workbench().tidy();
      assert.doesNotMatch(workbench().readLogs() + workbench().consoleLines.join('\n'), /PRIVATE KEY/);
    });

    it('shows what the gateway holds and what the file brings side by side, from the Explorer', async () => {
      const { files, page } = workbench();
      await files.contextMenu('apisix.pem', 'Compare with Gateway…');
      await files.tab('apisix.example.com: Staging ↔ apisix.pem').waitFor();
      const shown = page.locator('.editor-group-container.active .monaco-diff-editor');
      const sides = shown.locator('.monaco-editor .view-lines');
      for (const side of [sides.first(), sides.last()]) await side.getByText('Not after').first().waitFor();
      await sides.first().getByText('Not compared: further certificates of held (1).').first().waitFor();
      await shown.locator('.editor.original .line-delete').first().waitFor();
      await shown.locator('.editor.modified .line-insert').first().waitFor();
      await workbench().screenshot('compare-gateway', themes);
    });
  });
