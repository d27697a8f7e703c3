import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { RenewalObjectRow } from '../../../src/shared/renewalProtocol';
import { bait } from '../../hostile/bait';
import type { RecordedPage } from '../harness/recordedWindow';
import type { Stage, Walks } from './stage';

const odd = /^odd.*Fix/;
const command = '[Fix](command:door.probe)';

const toGateway = async (stage: Stage) => {
  await stage.asks('To which gateway?');
  await stage.person.quickInput.pick(/^Shop/);
};

/** Opens the new certificate of “odd” and begins to update that. */
async function beginUpdate(stage: Stage): Promise<void> {
  const { quickInput } = stage.person;
  await stage.open('renewal');
  stage.run('api7Certificates.updateCertificate');
  await stage.asks('Update Certificate: Which One?');
  await quickInput.type('odd');
  await quickInput.pick(odd);
  await stage.asks('Where is the new certificate?');
  await quickInput.pick(/^renewal/);
  await stage.asks('Check what changes and who is affected');
}

/** Shows old and new beside each other, with the update waiting. */
async function compareUpdate(stage: Stage): Promise<void> {
  await beginUpdate(stage);
  await stage.person.quickInput.pick(/^Compare/);
  await stage.hasTab('↔');
  await stage.hasText();
}

const renewalRows = ({ sent }: RecordedPage): readonly RenewalObjectRow[] =>
  (JSON.parse(sent.at(-1) ?? '') as { readonly rows: readonly RenewalObjectRow[] }).rows;

