import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { KnownCertificates } from '../../../src/app/timeline/items';
import type { TimelineView } from '../../../src/app/timeline/timeline';
import { timelineSteps } from '../../../src/app/timeline/timeline';
import { runSync } from '../../../src/shared/cooperative';
import type { TimelineState } from '../../../src/shared/timelineProtocol';
import { english } from '../../../src/shared/translate';
import type { ReadingFacts } from '../../../src/ui/timeline/timelineReport';
import { toTimelineState } from '../../../src/ui/timeline/timelineReport';
import { clock, fileOf, gatewayOf } from '../../unit/app/timeline/known';
import { findAccessibilityFaults } from './accessibility';
import { openBrowser, openPage } from './openPage';

const issuers = [
  'R3',
  'E5',
  'DigiCert TLS RSA SHA256 2020 CA1',
  'Example Issuing CA 1',
  'GTS CA 1C3',
  'ZeroSSL',
  'Corp',
];
const many = Object.fromEntries(
  Array.from({ length: 260 }, (_, index) => [
    `c${index}`,
    {
      left: ((index * 37) % 260) - 12,
      lifetime: index % 3 === 0 ? 365 : 90,
      issuer: `CN=${issuers[(index * index) % issuers.length]}`,
      type: index % 5 === 0 ? ('client' as const) : ('server' as const),
      isEnabled: index % 17 !== 0,
      names: [`tenant-${index}.example.com`],
    },
  ]),
);
const known: KnownCertificates = {
  gateways: [
    gatewayOf('one', many),
    gatewayOf('two', {
      hostile: { left: 3, names: ['moc.\u202Eelpmaxe<img src=x onerror=alert(1)>'], issuer: 'CN=<b>x</b>' },
      long: { left: 5, names: [`${'a'.repeat(60)}.${'b'.repeat(60)}.example.com`] },
      far: { left: 3_000 },
      dark: {},
    }),
  ],
  files: [fileOf('file:///w/certs/shop.pem', [{ left: 2 }, { left: 900, isCa: true }])],
};
const start: TimelineView = { by: 'state', filter: {}, chosen: undefined };

function stateOf(
  view: Partial<TimelineView> = {},
  reading: Partial<ReadingFacts> = {},
  of: KnownCertificates = known,
): TimelineState {
  const shown = { ...start, ...view };
  const facts = {
    view: shown,
    connections: of.gateways.map(({ connection }) => connection),
    fileText: (uri: string) => uri.replace('file:///w/', ''),
    wording: { clock, translate: english, language: 'en' },
  };
  const timeline = runSync(timelineSteps(of, clock, shown));
  return toTimelineState(timeline, facts, { isLoading: false, incomplete: [], files: 'checked', ...reading });
}
const states: Readonly<Record<string, TimelineState>> = {
  all: stateOf(),
  week: stateOf({ chosen: 'w0' }),
  issuers: stateOf({ by: 'issuer', chosen: 'number:expired' }),
  sources: stateOf({ by: 'source', filter: { type: 'server' } }),
  loading: stateOf(
    {},
    { isLoading: true, files: 'unchecked', incomplete: known.gateways.map((each) => each.connection) },
  ),
  empty: stateOf({}, {}, { gateways: [], files: [] }),
};

