import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { RenewalObjectRow, RenewalState } from '../../../src/shared/renewalProtocol';
import { findAccessibilityFaults } from './accessibility';
import { openBrowser, openPage } from './openPage';

const row = (key: string, change: Partial<RenewalObjectRow> = {}): RenewalObjectRow => ({
  key,
  gateway: 'Staging',
  isProduction: false,
  title: 'shop.example.com',
  names: 'www.shop.example.com',
  id: `448200000${key}`,
  before: { date: '2026-12-04', note: 'expires in 5 days', severity: 'warning' },
  after: { date: '2027-02-25', note: 'expires in 88 days' },
  lines: [
    { severity: 'info', text: 'Still served, now with the new certificate: shop.example.com' },
    { severity: 'ok', text: '4 checks passed' },
  ],
  state: undefined,
  isBusy: false,
  isSelected: true,
  isSelectable: true,
  buttons: ['Show Certificate'],
  ...change,
});

const state = (change: Partial<RenewalState> = {}): RenewalState => ({
  kind: 'renewal',
  words: {
    actions: 'Actions',
    objects: 'Objects to renew',
    object: 'Object',
    expires: 'Expires',
    affected: 'What changes and who is affected',
    production: 'PRODUCTION',
    id: 'ID',
    select: 'Renew {name} on {gateway}',
    selectAll: 'Select all that can be renewed',
    then: 'then',
  },
  title: 'Renew shop.example.com',
  subtitle: 'shop.pem · expires in 88 days · 3 objects on Staging, Shop',
  notes: [],
  actions: [
    { kind: 'renew', label: 'Renew 2…', text: 'Asks for the ID of each selected object.', isPrimary: true },
    { kind: 'refresh', label: 'Refresh', text: 'Reads the gateways again.' },
  ],
  rows: [row('1'), row('2', { gateway: 'Shop', isProduction: true }), row('3', { isSelected: false })],
  status: undefined,
  ...change,
});

const states: Readonly<Record<string, RenewalState>> = {
  choosing: state({
    notes: [
      { severity: 'error', text: 'Archive: Cannot connect to the gateway (ECONNREFUSED).' },
      { severity: 'info', text: 'Nothing to renew on Test' },
    ],
  }),
  reading: state({
    status: { severity: 'info', text: 'Reading Staging…', isBusy: true },
    rows: [
      row('1', {
        lines: [],
        isSelectable: false,
        isSelected: false,
        isBusy: true,
        state: { severity: 'info', text: 'Reading from the gateway…' },
      }),
    ],
  }),
  writing: state({
    status: { severity: 'info', text: 'Renewing: 1 of 3 done', isBusy: true },
    actions: [{ kind: 'cancel', label: 'Cancel', text: 'Sends nothing more.' }],
    rows: [
      row('1', { isSelectable: false, state: { severity: 'ok', text: 'Updated shop.example.com on Staging (ID 1).' } }),
      row('2', {
        isSelectable: false,
        isBusy: true,
        state: { severity: 'info', text: 'Sent, waiting for the response…' },
      }),
      row('3', { isSelectable: false, state: { severity: 'info', text: 'Waiting' } }),
    ],
  }),
  over: state({
    status: {
      severity: 'warning',
      text: 'Renewed 1 of 3. Each of the other rows shows what happened.',
      isBusy: false,
    },
    actions: [
      { kind: 'retry', label: 'Retry 2…', text: 'Reads them again.', isPrimary: true },
      { kind: 'checkLive', label: 'Check Live…', text: 'Connects to a server.' },
      { kind: 'refresh', label: 'Refresh', text: 'Reads the gateways again.' },
    ],
    rows: [
      row('1', { isSelectable: false, isSelected: false, state: { severity: 'ok', text: 'Updated it.' }, lines: [] }),
      row('2', {
        isSelected: false,
        state: { severity: 'error', text: 'The gateway refused it. The gateway says: no.' },
      }),
      row('3', { isSelected: false, state: { severity: 'error', text: 'It is unknown whether it took effect.' } }),
    ],
  }),
  nothing: state({
    rows: [],
    status: { severity: 'info', text: 'No gateway holds a certificate that this one renews.', isBusy: false },
  }),
  hostile: state({
    title: `Renew <img src=x onerror=alert(1)>\u202e${'x'.repeat(300)}`,
    rows: [
      row('1', {
        gateway: `$(error) [a](command:b)\u202e ${'g'.repeat(200)}`,
        title: '<script>alert(1)</script>\u0000.example',
        names: `${'a'.repeat(250)}.example`,
        id: '"onmouseover="alert(1)',
        lines: [{ severity: 'warning', text: `\u2066<b>${'long '.repeat(100)}` }],
      }),
    ],
  }),
};

