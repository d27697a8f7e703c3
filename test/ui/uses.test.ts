import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import { isObject, readJson } from '../gateway/json';
import { seedSample } from '../gateway/sample';
import type { Gateway } from '../gateway/server';
import { startGateway } from '../gateway/server';
import { themes } from './harness/themes';
import { useWorkbench } from './harness/useWorkbench';

const now = Date.now();
const end = '-----END CERTIFICATE-----';

describe('Who uses a certificate, in the editor', () => {
  const folder = mkdtempSync(join(tmpdir(), 'api7-uses-'));
  let gateway: Gateway;
  /** The leaf that the gateway has under an id. */
  const heldAs = async (id: string): Promise<string> => {
    const answer = readJson(await (await fetch(`${gateway.apisix.url}/apisix/admin/ssls/${id}`)).text());
    assert(isObject(answer) && isObject(answer['value']));
    return `${String(answer['value']['cert']).split(end)[0] ?? ''}${end}\n`;
  };
  before(async () => {
    gateway = await startGateway({ adminKey: null });
    await seedSample(gateway, now);
    const { intermediate } = await makeAuthority(now);
    const renewed = await makeCertificate({
      now,
      commonName: 'shop.example.com',
      dns: ['shop.example.com'],
      issuer: intermediate,
      toDays: 180,
    });
    writeFileSync(join(folder, 'deployed.pem'), (await heldAs('shop')) + (await heldAs('expired')));
    writeFileSync(join(folder, 'renewal.pem'), renewed.chainPem);
  });
  after(async () => {
    await gateway.close();
    rmSync(folder, { recursive: true });
  });
  const workbench = useWorkbench(() =>
    Promise.resolve({
      folder,
      settings: {
        'api7Certificates.connections': [
          { id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url },
        ],
      },
    }),
  );
  afterEach(() => workbench().tidy());
  const lens = (text: string | RegExp) =>
    workbench()
      .files.editor.locator('.codelens-decoration a, .codelens-decoration span')
      .filter({ hasText: text })
      .first();

  it('says above a certificate how many lean on it', async () => {
    await workbench().files.open('deployed.pem');
    await lens(/deployed as shop on Staging · \d+ d left · used by 1 service/).waitFor();
    await workbench().runCommand('Fold All');
    await lens(/deployed as expired on Staging · expired \d+ d ago · not used by any route/).waitFor();
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
    await lens('renews shop on Staging in part · Update').waitFor();
    await workbench().runCommand('View: Toggle Problems');
    const problem = page
      .locator('.markers-panel')
      .getByText(
        'No name of shop.example.com covers www.shop.example.com, in use on Staging by service shop and served there with shop today.',
      );
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
