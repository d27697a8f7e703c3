import assert from 'node:assert/strict';
import { join } from 'node:path';
import { bait, shown } from '../../hostile/bait';
import { fileNames } from '../../hostile/world';
import type { Stage, Walk } from './stage';

const odd = /^odd.*Fix/;
const command = '[Fix](command:door.probe)';

const heading = (stage: Stage) => stage.workbench.webview().getByRole('heading', { level: 1 });

const toGateway = async (stage: Stage) => {
  await stage.asks('To which gateway?');
  await stage.workbench.quickInput.pick(/^Shop/);
};

/** Walks through every kind of place that VS Code draws; what each command hands over is test/integration's. */
export const walks = {
  'prompts, lists, what is wrong with a text, and messages': async (stage) => {
    const { quickInput } = stage.workbench;
    await stage.inExplorer('api7Certificates.uploadCertificate', 'new');
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

  'a dialog': async (stage) => {
    await stage.run('api7Certificates.removeConnection');
    await stage.asks('Which connection?');
    await stage.workbench.quickInput.pick(/^Shop/);
    await stage.confirms('Remove the connection');
    await stage.workbench.answer('Cancel');
  },

  'rows and their tooltips': async (stage) => {
    const { tree, page, user } = stage.workbench;
    await tree.open();
    stage.world.putImpossible();
    await stage.run('api7Certificates.refresh');
    await stage.sees(tree.rows.filter({ hasText: 'an id that no object can have' }));
    stage.world.removeImpossible();
    await stage.run('api7Certificates.refresh');
    await stage.row(/^odd.*Fix/).waitFor();
    const hover = (words: string) =>
      page.locator('.workbench-hover', { hasText: words }).filter({ hasText: 'door.probe' });
    await user.hover(stage.row(/^odd.*Fix/), hover('Description'));
    await user.hover(stage.row(/^Shop/), hover('production'));
    await user.hover(tree.rows.filter({ hasText: 'Open Settings' }).first(), hover('is not used until'));
    await stage.seesText(tree.rows.filter({ hasText: 'Open Settings' }));
  },

  'the line above the rows': async (stage) => {
    const { quickInput, page } = stage.workbench;
    await stage.workbench.tree.open();
    await stage.run('api7Certificates.filterCertificates');
    await quickInput.fill('[Fix](command:door.probe)');
    await stage.sees(page.locator('.tree-view-message, .message').filter({ hasText: shown }));
    await stage.run('api7Certificates.clearFilter');
  },

  'the status bar': async (stage) => {
    const { quickInput, page } = stage.workbench;
    await stage.inTree('api7Certificates.deleteCertificate', /^drop.*Fix/);
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

  'the page of a certificate': async (stage) => {
    const { quickInput } = stage.workbench;
    await stage.run('api7Certificates.showCertificate');
    await stage.asks('Show Certificate Details');
    await quickInput.pick(odd);
    await stage.seesText(heading(stage));
    await stage.seesText(stage.workbench.webview().locator('[data-row="issuer"], body'));
    await stage.seesText(stage.workbench.files.tab('odd'));
  },

  'the page of a host': async (stage) => {
    const { quickInput } = stage.workbench;
    await stage.run('api7Certificates.checkHost');
    await quickInput.type('odd');
    await stage.asks('Check Host');
    await quickInput.pick(odd);
    await stage.seesText(heading(stage));
    await stage.seesText(stage.workbench.webview().locator('[data-row="gateway0.answer"]'));
  },

  'the dialog for a file': async (stage) => {
    const { files, quickInput } = stage.workbench;
    // Without an icon: VS Code itself draws one out of a file's name in its list of editors, where a later walk looks.
    await stage.chooseFile(join(stage.world.home, `exported ${command}.pem`), {
      after: async () => {
        await stage.inTree('api7Certificates.exportChain', odd);
        await stage.asks('Export');
        await quickInput.title.filter({ hasText: 'Export' }).waitFor();
      },
    });
    await stage.seesText(files.tab('exported'));
  },

  'lines of the log': async (stage) => {
    const { page, quickInput } = stage.workbench;
    await stage.run('api7Certificates.testConnection');
    await quickInput.pick(/^Shop/);
    await stage.says('answers: APISIX');
    await stage.run('api7Certificates.showLog');
    await stage.seesText(page.locator('.part.panel .view-lines'));
    assert.match(stage.workbench.readLogs(), /door\.probe/);
  },

  'lenses, hovers, problems, quick fixes, the outline and its symbols': async (stage) => {
    const { files, page, quickInput, user } = stage.workbench;
    await files.open(fileNames.renewal);
    await stage.sees(files.editor.locator('.codelens-decoration').filter({ hasText: /renews .* on Shop/ }));
    await user.hover(
      files.editor
        .locator('.view-line', { hasText: '-----BEGIN CERTIFICATE-----' })
        .first()
        .locator('span', { hasText: 'CERTIFICATE' })
        .last(),
      page.locator('.monaco-hover', { hasText: 'Issuer' }).filter({ hasText: 'door.probe' }),
    );
    await stage.workbench.runCommand('Go to Symbol in Editor...');
    await stage.seesText(quickInput.rows.filter({ hasText: 'odd' }));
    await quickInput.cancel();
    await stage.workbench.runCommand('Explorer: Focus on Outline View');
    await stage.seesText(page.locator('.outline-pane').getByRole('treeitem', { name: /odd/ }));
    await stage.workbench.runCommand('Problems: Focus on Problems View');
    await stage.seesText(page.locator('.markers-panel').getByRole('treeitem'));
  },

  'the menu of refactorings': async (stage) => {
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

  'the list of open editors': async (stage) => {
    const { workbench } = stage;
    const { files, quickInput, tree } = workbench;
    const inTree = async (title: string) => {
      await tree.open();
      await workbench.chooseAt(stage.row(/^odd.*Fix/), title);
    };
    // Whatever came up late in an earlier walk: VS Code draws icons of what such a file is called.
    await workbench.tidy();
    await files.open('plain.pem');
    await inTree('Show as Text');
    await stage.seesText(files.tab('odd'));
    await workbench.runCommand('View: Keep Editor');
    await inTree('Show Certificate Details');
    await stage.seesText(workbench.webview().getByRole('heading', { level: 1 }));
    await inTree('Compare with File…');
    await quickInput.pick(/^pair/);
    await stage.seesText(files.tab('↔'));
    await workbench.runCommand('View: Show All Editors By Most Recently Used');
    await stage.sees(quickInput.rows.filter({ hasText: '↔' }).filter({ hasText: shown }));
    await stage.sees(quickInput.rows.filter({ hasText: '.txt' }).filter({ hasText: shown }));
    await quickInput.rows.filter({ hasText: 'plain.pem' }).first().waitFor();
  },
} satisfies Readonly<Record<string, Walk>>;
