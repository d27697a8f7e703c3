import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Authority, CertificateOptions } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { answers } from '../../gateway/http/faults';
import type { JsonObject } from '../../gateway/json';
import { seedSample } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { removeConnection } from '../harness/parts';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();

/** Texts that a person may type who does not mean it: none of them is the ID. */
const wrongIds = (id: string): readonly [what: string, typed: string, said: RegExp][] => [
  ['nothing', '', /Type the ID/],
  ['a part of it', id.slice(0, -1), /not the whole ID/],
  ['it with a space behind', `${id} `, /white space/],
  ['it with a space before', ` ${id}`, /white space/],
  ['it in capital letters', id.toUpperCase(), /Upper and lower case/],
  ['another', 'wildcard', /not the ID/],
];

/** The ID as the list before the prompt shows it. */
const idIn = (rows: readonly string[]): string => {
  const id = rows.map((row) => /\bID, (\S+)$/.exec(row)?.[1]).find((found) => found !== undefined);
  assert(id);
  return id;
};

export const describeChange = (workbench: () => Workbench): unknown =>
  describe('A change', () => {
    describe('Changing a certificate', () => {
      let gateway: Gateway;
      let authority: Authority;
      /** The certificate that most tests change, as each of them finds it. */
      const shopKey = '/apisix/ssls/shop';
      let original: JsonObject | undefined;
      before(async () => {
        gateway = await startGateway({ adminKey: null });
        await seedSample(gateway, now);
        await workbench().changeSettings({
          'api7Certificates.connections': [
            { id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url },
          ],
        });
        authority = await makeAuthority(now);
        const dns = ['shop.example.com', 'www.shop.example.com'];
        await renewal('fewer.pem', { dns: ['shop.example.com', 'new.shop.example.com'], toDays: 40 });
        await renewal('renewed.pem', { dns });
        original = gateway.apisix.store.get(shopKey)?.value;
        assert(original);
      });
      after(() => gateway.close());
      const writes = () =>
        gateway.requests
          .filter(({ method }) => method !== 'GET' && method !== 'HEAD')
          .map(({ method, path }) => `${method} ${path}`);
      const renewal = async (name: string, options: Partial<CertificateOptions>) => {
        const made = await makeCertificate({
          now,
          commonName: 'shop.example.com',
          issuer: authority.intermediate,
          toDays: 80,
          ...options,
        });
        await workbench().files.write(name, made.chainPem + made.keyPem);
        return made;
      };
      const change = (id: string, change: Readonly<Record<string, unknown>>) => {
        const path = `/apisix/admin/ssls/${id}`;
        const { status } = gateway.apisix.handle({
          method: 'PATCH',
          target: path,
          path,
          query: new URLSearchParams(),
          headers: { 'x-api-key': gateway.apisix.adminKey },
          body: JSON.stringify(change),
        });
        assert.ok(status < 300, `${status}`);
      };
      beforeEach(() => {
        if (original) gateway.apisix.store.put(shopKey, original);
        gateway.clearRequests();
      });
      afterEach(async () => {
        gateway.faults.clear();
        await workbench().closePrompts();
      });
      const openRow = async (label: string, item: string, shows: string) => {
        const { tree } = workbench();
        await tree.open();
        await tree.expand('Staging');
        await tree.contextMenu(label, item, workbench().quickInput.at(shows));
      };
      const typeWrong = async (id: string) => {
        const { quickInput } = workbench();
        for (const [what, typed, said] of wrongIds(id)) {
          await quickInput.fill(typed);
          await quickInput.message.filter({ hasText: said }).waitFor();
          assert.deepEqual(writes(), [], what);
        }
      };

      /** Opens a file, and begins the update of a certificate with what is in the editor. */
      const updateFrom = async (file: string, title: string) => {
        const { files, quickInput } = workbench();
        await files.open(file);
        await workbench().runCommand('API7 Certificates: Update Certificate…');
        await quickInput.step('Update Certificate: Which One?');
        await quickInput.type(title);
        await quickInput.pick(title);
        await quickInput.pick(file);
        await quickInput.step('Check what changes and who is affected');
      };
      const typeId = async (action: string, id: string) => {
        const { quickInput } = workbench();
        await quickInput.pick(action);
        await quickInput.step(`Type its ID to continue: ${id}`);
        await quickInput.fill(id);
      };
      const shop = { method: 'GET', path: '/apisix/admin/ssls/shop' };

      describe('updating it', () => {
        it('shows what changes, what is lost and who is affected, and sends nothing while what is typed is not the ID', async () => {
          const { quickInput } = workbench();
          await updateFrom('fewer.pem', 'shop.example.com');
          const rows = (await quickInput.spoken()).join('\n');
          assert.match(rows, /Update Anyway…/);
          assert.match(rows, /www\.shop\.example\.com will be removed/);
          assert.match(rows, /It expires .*earlier/);
          assert.match(rows, /New names: new\.shop\.example\.com/);
          await workbench().screenshot('update-summary', themes);
          await quickInput.pick('Update Anyway…');
          await quickInput.step('Type its ID to continue: shop');
          await workbench().screenshot('update-id', themes);
          await typeWrong('shop');
          await workbench().screenshot('update-id-wrong', themes);
          await quickInput.back();
          await quickInput.step('Check what changes and who is affected');
          await quickInput.cancel();
          assert.deepEqual(writes(), []);
        });

        it('compares old and new side by side, and comes back', async () => {
          const { quickInput, page } = workbench();
          await updateFrom('fewer.pem', 'shop.example.com');
          await quickInput.pick('Compare Old and New');
          await page.locator('.tabs-container .tab').filter({ hasText: 'shop.example.com: old ↔ new' }).waitFor();
          await page.locator('.monaco-diff-editor .line-insert').first().waitFor();
          await workbench().screenshot('update-compare', themes);
          await workbench().user.click(page.getByRole('button', { name: 'Continue Update' }).first());
          await quickInput.step('Check what changes and who is affected');
          await quickInput.cancel();
          assert.equal(await page.locator('.tabs-container .tab').filter({ hasText: 'old ↔ new' }).count(), 0);
          assert.deepEqual(writes(), []);
        });

        it('goes no further where the comparison is cancelled, or its tab closed', async () => {
          const { quickInput, page } = workbench();
          const tab = page.locator('.tabs-container .tab').filter({ hasText: 'shop.example.com: old ↔ new' });
          await updateFrom('fewer.pem', 'shop.example.com');
          await quickInput.pick('Compare Old and New');
          await workbench().user.click(page.getByRole('button', { name: 'Cancel Update' }).first());
          await tab.waitFor({ state: 'detached' });
          await updateFrom('fewer.pem', 'shop.example.com');
          await quickInput.pick('Compare Old and New');
          await tab.waitFor();
          await workbench().runById('workbench.action.closeActiveEditor');
          await tab.waitFor({ state: 'detached' });
          assert.deepEqual(writes(), []);
        });

        it('sends what changed once the ID is typed, keeps the rest, and says until when it is good', async () => {
          const { notifications, tree } = workbench();
          await updateFrom('renewed.pem', 'shop.example.com');
          await typeId('Update…', 'shop');
          const until = new Date(now + 80 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
          await notifications
            .message(
              `Updated shop.example.com on Staging (ID shop). Valid until ${until}. Served for shop.example.com, www.shop.example.com.`,
            )
            .waitFor();
          assert.deepEqual(writes(), ['PATCH /apisix/admin/ssls/shop']);
          // The Explorer stays until the person asks for the tree.
          await notifications.press('Updated shop.example.com on Staging', 'Show');
          await tree.row('shop.example.com').and(workbench().page.locator('.selected')).waitFor();
          await workbench().screenshot('update-done', themes);
          const body = gateway.requests.find(({ method }) => method === 'PATCH')?.body ?? '';
          assert.deepEqual(Object.keys(JSON.parse(body) as object).sort(), ['cert', 'key']);
        });

        it('takes the new certificate from a file, from a row of the tree', async () => {
          const { quickInput, tree } = workbench();
          await workbench().runById('workbench.action.closeAllEditors');
          await openRow('shop.example.com', 'Update Certificate…', 'New Certificate for shop.example.com');
          await quickInput.row('fewer.pem').waitFor();
          await quickInput.fill(join(workbench().folder, 'fewer.pem'));
          await quickInput.step('Check what changes and who is affected');
          await quickInput.cancel();
          await tree.open();
          assert.deepEqual(writes(), []);
        });

        it('stops where somebody else changed it since it was shown, says what, and begins again with what is there', async () => {
          const { quickInput, notifications, page } = workbench();
          await updateFrom('renewed.pem', 'shop.example.com');
          change('shop', { labels: { team: 'other', env: 'production' } });
          await typeId('Update…', 'shop');
          await notifications
            .message('shop.example.com changed on Staging since it was shown: nothing was written.')
            .waitFor();
          await workbench().screenshot('update-conflict', themes);
          await notifications.press('changed on Staging', 'Show What Changed');
          await page.locator('.tabs-container .tab').filter({ hasText: 'shop.example.com: as shown ↔ now' }).waitFor();
          await workbench().screenshot('update-conflict-compare', themes);
          assert.deepEqual(writes(), []);
          await notifications.press('changed on Staging', 'Review Again');
          await quickInput.step('Check what changes and who is affected');
          assert.match((await quickInput.spoken()).join('\n'), /Labels, .*team=other.* · kept/);
          await quickInput.cancel();
          assert.deepEqual(writes(), []);
          await workbench().runById('workbench.action.closeActiveEditor');
        });

        it('calls a lost answer unknown, then finds out that it took effect, and does not repeat it', async () => {
          const { notifications } = workbench();
          await updateFrom('renewed.pem', 'shop.example.com');
          const cut = gateway.faults.add({ method: 'PATCH' }, { kind: 'cut', when: 'after' });
          const met = cut.met();
          const sent = typeId('Update…', 'shop');
          await met;
          const hold = gateway.faults.add(shop, { kind: 'hold', when: 'before' });
          await sent;
          await notifications.message('outcome unknown, reading the gateway to find out').waitFor();
          await workbench().screenshot('update-unknown', themes);
          hold.release();
          await notifications
            .message(
              /The gateway did not confirm it, but it took effect\. Updated shop\.example\.com on Staging \(ID shop\)\. Valid until/,
            )
            .waitFor();
          assert.deepEqual(writes(), ['PATCH /apisix/admin/ssls/shop']);
        });

        it('finds out that it did not take effect, does not repeat it, and keeps what was chosen', async () => {
          const { notifications, quickInput } = workbench();
          await updateFrom('renewed.pem', 'shop.example.com');
          gateway.faults.add({ method: 'PATCH' }, { kind: 'cut', when: 'during' });
          await typeId('Update…', 'shop');
          await notifications
            .message('it did not take effect. No response arrived. Staging still has what was there before.')
            .waitFor();
          await quickInput.step('Check what changes and who is affected');
          await quickInput.cancel();
          assert.deepEqual(writes(), ['PATCH /apisix/admin/ssls/shop']);
        });

        it('stays unknown while the gateway cannot be read: in a message and in the tree, until it can', async () => {
          const { notifications, tree, quickInput } = workbench();
          await updateFrom('renewed.pem', 'shop.example.com');
          const cut = gateway.faults.add({ method: 'PATCH' }, { kind: 'cut', when: 'after' });
          const met = cut.met();
          const sent = typeId('Update…', 'shop');
          await met;
          gateway.faults.add(shop, answers.html());
          await sent;
          await notifications.message('it is unknown whether it took effect on Staging').waitFor();
          await quickInput.step('Check what changes and who is affected');
          await quickInput.cancel();
          await tree.open();
          await tree.row(/^Unfinished: update of shop\.example\.com, /).waitFor();
          await workbench().screenshot('update-still-unknown', themes);
          gateway.faults.clear();
          await workbench().clearNotifications();
          await tree.inlineAction(/^Unfinished: update of shop\.example\.com, /, 'Check Again');
          await notifications.message('The gateway did not confirm it, but it took effect.').waitFor();
          await tree.row(/^Unfinished: /).waitFor({ state: 'detached' });
          assert.deepEqual(writes(), ['PATCH /apisix/admin/ssls/shop']);
        });

        it('shows a refusal in the gateway’s own words, and keeps what was chosen', async () => {
          const { notifications, quickInput } = workbench();
          await updateFrom('renewed.pem', 'shop.example.com');
          gateway.faults.add({ method: 'PATCH' }, answers.json(400, { error_msg: 'failed to parse cert' }));
          await typeId('Update…', 'shop');
          await notifications.message('failed to parse cert').waitFor();
          await quickInput.step('Check what changes and who is affected');
          await quickInput.cancel();
        });
      });

      describe('editing its labels', () => {
        it('changes them alone, from the details page', async () => {
          const { tree, quickInput, notifications } = workbench();
          await tree.open();
          const page = workbench().webview();
          const zone = page.getByRole('heading', { name: 'Danger Zone' });
          await tree.inlineAction('api.example.com', 'Show Certificate Details', zone);
          await workbench().user.scrollTo(zone);
          await workbench().screenshot('danger-zone', themes);
          await workbench().user.click(page.getByRole('toolbar').getByRole('button', { name: 'Edit Labels…' }));
          await quickInput.step('Labels as key=value');
          await quickInput.fill('team=platform env=staging');
          await notifications.message('Changed the labels of api.example.com on Staging (ID expiring).').waitFor();
          assert.deepEqual(writes(), ['PATCH /apisix/admin/ssls/expiring']);
          const body = gateway.requests.find(({ method }) => method === 'PATCH')?.body ?? '';
          assert.deepEqual(Object.keys(JSON.parse(body) as object), ['labels']);
        });
      });

      describe('deleting it', () => {
        it('says who is left without TLS, and sends nothing while what is typed is not the ID', async () => {
          const { quickInput } = workbench();
          await openRow('shop.example.com', 'Delete Certificate…', 'Check who is affected');
          const rows = (await quickInput.spoken()).join('\n');
          assert.match(rows, /^www\.shop\.example\.com, Left without TLS/m);
          await workbench().screenshot('delete-impact', themes);
          await quickInput.pick('Delete…');
          await quickInput.step('Type its ID to continue: shop');
          await workbench().screenshot('delete-id', themes);
          await typeWrong('shop');
          await workbench().screenshot('delete-id-wrong', themes);
          await quickInput.cancel();
          assert.deepEqual(writes(), []);
        });

        it('deletes it once the ID is typed, from the palette, and takes its row away', async () => {
          const { quickInput, notifications, tree } = workbench();
          await workbench().runCommand('API7 Certificates: Delete Certificate…');
          await quickInput.step('Delete Certificate');
          await quickInput.type('old.example.com');
          await quickInput.pick('old.example.com');
          await quickInput.step('Check who is affected');
          await typeId('Delete…', 'expired');
          await notifications.message('Deleted old.example.com from Staging (ID expired).').waitFor();
          assert.deepEqual(writes(), ['DELETE /apisix/admin/ssls/expired']);
          await tree.open();
          await tree.row('old.example.com').waitFor({ state: 'detached' });
        });

        it('tells what is gone already as gone, from the details page', async () => {
          const { quickInput, notifications, tree } = workbench();
          await tree.open();
          const title = workbench().webview().getByRole('heading', { level: 1, name: 'short.example.com' });
          await tree.inlineAction('short.example.com', 'Show Certificate Details', title);
          await workbench().user.click(workbench().webview().getByRole('button', { name: 'Delete…' }));
          await quickInput.step('Check who is affected');
          const id = idIn(await quickInput.spoken());
          const path = `/apisix/admin/ssls/${id}`;
          gateway.apisix.handle({
            method: 'DELETE',
            target: path,
            path,
            query: new URLSearchParams(),
            headers: { 'x-api-key': gateway.apisix.adminKey },
            body: '',
          });
          await typeId('Delete…', id);
          await notifications
            .message(`short.example.com (ID ${id}) is no longer on Staging: somebody else deleted it.`)
            .waitFor();
          await tree.row('short.example.com').waitFor({ state: 'detached' });
        });

        it('finds out what became of it where the answer got lost', async () => {
          const { quickInput, notifications } = workbench();
          await openRow('bank.example.com', 'Delete Certificate…', 'Check who is affected');
          const id = idIn(await quickInput.spoken());
          gateway.faults.add({ method: 'DELETE' }, { kind: 'cut', when: 'after' });
          await typeId('Delete…', id);
          await notifications
            .message(/The gateway did not confirm it, but it took effect\. Deleted bank\.example\.com from Staging/)
            .waitFor();
          assert.deepEqual(writes(), [`DELETE /apisix/admin/ssls/${id}`]);
        });
      });
    });

    describe('Changing a certificate of API7 Cloud that has a CA', () => {
      let gateway: Gateway;
      let id: string;
      before(async () => {
        gateway = await startGateway();
        const authority = await makeAuthority(now);
        const make = (toDays: number) =>
          makeCertificate({
            now,
            commonName: 'mtls.example.com',
            dns: ['mtls.example.com'],
            issuer: authority.intermediate,
            toDays,
          });
        const [old, fresh] = [await make(20), await make(80)];
        await workbench().files.write('fresh.pem', fresh.chainPem + fresh.keyPem);
        await workbench().files.write('ca.pem', authority.root.pem);
        const { api7cloud } = gateway;
        const path = `/api/v1/clusters/${String(api7cloud.estate.clusters[0]?.['id'])}/certificates`;
        const body = JSON.stringify({
          certificate: old.chainPem,
          private_key: old.keyPem,
          ca_certificate: authority.root.pem,
          type: 'Server',
          labels: ['kept'],
        });
        const answer = api7cloud.handle({
          method: 'POST',
          target: path,
          path,
          query: new URLSearchParams(),
          headers: { authorization: `Bearer ${api7cloud.token}` },
          body,
        });
        id = /"id":"?(\d+)/.exec(answer.body.toString())?.[1] ?? '';
        assert.notEqual(id, '');
        const { url: address, token, estate } = api7cloud;
        const [organization, cluster] = [estate.organizations[0], estate.clusters[0]].map((record) =>
          String(record?.['id']),
        );
        await workbench().changeSettings({ 'api7Certificates.connections': null });
        await workbench().addConnections({
          connection: { id: 'cloud', name: 'production', dialect: 'api7cloud', address, organization, cluster },
          token,
        });
        await workbench().tree.row('mtls.example.com').waitFor();
      });
      after(async () => {
        // With its token, which nobody then asks about.
        await removeConnection(workbench(), 'production');
        await gateway.close();
      });
      beforeEach(() => gateway.clearRequests());
      afterEach(() => workbench().tidy());
      const writes = () => gateway.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD');
      const begin = async () => {
        const { files, quickInput } = workbench();
        await files.open('fresh.pem');
        await workbench().runCommand('API7 Certificates: Update Certificate…');
        await quickInput.step('Update Certificate: Which One?');
        await quickInput.pick('mtls.example.com');
        await quickInput.pick('fresh.pem');
        await quickInput.step('what should happen to it?');
      };

      it('asks what becomes of the CA, and sends nothing while that is open', async () => {
        const { quickInput } = workbench();
        await begin();
        await workbench().screenshot('update-ca', themes);
        assert.doesNotMatch((await quickInput.labels()).join(), /Keep it/);
        await quickInput.pick('Remove it…');
        await quickInput.step(`Type its ID to continue: ${id}`);
        await workbench().screenshot('update-ca-remove', themes);
        await quickInput.fill(`${id}0`);
        await quickInput.message.filter({ hasText: 'not the ID' }).waitFor();
        await quickInput.cancel();
        assert.deepEqual(writes(), []);
      });

      it('removes it where its ID is typed, and says so before anything is sent', async () => {
        const { quickInput } = workbench();
        await begin();
        await quickInput.pick('Remove it…');
        await quickInput.step(`Type its ID to continue: ${id}`);
        await quickInput.fill(id);
        await quickInput.step('Check what changes and who is affected');
        assert.match((await quickInput.spoken()).join('\n'), /CA certificate, removed: /);
        await quickInput.cancel();
        assert.deepEqual(writes(), []);
      });

      it('sends it again with the file that holds it, and labels with it', async () => {
        const { quickInput, notifications } = workbench();
        await begin();
        await quickInput.pick('Choose File…');
        await quickInput.step('CA Certificate');
        await quickInput.row('ca.pem').waitFor();
        await quickInput.fill(join(workbench().folder, 'ca.pem'));
        await quickInput.step('Check what changes and who is affected');
        await workbench().screenshot('update-cloud', themes);
        await quickInput.pick('Update…');
        await quickInput.step(`Type its ID to continue: ${id}`);
        await quickInput.fill(id);
        await notifications.message(/Updated mtls\.example\.com on production \(ID \d+\)\. Valid until/).waitFor();
        const [sent, ...others] = writes();
        assert.deepEqual(others, []);
        assert.equal(sent?.method, 'PUT');
        const body = JSON.parse(sent.body) as Readonly<Record<string, unknown>>;
        assert.deepEqual(
          [body['labels'], body['type'], String(body['ca_certificate']).startsWith('-----BEGIN')],
          [['kept'], 'Server', true],
        );
      });
    });
  });
