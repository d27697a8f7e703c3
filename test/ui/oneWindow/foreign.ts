import assert from 'node:assert/strict';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { seedSample } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();
const base64 = (content: string): string => Buffer.from(content).toString('base64');

/**
 * What only a screen shows. That it is checked with the workspace, and what is sent, is walked through in
 * test/integration.
 */
export const describeForeign = (workbench: () => Workbench): unknown =>
  describe('A certificate inside of a manifest', () => {
    const made: { gateway?: Gateway } = {};
    before(async () => {
      made.gateway = await startGateway({ adminKey: null });
      await seedSample(made.gateway, now);
      const { intermediate } = await makeAuthority(now);
      const old = await makeCertificate({
        now,
        commonName: 'till.example.net',
        dns: ['till.example.net'],
        issuer: intermediate,
        fromDays: -90,
        toDays: -3,
      });
      await workbench().files.write(
        'shop-secret.yaml',
        [
          'apiVersion: v1',
          'kind: Secret',
          'metadata:',
          '  name: shop-tls',
          'type: kubernetes.io/tls',
          'data:',
          `  tls.crt: ${base64(old.pem)}`,
          `  tls.key: ${base64(old.keyPem)}`,
          '---',
          'apiVersion: apisix.apache.org/v2',
          'kind: ApisixTls',
          'metadata:',
          '  name: shop',
          'spec:',
          '  hosts: [till.example.net, www.example.com]',
          '  secret: {name: shop-tls}',
          '',
        ].join('\n'),
      );
      await workbench().changeSettings({
        'api7Certificates.connections': [
          { id: 'one', name: 'Staging', dialect: 'apisix', address: made.gateway.apisix.url },
        ],
        'editor.wordWrap': 'on',
      });
    });
    after(async () => {
      await made.gateway?.close();
      await workbench().changeSettings({ 'editor.wordWrap': null });
    });
    const lens = (text: string | RegExp) =>
      workbench()
        .files.editor.locator('.codelens-decoration a, .codelens-decoration span')
        .filter({ hasText: text })
        .first();
    const lines = () => workbench().files.editor.locator('.view-line');

    it('has its findings, its lens, its hover and its row in the outline on the very value, in a file that stays YAML, and goes to a gateway from the menu of the editor', async () => {
      const { files, page, user, quickInput } = workbench();
      await files.open('shop-secret.yaml');
      await files.squiggles('error').first().waitFor();
      await lens('Details').waitFor();
      await lens(/not on any gateway/).waitFor();
      const value = lines().filter({ hasText: 'LS0tLS1CRUdJTi' }).first();
      const hover = page.locator('.monaco-hover:visible', { hasText: 'SHA-256' });
      await user.hover(value, hover);
      assert.match(await hover.innerText(), /till\.example\.net/);
      assert.match(await hover.innerText(), /shop-tls\/tls\.crt: .*expired/);
      await workbench().screenshot('foreign-hover', themes);
      await workbench().runById('workbench.actions.view.toggleProblems');
      const problems = page.locator('.markers-panel');
      await problems.getByText(/shop-tls\/tls\.crt: .*expired/).waitFor();
      await problems
        .getByText(/serves till\.example\.net for www\.example\.com, which none of its names covers/)
        .waitFor();
      await workbench().screenshot('foreign-problems', themes);
      await page.locator('.statusbar').getByText('YAML', { exact: true }).waitFor();
      await workbench().runById('outline.focus');
      await page.locator('.outline-pane').getByText('till.example.net').first().waitFor();
      await workbench().screenshot('foreign-outline');
      await files.foldOutline();
      await workbench().chooseAt(lines().filter({ hasText: 'tls.crt' }).first(), 'Upload Certificate…');
      await quickInput.row('Upload Anyway').waitFor();
      assert.match((await quickInput.spoken()).join('\n'), /shop-secret\.yaml \(shop-tls\/tls\.key\)/);
      await workbench().screenshot('foreign-upload');
      await quickInput.cancel();
    });
  });
