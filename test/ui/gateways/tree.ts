import assert from 'node:assert/strict';
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
      afterEach(() => workbench().closePrompts());

      it('shows every certificate, soonest to expire first, with its days, type and state in words, and counts what presses on the icon', async () => {
        const { tree, page } = workbench();
        await tree.icon.and(page.getByRole('tab', { name: /1 expired, 1 expiring/ })).waitFor();
        const labels = await tree.rows.locator('.label-name').allInnerTexts();
        const descriptions = await tree.rows.locator('.label-description').allInnerTexts();
        assert.deepEqual([labels[0], descriptions[0]], ['Local', new URL(gateway.apisix.url).host]);
        assert.equal(labels[1], '−9 d old.example.com');
        assert.ok(labels.includes('12 d api.example.com'), labels.join());
        assert.equal(await tree.row('orders.clients.example.com').locator('.label-description').innerText(), 'Client');
        assert.ok((await tree.spoken()).includes('api.example.com, server, expires in 12 days'));
        await workbench().screenshot('tree', themes);
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

      it('groups and sorts by what is asked for', async () => {
        const { tree, quickInput } = workbench();
        await tree.moreAction('Group By…');
        await workbench().screenshot('tree-group-pick');
        await quickInput.pick('State');
        await tree.row('Expiring').waitFor();
        await workbench().screenshot('tree-by-state', themes);
        await tree.moreAction('Group By…');
        await quickInput.pick('No grouping');
        await firstRow('old.example.com');
        await tree.moreAction('Sort By…');
        await quickInput.pick('Name');
        await firstRow('any.example.com');
        await tree.moreAction('Sort By…');
        await quickInput.pick('Expiry, soonest first');
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
    });

    describe('What keeps the tree empty', () => {
      it('shows a row for each connection that cannot be read, in the settings or at all, which leads to what helps', async () => {
        const { tree, page, notifications } = workbench();
        await tree.open();
        await connect(connectionTo('http://127.0.0.1:9'), { id: 'one' });
        await tree.row('Local').waitFor();
        const problem = tree.rows.filter({ hasText: 'Open Settings' });
        await problem.waitFor();
        await workbench().screenshot('tree-bad-settings', themes);
        await workbench().user.click(tree.rows.filter({ hasText: /Cannot connect/ }).nth(0));
        await notifications
          .message(/Cannot connect/)
          .getByRole('button', { name: 'Edit Connection' })
          .waitFor();
        await workbench().clearNotifications();
        await workbench().user.click(problem);
        await page.locator('.settings-editor').waitFor();
        await workbench().runById('workbench.action.closeAllEditors');
      });
    });
  });
