// npm run pictures: makes the pictures of the README, from the extension as it is. Look at them before they are
// committed.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import 'mocha';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import { writeSampleFolder } from '../fixtures/sampleFolder';
import { seedSample, toSampleId } from '../gateway/sample';
import { startGateway } from '../gateway/server';
import { openWorkbench } from './harness/openWorkbench';
import { pictureFile } from './harness/pictures';
import type { Theme } from './harness/themes';
import type { Workbench } from './harness/workbench';
import { openBrowser } from './pages/openPage';

const now = Date.now();
const target = join(__dirname, '..', '..', 'media', 'screenshots');

interface Scene {
  readonly name: string;
  readonly theme: Theme;
  readonly play: (workbench: Workbench) => Promise<void>;
  /** Pixels that the side bar is widened by; 90 where not given. */
  readonly widening?: number;
  /** Pictures that `play` took, each with what is done in it: they become one, below each other. */
  readonly steps?: readonly (readonly [picture: string, caption: string])[];
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
    name: 'renew',
    theme: 'light',
    steps: [
      ['renew-lens', '1. Above the new certificate stands what it renews, and on which gateways. Click it.'],
      ['renew-table', '2. Every object with what changes and who is affected. Choose those to renew.'],
      ['renew-ids', '3. Type or paste the ID of each. One that is wrong, missing or too much sends nothing.'],
      ['renew-done', '4. Each is read once more, written and read back. What failed can be tried again alone.'],
    ],
    play: async (workbench) => {
      const { files, quickInput, user, page } = workbench;
      await files.open('checkout.example.com.crt');
      const lens = files.editor.locator('.codelens-decoration a', { hasText: '· Renew' });
      await lens.waitFor();
      await workbench.takePicture('renew-lens');
      await user.click(lens);
      const renew = workbench.webview().getByRole('button', { name: /^Renew \d/ });
      await renew.waitFor();
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await workbench.takePicture('renew-table');
      await user.click(renew);
      await quickInput.step(/Renew \d certificates on/);
      const ids = await quickInput.labels();
      await quickInput.type(ids.slice(1, -1).join(' '));
      await quickInput.rows.filter({ hasText: 'typed' }).first().waitFor();
      await workbench.takePicture('renew-ids');
      await quickInput.fill(ids.slice(1).join(' '));
      await workbench
        .webview()
        .getByText(/^Renewed \d of \d\.$/)
        .first()
        .waitFor();
      await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
      await workbench.takePicture('renew-done');
    },
  },
  {
    name: 'timeline',
    theme: 'dark',
    play: async (workbench) => {
      await workbench.runCommand('API7 Certificates: Show Expiry Timeline');
      const page = workbench.webview();
      await page.locator('.bar.full').first().waitFor();
      await workbench.user.click(page.getByRole('button', { name: 'Check Certificate Files' }));
      const checking = workbench.notifications.message('Checking Certificate Files');
      await checking.waitFor();
      await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
      await checking.waitFor({ state: 'detached' });
      await workbench.clearNotifications();
    },
  },
  {
    name: 'diagnostics',
    theme: 'dark',
    play: async (workbench) => {
      await workbench.files.open('key-does-not-match.pem');
      await workbench.files.squiggles('error').first().waitFor();
      // First: lenses that are still to come do not come where a panel opens meanwhile.
      await workbench.files.editor.locator('.codelens-decoration a', { hasText: 'Check Host…' }).first().waitFor();
      await workbench.runCommand('View: Toggle Problems');
      await workbench.page.locator('.markers-panel').getByText('matches no certificate').first().waitFor();
    },
  },
  {
    name: 'workspace',
    theme: 'light',
    widening: 150,
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
async function widenSideBar({ page }: Workbench, widening: number): Promise<void> {
  const box = await page.locator('.sidebar').boundingBox();
  if (!box) throw new Error('There is no side bar.');
  await page.mouse.move(box.x + box.width + 1, 400);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width + widening, 400, { steps: 5 });
  await page.mouse.up();
}

