import assert from 'node:assert/strict';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { TimelineState } from '../../../src/shared/timelineProtocol';
import { bait, shown } from '../../hostile/bait';
import type { Stage, Walks } from './stage';

const odd = /^odd.*Fix/;

/** A row of the tree whose object the gateway refuses to give, in the stranger's words. */
async function isRefused(stage: Stage): Promise<void> {
  await stage.person.tree.row(odd);
  const refused = stage.refuses('GET', bait);
  await stage.inTree(odd);
  await stage.says('The gateway says');
  refused.remove();
}

/** Runs what a row does when it is clicked. */
async function click(stage: Stage, label: RegExp): Promise<void> {
  const { item } = await stage.person.tree.row(label);
  const { command, arguments: given = [] } = item.command ?? assert.fail('The row does nothing');
  stage.person.run(command, ...(given as readonly unknown[]));
}

export const showWalks = {
  'api7Certificates.showCertificate': {
    'the list of all certificates, and the page': async (stage) => {
      const { quickInput } = stage.person;
      stage.run();
      await stage.asks('Show Certificate Details');
      await quickInput.pick(odd);
      await stage.hasPage(/"kind":"state".*Issuer.*door\.probe/);
      await stage.hasTab('odd');
    },
    'a page whose reading fails': async (stage) => {
      await stage.person.tree.row(odd);
      stage.refuses('GET', bait);
      await stage.inTree(odd);
      await stage.hasPage('The gateway says');
    },
  },

  'api7Certificates.showFileCertificate': {
    'the certificates of a file, and the page': async (stage) => {
      const { quickInput } = stage.person;
      stage.inExplorer('both');
      await stage.asks('Certificates in');
      await quickInput.pick(/^2: off/);
      await stage.hasPage(/off.*door\.probe/);
    },
    'a file that is opened with a password': async (stage) => {
      stage.inExplorer('store');
      await stage.hasTab('store');
    },
    'a file without one': async (stage) => {
      stage.inExplorer('empty');
      await stage.says('empty');
    },
  },

  'api7Certificates.keepDetailsOpen': {
    'the tab of a page': async (stage) => {
      await stage.person.tree.open();
      await click(stage, odd);
      await stage.hasPage(/"kind":"state".*Issuer/);
      stage.run();
      await stage.hasTab('odd');
    },
  },

  'api7Certificates.focusDetails': {
    'a page that gets the focus': async (stage) => {
      const { person } = stage;
      await person.tree.open();
      await click(stage, odd);
      await stage.hasPage(/"kind":"state".*Issuer/);
      await person.untilDone();
      stage.run();
      await person.untilDone();
      const { panel } = await person.page('Issuer');
      assert.equal(panel.active, true);
    },
  },

  'api7Certificates.showTimeline': {
    'the page, and what expires soon': async (stage) => {
      stage.run();
      const { sent, receive } = await stage.person.page(/"kind":"timeline".*Shop/);
      stage.sees(sent.join(), 'door.probe');
      const { numbers } = JSON.parse(sent.at(-1) ?? '') as TimelineState;
      const { id } = numbers.find(({ label }) => label === 'Within 30 days') ?? assert.fail('No such number');
      receive({ kind: 'choose', id });
      await stage.hasPage(/"rows":\[.*"title":"odd/);
    },
  },

  'api7Certificates.copyCertificatePem': {
    'why it could not be read': isRefused,
  },

  'api7Certificates.copyCertificateAs': {
    'the forms, and why it could not be read': async (stage) => {
      await stage.inTree(odd);
      await stage.asks('Which form?');
      await stage.person.quickInput.cancel();
      await isRefused(stage);
    },
    'what API7 Cloud does not return': async (stage) => {
      await stage.addConnection(stage.world.cloud);
      await stage.inTree(/^cloud.*Fix/);
      await stage.says('does not return this certificate as PEM');
    },
  },

  'api7Certificates.exportChain': {
    'where to, and the file': async (stage) => {
      await stage.inTree(odd);
      stage.sees(await stage.person.fileQuestion('Export'), shown);
      await stage.person.chooseFile(join(stage.world.home, `exported ${bait}.pem`));
      await stage.hasTab('exported');
    },
  },

  'api7Certificates.showCertificateText': {
    'its text': async (stage) => {
      await stage.inTree(odd);
      await stage.hasText();
    },
  },

  'api7Certificates.showGatewayObject': {
    'its JSON, and why it could not be read': async (stage) => {
      await stage.inTree(odd);
      await stage.hasText();
      await isRefused(stage);
    },
  },

  'api7Certificates.checkHost': {
    'the list of hosts, and the page': async (stage) => {
      const { quickInput } = stage.person;
      stage.run();
      await quickInput.type('odd');
      await stage.asks('Check Host');
      await quickInput.pick(odd);
      await stage.hasPage(/gateway0\.answer.*door\.probe/);
    },
  },

  'api7Certificates.checkLive': {
    'where to connect to, and the page': async (stage) => {
      const { quickInput } = stage.person;
      stage.run();
      await quickInput.type('odd');
      await stage.asks('Check Live: Which Host?');
      await quickInput.pick(odd);
      await stage.asks('Choose where to connect to');
      await quickInput.type('127.0.0.1:1');
      await quickInput.pick('127.0.0.1:1');
      await stage.asks('Only a TLS handshake is sent');
      await quickInput.pick('Connect to 127.0.0.1:1');
      await stage.hasPage();
    },
  },

  'api7Certificates.goToMatch': {
    'blocks of a file, matches in several, and the end': async (stage) => {
      const { quickInput } = stage.person;
      stage.inExplorer('both');
      await stage.asks('Which block of');
      await quickInput.cancel();
      stage.inExplorer('pairKey');
      await stage.asks('matches');
      await quickInput.pick(/^pair/);
      await stage.hasTab('pair');
    },
    'none, and which files could hold it': async (stage) => {
      const { quickInput } = stage.person;
      stage.inExplorer('alone');
      (await stage.says(/store|locked/)).answer('Show These Files');
      await stage.asks('Files That Could Hold It');
      await quickInput.cancel();
    },
    'a file behind a password': async (stage) => {
      stage.inExplorer('store');
      await stage.says('is protected with a password');
    },
  },

  'api7Certificates.completeChain': {
    'a file without a certificate': async (stage) => {
      stage.inExplorer('empty');
      await stage.says('empty');
    },
    'an issuer that a file holds, and where it was found': async (stage) => {
      const { person } = stage;
      await stage.open('bare');
      stage.run();
      await stage.says(/^Added .*CA/);
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await person.untilDone();
    },
    'an issuer, and the address of it, that a stranger made up': async (stage) => {
      await stage.open('far');
      stage.run();
      const question = await stage.confirms('Download the issuer of');
      stage.sees(`${question.text}\n${question.detail ?? ''}`, 'http://localhost:1/');
      question.answer('Download');
      await stage.says('not requested, because it leads to this machine or a private network');
    },
  },

  'api7Certificates.splitFile': {
    'what is offered, and what was written': async (stage) => {
      await stage.open('both');
      await stage.person.chooseAction(/^Split into/);
      await stage.says('stays as it is');
    },
  },

  'api7Certificates.convertToPem': {
    'a file that is PEM already': async (stage) => {
      await stage.open('both');
      stage.run();
      await stage.says('is already PEM');
    },
  },

  'api7Certificates.turnOffFinding': {
    'what is offered for a finding, and what was turned off': async (stage) => {
      await stage.open('renewal');
      const { document } = vscode.window.activeTextEditor ?? assert.fail('No editor');
      await stage.person.chooseAction(/^Turn off/, () => vscode.languages.getDiagnostics(document.uri).length > 0);
      await stage.person.notifications.press('is turned off', 'Undo');
      await stage.hasTab('renewal');
    },
  },

  'api7Certificates.checkWorkspace': {
    'groups of files, their findings and tooltips': async (stage) => {
      const { checkTree } = stage.person;
      stage.run();
      await checkTree.row('With Warnings');
      stage.sees(await checkTree.tooltip(await checkTree.row(/^both/)), shown);
      await checkTree.row(/^The chain stops after fresh/, (text) => text.includes(shown));
      stage.seen += 1;
    },
  },

  'api7Certificates.cancelWorkspaceCheck': {
    nothing: 'It ends a check: the view then says how many files were looked at, and keeps rows, which are walked.',
  },
} satisfies Readonly<Record<string, Walks>>;
