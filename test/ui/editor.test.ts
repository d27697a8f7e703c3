import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import type { Authority } from '../fixtures/certificates';
import { isObject, readJson } from '../gateway/json';
import { answers } from '../gateway/http/faults';
import { seedSample } from '../gateway/sample';
import { startGateway } from '../gateway/server';
import type { Gateway } from '../gateway/server';
import { themes } from './harness/themes';
import { useWorkbench } from './harness/useWorkbench';

const now = Date.now();

describe('A PEM file in the editor', () => {
  const folder = mkdtempSync(join(tmpdir(), 'api7-editor-'));
  let gateway: Gateway;
  let authority: Authority;
  before(async () => {
    gateway = await startGateway({ adminKey: null });
    await seedSample(gateway, now);
    gateway.faults.add({ method: 'GET' }, answers.json(403, { error_msg: 'starting' }));
    authority = await makeAuthority(now);
    const made = await makeCertificate({ now, commonName: 'nowhere', dns: ['nowhere.example.com'], issuer: authority.intermediate, toDays: 12.5 });
    writeFileSync(join(folder, 'nowhere.pem'), `# nowhere\n${made.chainPem}${made.keyPem}`);
    writeFileSync(join(folder, 'elsewhere.pem'), made.pem);
  });
  after(async () => {
    await gateway.close();
    rmSync(folder, { recursive: true });
  });
  const workbench = useWorkbench(async () => ({
    folder,
    settings: { 'api7Certificates.connections': [{ id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url }], 'explorer.compactFolders': false },
  }));
  const lens = (text: string | RegExp) => workbench().files.editor.locator('.codelens-decoration a, .codelens-decoration span').filter({ hasText: text }).first();
  const lines = () => workbench().files.editor.locator('.view-line');

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
    await lens('gateways not loaded · Load').click();
    await lens('not on any gateway · Upload').waitFor();
    await lens('Details').waitFor();
  });

  it('says on hovering what a block holds', async () => {
    const { page } = workbench();
    await lines().filter({ hasText: '-----BEGIN CERTIFICATE-----' }).first().locator('span', { hasText: 'CERTIFICATE' }).last().hover();
    const hover = page.locator('.monaco-hover:visible', { hasText: 'its private key is block 3' });
    await hover.waitFor();
    await workbench().screenshot('editor-hover');
    assert.match(await hover.innerText(), /nowhere\.example\.com/);
  });

  it('shows every block in the outline and in Go to Symbol, and in colours', async () => {
    const { quickInput, page } = workbench();
    await page.keyboard.press('Escape');
    await workbench().runCommand('Go to Symbol in Editor...');
    await quickInput.row('nowhere.example.com').waitFor();
    assert.match((await quickInput.spoken()).join('\n'), /private key/);
    await quickInput.cancel();
    await workbench().runCommand('Explorer: Focus on Outline View');
    await page.locator('.outline-pane').getByText('fits block 1').waitFor();
    await workbench().screenshot('editor-outline', themes);
  });

  it('puts a chain in order by lightbulb, and undoes it', async () => {
    const { files, page } = workbench();
    const { intermediate } = authority;
    const made = await makeCertificate({ now, commonName: 'order', dns: ['order.example.com'], issuer: intermediate });
    files.write('order.pem', intermediate.pem + made.pem);
    await files.open('order.pem');
    await files.squiggles('warning').first().waitFor();
    await lens('Details').waitFor();
    await lines().first().click();
    await workbench().runCommand('Quick Fix...');
    const entry = page.locator('.action-widget').getByText('Put the chain in order');
    await entry.waitFor();
    await workbench().screenshot('editor-fix', themes);
    await entry.click();
    await files.squiggles('warning').first().waitFor({ state: 'detached' });
    await page.keyboard.press('ControlOrMeta+Z');
    await files.squiggles('warning').first().waitFor();
  });

  it('knows what is deployed, and what renews it', async () => {
    const { files } = workbench();
    const answer = readJson(await (await fetch(`${gateway.apisix.url}/apisix/admin/ssls/wildcard`)).text());
    assert(isObject(answer) && isObject(answer['value']));
    const renewal = await makeCertificate({ now, commonName: 'example.com', dns: ['*.example.com', 'example.com'], issuer: authority.intermediate, toDays: 180 });
    files.write('wildcard.pem', `${String(answer['value']['cert'])}\n${renewal.pem}`);
    await files.open('wildcard.pem');
    await lens(/deployed as wildcard on Staging · \d+ d left/).waitFor();
    await workbench().runCommand('Fold All');
    await lens('renews wildcard on Staging · Update').waitFor();
    await workbench().screenshot('editor-lenses', themes);
  });

  it('compares the certificate under the cursor with another one', async () => {
    const { files, quickInput, page } = workbench();
    const [one, other] = await Promise.all(['one.example.com', 'other.example.com'].map((name) => makeCertificate({ now, commonName: name, dns: [name], issuer: authority.intermediate })));
    assert(one && other);
    files.write('two.pem', one.pem + other.pem);
    await files.open('two.pem');
    await lens('Details').waitFor();
    await lines().first().click();
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
