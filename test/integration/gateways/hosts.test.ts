import assert from 'node:assert/strict';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { answers } from '../../gateway/http/faults';
import { requestLine } from '../../gateway/http/recorder';
import { seedSample } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { detailPage } from '../harness/detailPage';
import { textOfRow } from '../harness/tree';
import { usePerson } from '../harness/usePerson';

const now = Date.now();
const host = 'pay.example.com';

describe('Hosts, and who makes what is served for them', () => {
  const person = usePerson(() => gateway.faults.clear());
  const { quickInput, tree } = person;
  let gateway: Gateway;
  before(async () => {
    gateway = await startGateway({ adminKey: null });
    await seedSample(gateway, now);
    const { intermediate: issuer } = await makeAuthority(now);
    const make = (name: string, fromDays: number, toDays: number) =>
      makeCertificate({ now, issuer, commonName: name, dns: [name], fromDays, toDays });
    const [fresh, old, owned] = [
      await make(host, -1, 90),
      await make(host, -80, 5),
      await make('owned.example.com', -1, 90),
    ];
    const put = async (id: string, { chainPem: cert, keyPem: key }: typeof fresh, more: object) => {
      const answer = await fetch(`${gateway.apisix.url}/apisix/admin/ssls/${id}`, {
        method: 'PUT',
        body: JSON.stringify({ cert, key, ...more }),
      });
      assert.ok(answer.ok, await answer.text());
    };
    await put('pay', fresh, { snis: [host] });
    await put('pay-old', old, { snis: ['off.example.com', host], status: 0 });
    await put('pay-twin', fresh, { snis: ['twin.example.com', 'short.example.com'] });
    await put('owned', owned, { snis: ['owned.example.com'], labels: { 'managed-by': 'adc' } });
    gateway.apisix.store.put('/apisix/routes/gap', { id: 'gap', uri: '/*', hosts: ['gap.example.org', host] });
    person.write('adc.yaml', 'ssls:\n  - snis: [owned.example.com]\n');
    const made = await make('new.example.com', -1, 180);
    person.write('new.example.com.pem', made.chainPem + made.keyPem);
    await person.changeSettings({
      'api7Certificates.connections': [{ id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url }],
    });
    await tree.open();
    await tree.row('owned.example.com');
  });
  after(() => gateway.close());
  beforeEach(() => gateway.clearRequests());
  const spoken = async () => (await quickInput.spoken()).join('\n');
  const opensManifest = async () => {
    await quickInput.pick('Open adc.yaml');
    await person.tab('adc.yaml');
    await person.untilDone();
    assert.deepEqual(gateway.writes().map(requestLine), []);
  };

  it('are listed with their certificates, gaps first, and what nothing uses, and who asks for one is said', async () => {
    await tree.row('twin.example.com', (text) => text.includes('same name as another'));
    const group = async (by: string) => {
      person.run('api7Certificates.groupCertificates');
      await quickInput.pick(by);
      await person.untilDone();
    };
    await group('Host');
    try {
      await tree.row('gap.example.org', (text) => text.includes('no certificate: fails if reached over HTTPS'));
      await tree.row('Not used by anything');
      const texts = (await tree.rows()).map(textOfRow);
      const [gap, served] = ['gap.', 'pay.'].map((start) => texts.findIndex((text) => text.startsWith(start)));
      assert.ok(gap !== undefined && served !== undefined && gap >= 0 && gap < served, texts.join('\n'));
      await person.runOn('api7Certificates.checkHost', 'gap.example.org');
      const page = await detailPage(person, 'gap.example.org');
      await page.row('gateway0.owners', 'route gap');
    } finally {
      await group('No grouping');
      await tree.untilGone('Not used by anything');
    }
  });

  it('are asked for from the row of a certificate: which is served, and why no other', async () => {
    await person.runOn('api7Certificates.checkHost', host);
    const page = await detailPage(person, host);
    await page.row('gateway0.answer', /pay\) is served for pay\.example\.com: /);
    await page.row('gateway0.name0', `It names ${host}`);
    await page.row('gateway0.rejected', 'but is disabled');
  });

  it('have a page that says why what stands behind a certificate cannot be read, until it can', async () => {
    gateway.faults.add({ method: 'GET', path: /ssls\/pay-twin/ }, answers.html(502));
    await person.runOn('api7Certificates.checkHost', 'twin.example.com');
    await quickInput.pick('twin.example.com');
    const page = await detailPage(person, 'twin.example.com');
    await page.row('gateway0.chain0', /\(HTTP 502\)/);
    gateway.faults.clear();
    page.press({ kind: 'refresh' });
    await page.row('gateway0.chain0', 'In order; clients have to trust');
    await person.daysLater(91, () => page.row('gateway0.dates0', 'expired'));
  });

  it('are taken as typed, or out of a whole address, and it is said what fails', async () => {
    person.run('api7Certificates.checkHost');
    await quickInput.type('https://no.such.host.test:8443/path');
    await quickInput.row('no.such.host.test');
    await quickInput.accept();
    const page = await detailPage(person, 'no.such.host.test');
    await page.row('gateway0.answer', /^Nothing is served/);
  });

  it('are said on the page of a certificate by what uses it, with ids to copy', async () => {
    await person.runOn('api7Certificates.showCertificate', host);
    const page = await detailPage(person, host);
    await page.row('uses.0', /^gap$/m);
    page.press({ kind: 'copy', row: 'uses.0' });
    await person.status('Copied');
    assert.equal(await person.clipboard(), 'gap');
  });

  describe('The file of the tool that manages a certificate', () => {
    it('is offered before that is deleted', async () => {
      await tree.row('owned.example.com', (text) => text.includes('managed by adc'));
      await person.runOn('api7Certificates.deleteCertificate', 'owned.example.com');
      await opensManifest();
    });

    it('is offered before several are deleted, and before their labels change', async () => {
      const several = ['twin.example.com', 'owned.example.com'];
      await person.runOn('api7Certificates.deleteCertificate', ...several);
      await quickInput.step('Check who is affected');
      await quickInput.row('Open adc.yaml');
      assert.match(await spoken(), /Open adc\.yaml, makes 1 of these certificates; change it instead/);
      await opensManifest();
      await person.runOn('api7Certificates.editLabels', ...several);
      await quickInput.step('Labels of 2 certificates on Staging');
      await quickInput.fill('team=shop');
      await quickInput.step('Check what changes');
      await opensManifest();
    });

    it('is offered before an upload beside what it manages', async () => {
      person.runOnFiles('api7Certificates.uploadCertificate', person.path('new.example.com.pem'));
      await quickInput.row('Open adc.yaml');
      const rows = await spoken();
      assert.match(rows, /Open adc\.yaml, adc reads it; add the certificate there instead/);
      assert.match(rows, /adc manages certificates of this gateway: its next sync deletes what its file does not have/);
      await opensManifest();
    });
  });
});
