import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CommandId } from '../../src/ids';
import { useWorkbench } from './harness/useWorkbench';
import { watchForBait } from './hostile/bait';
import { changeWalks } from './hostile/changeWalks';
import { compareWalks } from './hostile/compareWalks';
import { connectionWalks } from './hostile/connectionWalks';
import { otherWalks } from './hostile/otherWalks';
import { showWalks } from './hostile/showWalks';
import type { Walk, Walks } from './hostile/stage';
import { Stage, titleOf } from './hostile/stage';
import { treeWalks } from './hostile/treeWalks';
import type { World } from './hostile/world';
import { makeWorld } from './hostile/world';

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

describe('Hostile text', () => {
  let world: World;
  before(async () => {
    world = await makeWorld(Date.now());
  });
  after(() => world.close());
  const workbench = useWorkbench(() =>
    Promise.resolve({
      folder: world.folder,
      env: { HOME: world.home },
      inEachFrame: watchForBait,
      settings: world.settings,
    }),
  );
  /** Everything caught so far, in every frame. */
  const caught = async () => {
    const frames = workbench()
      .page.frames()
      .map((frame) => frame.evaluate(() => window.caught ?? []).catch(() => []));
    return (await Promise.all(frames)).flat();
  };
  /** Forgets what one walk has caught: it is not the fault of the next. */
  const forget = async () => {
    for (const frame of workbench().page.frames()) await frame.evaluate(() => window.caught?.splice(0)).catch(() => []);
  };
  /** The settings that every walk starts with. */
  let settings: string;
  before(() => (settings = workbench().readSettings()));
  afterEach(async () => {
    world.gateway.faults.clear();
    world.guarded.faults.clear();
    await workbench().tidy();
    await forget();
    if (workbench().readSettings() !== settings) await workbench().changeSettings(world.settings);
  });
  const go = async (walk: Walk, command?: CommandId) => {
    const stage = new Stage(workbench(), world, command);
    await walk(stage);
    assert.deepEqual(await caught(), []);
    assert.notEqual(stage.seen, 0, 'No hostile text was in front of it');
  };

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
    describe(titleOf(command), () => {
      for (const [what, walk] of Object.entries(walks)) it(what, () => go(walk, command));
    });
  }

  describe('Without a command', () => {
    for (const [what, walk] of Object.entries(otherWalks)) it(what, () => go(walk));
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
  });
});
