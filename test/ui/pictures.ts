// npm run pictures: makes the pictures of the README, from the extension as it is. Look at them before they are committed.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'mocha';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import { writeSampleFolder } from '../fixtures/sampleFolder';
import { seedSample, toSampleId } from '../gateway/sample';
import { startGateway } from '../gateway/server';
import { openWorkbench } from './harness/openWorkbench';
import type { Theme } from './harness/themes';
import type { Workbench } from './harness/workbench';

const now = Date.now();
const target = join(__dirname, '..', '..', 'media', 'screenshots');

interface Scene {
  readonly name: string;
  readonly theme: Theme;
  readonly play: (workbench: Workbench) => Promise<void>;
}

const scenes: readonly Scene[] = [
  {
    name: 'details',
    theme: 'dark',
    play: async (workbench) => {
      await workbench.user.click(workbench.tree.row('api.example.com'));
      await workbench.webview().getByText('12 days of 90 days left').waitFor();
    },
  },
  {
    name: 'upload',
    theme: 'light',
    play: async ({ files, quickInput }) => {
      // A file without a key: no picture shows one.
      await files.open('windows-line-ends.pem');
      await files.contextMenu('bundle.pem', 'Upload Certificate…');
      await quickInput.step('Upload Certificate to production');
    },
  },
  {
    name: 'update',
    theme: 'dark',
    play: async (workbench) => {
      const { files, quickInput } = workbench;
      await files.open('shop.example.com.crt');
      await workbench.runCommand('API7 Certificates: Update Certificate…');
      await quickInput.type('shop.example.com');
      await quickInput.pick('shop.example.com');
      await quickInput.pick('shop.example.com.crt');
      await quickInput.pick('Compare Old and New');
      await workbench.page.locator('.monaco-diff-editor .view-line').first().waitFor();
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await workbench.runCommand('Notifications: Clear All Notifications');
    },
  },
  {
    name: 'diagnostics',
    theme: 'dark',
    play: async (workbench) => {
      await workbench.files.open('key-does-not-match.pem');
      await workbench.files.squiggles('error').first().waitFor();
      await workbench.runCommand('View: Toggle Problems');
      await workbench.page.locator('.markers-panel').getByText('matches no certificate').first().waitFor();
    },
  },
  {
    name: 'workspace',
    theme: 'light',
    play: async (workbench) => {
      const { page } = workbench;
      const pane = page
        .locator('.sidebar .pane')
        .filter({ has: page.locator('.pane-header', { hasText: 'Certificate Files' }) });
      await workbench.runCommand('API7 Certificates: Check Certificate Files of Workspace');
      await workbench.user.click(page.locator('.sidebar .pane-header', { hasText: 'Gateways' }).locator('.title'));
      // A file without a key: no picture shows one.
      const row = pane.getByRole('treeitem', { name: /^shop\.example\.com\.crt/ });
      await workbench.user.click(row);
      await workbench.user.click(row.locator('.monaco-tl-twistie'));
      await workbench.files.squiggles('warning').first().waitFor();
      await page
        .locator('.codelens-decoration', { hasText: /gateway|production/ })
        .first()
        .waitFor();
    },
  },
  {
    name: 'high-contrast',
    theme: 'hc',
    play: async (workbench) => {
      await workbench.user.click(workbench.tree.row('old.example.com'));
      await workbench.webview().getByText('Expired').first().waitFor();
    },
  },
];

/** So that no description is cut off. */
async function widenSideBar({ page }: Workbench): Promise<void> {
  const box = await page.locator('.sidebar').boundingBox();
  if (!box) throw new Error('There is no side bar.');
  await page.mouse.move(box.x + box.width + 1, 400);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width + 90, 400, { steps: 5 });
  await page.mouse.up();
}

/** `npm run pictures -- NAME …` makes these alone. */
const wanted = process.argv.slice(2);

async function main(): Promise<void> {
  const { cacheFolder } = await import('../host/paths.mjs');
  const folder = mkdtempSync(join(tmpdir(), 'api7-pictures-'));
  const gateway = await startGateway({ adminKey: null });
  try {
    await seedSample(gateway, now, toSampleId);
    await writeSampleFolder(folder, now);
    const { intermediate } = await makeAuthority(now);
    const renewed = await makeCertificate({
      now,
      commonName: 'shop.example.com',
      dns: ['shop.example.com', 'pay.shop.example.com'],
      issuer: intermediate,
      fromDays: 0,
      toDays: 90,
    });
    writeFileSync(join(folder, 'shop.example.com.crt'), renewed.chainPem);
    writeFileSync(join(folder, 'shop.example.com.key'), renewed.keyPem);
    mkdirSync(target, { recursive: true });
    for (const { name, theme, play } of scenes.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
      const workbench = await openWorkbench({
        folder,
        theme,
        settings: {
          'api7Certificates.connections': [
            { id: 'one', name: 'production', dialect: 'apisix', address: gateway.apisix.url },
          ],
        },
      });
      try {
        await workbench.tree.open();
        await workbench.tree.row('api.example.com').waitFor();
        await widenSideBar(workbench);
        await play(workbench);
        await workbench.screenshot(name);
        cpSync(join(cacheFolder, 'screenshots', theme, `${name}.png`), join(target, `${name}.png`));
      } finally {
        await workbench.close();
      }
    }
  } finally {
    await gateway.close();
    rmSync(folder, { recursive: true });
  }
}

void main();
