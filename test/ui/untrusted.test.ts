import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import { seedSample } from '../gateway/sample';
import type { Gateway } from '../gateway/server';
import { startGateway } from '../gateway/server';
import { themes } from './harness/themes';
import { useWorkbench } from './harness/useWorkbench';

describe('A workspace that is not trusted', () => {
  const folder = mkdtempSync(join(tmpdir(), 'api7-untrusted-'));
  let gateway: Gateway;
  let text: string;
  before(async () => {
    const now = Date.now();
    gateway = await startGateway({ adminKey: null });
    await seedSample(gateway, now);
    const { intermediate } = await makeAuthority(now);
    const leaf = await makeCertificate({ now, commonName: 'shop', dns: ['new.example.com'], issuer: intermediate });
    text = leaf.chainPem + leaf.keyPem;
    writeFileSync(join(folder, 'shop.pem'), text);
    execFileSync('git', ['init', '-q', folder]);
  });
  after(async () => {
    await gateway.close();
    rmSync(folder, { recursive: true });
  });
  const workbench = useWorkbench(() =>
    Promise.resolve({
      folder,
      isUntrusted: true,
      builtIn: ['git', 'git-base'],
      settings: {
        'api7Certificates.connections': [
          { id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url },
        ],
      },
    }),
  );
  afterEach(async () => {
    await workbench().tidy();
    assert.deepEqual(readdirSync(folder).sort(), ['.git', 'shop.pem']);
    assert.equal(readFileSync(join(folder, 'shop.pem'), 'utf8'), text);
    assert.deepEqual(
      gateway.requests.filter(({ method }) => method !== 'GET'),
      [],
    );
  });

  const greyed = (label: string) => {
    const { page } = workbench();
    return workbench().menuItem(label).and(page.locator('[aria-disabled="true"]'));
  };

  it('has its files checked and its gateways listed', async () => {
    const { files, page, tree } = workbench();
    await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    await files.open('shop.pem');
    await files.editor.locator('.codelens-decoration').first().waitFor();
    await tree.open();
    await tree.row('shop.example.com').waitFor();
    await workbench().screenshot('untrusted', themes);
  });

  it('has nothing uploaded from it: the menu of a file has the command greyed out', async () => {
    const { files, user } = workbench();
    await files.showExplorer();
    await user.rightClick(files.row('shop.pem'));
    await greyed('Upload Certificate…').waitFor();
  });

  it('has nothing on a gateway changed: the menu of a certificate has what deletes and updates it greyed out', async () => {
    const { tree, user } = workbench();
    await tree.open();
    await user.rightClick(tree.row('shop.example.com'));
    for (const label of ['Update Certificate…', 'Delete Certificate…']) await greyed(label).waitFor();
  });

  it('has no file written in it: nothing splits a bundle', async () => {
    const { files, quickInput, user } = workbench();
    await files.open('shop.pem');
    await user.shortcut('F1');
    await quickInput.type('>API7 Certificates: Split into Files…');
    await quickInput.rows.filter({ hasText: 'similar commands' }).first().waitFor();
    assert.equal(await quickInput.row('API7 Certificates: Split into Files…').count(), 0);
    await quickInput.type('>API7 Certificates: Convert to PEM Text');
    await quickInput.rows.filter({ hasText: 'similar commands' }).first().waitFor();
    assert.equal(await quickInput.row('API7 Certificates: Convert to PEM Text').count(), 0);
    await quickInput.cancel();
    const key = files.editor.locator('.view-line').filter({ hasText: '-----BEGIN PRIVATE KEY-----' }).first();
    await workbench().runCommand('Fold All');
    await user.click(key);
    await workbench().runCommandUntil('Refactor...', files.editor.getByText('No refactorings available'));
  });
});
