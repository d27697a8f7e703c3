import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MadeCertificate } from '../fixtures/certificates';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import { keyPemAs } from '../fixtures/keyPairs';
import { makePkcs12 } from '../fixtures/pkcs12';
import { encryptSsl } from '../gateway/apisix/ssl';
import { answers } from '../gateway/http/faults';
import type { Gateway } from '../gateway/server';
import { startGateway } from '../gateway/server';
import { useWorkbench } from './harness/useWorkbench';

/** A link that would run a command, and an icon that nothing else draws. */
const bait = '[Fix](command:door.probe) $(squirrel)';
/** The link as it has to show. */
const shown = '[Fix]\\u{28}command:door.probe)';

declare global {
  interface Window {
    caught?: string[];
  }
}

/** Looks at everything that is ever drawn, in every frame, also what is gone again before a test could look. */
function watchForBait(): void {
  const caught: string[] = (window.caught = []);
  const look = (element: Element): void => {
    const target = `${element.getAttribute('href') ?? ''} ${element.getAttribute('data-href') ?? ''}`;
    const isLink = target.includes('door.probe') || (element.tagName === 'A' && element.textContent === 'Fix');
    if (isLink || element.classList.contains('codicon-squirrel')) caught.push(element.outerHTML);
  };
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      if (target instanceof Element) look(target);
      for (const node of addedNodes)
        if (node instanceof Element) [node, ...node.querySelectorAll('a, .codicon-squirrel')].forEach(look);
    }
  }).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['href', 'data-href', 'class'],
  });
}

const now = Date.now();

/** The files, which are all called by the bait. */
const names = {
  new: `new ${bait}.pem`,
  renewal: `renewal ${bait}.pem`,
  alone: `alone ${bait}.key`,
  store: `store ${bait}.p12`,
  locked: `locked ${bait}.key`,
  empty: `empty ${bait}.pem`,
} as const;
type FileName = keyof typeof names;