export const changeWalks = {
  'api7Certificates.uploadCertificate': {
    'what is asked on the way, what the gateway says, and its end': async (stage) => {
      const { quickInput } = stage.person;
      stage.inExplorer('new');
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
      const { quickInput } = stage.person;
      stage.inExplorer('both');
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
      const { quickInput } = stage.person;
      stage.inExplorer('lost');
      await toGateway(stage);
      const choose = async (name: 'empty' | 'ca') => {
        await quickInput.pick('CA certificate');
        await quickInput.pick('Choose File…');
        await stage.person.chooseFile(stage.path(name));
      };
      await choose('empty');
      await stage.person.notifications.message('No certificate there');
      await stage.asks('Check what will be sent');
      await choose('ca');
      await stage.asks('Check what will be sent');
      await stage.offers('CA certificate');
      await quickInput.pick('CA certificate');
      await stage.offers('No CA certificate');
    },
    'a password, and what is wrong with a file': async (stage) => {
      const { quickInput } = stage.person;
      stage.inExplorer('store');
      await stage.asks('Password of store');
      await quickInput.fill('lion');
      await quickInput.until(({ message }) => message.includes('password'), 'the line “password”');
      await quickInput.cancel();
      stage.inExplorer('empty');
      await stage.says('No certificate in');
    },
    'the table of several, and what is typed for it': async (stage) => {
      const { quickInput } = stage.person;
      stage.inExplorer('renewal', 'new');
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
      const { quickInput } = stage.person;
      await vscode.env.clipboard.writeText(readFileSync(stage.path('both'), 'utf8'));
      stage.run();
      await toGateway(stage);
      await stage.asks('Which certificate?');
      await quickInput.pick(/^fresh/);
      await stage.asks('Check what will be sent');
    },
  },

  'api7Certificates.updateCertificate': {
    'from the list of all certificates to its end': async (stage) => {
      const { quickInput } = stage.person;
      await beginUpdate(stage);
      const refused = stage.refuses('PATCH', bait);
      await quickInput.pick(/^Update/);
      await stage.asks('Type its ID to continue');
      await quickInput.fill(command);
      await quickInput.until(({ message }) => message.includes('The ID'), 'the line “The ID”');
      await quickInput.fill('odd');
      await refused.met();
      await stage.says('The gateway says');
    },
  },

  'api7Certificates.renewEverywhere': {
    'the page, and the ID': async (stage) => {
      const { quickInput } = stage.person;
      await stage.open('renewal');
      stage.run();
      await stage.hasPage(/"kind":"renewal".*Renew/);
      await stage.hasTab('odd');
      const page = await stage.person.page(/"id":"odd"/);
      // Not chosen by itself: another tool manages it.
      const { key: row } = await stage.person.recorded.texts.until(
        () => renewalRows(page).find(({ id, isSelectable }) => id === 'odd' && isSelectable),
        () => `“odd” cannot be chosen: ${JSON.stringify(renewalRows(page))}`,
      );
      page.receive({ kind: 'select', row, isSelected: true });
      await stage.person.page(/"label":"Renew 1/);
      page.receive({ kind: 'renew' });
      await stage.asks('Renew 1 certificate');
      await quickInput.fill(command);
      await stage.lists('Nothing was sent');
    },
  },

  'api7Certificates.addPair': {
    'from the list of all certificates to the refusal': async (stage) => {
      const { quickInput } = stage.person;
      stage.run();
      await stage.asks('Add a Further Pair: To Which Certificate?');
      await quickInput.type('shop');
      await quickInput.pick('shop.example.com');
      await stage.person.chooseFile(stage.path('further'));
      await stage.asks('Check what is added and who is affected');
      await quickInput.pick('Private key');
      await stage.asks('Which key belongs to this certificate?');
      await quickInput.pick(/^further/);
      await stage.asks('Check what is added and who is affected');
      await quickInput.pick(/^Add/);
      await stage.asks('Type its ID to continue');
      await quickInput.fill(command);
      await quickInput.until(({ message }) => message.includes('The ID'), 'the line “The ID”');
      stage.refuses('PATCH', bait);
      await quickInput.fill('shop');
      await stage.says('The gateway says');
    },
    'a file without a certificate': async (stage) => {
      await stage.inTree(/^pairs.*Fix/);
      await stage.person.chooseFile(stage.path('empty'));
      await stage.says('No certificate in');
    },
  },

  'api7Certificates.removePair': {
    'what is removed, the ID, and the refusal': async (stage) => {
      const { quickInput } = stage.person;
      await stage.inTree(/^pairs.*Fix/);
      await stage.asks('Check what is removed and who is affected');
      await quickInput.pick('Remove…');
      await stage.asks('Type its ID to continue');
      stage.refuses('PATCH', bait);
      await quickInput.fill('pairs');
      await stage.says('The gateway says');
    },
    'what has no further pair': async (stage) => {
      stage.run();
      await stage.asks('Remove Further Pairs: From Which Certificate?');
      await stage.person.quickInput.type('odd');
      await stage.person.quickInput.pick(odd);
      await stage.says('has one pair');
    },
  },

  'api7Certificates.openManifest': {
    'the file that makes it': async (stage) => {
      await stage.inTree(/^drop.*Fix/);
      await stage.hasTab('adc');
    },
    'what no file makes, and what no other tool manages': async (stage) => {
      const { quickInput } = stage.person;
      await stage.inTree(odd);
      await stage.says('No YAML or JSON file of the workspace defines');
      stage.run();
      await stage.asks('Open Manifest: Which Certificate?');
      await quickInput.type('off');
      await quickInput.pick(/^off.*Fix/);
      await stage.says('No other tool is known to manage');
    },
  },

  'api7Certificates.continueUpdate': {
    'the comparison that it waits for': async (stage) => {
      await compareUpdate(stage);
      stage.run();
      await stage.asks('Check what changes and who is affected');
    },
  },

  'api7Certificates.cancelUpdate': {
    'the comparison that it waits for': async (stage) => {
      await compareUpdate(stage);
      stage.run();
    },
  },

  'api7Certificates.editLabels': {
    'what is typed, what changes, and the end': async (stage) => {
      const { quickInput } = stage.person;
      await stage.inTree('shop.example.com');
      await quickInput.step('Labels');
      await quickInput.until(({ message }) => message.includes('$\\u{28}squirrel'), 'the bait in the prompt');
      await quickInput.fill(`team=${command}`);
      await stage.asks('Check what changes');
      await quickInput.pick('Change Labels');
      await stage.says(/^Changed the labels of/);
    },
    'of several: what is typed, what changes on each, and the refusal': async (stage) => {
      const { quickInput } = stage.person;
      await stage.inTree(odd, /^off.*Fix/);
      await stage.asks('Labels of 2 certificates on Shop');
      await quickInput.fill(`team=${command}`);
      await stage.asks('Check what changes');
      for (const words of [bait, bait]) stage.refuses('PATCH', words);
      await quickInput.pick('Change Labels');
      await stage.asks('Labels of 0 of 2 certificates changed');
      await stage.lists('The gateway says');
    },
    'what API7 Cloud cannot do': async (stage) => {
      await stage.addConnection(stage.world.cloud);
      await stage.inTree(/^cloud.*Fix/);
      await stage.says('takes labels only together');
    },
  },

  'api7Certificates.enableCertificate': {
    'who is affected, and the refusal': async (stage) => {
      const { quickInput } = stage.person;
      await stage.inTree(/^off.*Fix/);
      await stage.asks('Check who is affected');
      stage.refuses('PATCH', bait);
      await quickInput.pick('Enable');
      await stage.says('The gateway says');
    },
  },

  'api7Certificates.disableCertificate': {
    'who is affected, the ID, and the refusal': async (stage) => {
      const { quickInput } = stage.person;
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
      const { quickInput } = stage.person;
      await stage.inTree(odd, /^off.*Fix/);
      await stage.asks('Check who is affected');
      await quickInput.pick('Delete…');
      await stage.asks('Type or paste the IDs of the 2 certificates that are deleted');
      await quickInput.fill(command);
      await stage.lists('Nothing was sent');
      for (const words of [bait, bait]) stage.refuses('DELETE', words);
      await quickInput.fill('odd off');
      await stage.asks('0 of 2 deleted from Shop');
      await stage.lists('The gateway says');
    },
    'who is affected, who makes it, the ID, and the end': async (stage) => {
      const { quickInput } = stage.person;
      await stage.inTree(/^drop.*Fix/);
      await stage.asks('Check who is affected');
      await stage.offers(/^Open adc/);
      await stage.hasStatus('Production: Shop');
      await quickInput.pick('Delete…');
      await stage.asks('Type its ID to continue');
      await quickInput.fill(command);
      await quickInput.until(({ message }) => message.includes('The ID'), 'the line “The ID”');
      await quickInput.fill('drop');
      await stage.says(/^Deleted drop/);
    },
  },
} satisfies Readonly<Record<string, Walks>>;