describe('The page of the timeline', function () {
  this.timeout(60_000);
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());
  const open = (more: Parameters<typeof openPage>[1] = {}) => openPage(browser, { name: 'timeline', ...more });

  it('asks its host for the state, keeps that it is the timeline, and obeys its content security policy', async () => {
    const driver = await open();
    for (const state of Object.values(states)) await driver.show(state);
    const { intents, kept, violations } = await driver.heard();
    assert.deepEqual([intents, kept, violations], [[{ kind: 'ready' }], { from: 'timeline' }, []]);
    await driver.close();
  });

  it('shows in the table what it shows in the picture', async () => {
    const driver = await open();
    const state = stateOf();
    await driver.show(state);
    const rows = await driver.page
      .locator('tbody tr')
      .evaluateAll((all) => all.map((row) => Array.from(row.children, (cell) => cell.textContent)));
    const expected = state.periods
      .filter(({ total }) => total > 0)
      .map(({ label, total, counts }) => [label, ...[total, ...counts].map(String)]);
    assert.deepEqual(rows, expected);
    const parts = await driver.page
      .locator('.bar.full')
      .evaluateAll((bars) => bars.map((bar) => bar.querySelectorAll('.part').length));
    assert.deepEqual(
      parts,
      state.periods.filter(({ total }) => total > 0).map(({ counts }) => counts.filter((count) => count > 0).length),
    );
    await driver.close();
  });

  it('gives each part of a bar a look of its own, as the legend has it', async () => {
    const driver = await open();
    for (const by of ['state', 'type', 'issuer', 'source'] as const) {
      await driver.show(stateOf({ by }));
      const fills = await driver.page
        .locator('.legend .part')
        .evaluateAll((parts) => parts.map((part) => part.getAttribute('fill')));
      assert.ok(fills.length > 1 && new Set(fills).size === fills.length, `${by}: ${fills.join()}`);
      const drawn = await driver.page
        .locator('.bar .part')
        .evaluateAll((parts) =>
          parts.every((part) => document.querySelector((part.getAttribute('fill') ?? '').slice(4, -1))),
        );
      assert.equal(drawn, true, by);
    }
    await driver.close();
  });

  it('goes from a bar, a period or a number to its certificates, and from there to one of them', async () => {
    const driver = await open();
    const { page } = driver;
    await driver.show(stateOf());
    await page.locator('.bar.full').nth(1).click();
    await page.getByRole('button', { name: /^Within 7 days|Within 7 days$/ }).click();
    await page.getByRole('button', { name: 'March 2027' }).click();
    await driver.show(stateOf({ chosen: 'm1' }));
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('data-key'));
    assert.equal(await focused(), 'list');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.deepEqual((await driver.heard()).intents.slice(1), [
      { kind: 'choose', id: 'w0' },
      { kind: 'choose', id: 'number:week' },
      { kind: 'choose', id: 'm1' },
      { kind: 'open', index: 0 },
    ]);
    // A later snapshot leaves the focus where it is.
    await driver.show(stateOf({ chosen: 'm1' }));
    assert.equal(await focused(), 'open 0');
    await driver.close();
  });

  it('says what is split and filtered by, by keyboard', async () => {
    const driver = await open();
    const { page } = driver;
    await driver.show(stateOf());
    await page.getByRole('combobox', { name: 'Split by', exact: true }).selectOption({ label: 'Issuer' });
    await page.getByRole('combobox', { name: 'Connection', exact: true }).focus();
    await page.keyboard.press('End');
    await page.getByRole('button', { name: 'Export…' }).click();
    assert.deepEqual((await driver.heard()).intents.slice(1), [
      { kind: 'set', control: 'by', option: 'issuer' },
      { kind: 'set', control: 'source', option: '=' },
      { kind: 'export' },
    ]);
    await driver.close();
  });

  it('shows what strangers wrote as text, with nothing hidden in it', async () => {
    const driver = await open();
    await driver.show(states['week'] ?? stateOf());
    const text = await driver.page.locator('#page').innerText();
    assert.ok(text.includes('moc.\\u{202E}elpmaxe<img src=x onerror=alert(1)>'));
    assert.equal(await driver.page.locator('#page img, #page b').count(), 0);
    await driver.close();
  });

  it('needs no sideways scrolling where there is little room, and draws the picture as wide as it is', async () => {
    const driver = await open({ width: 1280 });
    const { page } = driver;
    for (const width of [1280, 320]) {
      await page.setViewportSize({ width, height: 900 });
      for (const state of Object.values(states)) {
        await driver.show(state);
        const [scroll, client] = await page.evaluate(() => [
          document.documentElement.scrollWidth,
          document.documentElement.clientWidth,
        ]);
        assert.equal(scroll, client, state.subtitle);
      }
    }
    await driver.show(stateOf());
    await page.setViewportSize({ width: 600, height: 900 });
    await page.waitForFunction(() => {
      const [chart, place] = ['.chart', '.picture'].map((name) =>
        document.querySelector(name)?.getBoundingClientRect(),
      );
      return chart && place && Math.abs(chart.width - place.width) < 1;
    });
    await driver.close();
  });

  it('tells its parts from each other where the system sets the colours', async () => {
    const driver = await open();
    await driver.page.emulateMedia({ forcedColors: 'active' });
    await driver.show(states['issuers'] ?? stateOf());
    const looks = await driver.page.locator('pattern').evaluateAll((patterns) =>
      patterns.map((pattern) => {
        const [ground, strokes] = ['.ground', '.strokes'].map((name) => pattern.querySelector(name));
        return [
          ground && getComputedStyle(ground).fill,
          strokes?.getAttribute('d'),
          strokes && getComputedStyle(strokes).stroke,
        ];
      }),
    );
    for (const [ground, path, stroke] of looks) assert.ok(path === '' || ground !== stroke, path ?? '');
    await driver.screenshot('timeline-forced-colors', 'dark');
    await driver.close();
  });

  for (const width of [1280, 320])
    it(`has nothing that axe-core finds fault with in any theme, ${width} px wide`, async () => {
      const driver = await open({ width });
      for (const [name, state] of Object.entries(states)) {
        await driver.show(state);
        const faults = await findAccessibilityFaults(driver, (theme) =>
          driver.screenshot(`timeline-${name}-${width}`, theme),
        );
        assert.deepEqual(faults, [], name);
      }
      await driver.close();
    });
});
