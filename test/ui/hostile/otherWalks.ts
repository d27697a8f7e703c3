import { bait, shown } from './bait';
import type { Walk } from './stage';
import { fileNames } from './world';

/** Walks through what shows without a command. */
export const otherWalks = {
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

  'the question about a token whose connection is gone': async (stage) => {
    const { workbench, world } = stage;
    await workbench.addConnections({
      connection: { id: 'orphan', name: `Orphan ${bait}`, dialect: 'apisix', address: world.gateway.apisix.url },
      token: 'nobody',
    });
    await workbench.changeSettings(world.settings);
    await stage.says('is no longer in the settings');
    await workbench.notifications.press('is no longer in the settings', 'Delete Token');
  },
} satisfies Readonly<Record<string, Walk>>;