/** Lets nothing look pointed at, and waits for the count in the status bar, which comes a little after the rows. */
async function settle({ page }: Workbench): Promise<void> {
  await page.mouse.move(250, 16);
  await page
    .locator('.statusbar')
    .getByText(/\d+ expired/)
    .waitFor();
}

/** Puts pictures below each other, with what is done in each. */
async function joinSteps({ name, theme, steps = [] }: Scene): Promise<void> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
    const figures = await Promise.all(
      steps.map(async ([picture, caption]) => {
        const data = readFileSync(await pictureFile(theme, picture)).toString('base64');
        return `<figure><figcaption>${caption}</figcaption><img src="data:image/png;base64,${data}"></figure>`;
      }),
    );
    await page.setContent(`<style>
      body { margin: 0; padding: 16px 24px; font: 600 18px/1.4 sans-serif; color: #1f2328; background: #fff; }
      figure { margin: 0 0 20px; }
      img { display: block; width: 100%; margin-top: 8px; border: 1px solid #d0d7de; object-fit: cover; object-position: top; aspect-ratio: 1280 / 640; }
    </style>${figures.join('')}`);
    await page.screenshot({ path: join(target, `${name}.png`), fullPage: true });
  } finally {
    await browser.close();
  }
}

/** `npm run pictures -- NAME …` makes these alone. */
const wanted = process.argv.slice(2);

async function main(): Promise<void> {
  const { cacheFolder } = await import('../host/paths.mjs');
  const root = mkdtempSync(join(tmpdir(), 'api7-pictures-'));
  // What the folder is called stands in the pictures.
  const folder = join(root, 'shop');
  mkdirSync(folder);
  const [gateway, second] = await Promise.all([startGateway({ adminKey: null }), startGateway({ adminKey: null })]);
  try {
    await seedSample(gateway, now, toSampleId);
    await seedSample(second, now, toSampleId);
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
    const checkout = { now, commonName: 'checkout.example.com', dns: ['checkout.example.com'], issuer: intermediate };
    const [before, after] = await Promise.all([
      makeCertificate({ ...checkout, fromDays: -80, toDays: 9.5 }),
      makeCertificate({ ...checkout, fromDays: 0, toDays: 90 }),
    ]);
    writeFileSync(join(folder, 'checkout.example.com.crt'), after.chainPem);
    writeFileSync(join(folder, 'checkout.example.com.key'), after.keyPem);
    const held = { cert: before.chainPem, key: before.keyPem, snis: ['checkout.example.com'], status: 1 };
    gateway.apisix.store.put('/apisix/routes/checkout', {
      id: 'checkout',
      name: 'checkout',
      uri: '/*',
      hosts: held.snis,
    });
    for (const [{ apisix }, id] of [
      [gateway, '448200100017'],
      [second, '448200200042'],
    ] as const)
      await fetch(`${apisix.url}/apisix/admin/ssls/${id}`, { method: 'PUT', body: JSON.stringify(held) });
    mkdirSync(target, { recursive: true });
    for (const scene of scenes.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
      const { name, theme, play, steps, widening = 90 } = scene;
      const workbench = await openWorkbench({
        builtIn: 'all',
        folder,
        theme,
        settings: {
          'api7Certificates.connections': [
            {
              id: 'one',
              name: 'production',
              dialect: 'apisix',
              address: gateway.apisix.url,
              production: steps !== undefined,
            },
            ...(steps ? [{ id: 'two', name: 'staging', dialect: 'apisix', address: second.apisix.url }] : []),
          ],
        },
      });
      try {
        await workbench.tree.open();
        await workbench.tree.row('api.example.com').first().waitFor();
        await widenSideBar(workbench, widening);
        await play(workbench);
        if (steps) {
          await joinSteps(scene);
          continue;
        }
        await settle(workbench);
        await workbench.screenshot(name);
        cpSync(join(cacheFolder, 'screenshots', theme, `${name}.png`), join(target, `${name}.png`));
      } finally {
        await workbench.close();
      }
    }
  } finally {
    await Promise.all([gateway.close(), second.close()]);
    rmSync(root, { recursive: true });
  }
}

void main();
