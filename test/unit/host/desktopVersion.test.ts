import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(__dirname, '..', '..', '..');
const script = pathToFileURL(join(root, 'test', 'host', 'vscode', 'desktop.mjs')).href;
const oldest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).engines.vscode.slice(1);

describe('VSCODE_TEST_VERSION', () => {
  const run = (asked: string) =>
    spawnSync(
      process.execPath,
      ['--input-type=module', '-e', `import { desktopVersion } from '${script}'; console.log(desktopVersion());`],
      {
        encoding: 'utf8',
        env: { ...process.env, VSCODE_TEST_VERSION: asked },
      },
    );

  for (const [asked, version] of [
    ['', 'stable'],
    ['stable', 'stable'],
    ['insiders', 'insiders'],
    ['1.104.2', '1.104.2'],
    ['oldest', oldest],
  ]) {
    it(`“${asked}” is ${version}`, () => assert.equal(run(asked ?? '').stdout.trim(), version));
  }

  for (const asked of ['newest', '1.100', '../../elsewhere']) {
    it(`“${asked}” is refused, with what it can be`, () =>
      assert.match(run(asked).stderr, /it can be stable, oldest, insiders or a number/));
  }
});
