import { join } from 'node:path';
import { bait, shown } from './bait';
import type { Stage, Walks } from './stage';
import { fileNames } from './world';

const odd = /^odd.*Fix/;
const command = '[Fix](command:door.probe)';

const toGateway = async (stage: Stage) => {
  await stage.asks('To which gateway?');
  await stage.workbench.quickInput.pick(/^Shop/);
};

/** Opens the new certificate of “odd” and begins to update that. */
async function beginUpdate(stage: Stage): Promise<void> {
  const { quickInput, files } = stage.workbench;
  await files.open(fileNames.renewal);
  await stage.run('api7Certificates.updateCertificate');
  await stage.asks('Update Certificate: Which One?');
  await quickInput.type('odd');
  await quickInput.pick(odd);
  await stage.asks('Where is the new certificate?');
  await quickInput.pick(/^renewal/);
  await stage.asks('Check what changes and who is affected');
}

/** Shows old and new beside each other, with the update waiting. */
async function compareUpdate(stage: Stage): Promise<void> {
  const { page, quickInput } = stage.workbench;
  await beginUpdate(stage);
  await quickInput.pick(/^Compare/);
  await stage.seesText(page.locator('.tabs-container .tab.active'));
  await stage.seesText(page.locator('.editor-group-container.active .monaco-diff-editor .view-lines'));
}

