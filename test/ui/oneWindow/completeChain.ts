import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Authority, MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();

/** By the lens, which only a screen shows. Where issuers come from otherwise is walked through in test/integration. */
export const describeCompleteChain = (workbench: () => Workbench): unknown =>
  describe('Completing a chain', () => {
    let gateway: Gateway;
    let authority: Authority;
    let shop: MadeCertificate;
    before(async () => {
      [gateway, authority] = await Promise.all([startGateway({ adminKey: null }), makeAuthority(now, 'Files')]);
      shop = await makeCertificate({
        now,
        commonName: 'shop',
        dns: ['shop.example.com'],
        issuer: authority.intermediate,
        toDays: 90,
      });
      const { files, tree } = workbench();
      await files.write('shop.pem', shop.pem + authority.root.pem);
      await files.write('issuers.yaml', `ca: |\n${authority.intermediate.pem.replace(/^(?=.)/gm, '  ')}`);
      await workbench().changeSettings({
        'api7Certificates.connections': [
          { id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url },
        ],
      });
      await tree.open();
      await tree.row('This gateway holds no certificates yet.').waitFor();
    });
    after(() => gateway.close());
    afterEach(() => workbench().tidy());

    const lens = (text: string): ReturnType<ReturnType<typeof workbench>['page']['locator']> =>
      workbench().files.editor.locator('.codelens-decoration a').filter({ hasText: text }).first();
    const read = (): string => readFileSync(join(workbench().folder, 'shop.pem'), 'utf8');

    it('takes the issuer from a value of a file of the workspace, by the lens of the finding; undo takes it out', async () => {
      const { files, user, notifications, page } = workbench();
      const before = read();
      await files.showExplorer();
      await files.row('issuers.yaml').waitFor();
      await user.doubleClick(files.row('shop.pem'));
      // Lenses that still come draw all of that line anew: a click on what they replace is nobody's.
      for (const text of ['not on any gateway · Upload', 'Details', 'Complete the Chain']) await lens(text).waitFor();
      await page.locator('.squiggly-warning').first().waitFor();
      await workbench().screenshot('complete-chain-lens', themes);
      await user.click(lens('Complete the Chain'));
      await notifications
        .message(
          'Added Files Issuing CA 1 (issuers.yaml). The chain ends before the root Files Root CA, which clients have.',
        )
        .waitFor();
      await workbench().screenshot('complete-chain-file');
      await workbench().runById('workbench.action.files.save');
      await workbench().until(() => read().split('BEGIN').length > 3);
      assert.equal(read(), shop.pem + authority.intermediate.pem + authority.root.pem);
      await lens('Complete the Chain').waitFor({ state: 'detached' });
      await user.shortcut('ControlOrMeta+Z');
      await workbench().runById('workbench.action.files.save');
      await workbench().until(() => read() === before);
      await page.locator('.squiggly-warning').first().waitFor();
    });
  });
