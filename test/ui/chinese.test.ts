import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import names from '../../package.nls.zh-cn.json';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import { englishIn } from '../fixtures/englishIn';
import { seedSample } from '../gateway/sample';
import type { Gateway } from '../gateway/server';
import { startGateway } from '../gateway/server';
import { useWorkbench } from './harness/useWorkbench';

const now = Date.now();

describe('In Chinese', () => {
  const folder = mkdtempSync(join(tmpdir(), 'api7-chinese-'));
  let gateway: Gateway;
  const workbench = useWorkbench(async () => {
    gateway = await startGateway({ adminKey: null });
    await seedSample(gateway, now);
    const { intermediate } = await makeAuthority(now);
    const dns = ['shop.example.com', 'pay.shop.example.com'];
    const renewed = await makeCertificate({ now, dns, issuer: intermediate, toDays: 90 });
    const old = await makeCertificate({ now, dns: ['old.example.com'], fromDays: -90, toDays: -3 });
    writeFileSync(join(folder, 'shop.crt'), renewed.chainPem);
    writeFileSync(join(folder, 'shop.key'), renewed.keyPem);
    writeFileSync(join(folder, 'old.pem'), old.pem);
    return {
      folder,
      language: 'zh-cn',
      settings: {
        'api7Certificates.connections': [
          { id: 'one', name: 'Staging', dialect: 'apisix', address: gateway.apisix.url, production: true },
        ],
      },
    };
  });
  after(async () => {
    await gateway.close();
    rmSync(folder, { recursive: true });
  });
  afterEach(() => workbench().tidy());

  const command = (id: keyof typeof names): string => `${names.category}: ${names[id]}`;
  const textsOf = (locator: Locator): Promise<string[]> => locator.allInnerTexts();
  const assertChinese = (texts: readonly string[]): void => {
    assert.match(texts.join('\n'), /\p{Script=Han}/u);
    assert.deepEqual(englishIn(texts), []);
  };
  const pageTexts = () => textsOf(workbench().webview().locator('main, body'));

  it('shows rows and what they say to a screen reader', async () => {
    const { tree } = workbench();
    await tree.open();
    await tree.row('shop.example.com').first().waitFor();
    assertChinese([...(await tree.texts()), ...(await tree.spoken())]);
  });

  it('shows the details of a certificate', async () => {
    const { tree, user } = workbench();
    await tree.open();
    await user.untilSeen(workbench().webview().getByRole('heading', { level: 1 }), () =>
      user.click(tree.row('shop.example.com').first()),
    );
    await workbench().webview().getByText('SHA-256').first().waitFor();
    assertChinese(await pageTexts());
  });

  it('asks for a connection, and says what is wrong with an address', async () => {
    const { quickInput } = workbench();
    await workbench().runCommand(command('command.addConnection'));
    await quickInput.row('Apache APISIX').waitFor();
    assertChinese(await textsOf(quickInput.title));
    await quickInput.pick('Apache APISIX');
    await quickInput.type('gw.example.com');
    assertChinese([...(await textsOf(quickInput.title)), ...(await textsOf(quickInput.message))]);
    await quickInput.cancel();
  });

  it('shows what an upload will send', async () => {
    const { files, quickInput } = workbench();
    await files.contextMenu('shop.crt', names['command.uploadCertificate']);
    await quickInput
      .row(/shop\.key|EC P-256|私钥/)
      .first()
      .waitFor();
    assertChinese(await quickInput.spoken());
  });

  it('says who is affected by deleting, and asks for the ID', async () => {
    const { tree, quickInput } = workbench();
    await tree.open();
    await tree.row('shop.example.com').first().waitFor();
    await tree.contextMenu('shop.example.com', names['command.deleteCertificate'], quickInput.row('删除…'));
    assertChinese([...(await quickInput.spoken()), ...(await textsOf(quickInput.title))]);
    await quickInput.pick('删除…');
    await quickInput.message.filter({ hasText: 'shop' }).waitFor();
    assertChinese([...(await textsOf(quickInput.message)), ...(await textsOf(quickInput.title))]);
  });

  it('answers for a host', async () => {
    const { quickInput } = workbench();
    await workbench().runCommand(command('command.checkHost'));
    await quickInput.input.waitFor();
    await quickInput.fill('www.shop.example.com');
    await workbench().webview().getByRole('heading', { level: 1 }).waitFor();
    assertChinese(await pageTexts());
  });

  it('shows the timeline', async () => {
    await workbench().runCommand(command('command.showTimeline'));
    await workbench().webview().getByRole('table').first().waitFor();
    assertChinese(await pageTexts());
  });

  it('checks the files of the workspace, and says what is wrong', async () => {
    await workbench().runCommand(command('command.checkWorkspace'));
    const { tree } = workbench();
    await tree.row('old.pem').waitFor();
    assertChinese([...(await tree.texts()), ...(await tree.spoken())]);
    await workbench().runCommand('Problems: Focus on Problems View');
    const problems = workbench().page.locator('.markers-panel .monaco-list-row');
    await problems.filter({ hasText: 'API7' }).first().waitFor();
    assertChinese(await textsOf(problems));
  });
});
