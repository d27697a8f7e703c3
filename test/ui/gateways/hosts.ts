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

    it('lists hosts, gaps first, and says from a row which certificate is served for it and why', async () => {
      const { tree, quickInput } = workbench();
      await tree.open();
      await workbench().runCommand('API7 Certificates: Group By…');
      await quickInput.pick('Host');
      await tree
        .row('gap.example.org')
        .getByText(/no certificate: fails if reached over HTTPS/)
        .waitFor();
      await tree.contextMenu(host, 'Check Host…', heading(workbench(), host));
      await row(workbench(), 'gateway0.answer')
        .getByText(/pay\) is served for pay\.example\.com: /)
        .waitFor();
      await row(workbench(), 'gateway0.name0').getByText(`It names ${host}`).waitFor();
      await row(workbench(), 'gateway0.rejected').getByText('but is disabled').waitFor();
      await workbench().screenshot('host-check', themes);
      await tree.expand(host);
      await tree.row('Not used by anything').waitFor();
      await workbench().screenshot('hosts-grouped', themes);
      await workbench().runCommand('API7 Certificates: Group By…');
      await quickInput.pick('No grouping');
      // The name of a certificate is that of its host, too.
      await tree.row('Not used by anything').waitFor({ state: 'detached' });
      await tree.row('owned.example.com').waitFor();
    });

    it('offers the file of adc before a batch, on the row of what it would replace', async () => {
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
      const fileRow = row(workbench(), 'live.file');
      await fileRow.getByText('The same certificate as in pay.pem').waitFor();
      await files.write('pay.pem', old.chainPem);
      await fileRow.getByText('Different certificate than in pay.pem').waitFor();
      await files.write('pay.pem', fresh.chainPem);
      await fileRow.getByText('The same certificate as in pay.pem').waitFor();
    });
  });
