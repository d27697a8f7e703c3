import assert from 'node:assert/strict';
import type { World } from '../hostile/world';
import { makeWorld } from '../hostile/world';
import { useWorkbench } from './harness/useWorkbench';
import { watchForBait } from './hostile/bait';
import type { Walk } from './hostile/stage';
import { Stage } from './hostile/stage';
import { walks } from './hostile/walks';

describe('Hostile text on screen', () => {
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
  const go = async (walk: Walk) => {
    const stage = new Stage(workbench(), world);
    await walk(stage);
    assert.deepEqual(await caught(), []);
    assert.notEqual(stage.seen, 0, 'No hostile text was in front of it');
  };

  for (const [place, walk] of Object.entries(walks)) it(`stays text in ${place}`, () => go(walk));

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
