import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { CommandId } from '../../src/ids';
import { toInertText } from '../../src/ui/window/inertText';
import { bait } from '../hostile/bait';
import type { World } from '../hostile/world';
import { makeWorld } from '../hostile/world';
import { Person } from './harness/person';
import { baitIn, baitInTabs } from './hostile/baitIn';
import { changeWalks } from './hostile/changeWalks';
import { compareWalks } from './hostile/compareWalks';
import { connectionWalks } from './hostile/connectionWalks';
import { otherWalks } from './hostile/otherWalks';
import { showWalks } from './hostile/showWalks';
import type { Walk, Walks } from './hostile/stage';
import { Stage } from './hostile/stage';
import { treeWalks } from './hostile/treeWalks';

/** Every command, and the walks through what it shows. */
const table: Readonly<Record<CommandId, Walks>> = {
  ...changeWalks,
  ...compareWalks,
  ...connectionWalks,
  ...showWalks,
  ...treeWalks,
};

const manifest = JSON.parse(readFileSync(join(__dirname, '..', '..', 'package.json'), 'utf8')) as {
  readonly contributes: { readonly commands: readonly { readonly command: CommandId }[] };
};
const commands = manifest.contributes.commands.map(({ command }) => command);

describe('Hostile text', function () {
  this.timeout(60_000);
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder);
  const person = new Person();
  const { texts } = person.recorded;
  let world: World;

  before(async () => {
    world = await makeWorld(Date.now(), { folder: folder.uri.fsPath, home: homedir() });
    await vscode.extensions.getExtension('api7-certificates.api7-certificates')?.activate();
    person.arrive();
    await person.changeSettings(world.settings);
    await person.tree.open();
    await person.tree.row(/^odd.*Fix/);
  });
  after(async () => {
    await person.changeSettings(Object.fromEntries(Object.keys(world.settings).map((name) => [name, null])));
    await person.tidy();
    person.leave();
    await world.close();
  });
  beforeEach(() => void texts.all.splice(0));
  afterEach(async () => {
    world.gateway.faults.clear();
    world.guarded.faults.clear();
    await person.tidy();
    await person.changeSettings(world.settings);
  });
  const go = async (walk: Walk, command?: CommandId) => {
    const stage = new Stage(person, world, command);
    await walk(stage);
    assert.deepEqual([...texts.all.flatMap(baitIn), ...baitInTabs()], []);
    assert.notEqual(stage.seen, 0, 'No hostile text was in front of it');
  };

  it('is caught, were there any', () => {
    const shown = (show: () => unknown): readonly string[] => {
      texts.all.splice(0);
      show();
      return texts.all.flatMap(baitIn);
    };
    const list = vscode.window.createQuickPick();
    const box = vscode.window.createInputBox();
    const item = vscode.window.createStatusBarItem();
    const markdown = (text: string, isTrusted: boolean) =>
      Object.assign(new vscode.MarkdownString(text), { isTrusted });
    const show: readonly (() => unknown)[] = [
      () => (list.title = bait),
      () => (list.items = [{ label: 'x', detail: bait }]),
      () => (box.validationMessage = { message: bait, severity: vscode.InputBoxValidationSeverity.Error }),
      () => (item.tooltip = bait),
      () => (item.tooltip = markdown(bait, false)),
      () => (item.tooltip = markdown(`\`${bait}\``, true)),
      () => void vscode.window.showWarningMessage('x', { modal: true, detail: bait }),
      () => void vscode.window.showInformationMessage('x', bait),
      () => vscode.window.setStatusBarMessage(bait, 1),
      () => void vscode.window.showOpenDialog({ filters: { [bait]: ['pem'] } }),
    ];
    try {
      assert.deepEqual(show.filter((each) => shown(each).length !== 1).map(String), []);
      // A code span, and what was written out, are no bait.
      assert.deepEqual(
        shown(() => (item.tooltip = markdown(`\`${bait}\``, false))),
        [],
      );
      assert.deepEqual(
        shown(() => (list.title = toInertText(bait))),
        [],
      );
    } finally {
      for (const each of [list, box, item]) each.dispose();
    }
  });

  it('is walked through for every command there is', () => {
    assert.deepEqual(
      commands.filter((command) => !Object.hasOwn(table, command)),
      [],
    );
    assert.deepEqual(
      Object.keys(table).filter((command) => !commands.some((each) => each === command)),
      [],
    );
    for (const walks of Object.values(table)) assert.notEqual(Object.keys(walks).length, 0);
  });

  for (const command of commands) {
    const walks = table[command] ?? {};
    if (typeof walks.nothing === 'string') continue;
    describe(command, () => {
      for (const [what, walk] of Object.entries(walks)) it(what, () => go(walk, command));
    });
  }

  describe('Without a command', () => {
    for (const [what, walk] of Object.entries(otherWalks)) it(what, () => go(walk));
  });
});