describe('The page of a renewal', function () {
  this.timeout(60_000);
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  it('asks its host for the state, and says what is chosen and pressed by the key of its row', async () => {
    const driver = await openPage(browser, { page: 'renewal' });
    const { page } = driver;
    await driver.show(state());
    await page.getByRole('checkbox', { name: 'Renew shop.example.com on Shop' }).click();
    await page.getByRole('checkbox', { name: 'Select all that can be renewed' }).click();
    await page.getByRole('button', { name: 'Show Certificate shop.example.com, Shop' }).click();
    await page.getByRole('button', { name: 'Renew 2…' }).click();
    await page.getByRole('button', { name: 'Refresh' }).click();
    const { intents, kept, violations } = await driver.heard();
    assert.deepEqual(intents, [
      { kind: 'ready' },
      { kind: 'select', row: '2', isSelected: false },
      { kind: 'selectAll', isSelected: true },
      { kind: 'press', row: '2', button: 0 },
      { kind: 'renew' },
      { kind: 'refresh' },
    ]);
    assert.deepEqual([kept, violations], [undefined, []]);
    await driver.close();
  });

  it('is used by keyboard alone, and keeps the focus across drawings', async () => {
    const driver = await openPage(browser, { page: 'renewal' });
    const { page } = driver;
    await driver.show(state());
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.deepEqual((await driver.heard()).intents.at(-1), { kind: 'renew' });
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-key'));
    await driver.show(states['writing'] ?? state());
    assert.equal(await focused(), 'act cancel');
    await driver.show(states['over'] ?? state());
    assert.equal(await focused(), 'act retry');
    await page.getByRole('checkbox', { name: 'Renew shop.example.com on Staging' }).last().focus();
    await page.keyboard.press('Space');
    await driver.show(state());
    assert.equal(await focused(), 'select 3');
    await driver.close();
  });

  it('announces what is going on, and what came of it, once each', async () => {
    const driver = await openPage(browser, { page: 'renewal' });
    const { page } = driver;
    const said = page.locator('#said[aria-live=polite]');
    await driver.show(states['writing'] ?? state());
    assert.equal(await said.innerText(), 'Renewing: 1 of 3 done');
    await driver.show(states['over'] ?? state());
    assert.match(await said.innerText(), /^Renewed 1 of 3\./);
    await driver.close();
  });

  it('shows what strangers wrote as text', async () => {
    const driver = await openPage(browser, { page: 'renewal' });
    await driver.show(states['hostile'] ?? state());
    const { page } = driver;
    assert.equal(await page.locator('main img, main script, main b, main a').count(), 0);
    const text = await page.locator('main').innerText();
    assert.doesNotMatch(text, /[\u202e\u2066\u0000]/);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), true);
    await driver.close();
  });

  it('takes no other message for its own', async () => {
    const driver = await openPage(browser, { page: 'renewal' });
    await driver.show(state());
    await driver.page.evaluate(() => window.postMessage({ kind: 'state', state: 'loading', title: 'No' }, '*'));
    assert.equal(await driver.page.getByRole('heading', { level: 1 }).innerText(), 'Renew shop.example.com');
    await driver.close();
  });

  for (const width of [1280, 320])
    it(`has nothing that axe-core finds fault with, and needs no sideways scrolling, in any theme, ${width} px wide`, async () => {
      const driver = await openPage(browser, { width, page: 'renewal' });
      for (const [name, each] of Object.entries(states)) {
        await driver.show(each);
        const faults = await findAccessibilityFaults(driver, async (theme) => {
          const [scroll, client] = await driver.page.evaluate(() => [
            document.documentElement.scrollWidth,
            document.documentElement.clientWidth,
          ]);
          assert.equal(scroll, client, `${name} in ${theme}`);
          await driver.screenshot(`renewal-page-${name}-${width}`, theme);
        });
        assert.deepEqual(faults, [], name);
      }
      await driver.close();
    });
});
