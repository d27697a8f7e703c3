import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import 'reflect-metadata';
import { AuthorityInfoAccessExtension } from '@peculiar/x509';
import type { Authority, CertificateOptions, MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();
const command = 'API7 Certificates: Complete the Chain';

export const describeCompleteChain = (workbench: () => Workbench): unknown =>
  describe('Completing a chain', () => {
    const made = new Map<string, MadeCertificate>();
    let gateway: Gateway;
    let files: Authority;
    let held: Authority;
    let server: Server;
    let requests = 0;
    const write = (name: string, content: string): Promise<void> => workbench().files.write(name, content);
    const read = (name: string): string => readFileSync(join(workbench().folder, name), 'utf8');
    const port = (): number => (server.address() as AddressInfo).port;

    before(async () => {
      server = createServer((_, response) => {
        requests++;
        response.end('never');
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      [gateway, files, held] = await Promise.all([
        startGateway({ adminKey: null }),
        makeAuthority(now, 'Files'),
        makeAuthority(now, 'Gateway'),
      ]);
      const lost = await makeAuthority(now, 'Lost');
      const make = async (name: string, { intermediate }: Authority, options: Partial<CertificateOptions> = {}) => {
        const leaf = await makeCertificate({
          now,
          commonName: name,
          dns: [`${name}.example.com`],
          issuer: intermediate,
          toDays: 90,
          ...options,
        });
        made.set(name, leaf);
        return leaf;
      };
      const address = new AuthorityInfoAccessExtension({ caIssuers: `http://localhost:${port()}/lost.cer` });
      await write('shop.pem', (await make('shop', files)).pem + files.root.pem);
      await write('issuers.yaml', `ca: |\n${files.intermediate.pem.replace(/^(?=.)/gm, '  ')}`);
      await write('bank.pem', (await make('bank', held)).pem + held.root.pem);
      await write('lost.pem', (await make('lost', lost, { extensions: [address] })).pem);
      const other = await make('other', held);
      const answer = await fetch(`${gateway.apisix.url}/apisix/admin/ssls`, {
        method: 'POST',
        body: JSON.stringify({ cert: other.chainPem, key: other.keyPem, snis: ['other.example.com'] }),
        headers: { 'Content-Type': 'application/json' },
      });
      assert.ok(answer.ok, await answer.text());
      await workbench().changeSettings({
        'api7Certificates.connections': [
          { id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url },
        ],
      });
    });
    after(async () => {
      server.close();
      await gateway.close();
    });
    afterEach(() => workbench().tidy());

    const lens = (): ReturnType<ReturnType<typeof workbench>['page']['locator']> =>
      workbench().files.editor.locator('.codelens-decoration a').filter({ hasText: 'Complete the Chain' }).first();
    async function open(name: string): Promise<void> {
      await workbench().files.showExplorer();
      await workbench().user.doubleClick(workbench().files.row(name));
      await workbench().files.editor.locator('.view-line', { hasText: '-----' }).first().waitFor();
    }
    const saved = async (name: string): Promise<string> => {
      await workbench().runById('workbench.action.files.save');
      await workbench().until(() => read(name).split('BEGIN').length > 3);
      return read(name);
    };

    it('takes the issuer from a value of a file of the workspace, by the lens of the finding; undo takes it out', async () => {
      const { user, notifications, page } = workbench();
      const before = read('shop.pem');
      await open('shop.pem');
      await workbench().screenshot('complete-chain-lens', themes);
      await user.click(lens());
      await notifications
        .message(
          'Added Files Issuing CA 1 (issuers.yaml). The chain ends before the root Files Root CA, which clients have.',
        )
        .waitFor();
      await workbench().screenshot('complete-chain-file');
      const { pem = '' } = made.get('shop') ?? {};
      assert.equal(await saved('shop.pem'), pem + files.intermediate.pem + files.root.pem);
      await lens().waitFor({ state: 'detached' });
      await user.shortcut('ControlOrMeta+Z');
      await workbench().runById('workbench.action.files.save');
      await workbench().until(() => read('shop.pem') === before);
      await page.locator('.squiggly-warning').first().waitFor();
    });

    it('takes the issuer from what a gateway holds, by the lightbulb', async () => {
      const { tree, notifications } = workbench();
      await tree.open();
      await tree.row('other.example.com').waitFor();
      await open('bank.pem');
      await lens().waitFor();
      await workbench().runCommand('Go to Next Problem (Error, Warning, Info)');
      await workbench().chooseAction('Complete the Chain', {
        before: () => workbench().screenshot('complete-chain-lightbulb'),
      });
      await notifications.message(/^Added Gateway Issuing CA 1 \(held by Staging\)\./).waitFor();
      const { pem = '' } = made.get('bank') ?? {};
      assert.equal(await saved('bank.pem'), pem + held.intermediate.pem + held.root.pem);
    });

    it('shows the address before it asks there, asks none of this machine, and says what was tried', async () => {
      const { dialog, notifications } = workbench();
      await open('lost.pem');
      await workbench().runCommand(command);
      await dialog.getByText(`http://localhost:${port()}/lost.cer`).waitFor();
      await dialog.getByText('Download the issuer of lost.example.com?').waitFor();
      await workbench().screenshot('complete-chain-address', themes);
      await workbench().user.click(workbench().dialogButton('Cancel'));
      await notifications.message(/Nothing was downloaded from the address in the certificate\./).waitFor();
      await workbench().clearNotifications();
      await workbench().runCommand(command);
      await workbench().user.click(workbench().dialogButton('Download'));
      await notifications.message(/not requested, because it leads to this machine or a private network/).waitFor();
      await workbench().screenshot('complete-chain-nothing');
      assert.equal(requests, 0);
    });
  });
