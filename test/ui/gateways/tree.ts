import assert from 'node:assert/strict';
import { answers } from '../../gateway/http/faults';
import { seedMany, seedSample } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

/** Connections need no token where the gateway asks for none. */
const connectionTo = (url: string, id = 'one') => ({
  id,
  name: id === 'one' ? 'Local' : `Local ${id}`,
  dialect: 'apisix',
  address: url,
});

export const describeTree = (workbench: () => Workbench): unknown =>
  describe('The tree', () => {
    /** Each part says which connections there are. */
    const connect = (...connections: readonly object[]) =>
      workbench().changeSettings({ 'api7Certificates.connections': connections });

    describe('A first look', () => {
      it('shows our icon in the activity bar, and a way to connect a gateway in its view', async () => {
        const { tree } = workbench();
        await connect();
        await tree.open();
        await tree.welcome.getByText('Connect a gateway to see its certificates here.').waitFor();
        assert.equal(await tree.welcomeAction('Add Connection').isEnabled(), true);
        await workbench().screenshot('welcome', themes);
      });
    });

    describe('Browsing the certificates of a gateway', () => {
      let gateway: Gateway;
      before(async () => {
        gateway = await startGateway({ adminKey: null });
        await seedSample(gateway, Date.now());
        await connect(connectionTo(gateway.apisix.url));
      });
      after(() => gateway.close());
      /** Waits until the first certificate row says this. */
      const firstRow = (text: string) => workbench().tree.rows.nth(1).filter({ hasText: text }).waitFor();
      beforeEach(async () => {
        await workbench().tree.open();
        await firstRow('old.example.com');
        // The rows come before the list is whole.
        await workbench().tree.rows.filter({ hasText: 'loading…' }).waitFor({ state: 'detached' });
      });
      afterEach(async () => {
        gateway.faults.clear();
        await workbench().closePrompts();
      });

      it('shows every certificate, soonest to expire first, with its days, type and state in words', async () => {
        const { tree } = workbench();
        const labels = await tree.rows.locator('.label-name').allInnerTexts();
        const descriptions = await tree.rows.locator('.label-description').allInnerTexts();
        assert.deepEqual([labels[0], descriptions[0]], ['Local', new URL(gateway.apisix.url).host]);
        assert.equal(labels[1], '−9 d old.example.com');
        assert.ok(labels.includes('12 d api.example.com'), labels.join());
        assert.equal(await tree.row('orders.clients.example.com').locator('.label-description').innerText(), 'Client');
        assert.ok((await tree.spoken()).includes('api.example.com, server, expires in 12 days'));
        await workbench().screenshot('tree', themes);
      });

      it('counts what presses on the activity bar icon', async () => {
        const { tree } = workbench();
        await tree.icon.and(workbench().page.getByRole('tab', { name: /1 expired, 1 expiring/ })).waitFor();
      });

      it('tells more on hovering', async () => {
        const { tree, page } = workbench();
        const hover = page.locator('.workbench-hover', { hasText: 'Serial number' });
        const show = async () => {
          await workbench().user.pointAway();
          await hover.waitFor({ state: 'detached' });
          await workbench().user.hover(tree.row('api.example.com'), hover);
        };
        await show();
        assert.match(await hover.innerText(), /Expiring · 12 days left · Server/);
        await workbench().screenshot('tree-tooltip', themes, show);
      });

      it('shows what is found while words are typed, and says so above the rows', async () => {
        const { tree, quickInput, page } = workbench();
        await workbench().user.click(tree.titleAction('Filter Certificates…'));
        await quickInput.type('example client');
        await page.getByText('Filter: example client, 1 of 16').waitFor();
        // The rows follow.
        await tree.rows.nth(2).waitFor({ state: 'detached' });
        assert.equal(await tree.rows.count(), 2);
        await workbench().screenshot('tree-filter', themes);
        await quickInput.cancel();
        await firstRow('old.example.com');
        await workbench().user.click(tree.titleAction('Filter Certificates…'));
        await quickInput.fill('nothing like this');
        await tree.row('No certificate matches the filter.').waitFor();
        await workbench().user.click(tree.titleAction('Clear Filter'));
        await firstRow('old.example.com');
      });

      it('groups by what is asked for', async () => {
        const { tree, quickInput } = workbench();
        await tree.moreAction('Group By…');
        await workbench().screenshot('tree-group-pick');
        await quickInput.pick('State');
        await tree.row('Expiring').waitFor();
        await workbench().screenshot('tree-by-state', themes);
        await tree.moreAction('Group By…');
        await quickInput.pick('Label');
        await tree.row('No labels').waitFor();
        await tree.expand('team=shop');
        await tree.row('shop.example.com').waitFor();
        await workbench().screenshot('tree-by-label');
        await tree.moreAction('Group By…');
        await quickInput.pick('No grouping');
        await firstRow('old.example.com');
      });

      it('sorts by name, a wildcard behind its own name', async () => {
        const { tree, quickInput } = workbench();
        await tree.moreAction('Sort By…');
        await quickInput.pick('Name');
        await firstRow('any.example.com');
        await tree.moreAction('Sort By…');
        await quickInput.pick('Expiry, soonest first');
        await firstRow('old.example.com');
      });

      it('copies ids and names', async () => {
        const { tree } = workbench();
        for (const [item, text] of [
          ['Copy Certificate ID', 'wildcard'],
          ['Copy Names', '*.example.com\nexample.com'],
        ] as const) {
          await tree.contextMenu('*.example.com', item);
          await workbench().waitForClipboard(text);
        }
      });

      it('keeps the rows while a refresh is under way, can stop it, and fetches anew', async () => {
        const { tree, page } = workbench();
        const hold = gateway.faults.add({ listener: 'apisix' }, { kind: 'hold', when: 'before' });
        await workbench().user.click(tree.titleAction('Refresh'));
        await hold.met();
        await workbench().user.click(tree.titleAction('Stop Loading'));
        await page.getByText(/Stopped at 0/).waitFor();
        await firstRow('old.example.com');
        await workbench().screenshot('tree-stopped');
        hold.release();
        gateway.faults.clear();
        await workbench().user.click(tree.titleAction('Refresh'));
        await page.getByText(/Stopped at 0/).waitFor({ state: 'detached' });
        await firstRow('old.example.com');
      });

      it('says above the old rows why a refresh failed', async () => {
        const { tree } = workbench();
        gateway.faults.add({ listener: 'apisix' }, answers.html(502));
        await workbench().user.click(tree.titleAction('Refresh'));
        await tree.rows.nth(1).filter({ hasText: 'HTTP 502' }).waitFor();
        await tree.row('old.example.com').waitFor();
        await workbench().screenshot('tree-failed', themes);
        gateway.faults.clear();
        await workbench().user.click(tree.titleAction('Refresh'));
        await firstRow('old.example.com');
      });
    });

    describe('A long list', () => {
      let gateway: Gateway;
      before(async () => {
        gateway = await startGateway({ adminKey: null });
        await seedMany(gateway, 2_400, Date.now());
        await connect(connectionTo(gateway.apisix.url, 'many'));
      });
      after(() => gateway.close());

      beforeEach(() => workbench().tree.open());
      afterEach(() => gateway.faults.clear());
      const isLoaded = async () => {
        const { tree, page } = workbench();
        await tree.row('1–1,000').waitFor();
        await page.getByText(/Refresh to load the rest|^Loaded/).waitFor({ state: 'detached' });
        await tree.titleAction('Refresh').waitFor();
      };

      it('shows the first rows before the rest, can be stopped, and says where', async () => {
        const { tree, page } = workbench();
        await tree.open();
        await isLoaded();
        // One answer, of which rows are read as it arrives.
        const half = gateway.faults.add({ listener: 'apisix', path: /\/ssls\b/ }, { kind: 'hold', when: 'inside' });
        await workbench().user.click(tree.titleAction('Refresh'));
        await half.met();
        await page.getByText(/^Loaded [\d,]+( of 2,400)?…/).waitFor();
        await tree.rows.nth(2).waitFor();
        await workbench().screenshot('tree-loading', themes);
        await workbench().user.click(tree.titleAction('Stop Loading'));
        await page.getByText(/^Stopped at [\d,]+( of 2,400)?\. Refresh to load the rest\./).waitFor();
        gateway.faults.clear();
        half.release();
      });

      it('is cut into ranges', async () => {
        const { tree } = workbench();
        await workbench().user.click(tree.titleAction('Refresh'));
        await isLoaded();
        // The first range is open, so that rows are seen at once.
        await workbench().user.click(tree.row('1–1,000').locator('.monaco-tl-twistie'));
        await tree.row('2,001–2,400').waitFor();
        await workbench().screenshot('tree-ranges', themes);
      });
    });

    describe('What keeps the tree empty', () => {
      let gateway: Gateway;
      before(async () => {
        gateway = await startGateway({ adminKey: 'an-admin-key-of-this-test', viewerKey: 'v'.repeat(20) });
      });
      after(() => gateway.close());
      beforeEach(() => workbench().tree.open());
      afterEach(() => gateway.faults.clear());

      it('asks for a connection again when the last one is gone', async () => {
        const { tree } = workbench();
        await connect(connectionTo('http://127.0.0.1:9'));
        await tree.rows.filter({ hasText: /Cannot connect to the gateway/ }).waitFor();
        await connect();
        await tree.welcome.getByText('Connect a gateway to see its certificates here.').waitFor();
        assert.equal(await tree.welcomeAction('Add Connection').isEnabled(), true);
      });

      const cases: readonly [what: string, connection: () => object, sentence: RegExp, action: string][] = [
        ['unreachable', () => connectionTo('http://127.0.0.1:9'), /Cannot connect/, 'Edit Connection'],
        ['without an admin key', () => connectionTo(gateway.apisix.url), /asks for an admin key/, 'Set Token'],
        [
          'without a token',
          () => ({ ...connectionTo(gateway.api7cloud.url), dialect: 'api7cloud' }),
          /needs a personal access token/,
          'Set Token',
        ],
        [
          'at an address that cannot be used',
          () => connectionTo('http://gateway.example.com:9180'),
          /address is unencrypted/,
          'Edit Connection',
        ],
        [
          'without its CA file',
          () => ({ ...connectionTo(gateway.apisix.url), caFile: '/does/not/exist.pem' }),
          /exist\.pem/,
          'Edit Connection',
        ],
      ];
      for (const [what, connection, sentence, action] of cases)
        it(`shows the row of a connection that is alone and ${what}, and leads to “${action}”`, async () => {
          const { tree, notifications } = workbench();
          await connect(connection());
          await tree.row('Local').waitFor();
          await workbench().user.click(tree.rows.filter({ hasText: sentence }).nth(0));
          await notifications.message(sentence).getByRole('button', { name: action }).waitFor();
          await workbench().clearNotifications();
        });

      it('shows a row for each connection that cannot be read in the settings, beside the others', async () => {
        const { tree, page } = workbench();
        await connect(connectionTo('http://127.0.0.1:9'), { id: 'one' });
        await tree.row('Local').waitFor();
        const problem = tree.rows.filter({ hasText: 'Open Settings' });
        await problem.waitFor();
        await workbench().screenshot('tree-bad-settings', themes);
        await workbench().user.click(problem);
        await page.locator('.settings-editor').waitFor();
        await workbench().runById('workbench.action.closeAllEditors');
      });

      it('shows the row of a gateway that is alone and empty', async () => {
        const { tree } = workbench();
        gateway.faults.add({ listener: 'apisix' }, answers.json(200, { total: 0, list: [] }));
        await connect(connectionTo(gateway.apisix.url, 'empty'));
        await tree.row('Local empty').waitFor();
        await tree.row('This gateway holds no certificates yet.').waitFor();
        await workbench().screenshot('tree-empty', themes);
      });

      it('lets each of several connections say its own', async () => {
        const { tree } = workbench();
        await connect(connectionTo('http://127.0.0.1:9', 'away'), connectionTo(gateway.apisix.url, 'locked'), {
          ...connectionTo(gateway.api7cloud.url, 'cloud'),
          dialect: 'api7cloud',
        });
        await tree.row('Local locked').waitFor();
        const spoken = () => tree.spoken();
        await tree.rows.filter({ hasText: 'no admin key' }).first().waitFor();
        await tree.rows.filter({ hasText: 'unreachable' }).first().waitFor();
        assert.ok(
          (await spoken()).some((text) => text.startsWith('This gateway asks for an admin key, and none is set.')),
          (await spoken()).join('\n'),
        );
        await workbench().screenshot('tree-several', themes);
      });
    });
  });
