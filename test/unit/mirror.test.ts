import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const project = join(__dirname, '..', '..');

/** What holds across several files is named after what that is. */
const acrossFiles = [
  'app/gmPairs',
  'app/sources/steps',
  'app/timeline/exports',
  'app/usage/oneWildcard',
  'core/corpus',
  'core/details/pages',
  'core/findings/ranges',
  'core/findings/rules',
  'core/publicRoots',
  'ui/chinese',
];

describe('Unit tests', () => {
  it('stand where the file stands that they test, with its name, and an aspect behind it where it has several', () => {
    const folders = { app: 'src', core: 'src', gateway: 'src', shared: 'src', ui: 'src', webview: '.' };
    const astray = Object.entries(folders).flatMap(([folder, root]) =>
      readdirSync(join(__dirname, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.test.ts'))
        .map((name) => `${folder}/${name.replaceAll('\\', '/').slice(0, -'.test.ts'.length)}`)
        .filter((name) => !existsSync(join(project, root, `${name.replace(/\.\w+$/, '')}.ts`))),
    );
    assert.deepEqual(astray.sort(), acrossFiles);
  });
});
