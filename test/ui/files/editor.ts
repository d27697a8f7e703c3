import assert from 'node:assert/strict';
import type { Authority, MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { answers } from '../../gateway/http/faults';
import { isObject, readJson } from '../../gateway/json';
import { seedSample } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();
const end = '-----END CERTIFICATE-----';

/** Each part says which gateway there is. */
export const describeEditor = (workbench: () => Workbench): unknown =>
  describe('An editor', () => {
    let gateway: Gateway;
    let authority: Authority;
    let nowhere: MadeCertificate;
    before(async () => {
      gateway = await startGateway({ adminKey: null });
      await seedSample(gateway, now);
      authority = await makeAuthority(now);
      nowhere = await makeCertificate({
        now,
        commonName: 'nowhere',
        dns: ['nowhere.example.com'],
        issuer: authority.intermediate,
        toDays: 12.5,
      });
      await workbench().files.write('nowhere.pem', `# nowhere\n${nowhere.chainPem}${nowhere.keyPem}`);
      await workbench().files.write('elsewhere.pem', nowhere.pem);
    });
    after(() => gateway.close());
    afterEach(() => workbench().tidy());
    const connectTo = (id: string) =>
      workbench().changeSettings({
        'api7Certificates.connections': [{ id, name: 'Staging', dialect: 'apisix', address: gateway.apisix.url }],
      });
    const lens = (text: string | RegExp) =>
      workbench()
        .files.editor.locator('.codelens-decoration a, .codelens-decoration span')
        .filter({ hasText: text })
        .first();
    const lines = () => workbench().files.editor.locator('.view-line');

    describe('A PEM file in the editor while no gateway was loaded', () => {
      before(async () => {
        gateway.faults.add({ method: 'GET' }, answers.json(403, { error_msg: 'starting' }));
        await connectTo('starting');
      });
      after(() => gateway.faults.clear());

      it('says above a certificate that the gateways are not loaded, asks nobody by itself, and then what they know', async () => {
        const { files } = workbench();
        await files.open('elsewhere.pem');
        await lens('gateways not loaded · Load').waitFor();
        // The tree asks once at the start, whatever is open.
        if (gateway.requests.length === 0) await gateway.nextRequest({});
        gateway.clearRequests();
        await files.open('nowhere.pem');
        await lens('gateways not loaded · Load').waitFor();
        assert.deepEqual(gateway.requests, []);
        gateway.faults.clear();
        await workbench().user.click(lens('gateways not loaded · Load'));
        await lens('not on any gateway · Upload').waitFor();
        await lens('Details').waitFor();
      });
    });

    describe('A PEM file in the editor', () => {
      before(() => connectTo('one'));

      it('says on hovering what a block holds', async () => {
        const { files, page } = workbench();
        await files.open('nowhere.pem');
        // It moves the lines below it.
        await lens('not on any gateway · Upload').waitFor();
        const hover = page.locator('.monaco-hover:visible', { hasText: 'its private key is block 3' });
        await workbench().user.hover(
          lines()
            .filter({ hasText: '-----BEGIN CERTIFICATE-----' })
            .first()
            .locator('span', { hasText: 'CERTIFICATE' })
            .last(),
          hover,
        );
        await workbench().screenshot('editor-hover');
        assert.match(await hover.innerText(), /nowhere\.example\.com/);
      });

      it('shows every block in the outline and in Go to Symbol, and in colours', async () => {
        const { files, quickInput, page } = workbench();
        await files.open('nowhere.pem');
        await workbench().runCommand('Go to Symbol in Editor...');
        await quickInput.row('nowhere.example.com').waitFor();
        assert.match((await quickInput.spoken()).join('\n'), /private key/);
        await quickInput.cancel();
        await workbench().runById('outline.focus');
        await page.locator('.outline-pane').getByText('fits block 1').waitFor();
        await workbench().screenshot('editor-outline', themes);
        await files.foldOutline();
      });

      it('puts a chain in order by lightbulb, and undoes it', async () => {
        const { files } = workbench();
        const made = await makeCertificate({
          now,
          commonName: 'order',
          dns: ['order.example.com'],
          issuer: authority.intermediate,
        });
        await files.write('order.pem', authority.intermediate.pem + made.pem);
        await files.open('order.pem');
        await files.squiggles('warning').first().waitFor();
        await lens('Details').waitFor();
        await workbench().user.click(lines().first());
        await workbench().chooseAction('Put the chain in order', {
          before: () => workbench().screenshot('editor-fix', themes),
        });
        await files.squiggles('warning').first().waitFor({ state: 'detached' });
        await workbench().user.press(files.editor, 'ControlOrMeta+Z');
        await files.squiggles('warning').first().waitFor();
      });

      it('knows what is deployed, and what renews it', async () => {
        const { files } = workbench();
        const deployed = gateway.apisix.store.get('/apisix/ssls/wildcard')?.value['cert'];
        const renewal = await makeCertificate({
          now,
          commonName: 'example.com',
          dns: ['*.example.com', 'example.com'],
          issuer: authority.intermediate,
          toDays: 180,
        });
        await files.write('wildcard.pem', `${String(deployed)}\n${renewal.pem}`);
        await files.open('wildcard.pem');
        await lens(/deployed on Staging · \d+ d left/).waitFor();
        await workbench().runById('editor.foldAll');
        await lens(/renews \*?\.?example\.com on Staging · Update/).waitFor();
        await workbench().screenshot('editor-lenses', themes);
      });

      it('compares the certificate under the cursor with another one', async () => {
        const { files, quickInput, page } = workbench();
        const [one, other] = await Promise.all(
          ['one.example.com', 'other.example.com'].map((name) =>
            makeCertificate({ now, commonName: name, dns: [name], issuer: authority.intermediate }),
          ),
        );
        assert(one && other);
        await files.write('two.pem', one.pem + other.pem);
        await files.open('two.pem');
        await lens('Details').waitFor();
        await workbench().user.click(lines().first());
        await workbench().runCommand('API7 Certificates: Compare Certificates…');
        await quickInput.step('Compare one.example.com with Which Certificate?');
        await quickInput.pick('other.example.com');
        await files.tab('one.example.com ↔ other.example.com').waitFor();
        const sides = page.locator('.editor-group-container.active .monaco-diff-editor .monaco-editor .view-lines');
        await sides.first().getByText('one.example.com').first().waitFor();
        await sides.last().getByText('other.example.com').first().waitFor();
        await workbench().screenshot('editor-compare', themes);
      });
    });

    describe('Who uses a certificate', () => {
      /** The leaf that the gateway has under an id. */
      const heldAs = async (id: string): Promise<string> => {
        const answer = readJson(await (await fetch(`${gateway.apisix.url}/apisix/admin/ssls/${id}`)).text());
        assert(isObject(answer) && isObject(answer['value']));
        return `${String(answer['value']['cert']).split(end)[0] ?? ''}${end}\n`;
      };
      before(async () => {
        await connectTo('used');
        const renewed = await makeCertificate({
          now,
          commonName: 'shop.example.com',
          dns: ['shop.example.com'],
          issuer: authority.intermediate,
          toDays: 180,
        });
        const { files } = workbench();
        await files.write('deployed.pem', (await heldAs('shop')) + (await heldAs('expired')));
        await files.write('renewal.pem', renewed.chainPem);
      });

      it('says above a certificate how many lean on it', async () => {
        await workbench().files.open('deployed.pem');
        await lens(/deployed on Staging · \d+ d left · used by 1 service/).waitFor();
        await workbench().runById('editor.foldAll');
        await lens(/deployed on Staging · expired \d+ d ago · not used by any route/).waitFor();
        await workbench().screenshot('uses-lens', themes);
      });

      it('warns of a renewal that loses a host in use, asks nobody for it, and no longer warns once nothing uses the host', async () => {
        const { files, page } = workbench();
        await files.open('deployed.pem');
        await lens(/used by 1 service/).waitFor();
        gateway.clearRequests();
        await files.open('renewal.pem');
        await files.squiggles('warning').first().waitFor();
        // VS Code gives up asking for lenses when the editor loses the focus before.
        await lens('renews shop.example.com on Staging in part · Update').waitFor();
        await workbench().runById('workbench.actions.view.toggleProblems');
        const problem = page
          .locator('.markers-panel')
          .getByText(
            'No name of shop.example.com covers www.shop.example.com, in use on Staging by service shop; there they are served with the certificate of ID shop today.',
          );
        // Below those of other files, where these were checked.
        await workbench().user.scroll(page.locator('.markers-panel'), 2_000);
        await problem.first().waitFor();
        await workbench().screenshot('uses-lost-host', themes);
        await workbench().user.scroll(files.editor, 2_000);
        await workbench().user.scroll(files.editor, -2_000);
        await lens('Details').waitFor();
        assert.deepEqual(gateway.requests, []);
        const { store } = gateway.apisix;
        const users = ['/apisix/routes/shop', '/apisix/services/shop'].flatMap((key) => store.get(key) ?? []);
        for (const { key } of users) store.delete(key);
        await workbench().runCommand('API7 Certificates: Refresh');
        await files.squiggles('warning').first().waitFor({ state: 'detached' });
        for (const { key, value } of users) store.put(key, value);
        await workbench().runCommand('API7 Certificates: Refresh');
        await files.squiggles('warning').first().waitFor();
      });
    });

    describe('A lens below a pointer that rests', () => {
      before(() => connectTo('three'));

      it('follows what the gateways hold', async () => {
        const { files, user } = workbench();
        const dns = ['resting.example.com'];
        const made = await makeCertificate({ now, commonName: 'resting', dns, issuer: authority.intermediate });
        await files.write('resting.pem', made.chainPem + made.keyPem);
        await files.open('resting.pem');
        await user.hover(lens('not on any gateway · Upload'));
        const uploaded = await fetch(`${gateway.apisix.url}/apisix/admin/ssls/resting`, {
          method: 'PUT',
          body: JSON.stringify({ cert: made.chainPem, key: made.keyPem, snis: dns }),
        });
        assert.ok(uploaded.ok);
        // The gateway is listed anew, and nobody touches the mouse.
        await connectTo('four');
        await lens('deployed on Staging').waitFor();
      });
    });
  });
