import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import { findAccessibilityFaults } from './accessibility';
import { openBrowser, openPage } from './openPage';
import { allChanges, failed, fileActions, loading, locked, makeDetails, otherFile, ready } from './pageStates';

describe('The details page', function () {
  this.timeout(60_000);
  let browser: Browser;
  let details: Awaited<ReturnType<typeof makeDetails>>;
  before(async () => {
    [browser, details] = await Promise.all([openBrowser(), makeDetails()]);
  });
  after(() => browser.close());

  it('asks its host for the state, and keeps nothing but the subject', async () => {
    const driver = await openPage(browser);
    await driver.show(ready(details.expiring));
    const { intents, kept } = await driver.heard();
    assert.deepEqual(intents, [{ kind: 'ready' }]);
    assert.deepEqual(kept, { from: 'gateway', connection: 'c1', id: '392306215415186327' });
    await driver.close();
  });

  it('draws everything, the toolkit too, under its content security policy', async () => {
    const driver = await openPage(browser);
    for (const state of [loading, failed, ready(details.expiring, { activity: 'Reading from the gateway…' })])
      await driver.show(state);
    assert.deepEqual((await driver.heard()).violations, []);
    const { page } = driver;
    assert.notEqual(await page.locator('.codicon-refresh path').first().getAttribute('d'), null);
    const button = page.getByRole('button', { name: 'Refresh' });
    assert.equal(await button.evaluate((element) => element.shadowRoot?.querySelector('button') !== null), true);
    assert.notEqual(await page.locator('.left').evaluate((element) => getComputedStyle(element).width), '0px');
    await driver.close();
  });

  it('says which row and value to copy, and announces that it was done', async () => {
    const driver = await openPage(browser);
    const { page } = driver;
    await driver.show(ready(details.expiring));
    await page.getByRole('button', { name: 'Copy ID', exact: true }).click();
    await page.getByRole('button', { name: 'Copy DNS name: *.shop.example.com' }).click();
    await page.getByRole('button', { name: 'Copy DNS name, all 2' }).click();
    assert.deepEqual((await driver.heard()).intents.slice(1), [
      { kind: 'copy', row: 'object.id' },
      { kind: 'copy', row: 'names.dns', value: 1 },
      { kind: 'copy', row: 'names.dns' },
    ]);
    await driver.show({ kind: 'notice', text: 'Copied: ID', row: 'object.id' });
    assert.equal(await page.locator('#said[aria-live=polite]').innerText(), 'Copied: ID');
    await page.locator('[data-row="object.id"] .codicon-check').waitFor();
    await driver.close();
  });

  it('has a way to copy every value but those that are none', async () => {
    const driver = await openPage(browser);
    await driver.show(ready(details.metadata));
    const rows = await driver.page.locator('.value').evaluateAll((values) =>
      values.map((value) => ({
        text: value.textContent,
        isAbsent: value.classList.contains('absent'),
        copies: value.querySelectorAll('.copy').length,
      })),
    );
    assert.ok(rows.some(({ isAbsent }) => isAbsent));
    for (const { text, isAbsent, copies } of rows) assert.equal(copies, isAbsent ? 0 : 1, text ?? '');
    await driver.close();
  });

  it('is used by keyboard alone', async () => {
    const driver = await openPage(browser);
    const { page } = driver;
    await driver.show(ready(details.metadata));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    assert.deepEqual(
      (await driver.heard()).intents.map(({ kind }) => kind),
      ['ready', 'refresh', 'copy'],
    );
    await driver.close();
  });

  it('is one stop of the Tab key a section, with arrow keys within', async () => {
    const driver = await openPage(browser);
    const { page } = driver;
    await driver.show(ready(details.manyNames, { changes: allChanges }));
    const sections = await page.locator('section').count();
    const stops: (string | undefined)[] = [];
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-key') ?? undefined);
    for (let more = true; more;) {
      await page.keyboard.press('Tab');
      stops.push(await focused());
      more = stops.at(-1) !== undefined;
    }
    // The header, the bar, each section.
    assert.equal(stops.length - 1, sections + 2, stops.join());
    await page.locator('[data-key="copy names.dns 0"]').focus();
    for (const [key, expected] of [
      ['ArrowDown', 'copy names.dns 1'],
      ['ArrowUp', 'copy names.dns 0'],
      ['End', 'more names.dns'],
      ['Home', 'copy names.dns all'],
    ] as const) {
      await page.keyboard.press(key);
      assert.equal(await focused(), expected, key);
    }
    // Back to where one was in a section.
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    assert.equal(await focused(), 'copy names.dns 0');
    await driver.close();
  });

  it('keeps the focus on the page where its button is gone, and announces the end of reading', async () => {
    const driver = await openPage(browser);
    const { page } = driver;
    const said = page.locator('#said');
    await driver.show(ready(details.expiring, { problem: 'The gateway could not be reached.' }));
    await page.getByRole('button', { name: 'Retry' }).focus();
    await page.keyboard.press('Enter');
    await driver.show(ready(details.expiring, { activity: 'Reading from the gateway…' }));
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H1');
    assert.equal(await said.innerText(), '');
    await driver.show(ready(details.expiring));
    assert.equal(await said.innerText(), 'The certificate was read again.');
    await driver.close();
  });

  for (const motion of ['reduce', 'no-preference'] as const)
    it(`moves nothing without end where motion is not wanted: ${motion}`, async () => {
      const driver = await openPage(browser);
      await driver.page.emulateMedia({ reducedMotion: motion });
      await driver.show(loading);
      const name = await driver.page.locator('.spinner').evaluate((spin) => getComputedStyle(spin).animationName);
      assert.equal(name, motion === 'reduce' ? 'none' : 'turn');
      await driver.close();
    });

  it("moves nothing without end where VS Code's own setting says so", async () => {
    const driver = await openPage(browser);
    await driver.page.emulateMedia({ reducedMotion: 'no-preference' });
    await driver.show(loading);
    const motion = () => driver.page.locator('.spinner').evaluate((spin) => getComputedStyle(spin).animationName);
    assert.equal(await motion(), 'turn');
    await driver.page.evaluate(() => document.body.classList.add('vscode-reduce-motion'));
    assert.equal(await motion(), 'none');
    await driver.close();
  });

  it('keeps focus and folds when a new snapshot comes', async () => {
    const driver = await openPage(browser);
    const { page } = driver;
    await driver.show(ready(details.expiring));
    await page.getByRole('heading', { name: 'Extensions' }).click();
    await page.getByText('TLS Server Authentication (1.3.6.1.5.5.7.3.1)').waitFor();
    const copy = page.getByRole('button', { name: 'Copy ID', exact: true });
    await copy.focus();
    await driver.show(ready(details.expiring, { problem: 'The gateway could not be reached.' }));
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-key')), 'copy object.id all');
    assert.equal(await page.getByText('TLS Server Authentication (1.3.6.1.5.5.7.3.1)').isVisible(), true);
    assert.equal(
      await page
        .getByRole('alert')
        .innerText()
        .then((text) => text.includes('could not be reached')),
      true,
    );
    await driver.close();
  });

  it('shows what strangers wrote as text, with nothing hidden in it', async () => {
    const driver = await openPage(browser);
    const { page } = driver;
    await driver.show(ready(details.hostile));
    const text = await page.locator('#page').innerText();
    assert.ok(text.includes('moc.\\u{202E}elpmaxe<img src=x onerror=alert(1)>\\u{0}'), text);
    assert.ok(text.includes('a\\u{1}b.example'));
    assert.doesNotMatch(text, /[\u202E\u0001\0]/);
    assert.equal(await page.locator('#page img').count(), 0);
    await driver.close();
  });

  it('shows the first of many names, and more when asked', async () => {
    const driver = await openPage(browser);
    const { page } = driver;
    await driver.show(ready(details.manyNames));
    const names = page.locator('[data-row="names.dns"] .value');
    assert.equal(await names.count(), 20);
    await page.getByRole('button', { name: 'Show 1980 more' }).click();
    assert.equal(await names.count(), 220);
    assert.equal(
      await page.evaluate(() => document.activeElement?.getAttribute('aria-label')),
      'Copy DNS name: tenant-21.example.com',
    );
    await driver.close();
  });

  it('begins a change, and says nothing of its own about it', async () => {
    const driver = await openPage(browser);
    await driver.show(ready(details.metadata, { changes: allChanges }));
    const { page } = driver;
    const bar = page.getByRole('toolbar', { name: 'Actions' });
    const zone = page.getByRole('region', { name: 'Danger Zone' });
    for (const button of [
      bar.getByRole('button', { name: 'Update…' }),
      bar.getByRole('button', { name: 'Edit Labels…' }),
      page.getByRole('region', { name: 'Labels' }).getByRole('button', { name: 'Edit Labels…' }),
      zone.getByRole('button', { name: 'Update…' }),
      zone.getByRole('button', { name: 'Delete…' }),
    ])
      await button.click();
    assert.deepEqual(
      (await driver.heard()).intents.slice(1).map(({ kind }) => kind),
      ['update', 'editLabels', 'editLabels', 'update', 'delete'],
    );
    await driver.show(ready(details.metadata));
    assert.equal(await driver.page.getByText('Danger Zone').count(), 0);
    await driver.close();
  });

  it('lists the certificates of a file, and shows the one that is chosen', async () => {
    const driver = await openPage(browser);
    const { page } = driver;
    await driver.show(ready(details.several));
    const list = page.getByRole('navigation', { name: 'In this file' });
    assert.equal(
      await list
        .locator('[aria-current=true]')
        .innerText()
        .then((text) => text.split('\n')[0]),
      '1: shop.example.com',
    );
    assert.equal(await list.getByText('Private key: EC P-256 · fits certificate 1').isVisible(), true);
    assert.equal(await list.getByRole('button', { name: /^3: cannot be read/ }).isDisabled(), true);
    await list.getByRole('button', { name: /^4: old\.example\.com/ }).focus();
    await page.keyboard.press('Enter');
    assert.deepEqual((await driver.heard()).intents.at(-1), { kind: 'choose', index: 3 });
    await driver.close();
  });

  it('shows the chosen one of a long list, and leaves the list where it was scrolled to', async () => {
    const driver = await openPage(browser);
    const { page } = driver;
    await driver.show(ready(details.bundle));
    const list = page.locator('.contents ul');
    const [top, bottom] = await list.evaluate((element) => {
      const [box, chosen] = [element, element.querySelector('[aria-current]')].map((each) =>
        each?.getBoundingClientRect(),
      );
      return [(chosen?.top ?? 0) - (box?.top ?? 0), (box?.bottom ?? 0) - (chosen?.bottom ?? 0)];
    });
    assert.ok((top ?? -1) >= 0 && (bottom ?? -1) >= 0, `${top} ${bottom}`);
    await list.evaluate((element) => element.scrollTo({ top: 40 }));
    await driver.show(ready(details.bundle, { problem: 'Shown as it was read before.' }));
    assert.equal(await list.evaluate((element) => element.scrollTop), 40);
    assert.equal(await page.evaluate(() => window.scrollY), 0);
    await driver.close();
  });

  it('says which certificate it showed before the window was reloaded', async () => {
    const driver = await openPage(browser, { kept: { from: 'file', uri: 'file:///shop.p12', index: 3 } });
    assert.deepEqual((await driver.heard()).intents, [{ kind: 'ready', index: 3 }]);
    await driver.close();
  });

  it('begins what can be done with a file, and nothing that is disabled', async () => {
    const driver = await openPage(browser);
    const { page } = driver;
    await driver.show(locked);
    for (const name of ['Unlock…', 'Upload…']) await page.getByRole('button', { name }).click();
    await driver.show(ready(details.several, { actions: fileActions }));
    await page.getByRole('button', { name: 'Open as Text' }).click();
    await driver.show(otherFile);
    const upload = page.locator('[data-key="act upload"]');
    assert.equal(await upload.getAttribute('title'), 'Nothing is uploaded from a workspace that is not trusted.');
    await upload.click({ force: true });
    assert.deepEqual((await driver.heard()).intents.slice(1), [
      { kind: 'unlock' },
      { kind: 'upload' },
      { kind: 'openAsText' },
    ]);
    await driver.close();
  });

  it('asks again from a failure', async () => {
    const driver = await openPage(browser);
    await driver.show(failed);
    await driver.page.getByRole('button', { name: 'Retry' }).click();
    assert.deepEqual((await driver.heard()).intents.at(-1), { kind: 'refresh' });
    await driver.close();
  });

  it('needs no sideways scrolling where there is little room', async () => {
    const driver = await openPage(browser, { width: 320 });
    for (const detail of Object.values(details)) {
      await driver.show(ready(detail));
      const widths = await driver.page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ]);
      assert.equal(widths[0], widths[1], detail.title);
    }
    await driver.screenshot('details-narrow', 'dark');
    await driver.close();
  });

  it('keeps its bar and its signs where the system sets the colours', async () => {
    const driver = await openPage(browser);
    await driver.page.emulateMedia({ forcedColors: 'active' });
    await driver.show(ready(details.expiring));
    const [left, bar] = await driver.page.evaluate(() =>
      ['.left', '.bar'].map((name) => getComputedStyle(document.querySelector(name) ?? document.body).backgroundColor),
    );
    assert.notEqual(left, bar);
    await driver.screenshot('details-forced-colors', 'dark');
    await driver.close();
  });

  for (const width of [1280, 320])
    it(`has nothing that axe-core finds fault with in any theme, ${width} px wide`, async () => {
      const driver = await openPage(browser, { width });
      const states = {
        loading,
        failed,
        locked,
        otherFile,
        hostile: ready(details.hostile),
        several: ready(details.several, { actions: fileActions }),
        manyNames: ready(details.manyNames),
        expired: ready(details.expired, { changes: allChanges }),
        expiring: ready(details.expiring, { activity: 'Reading from the gateway…', changes: allChanges }),
        metadata: ready(details.metadata, { problem: 'The gateway could not be reached.' }),
      };
      for (const [name, state] of Object.entries(states)) {
        await driver.show(state);
        if (name === 'expiring') await driver.page.getByRole('heading', { name: 'Extensions' }).click();
        const faults = await findAccessibilityFaults(driver, (theme) =>
          driver.screenshot(`details-${name}-${width}`, theme),
        );
        assert.deepEqual(faults, [], name);
      }
      await driver.close();
    });
});
