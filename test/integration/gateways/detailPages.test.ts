import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { MadeCertificate } from '../../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../../fixtures/certificates';
import { answers } from '../../gateway/http/faults';
import { seedSample } from '../../gateway/sample';
import type { Gateway } from '../../gateway/server';
import { startGateway } from '../../gateway/server';
import { detailPage } from '../harness/detailPage';
import { usePerson } from '../harness/usePerson';

const now = Date.now();
const shop = 'shop.example.com';
const showInFile = 'api7Certificates.showFileCertificate';

describe('Details pages', () => {
  const person = usePerson(() => gateway.faults.clear());
  const { notifications, tree } = person;
  let gateway: Gateway;
  before(async () => {
    gateway = await startGateway({ adminKey: null });
    await seedSample(gateway, now);
    await person.changeSettings({
      'api7Certificates.connections': [{ id: 'one', name: 'Local', dialect: 'apisix', address: gateway.apisix.url }],
    });
    await tree.open();
  });
  after(() => gateway.close());
  afterEach(() => {
    // No key is in a page, a message or the log.
    const { texts, logged } = person.recorded;
    assert.doesNotMatch([...texts.all.map(({ text }) => text), ...logged].join('\n'), /PRIVATE KEY/);
  });
  const showFromTree = async (label: string) => {
    await person.runOn('api7Certificates.showCertificate', label);
    return detailPage(person, label);
  };

  describe('of a certificate on a gateway', () => {
    it('say what went wrong when reading again fails, keep what was read, and try again', async () => {
      const page = await showFromTree(shop);
      await person.untilDone();
      gateway.faults.add({ listener: 'apisix' }, answers.html(502));
      page.press({ kind: 'refresh' });
      await page.problem(/^Shown as it was read before\. .*not from this kind of gateway \(HTTP 502\)/);
      const { detail } = await page.until(({ activity }) => activity === undefined, 'the end of reading');
      assert.equal(detail.title, shop);
      gateway.faults.clear();
      page.press({ kind: 'refresh' });
      await page.noProblem();
    });

    it('say so where what was pressed cannot be done, in our words, with the log', async () => {
      const page = await showFromTree(shop);
      await person.untilDone();
      const { executeCommand } = vscode.commands;
      const fails = (id: string, ...given: unknown[]) =>
        id === 'api7Certificates.checkHost' ? Promise.reject(new Error('inner words')) : executeCommand(id, ...given);
      Object.assign(vscode.commands, { executeCommand: fails });
      try {
        page.press({ kind: 'checkHost' });
        const { text, buttons } = await notifications.message('Something unexpected happened');
        assert.doesNotMatch(text, /inner words/);
        assert.deepEqual(buttons, ['Show Log']);
        await person.untilLogged('inner words');
      } finally {
        Object.assign(vscode.commands, { executeCommand });
      }
    });

    it('say what time alone has changed', async () => {
      const page = await showFromTree('api.example.com');
      await page.until(({ detail }) => detail.badges.some(({ text }) => text === 'Expiring'), 'Expiring');
      await person.daysLater(13, () => page.row('validity.notAfter', /^\d.*\n(less than|1 day|\d+ hours?) .*ago/));
      await page.row('validity.notAfter', 'in 12 days');
    });

    it('say so where the connection is removed, and offer nothing any more', async () => {
      const key = 'api7Certificates.connections';
      const before = vscode.workspace.getConfiguration().get(key);
      const page = await showFromTree('mesh.example.com');
      await page.until(({ changes }) => changes.length > 0, 'what can be changed');
      try {
        await person.changeSettings({ [key]: [] });
        await page.problem('Shown as it was read before. This connection no longer exists.');
        await page.until(({ changes, actions = [] }) => changes.length + actions.length === 0, 'nothing to be done');
      } finally {
        await person.changeSettings({ [key]: before });
      }
      await page.noProblem();
    });

    it('say so plainly when the certificate is gone', async () => {
      const page = await showFromTree('*.example.com');
      gateway.apisix.store.delete('/apisix/ssls/wildcard');
      page.press({ kind: 'refresh' });
      await page.problem('The gateway no longer has this certificate');
    });
  });

  describe('of a certificate in a file', () => {
    let leaf: MadeCertificate;
    let other: MadeCertificate;
    before(async () => {
      const { intermediate: issuer } = await makeAuthority(now);
      const make = (name: string) => makeCertificate({ now, commonName: name, dns: [name], issuer });
      [leaf, other] = [await make(shop), await make('other.example.com')];
    });

    it('follow the file, and come back once it holds a certificate again', async () => {
      person.write('followed.pem', leaf.pem + leaf.keyPem);
      person.runOnFiles(showInFile, person.path('followed.pem'));
      const page = await detailPage(person, shop);
      person.write('followed.pem', other.pem);
      await page.until(({ detail }) => detail.title === 'other.example.com', 'the other certificate');
      await person.tab('other.example.com');
      person.write('followed.pem', 'nothing');
      await page.problem('This file holds no PEM block.');
      person.write('followed.pem', other.pem);
      await page.noProblem();
    });

    it('are of the block under the cursor, in an editor that was never saved', async () => {
      const content = `${leaf.chainPem}\n${other.pem.trimEnd()}`;
      const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content }));
      const end = editor.document.positionAt(content.length);
      editor.selection = new vscode.Selection(end, end);
      person.run(showInFile);
      const page = await detailPage(person, 'other.example.com');
      await page.until(({ detail }) => /certificate 3 of 3/.test(detail.subtitle), 'the third certificate');
      // In front again: what closes all editors asks what becomes of one that was never saved.
      await vscode.window.showTextDocument(editor.document);
    });

    it('are shown of a DER file', async () => {
      person.write('shop.cer', leaf.der);
      person.runOnFiles(showInFile, person.path('shop.cer'));
      await detailPage(person, shop);
    });

    it('say what a file without a certificate holds', async () => {
      for (const [name, content, sentence] of [
        ['only.key', leaf.keyPem, '“only.key”: This file holds a private key (EC P-256) and no certificate.'],
        ['empty.pem', '', '“empty.pem”: This file is empty.'],
      ] as const) {
        person.write(name, content);
        await person.openFile(person.path(name));
        person.run(showInFile);
        await notifications.message(sentence);
      }
      assert.deepEqual(person.recorded.pages, []);
    });
  });
});