describe('Hostile text', () => {
  const folder = mkdtempSync(join(tmpdir(), 'api7-hostile-'));
  const home = mkdtempSync(join(tmpdir(), 'api7-hostile-home-'));
  let gateway: Gateway;
  before(async () => {
    gateway = await startGateway({ adminKey: null });
    const { intermediate } = await makeAuthority(now, `CA ${bait}`);
    const make = (name: string, toDays = 60) =>
      makeCertificate({
        now,
        subject: [{ O: [bait] }, { CN: [`${name} ${bait}`] }],
        dns: [`${name}${bait}`, `${name}.example.com`],
        issuer: intermediate,
        toDays,
      });
    const [odd, renewal, shop, fresh, bank, mail] = await Promise.all([
      make('odd', 10),
      make('odd', 300),
      make('shop'),
      make('fresh'),
      make('bank'),
      make('mail'),
    ]);
    const put = (id: string, { chainPem, keyPem }: MadeCertificate, snis: readonly string[]) =>
      gateway.apisix.store.put(`/apisix/ssls/${encodeURIComponent(id)}`, {
        ...encryptSsl(gateway.apisix.keyring, { type: 'server', status: 1, cert: chainPem, key: keyPem }),
        id,
        snis,
        labels: { team: bait },
        desc: bait,
        create_time: 1,
        update_time: 1,
      });
    put('shop', shop, ['shop.example.com']);
    put('odd', odd, [`odd${bait}`, 'odd.example.com']);
    put(`4482 ${bait}`, bank, ['bank.example.com']);
    gateway.apisix.store.put('/apisix/routes/shop', {
      id: 'shop',
      name: bait,
      uri: '/*',
      hosts: ['shop.example.com', 'odd.example.com', bait],
      upstream: {},
      status: 1,
    });
    const write = (name: FileName, content: string | Uint8Array) => writeFileSync(join(folder, names[name]), content);
    write('new', fresh.chainPem + fresh.keyPem);
    write('renewal', renewal.chainPem + renewal.keyPem);
    write('alone', mail.keyPem);
    write(
      'store',
      makePkcs12({
        certificates: [bank.der],
        keys: [bank.keyPem],
        password: 'tiger',
        encryption: 'aes-256-cbc/sha256',
      }),
    );
    write('locked', keyPemAs(bank.keys, 'encryptedPkcs8'));
    write('empty', 'no certificate\n');
    mkdirSync(join(home, '.api7cloud'));
    writeFileSync(
      join(home, '.api7cloud', 'config'),
      JSON.stringify({
        profiles: [
          { name: bait, user: { access_token: 'x' } },
          { name: `Other ${bait}`, user: {} },
        ],
      }),
    );
  });
  after(async () => {
    await gateway.close();
    for (const path of [folder, home]) rmSync(path, { recursive: true });
  });

  const workbench = useWorkbench(() =>
    Promise.resolve({
      folder,
      env: { HOME: home },
      inEachFrame: watchForBait,
      settings: {
        'api7Certificates.connections': [
          { id: 'one', name: `Shop ${bait}`, dialect: 'apisix', address: gateway.apisix.url, production: true },
          {
            id: 'two',
            name: `Mail (command:door.probe) ${bait}`,
            dialect: 'apisix',
            address: gateway.apisix.url,
            readOnly: true,
          },
        ],
      },
    }),
  );
  /** Everything caught so far, in every frame. */
  const caught = async () => {
    const frames = workbench()
      .page.frames()
      .map((frame) => frame.evaluate(() => window.caught ?? []).catch(() => []));
    return (await Promise.all(frames)).flat();
  };

  afterEach(async () => {
    gateway.faults.clear();
    await workbench().tidy();
    assert.deepEqual(await caught(), []);
  });

  const title = (name: string) => `API7 Certificates: ${name}`;
  const row = (name: string | RegExp) => workbench().tree.row(name).first();
  const odd = /^odd.*Fix/;
  const says = (text: string | RegExp) =>
    workbench().notifications.message(text).filter({ hasText: shown }).first().waitFor();
  /** The quick input shows it in its title, prompt or rows. */
  const asks = async (text: string | RegExp) => {
    const { quickInput } = workbench();
    await quickInput.step(text);
    await quickInput.widget.filter({ hasText: shown }).waitFor();
  };
  const refusing = () => gateway.faults.add({ method: 'POST' }, answers.json(400, { error_msg: bait }), 1);
  const inExplorer = (name: FileName, item: string) => workbench().files.contextMenu(names[name], item);
  const toGateway = async () => {
    await asks('To which gateway?');
    await workbench().quickInput.pick(/^Shop/);
  };

  it('in rows, tooltips, the view’s message and the status bar', async () => {
    const { tree, page, quickInput } = workbench();
    await tree.open();
    await row(odd).waitFor();
    await tree.rows.filter({ hasText: 'an id that no object can have' }).first().waitFor();
    const hover = (words: string) =>
      page.locator('.workbench-hover', { hasText: words }).filter({ hasText: 'door.probe' });
    await workbench().user.hover(row(odd), hover('Description'));
    await workbench().user.hover(tree.rows.first(), hover('production'));
    await workbench().runCommand(title('Filter Certificates…'));
    await quickInput.fill('Fix');
    await workbench().runCommand(title('Clear Filter'));
  });

  it('in prompts about connections', async () => {
    const { quickInput, dialog } = workbench();
    const choose = async (command: string) => {
      await workbench().runCommand(title(command));
      await asks('Which connection?');
      await quickInput.pick(/^Shop/);
    };
    await choose('Test Connection');
    await says('answers: APISIX');
    gateway.faults.add({ method: 'GET' }, answers.json(400, { error_msg: bait }), 1);
    await choose('Test Connection');
    await says('The gateway says');
    await choose('Set Token…');
    await asks('Set Token of');
    await quickInput.cancel();
    await choose('Clear Token…');
    await dialog.filter({ hasText: shown }).waitFor();
    await workbench().answer('Cancel');
    await choose('Remove Connection…');
    await dialog.filter({ hasText: shown }).waitFor();
    await workbench().answer('Cancel');
    await workbench().runCommand(title('Import Connections…'));
    await asks('Import Connections');
    await quickInput.cancel();
  });

  it('in an upload, what is asked on the way, what the gateway says, and its end', async () => {
    const { quickInput } = workbench();
    await inExplorer('new', 'Upload Certificate…');
    await toGateway();
    await asks('Check what will be sent');
    await quickInput.pick('Labels');
    await quickInput.step('Labels as key=value');
    await quickInput.type('[Fix](command:door.probe)');
    await quickInput.message.filter({ hasText: shown }).waitFor();
    await quickInput.fill('team=[Fix](command:door.probe)$(squirrel)');
    await asks('Check what will be sent');
    const refused = refusing();
    await quickInput.pick(/^Upload/);
    await refused.met();
    await says('The gateway says');
    await quickInput.pick(/^Upload/);
    await says(/^Uploaded .* to Shop/);
  });

  it('in a password’s prompt and in what is wrong with a file', async () => {
    const { quickInput } = workbench();
    await inExplorer('store', 'Upload Certificate…');
    await asks('Password of store');
    await quickInput.fill('lion');
    await quickInput.message.filter({ hasText: 'password' }).waitFor();
    await quickInput.cancel();
    await inExplorer('empty', 'Upload Certificate…');
    await says('No certificate in');
    await inExplorer('new', 'Show Details of Certificate in File');
    await asks('Certificates in');
    await quickInput.cancel();
    await inExplorer('alone', 'Go to Matching Key or Certificate');
    await says(/store|locked/);
  });

  it('in the table of several, and what is typed for it', async () => {
    const { quickInput, files, user } = workbench();
    await files.showExplorer();
    await user.click(files.row(names.new));
    await user.click(files.row(names.renewal), { modifiers: ['ControlOrMeta'] });
    await inExplorer('renewal', 'Upload Certificate…');
    await toGateway();
    await asks('Choose which to upload');
    await quickInput.tick('odd.example.com');
    await quickInput.accept();
    await quickInput.step('Type or paste the ID');
    await quickInput.fill('[Fix](command:door.probe)');
    await quickInput.rows.filter({ hasText: 'Nothing was sent' }).filter({ hasText: shown }).first().waitFor();
    await quickInput.leaveStep();
    await asks('Choose which to upload');
    await quickInput.cancel();
  });

  it('in an update, from the list of all certificates to its end', async () => {
    const { quickInput, files } = workbench();
    await files.open(names.renewal);
    await files.editor
      .locator('.codelens-decoration')
      .filter({ hasText: /renews .* on Shop/ })
      .filter({ hasText: shown })
      .first()
      .waitFor();
    await workbench().user.hover(
      files.editor
        .locator('.view-line', { hasText: '-----BEGIN CERTIFICATE-----' })
        .first()
        .locator('span', { hasText: 'CERTIFICATE' })
        .last(),
      workbench().page.locator('.monaco-hover', { hasText: 'Issuer' }).filter({ hasText: 'door.probe' }),
    );
    await workbench().runCommand(title('Update Certificate…'));
    await asks('Update Certificate: Which One?');
    await quickInput.pick(odd);
    await asks('Where is the new certificate?');
    await quickInput.pick(/^renewal/);
    await asks('Check what changes and who is affected');
    await quickInput.pick(/^Update/);
    await asks('Type its ID to continue');
    await quickInput.fill('[Fix](command:door.probe)');
    await quickInput.message.filter({ hasText: 'The ID' }).waitFor();
    await quickInput.fill('odd');
    // It quotes the labels.
    await says('The gateway says');
    await quickInput.cancel();
  });

  it('in changing labels, and in deleting', async () => {
    const { quickInput, tree, user } = workbench();
    await tree.open();
    await user.rightClick(row('shop.example.com'));
    await workbench().chooseInMenu('Edit Labels…');
    await quickInput.step('Labels');
    await quickInput.message.filter({ hasText: '$\\u{28}squirrel' }).waitFor();
    await quickInput.fill('team=[Fix](command:door.probe)');
    await asks('Check what changes');
    await quickInput.pick('Change the Labels');
    await says(/^Changed the labels of/);
    await user.rightClick(row(odd));
    await workbench().chooseInMenu('Delete Certificate…');
    await asks('Check who is affected');
    await workbench()
      .page.locator('.statusbar-item', { hasText: `Production: Shop ${shown}` })
      .waitFor();
    await quickInput.pick('Delete…');
    await asks('Type its ID to continue');
    await quickInput.fill('[Fix](command:door.probe)');
    await quickInput.message.filter({ hasText: 'The ID' }).waitFor();
    await quickInput.fill('odd');
    await says(/^Deleted odd/);
  });

  it('in a comparison’s list and in the check of the workspace', async () => {
    const { quickInput, files, tree, page } = workbench();
    await files.open(names.new);
    await workbench().runCommand(title('Compare Certificates…'));
    await quickInput.widget.filter({ hasText: shown }).waitFor();
    await quickInput.cancel();
    await workbench().runCommand(title('Check Certificate Files of Workspace'));
    await tree.expand('With Warnings');
    await workbench().user.hover(
      tree.rows.filter({ hasText: 'renewal' }).first(),
      page.locator('.workbench-hover', { hasText: 'renewal' }).filter({ hasText: shown }),
    );
  });

  it('is caught, were there any', async () => {
    await workbench().page.evaluate(() => {
      const link = document.createElement('a');
      link.textContent = 'Fix';
      const icon = document.createElement('span');
      icon.className = 'codicon codicon-squirrel';
      document.body.append(link, icon);
    });
    assert.equal((await caught()).length, 2);
    await workbench().page.evaluate(() => window.caught?.splice(0));
  });
});
