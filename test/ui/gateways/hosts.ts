import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import type { Server } from 'node:tls';
import { createServer } from 'node:tls';
import type { Authority, MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { seedSample } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { themes } from '../harness/themes';
import type { Workbench } from '../harness/workbench';

const now = Date.now();
const host = 'pay.example.com';

const row = (workbench: Workbench, id: string) => workbench.webview().locator(`[data-row="${id}"]`);
const heading = (workbench: Workbench, text: string) =>
  workbench.webview().getByRole('heading', { level: 1, name: text, exact: true });
const title = (workbench: Workbench, text: string): Promise<void> => heading(workbench, text).waitFor();

export const describeHosts = (workbench: () => Workbench): unknown =>
  describe('Hosts', () => {
    let gateway: Gateway;
    let authority: Authority;
    let old: MadeCertificate;
    let fresh: MadeCertificate;
    let server: Server;
    let port: number;

    before(async () => {
      gateway = await startGateway({ adminKey: null });
      await seedSample(gateway, now);
      authority = await makeAuthority(now);
      const issuer = authority.intermediate;
      old = await makeCertificate({ now, issuer, commonName: host, dns: [host], fromDays: -80, toDays: 5 });
      fresh = await makeCertificate({ now, issuer, commonName: host, dns: [host], toDays: 90 });
      await put('pay', { cert: fresh.chainPem, key: fresh.keyPem, snis: [host] });
      await put('pay-old', { cert: old.chainPem, key: old.keyPem, snis: ['off.example.com', host], status: 0 });
      const owned = await makeCertificate({ now, issuer, commonName: 'owned.example.com', dns: ['owned.example.com'] });
      const labels = { 'managed-by': 'adc' };
      await put('owned', { cert: owned.chainPem, key: owned.keyPem, snis: ['owned.example.com'], labels });
      await put('pay-twin', {
        cert: fresh.chainPem,
        key: fresh.keyPem,
        snis: ['twin.example.com', 'short.example.com'],
      });
      gateway.apisix.store.put('/apisix/routes/gap', { id: 'gap', uri: '/*', hosts: ['gap.example.org', host] });
      const { files } = workbench();
      await files.write('adc.yaml', 'ssls:\n  - snis: [owned.example.com]\n');
      for (const name of ['owned.example.com', 'new.example.com']) {
        const made = await makeCertificate({ now, issuer, commonName: name, dns: [name], toDays: 180 });
        await files.write(`${name}.pem`, made.chainPem + made.keyPem);
      }
      await files.write('pay.pem', fresh.chainPem);
      await files.write('ingress.yaml', `spec:\n  tls:\n    - hosts: [${host}]\n`);
      server = createServer({ cert: old.chainPem, key: old.keyPem });
      server.on('tlsClientError', () => undefined);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      port = (server.address() as AddressInfo).port;
      await workbench().changeSettings({
        'api7Certificates.connections': [
          { id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url },
        ],
      });
    });
    after(async () => {
      await new Promise((resolve) => server.close(resolve));
      await gateway.close();
    });

    async function put(id: string, body: object): Promise<void> {
      const answer = await fetch(`${gateway.apisix.url}/apisix/admin/ssls/${id}`, {
        method: 'PUT',
        body: JSON.stringify(body),
      });
      assert.ok(answer.ok, await answer.text());
    }

    afterEach(() => workbench().tidy());

    const tab = (name: string) => workbench().page.locator('.tabs-container .tab').filter({ hasText: name });

    it('says which certificate is served for a host and why, from its row', async () => {
      const { tree } = workbench();
      await tree.open();
      await tree.row(host).first().waitFor();
      await tree.contextMenu(host, 'Check Host…', heading(workbench(), host));
      await title(workbench(), host);
      await row(workbench(), 'gateway0.answer')
        .getByText(/pay\) is served for pay\.example\.com: /)
        .waitFor();
      await row(workbench(), 'gateway0.name0').getByText(`It names ${host}`).waitFor();
      await row(workbench(), 'gateway0.rejected').getByText('but is disabled').waitFor();
      await workbench().screenshot('host-check', themes);
    });

    it('shows hosts with their certificates, gaps first, and what nothing uses', async () => {
      const { tree, quickInput } = workbench();
      await tree.open();
      await tree
        .row('twin.example.com')
        .getByText(/same name as another/)
        .waitFor();
      await workbench().runCommand('API7 Certificates: Group By…');
      await quickInput.pick('Host');
      await tree
        .row('gap.example.org')
        .getByText(/no certificate: fails if reached over HTTPS/)
        .waitFor();
      await tree.expand(host);
      await tree.row('Not used by anything').waitFor();
      const texts = await tree.texts();
      assert.ok(
        texts.findIndex((text) => text.startsWith('gap.')) < texts.findIndex((text) => text.startsWith('pay.')),
      );
      await workbench().screenshot('hosts-grouped', themes);
      await tree.contextMenu('gap.example.org', 'Check Host…', heading(workbench(), 'gap.example.org'));
      await title(workbench(), 'gap.example.org');
      await row(workbench(), 'gateway0.owners').getByText('route gap').waitFor();
      await workbench().runCommand('API7 Certificates: Group By…');
      await quickInput.pick('No grouping');
      await tree.row('owned.example.com').waitFor();
    });

    it('says on the page who uses a certificate, with ids to copy', async () => {
      const { tree } = workbench();
      await tree.open();
      await tree.inlineAction(host, 'Show Certificate Details', row(workbench(), 'uses.0'));
      await row(workbench(), 'uses.0').getByText('gap', { exact: true }).waitFor();
      await workbench().user.scrollTo(row(workbench(), 'uses.0'));
      await workbench().screenshot('used-by', themes, () => workbench().user.scrollTo(row(workbench(), 'uses.0')));
      await workbench().user.click(row(workbench(), 'uses.0').getByRole('button', { name: /^Copy/ }));
      await workbench().waitForClipboard('gap');
    });

    it('says who undoes a change, and offers the file to change instead', async () => {
      const { tree, quickInput } = workbench();
      await tree.open();
      await tree
        .row('owned.example.com')
        .getByText(/managed by adc/)
        .waitFor();
      await tree.contextMenu('owned.example.com', 'Delete Certificate…', quickInput.row('Open adc.yaml'));
      await quickInput.row('Open adc.yaml').waitFor();
      await workbench().screenshot('owner-delete', themes);
      await quickInput.pick('Open adc.yaml');
      await tab('adc.yaml').waitFor();
    });

    it('offers it before several are deleted, and before their labels change', async () => {
      const { tree, quickInput, user } = workbench();
      const select = async () => {
        await tree.open();
        await user.click(tree.row('twin.example.com').first());
        await user.click(tree.row('owned.example.com').first(), { modifiers: ['ControlOrMeta'] });
      };
      await select();
      await user.press(tree.list, 'Delete');
      await quickInput.step('Check who is affected');
      await quickInput.row('Open adc.yaml').waitFor();
      assert.match((await quickInput.spoken()).join('\n'), /Open adc\.yaml, makes 1 of these certificates; change it/);
      await workbench().screenshot('owner-several', themes);
      await quickInput.pick('Open adc.yaml');
      await tab('adc.yaml').waitFor();
      await select();
      await user.press(tree.list, 'F2');
      await quickInput.step('Labels of 2 certificates on Staging');
      await quickInput.fill('team=shop');
      await quickInput.step('Check what changes');
      await quickInput.pick('Open adc.yaml');
      await quickInput.input.waitFor({ state: 'hidden' });
      await tree.selectOneAtMost();
      assert.deepEqual(
        gateway.requests.filter(({ method }) => method === 'DELETE' || method === 'PATCH').map(({ path }) => path),
        [],
      );
    });

    it('offers the file of adc before an upload beside what adc manages', async () => {
      const { files, quickInput } = workbench();
      await files.showExplorer();
      await files.contextMenu('new.example.com.pem', 'Upload Certificate…');
      await quickInput.row('Open adc.yaml').waitFor();
      const rows = (await quickInput.spoken()).join('\n');
      assert.match(rows, /Open adc\.yaml, adc reads it; add the certificate there instead/);
      assert.match(rows, /adc manages certificates of this gateway: its next sync deletes what its file does not have/);
      await workbench().screenshot('owner-upload', themes);
      await quickInput.pick('Open adc.yaml');
      await tab('adc.yaml').waitFor();
    });

    it('offers it before a batch, too, for what it would replace', async () => {
      const { files, page, quickInput, user } = workbench();
      const names = ['new.example.com.pem', 'owned.example.com.pem'] as const;
      await files.showExplorer();
      await user.click(files.row(names[0]));
      await user.click(files.row(names[1]), { modifiers: ['ControlOrMeta'] });
      for (const name of names) await files.row(name).and(page.locator('.selected')).waitFor();
      await workbench().chooseAt(files.row(names[1]), 'Upload Certificate…');
      await quickInput.step('Upload Certificates to Staging');
      const rows = (await quickInput.spoken()).join('\n');
      assert.match(
        rows,
        /owned\.example\.com, renews ID owned.* adc manages it: its next sync undoes what is changed here/,
      );
      const owned = quickInput.row('owned.example.com');
      await user.hover(owned);
      await workbench().screenshot('owner-batch', themes);
      await user.click(owned.getByRole('button', { name: 'Open Manifest' }));
      await tab('adc.yaml').waitFor();
      await quickInput.input.waitFor({ state: 'hidden' });
    });

    it('takes a name that is typed, or a whole address, and says what fails', async () => {
      await workbench().runCommand('API7 Certificates: Check Host…');
      await workbench().quickInput.type('https://no.such.host.test:8443/path');
      await workbench().quickInput.row('no.such.host.test').waitFor();
      await workbench().screenshot('host-ask');
      await workbench().quickInput.accept();
      await title(workbench(), 'no.such.host.test');
      await row(workbench(), 'gateway0.answer')
        .getByText(/^Nothing is served/)
        .waitFor();
    });

    it('takes the name under the cursor of a manifest', async () => {
      const { files } = workbench();
      await files.open('ingress.yaml');
      await workbench().chooseAt(files.editor.getByText(host).first(), 'Check Host…');
      await title(workbench(), host);
    });

    it('connects to a server whose address was shown, compares, and waits for what the gateway holds', async () => {
      const { files, quickInput } = workbench();
      await files.open('pay.pem');
      await workbench().user.click(files.editor.locator('.codelens-decoration a', { hasText: 'Check Host…' }).first());
      await title(workbench(), host);
      await workbench().user.click(row(workbench(), 'live.none').getByText('Check Live…'));
      await quickInput.step('Choose where to connect to, or type a host or address and a port');
      await quickInput.type(`127.0.0.1:${port}`);
      await quickInput.pick(`127.0.0.1:${port}`);
      await quickInput.row(`Connect to 127.0.0.1:${port}`).waitFor();
      await workbench().screenshot('live-address');
      await quickInput.pick(`Connect to 127.0.0.1:${port}`);
      await row(workbench(), 'live.gateway0')
        .getByText(/^Not yet what the gateway holds/)
        .waitFor();
      await row(workbench(), 'live.file').getByText('Different certificate than in pay.pem').waitFor();
      await workbench().user.scrollTo(row(workbench(), 'live.gateway0'));
      await workbench().screenshot('live-differs', themes, () =>
        workbench().user.scrollTo(row(workbench(), 'live.gateway0')),
      );
      await workbench().user.click(row(workbench(), 'live.gateway0').getByText('Wait for It'));
      await row(workbench(), 'live.address').waitFor();
      server.setSecureContext({ cert: fresh.chainPem, key: fresh.keyPem });
      await row(workbench(), 'live.gateway0')
        .getByText(/^The same certificate as pay\.example\.com \(pay\)/)
        .waitFor();
      await row(workbench(), 'live.file').getByText('The same certificate as in pay.pem').waitFor();
    });
  });
