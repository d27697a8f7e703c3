import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { bait } from '../../hostile/bait';
import { textOfRow } from '../harness/tree';
import type { Walk } from './stage';

const odd = /^odd.*Fix/;

/** Walks through what shows without a command. */
export const otherWalks = {
  'rows and their tooltips': async (stage) => {
    const { tree } = stage.person;
    await tree.open();
    stage.world.putImpossible();
    stage.run('api7Certificates.refresh');
    await tree.until(
      (row) => textOfRow(row).includes('an id that no object can have'),
      'No row says “an id that no object can have”',
    );
    stage.world.removeImpossible();
    stage.run('api7Certificates.refresh');
    await tree.row(odd);
    const problem = await tree.until((row) => textOfRow(row).includes('Open Settings'), 'No row says “Open Settings”');
    stage.sees(textOfRow(problem), 'door.probe');
    for (const [row, words] of [
      [await tree.row(odd), 'Description'],
      [await tree.row(/^Shop/), 'production'],
      [problem, 'is not used until'],
    ] as const) {
      const tooltip = await tree.tooltip(row);
      stage.sees(tooltip, words);
      stage.sees(tooltip, 'door.probe');
    }
  },

  'lenses, hovers, quick fixes and symbols': async (stage) => {
    const { person } = stage;
    await person.tree.open();
    await person.tree.row(odd);
    await stage.open('renewal');
    const { document } = vscode.window.activeTextEditor ?? {};
    if (!document) throw new Error('No editor');
    const ask = <T>(what: string, ...given: unknown[]) =>
      vscode.commands.executeCommand<T>(`vscode.execute${what}Provider`, document.uri, ...given);
    const lens = await person.recorded.texts.until(
      async () =>
        (await ask<vscode.CodeLens[]>('CodeLens', 100)).find(({ command }) =>
          /renews .* on Shop/.test(command?.title ?? ''),
        ),
      () => 'No lens says what the file renews',
    );
    stage.sees(lens.command?.title ?? '', 'door.probe');
    const hovers = await ask<vscode.Hover[]>('Hover', new vscode.Position(0, 12));
    const texts = hovers.flatMap(({ contents }) =>
      contents.map((each) => (typeof each === 'string' ? each : each.value)),
    );
    stage.sees(texts.join('\n'), 'Issuer');
    stage.sees(texts.join('\n'), 'door.probe');
    const symbols = await ask<vscode.DocumentSymbol[]>('DocumentSymbol');
    stage.sees(symbols.map(({ name }) => name).join('\n'), 'door.probe');
    await ask('CodeAction', new vscode.Range(0, 0, 0, 5));
  },

  'the question about a token whose connection is gone': async (stage) => {
    const { person, world } = stage;
    for (let attempt = 1; ; attempt++) {
      assert.ok(attempt <= 5, 'the name of the connection is never known');
      await stage.addConnection({
        connection: {
          id: `orphan-${attempt}`,
          name: `Orphan ${bait}`,
          dialect: 'apisix',
          address: world.gateway.apisix.url,
        },
        token: 'nobody',
      });
      await person.changeSettings(world.settings);
      // One question at a time. An earlier walk may have left a token, too; and who begins to look only now knows no
      // name.
      const nameless = /no connection in the settings uses it/;
      const { text, answer } = await person.notifications.message(
        new RegExp(`${nameless.source}|is no longer in the settings`),
      );
      if (!nameless.test(text)) break;
      answer('Delete Token');
    }
    (await stage.says('is no longer in the settings')).answer('Delete Token');
  },
} satisfies Readonly<Record<string, Walk>>;