export const changeWalks = {
  'api7Certificates.uploadCertificate': {
    'what is asked on the way, what the gateway says, and its end': async (stage) => {
      const { quickInput } = stage.workbench;
      await stage.inExplorer('new');
      await toGateway(stage);
      await stage.asks('Check what will be sent');
      await quickInput.pick('Labels');
      await quickInput.step('Labels as key=value');
      await quickInput.type(command);
      await stage.objects('is not of the form');
      await quickInput.fill(`team=${command}$(squirrel)`);
      await stage.asks('Check what will be sent');
      const refused = stage.refuses('POST', bait);
      await quickInput.pick(/^Upload/);
      await refused.met();
      await stage.says('The gateway says');
      await quickInput.pick(/^Upload/);
      await stage.says(/^Uploaded .* to Shop/);
    },
    'which certificate, which key, which type, which names': async (stage) => {
      const { quickInput } = stage.workbench;
      await stage.inExplorer('both');
      await toGateway(stage);
      await stage.asks('Which certificate?');
      await quickInput.pick(/^off/);
      await stage.asks('Check what will be sent');
      await quickInput.pick('Private key');
      await stage.asks('Which key belongs to this certificate?');
      await quickInput.pick(/^both/);
      await stage.asks('Check what will be sent');
      await quickInput.pick('Names');
      await quickInput.step('Host names to serve it for');
      await quickInput.type(command);
      await stage.objects('is not a host name');
    },
    'the CA certificate': async (stage) => {
      const { quickInput } = stage.workbench;
      await stage.inExplorer('lost');
      await toGateway(stage);
      const choose = async (name: 'empty' | 'ca') => {
        await quickInput.pick('CA certificate');
        await quickInput.row('Choose File…').waitFor();
        const after = () => quickInput.pick('Choose File…');
        await stage.chooseFile(join(stage.world.folder, fileNames[name]), { after });
      };
      await choose('empty');
      await stage.workbench.notifications.message('No certificate there').waitFor();
      await stage.asks('Check what will be sent');
      await choose('ca');
      await stage.asks('Check what will be sent');
      await stage.seesText(quickInput.row('CA certificate'));
      await quickInput.pick('CA certificate');
      await quickInput.row('No CA certificate').waitFor();
      await stage.sees(quickInput.row('No CA certificate').filter({ hasText: 'door.probe' }));
    },
    'a password, and what is wrong with a file': async (stage) => {
      const { quickInput } = stage.workbench;
      await stage.inExplorer('store');
      await stage.asks('Password of store');
      await quickInput.fill('lion');
      await quickInput.message.filter({ hasText: 'password' }).waitFor();
      await quickInput.cancel();
      await stage.inExplorer('empty');
      await stage.says('No certificate in');
    },
    'the table of several, and what is typed for it': async (stage) => {
      const { quickInput, files, user } = stage.workbench;
      await files.showExplorer();
      await user.click(files.row(fileNames.new));
      await user.click(files.row(fileNames.renewal), { modifiers: ['ControlOrMeta'] });
      await stage.inExplorer('renewal');
      await toGateway(stage);
      await stage.asks('Choose which to upload');
      await quickInput.tick('odd.example.com');
      await quickInput.accept();
      await quickInput.step('Type or paste the ID');
      await quickInput.fill(command);
      await stage.asks('Type or paste the ID');
      await quickInput.leaveStep();
      await stage.asks('Choose which to upload');
    },
  },

  'api7Certificates.uploadFromClipboard': {
    'a stranger’s certificate, copied': async (stage) => {
      const { page, quickInput } = stage.workbench;
      const { readFileSync } = await import('node:fs');
      const text = readFileSync(join(stage.world.folder, fileNames.both), 'utf8');
      await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
      await stage.run();
      await toGateway(stage);
      await stage.asks('Which certificate?');
      await quickInput.pick(/^fresh/);
      await stage.asks('Check what will be sent');
    },
  },

  'api7Certificates.updateCertificate': {
    'from the list of all certificates to its end': async (stage) => {
      const { quickInput } = stage.workbench;
      await beginUpdate(stage);
      const refused = stage.refuses('PATCH', bait);
      await quickInput.pick(/^Update/);
      await stage.asks('Type its ID to continue');
      await quickInput.fill(command);
      await quickInput.message.filter({ hasText: 'The ID' }).waitFor();
      await quickInput.fill('odd');
      await refused.met();
      await stage.says('The gateway says');
    },
  },

  'api7Certificates.renewEverywhere': {
    'the page, and the ID': async (stage) => {
      const { files, quickInput, user } = stage.workbench;
      const page = stage.workbench.webview();
      await files.open(fileNames.renewal);
      await stage.run();
      await stage.seesText(page.getByRole('heading', { level: 1 }));
      await stage.seesText(page.getByRole('row'));
      // Not chosen by itself: another tool manages it.
      await user.click(page.getByRole('row').filter({ hasText: 'ID odd' }).first().getByRole('checkbox'));
      await user.click(page.getByRole('toolbar').getByRole('button', { name: /^Renew \d/ }));
      await stage.asks('Renew 1 certificate');
      await quickInput.fill(command);
      await stage.sees(quickInput.rows.filter({ hasText: 'Nothing was sent' }).filter({ hasText: shown }));
    },
  },

  'api7Certificates.addPair': {
    'from the list of all certificates to the refusal': async (stage) => {
      const { quickInput } = stage.workbench;
      await stage.run();
      await stage.asks('Add a Further Pair: To Which Certificate?');
      await quickInput.type('shop');
      await stage.chooseFile(join(stage.world.folder, fileNames.further), {
        after: () => quickInput.pick('shop.example.com'),
      });
      await stage.asks('Check what is added and who is affected');
      await quickInput.pick('Private key');
      await stage.asks('Which key belongs to this certificate?');
      await quickInput.pick(/^further/);
      await stage.asks('Check what is added and who is affected');
      await quickInput.pick(/^Add/);
      await stage.asks('Type its ID to continue');
      await quickInput.fill(command);
      await quickInput.message.filter({ hasText: 'The ID' }).waitFor();
      stage.refuses('PATCH', bait);
      await quickInput.fill('shop');
      await stage.says('The gateway says');
    },
    'a file without a certificate': async (stage) => {
      await stage.chooseFile(join(stage.world.folder, fileNames.empty), {
        after: () => stage.inTree(/^pairs.*Fix/),
      });
      await stage.says('No certificate in');
    },
  },

  'api7Certificates.removePair': {
    'what is removed, the ID, and the refusal': async (stage) => {
      const { quickInput } = stage.workbench;
      await stage.inTree(/^pairs.*Fix/);
      await stage.asks('Check what is removed and who is affected');
      await quickInput.pick('Remove…');
      await stage.asks('Type its ID to continue');
      stage.refuses('PATCH', bait);
      await quickInput.fill('pairs');
      await stage.says('The gateway says');
    },
    'what has no further pair': async (stage) => {
      await stage.run();
      await stage.asks('Remove Further Pairs: From Which Certificate?');
      await stage.workbench.quickInput.type('odd');
      await stage.workbench.quickInput.pick(odd);
      await stage.says('has one pair');
    },
  },

  'api7Certificates.openManifest': {
    'the file that makes it': async (stage) => {
      await stage.inTree(/^drop.*Fix/);
      await stage.seesText(stage.workbench.files.tab('adc'));
    },
    'what no file makes, and what no other tool manages': async (stage) => {
      const { quickInput } = stage.workbench;
      await stage.inTree(odd);
      await stage.says('No YAML or JSON file of the workspace defines');
      await stage.run();
      await stage.asks('Open Manifest: Which Certificate?');
      await quickInput.type('off');
      await quickInput.pick(/^off.*Fix/);
      await stage.says('No other tool is known to manage');
    },
  },

  'api7Certificates.continueUpdate': {
    'the comparison that it waits for': async (stage) => {
      await compareUpdate(stage);
      await stage.run();
      await stage.asks('Check what changes and who is affected');
    },
  },

  'api7Certificates.cancelUpdate': {
    'the comparison that it waits for': async (stage) => {
      await compareUpdate(stage);
      await stage.run();
    },
  },

  'api7Certificates.editLabels': {
    'what is typed, what changes, and the end': async (stage) => {
      const { quickInput } = stage.workbench;
      await stage.inTree('shop.example.com');
      await quickInput.step('Labels');
      await quickInput.message.filter({ hasText: '$\\u{28}squirrel' }).waitFor();
      await quickInput.fill(`team=${command}`);
      await stage.asks('Check what changes');
      await quickInput.pick('Change Labels');
      await stage.says(/^Changed the labels of/);
    },
    'of several: what is typed, what changes on each, and the refusal': async (stage) => {
      const { quickInput } = stage.workbench;
      await selectTwo(stage, /^odd.*Fix/, /^off.*Fix/);
      await stage.workbench.user.press(stage.workbench.tree.list, 'F2');
      await stage.asks('Labels of 2 certificates on Shop');
      await quickInput.fill(`team=${command}`);
      await stage.asks('Check what changes');
      for (const words of [bait, bait]) stage.refuses('PATCH', words);
      await quickInput.pick('Change Labels');
      await stage.asks('Labels of 0 of 2 certificates changed');
      await stage.sees(quickInput.rows.filter({ hasText: 'The gateway says' }));
    },
    'what API7 Cloud cannot do': async (stage) => {
      await stage.workbench.addConnections(stage.world.cloud);
      await stage.inTree(/^cloud.*Fix/);
      await stage.says('takes labels only together');
    },
  },

  'api7Certificates.enableCertificate': {
    'who is affected, and the refusal': async (stage) => {
      const { quickInput } = stage.workbench;
      await stage.inTree(/^off.*Fix/);
      await stage.asks('Check who is affected');
      stage.refuses('PATCH', bait);
      await quickInput.pick('Enable');
      await stage.says('The gateway says');
    },
  },

  'api7Certificates.disableCertificate': {
    'who is affected, the ID, and the refusal': async (stage) => {
      const { quickInput } = stage.workbench;
      await stage.inTree(odd);
      await stage.asks('Check who is affected');
      await quickInput.pick('Disable…');
      await stage.asks('Type its ID to continue');
      stage.refuses('PATCH', bait);
      await quickInput.fill('odd');
      await stage.says('The gateway says');
    },
  },

  'api7Certificates.deleteCertificate': {
    'of several: who is affected, every ID, and the refusal': async (stage) => {
      const { quickInput } = stage.workbench;
      await selectTwo(stage, /^odd.*Fix/, /^off.*Fix/);
      await stage.workbench.user.press(stage.workbench.tree.list, 'Delete');
      await stage.asks('Check who is affected');
      await quickInput.pick('Delete…');
      await stage.asks('Type or paste the IDs of the 2 certificates that are deleted');
      await quickInput.fill(command);
      await stage.sees(quickInput.rows.filter({ hasText: 'Nothing was sent' }).filter({ hasText: shown }));
      for (const words of [bait, bait]) stage.refuses('DELETE', words);
      await quickInput.fill('odd off');
      await stage.asks('0 of 2 deleted from Shop');
      await stage.sees(quickInput.rows.filter({ hasText: 'The gateway says' }));
    },
    'who is affected, who makes it, the ID, and the end': async (stage) => {
      const { quickInput, page } = stage.workbench;
      await stage.inTree(/^drop.*Fix/);
      await stage.asks('Check who is affected');
      await stage.seesText(quickInput.row(/^Open adc/));
      await stage.sees(
        page.locator('.statusbar-item', { hasText: 'Production: Shop' }).filter({ hasText: 'door.probe' }),
      );
      await quickInput.pick('Delete…');
      await stage.asks('Type its ID to continue');
      await quickInput.fill(command);
      await quickInput.message.filter({ hasText: 'The ID' }).waitFor();
      await quickInput.fill('drop');
      await stage.says(/^Deleted drop/);
    },
  },
} satisfies Readonly<Record<string, Walks>>;

async function selectTwo(stage: Stage, first: RegExp, second: RegExp): Promise<void> {
  const { tree, user } = stage.workbench;
  await tree.open();
  await user.click(stage.row(first));
  await user.click(stage.row(second), { modifiers: ['ControlOrMeta'] });
}
