import { join } from 'node:path';
import { bait, shown } from './bait';
import type { Stage, Walks } from './stage';
import { fileNames } from './world';

const heading = (stage: Stage) => stage.workbench.webview().getByRole('heading', { level: 1 });
const textOf = (stage: Stage) => stage.workbench.page.locator('.editor-group-container.active .view-lines');
const odd = /^odd.*Fix/;

/** A row of the tree whose object the gateway refuses to give, in the stranger's words. */
async function isRefused(stage: Stage): Promise<void> {
  stage.refuses('GET', bait);
  await stage.inTree(odd);
  await stage.says('The gateway says');
}

export const showWalks = {
  'api7Certificates.showCertificate': {
    'the list of all certificates, and the page': async (stage) => {
      const { quickInput } = stage.workbench;
      await stage.run();
      await stage.asks('Show Certificate Details');
      await quickInput.pick(odd);
      await stage.seesText(heading(stage));
      await stage.seesText(stage.workbench.webview().locator('[data-row="issuer"], body'));
      await stage.seesText(stage.workbench.files.tab('odd'));
    },
    'a page whose reading fails': async (stage) => {
      stage.refuses('GET', bait);
      await stage.inTree(odd);
      await stage.seesText(stage.workbench.webview().getByText('The gateway says'));
    },
  },

  'api7Certificates.showFileCertificate': {
    'the certificates of a file, and the page': async (stage) => {
      const { quickInput } = stage.workbench;
      await stage.inExplorer('both');
      await stage.asks('Certificates in');
      await quickInput.pick(/^2: off/);
      await stage.seesText(heading(stage));
    },
    'a file that is opened with a password': async (stage) => {
      await stage.inExplorer('store');
      await stage.seesText(stage.workbench.webview().locator('body'));
    },
    'a file without one': async (stage) => {
      await stage.inExplorer('empty');
      await stage.says('empty');
    },
  },

  'api7Certificates.keepDetailsOpen': {
    'the tab of a page': async (stage) => {
      const { files, user } = stage.workbench;
      await stage.workbench.tree.open();
      await user.click(stage.row(odd));
      await stage.seesText(heading(stage));
      await stage.run();
      await stage.seesText(files.tab('odd'));
    },
  },

  'api7Certificates.focusDetails': {
    'a page that gets the focus': async (stage) => {
      const { page, user } = stage.workbench;
      await stage.workbench.tree.open();
      await user.click(stage.row(odd));
      await stage.seesText(heading(stage));
      await user.press(page.locator('.monaco-list:focus-within').first(), 'Enter');
      await page.waitForFunction(() => document.activeElement?.closest('iframe.webview') !== null);
    },
  },

  'api7Certificates.showTimeline': {
    'the page, and what expires soon': async (stage) => {
      const page = stage.workbench.webview();
      await stage.run();
      await stage.seesText(page.getByLabel('Connection'));
      await stage.workbench.user.click(page.getByRole('button', { name: 'Within 30 days' }));
      await stage.seesText(page.getByRole('button', { name: /^odd/ }));
    },
  },

  'api7Certificates.copyCertificatePem': {
    'why it could not be read': isRefused,
  },

  'api7Certificates.copyCertificateAs': {
    'the forms, and why it could not be read': async (stage) => {
      await stage.inTree(odd);
      await stage.asks('Which form?');
      await stage.workbench.quickInput.cancel();
      await isRefused(stage);
    },
    'what API7 Cloud does not return': async (stage) => {
      await stage.workbench.addConnections(stage.world.cloud);
      await stage.inTree(/^cloud.*Fix/);
      await stage.says('does not return this certificate as PEM');
    },
  },

  'api7Certificates.exportChain': {
    'where to, and the file': async (stage) => {
      const { files, quickInput } = stage.workbench;
      await stage.chooseFile(join(stage.world.home, `exported ${bait}.pem`), {
        after: async () => {
          await stage.inTree(odd);
          await stage.asks('Export');
          await quickInput.title.filter({ hasText: 'Export' }).waitFor();
        },
      });
      await stage.seesText(files.tab('exported'));
    },
  },

  'api7Certificates.showCertificateText': {
    'its text': async (stage) => {
      await stage.inTree(odd);
      await stage.seesText(textOf(stage));
    },
  },

  'api7Certificates.showGatewayObject': {
    'its JSON, and why it could not be read': async (stage) => {
      await stage.inTree(odd);
      await stage.seesText(textOf(stage));
      await isRefused(stage);
    },
  },

  'api7Certificates.checkHost': {
    'the list of hosts, and the page': async (stage) => {
      const { quickInput } = stage.workbench;
      await stage.run();
      await quickInput.type('odd');
      await stage.asks('Check Host');
      await quickInput.pick(odd);
      await stage.seesText(heading(stage));
      await stage.seesText(stage.workbench.webview().locator('[data-row="gateway0.answer"]'));
    },
  },

  'api7Certificates.checkLive': {
    'where to connect to, and the page': async (stage) => {
      const { quickInput } = stage.workbench;
      await stage.run();
      await quickInput.type('odd');
      await stage.asks('Check Live: Which Host?');
      await quickInput.pick(odd);
      await stage.asks('Choose where to connect to');
      await quickInput.type('127.0.0.1:1');
      await quickInput.pick('127.0.0.1:1');
      await stage.asks('Only a TLS handshake is sent');
      await quickInput.pick('Connect to 127.0.0.1:1');
      await stage.seesText(heading(stage));
    },
  },

  'api7Certificates.goToMatch': {
    'blocks of a file, matches in several, and the end': async (stage) => {
      const { quickInput } = stage.workbench;
      await stage.inExplorer('both');
      await stage.asks('Which block of');
      await quickInput.cancel();
      await stage.inExplorer('pairKey');
      await stage.asks('matches');
      await quickInput.pick(/^pair/);
      await stage.seesText(stage.workbench.page.locator('.tabs-container .tab.active'));
    },
    'none, and which files could hold it': async (stage) => {
      const { notifications, quickInput } = stage.workbench;
      await stage.inExplorer('alone');
      await stage.says(/store|locked/);
      await notifications.press(/store|locked/, 'Show These Files');
      await stage.asks('Files That Could Hold It');
      await quickInput.cancel();
    },
    'a file behind a password': async (stage) => {
      await stage.inExplorer('store');
      await stage.says('is protected with a password');
    },
  },

  'api7Certificates.completeChain': {
    'a file without a certificate': async (stage) => {
      await stage.inExplorer('empty');
      await stage.says('empty');
    },
    'an issuer that a file holds, and where it was found': async (stage) => {
      const { workbench } = stage;
      await workbench.files.open(fileNames.bare);
      await stage.run();
      await stage.says(/^Added .*CA/);
      await workbench.runCommand('File: Revert File');
    },
    'an issuer, and the address of it, that a stranger made up': async (stage) => {
      const { workbench } = stage;
      await workbench.files.open(fileNames.far);
      await stage.run();
      await stage.confirms('Download the issuer of');
      await stage.sees(workbench.dialog.filter({ hasText: 'http://localhost:1/' }).filter({ hasText: shown }));
      await workbench.user.click(workbench.dialogButton('Download'));
      await stage.says('not requested, because it leads to this machine or a private network');
    },
  },

  'api7Certificates.splitFile': {
    'what is offered, and what was written': async (stage) => {
      const { workbench } = stage;
      const { files, user } = workbench;
      await files.open(fileNames.both);
      const line = files.editor.locator('.view-line').filter({ hasText: '-----BEGIN CERTIFICATE-----' }).first();
      await files.editor.locator('.codelens-decoration').first().waitFor();
      await user.click(line);
      await user.press(files.editor, 'Home');
      await workbench.chooseAction('Split into', { command: 'Refactor...' });
      await stage.says('stays as it is');
    },
  },

  'api7Certificates.convertToPem': {
    'a file that is PEM already': async (stage) => {
      const { files, user } = stage.workbench;
      await files.open(fileNames.both);
      await user.click(files.editor.locator('.view-line').first());
      await stage.run();
      await stage.says('is already PEM');
    },
  },

  'api7Certificates.turnOffFinding': {
    'what is offered for a finding, and what was turned off': async (stage) => {
      const { workbench } = stage;
      const { files, user, page, notifications } = workbench;
      await files.open(fileNames.renewal);
      await files.squiggles('warning').first().waitFor();
      await user.click(files.editor.locator('.view-line').filter({ hasText: '-----BEGIN CERTIFICATE-----' }).first());
      await workbench.chooseAction('Turn off');
      await notifications.press('is turned off', 'Undo');
      await stage.seesText(page.locator('.tabs-container .tab.active'));
    },
  },

  'api7Certificates.checkWorkspace': {
    'groups of files, their findings and tooltips': async (stage) => {
      const { tree, user, page } = stage.workbench;
      await stage.run();
      await tree.expand('With Warnings');
      const file = tree.rows.filter({ hasText: /^both/ }).first();
      await user.hover(file, page.locator('.workbench-hover', { hasText: 'both' }).filter({ hasText: shown }));
      await user.unfold(file);
      await stage.sees(tree.rows.filter({ hasText: 'The chain stops after fresh' }).filter({ hasText: shown }));
    },
  },

  'api7Certificates.cancelWorkspaceCheck': {
    nothing: 'It ends a check: the view then says how many files were looked at, and keeps rows, which are walked.',
  },
} satisfies Readonly<Record<string, Walks>>;
