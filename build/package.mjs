// npm run package: makes the .vsix, from a copy of the project, so that nothing of an earlier build gets into it and
// the dist of a development build stays as it is.
//   npm run package -- --out FILE
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '../test/host/paths.mjs';
import { installPackages } from '../test/host/prepare.mjs';
import { lastLines, run } from '../test/host/processes.mjs';
import { Need, runMain, say } from '../test/host/say.mjs';
import { obtainVsce } from './obtainVsce.mjs';
import { repack } from './repack.mjs';

/** Folders of the project that no build reads. */
const leftOut = new Set(['.git', '.vscode-test', 'dist', 'node_modules', 'out', 'test']);

/** Writes JSON that ships without what only people read: half a percent of the package. */
function compact(folder) {
  for (const place of ['', 'l10n', 'syntaxes'])
    for (const name of readdirSync(join(folder, place)).filter((each) =>
      /^(package|bundle|.*tmLanguage).*\.json$/.test(each),
    )) {
      if (name === 'package-lock.json') continue;
      const path = join(folder, place, name);
      // What is bundled needs no packages.
      writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), devDependencies: undefined }));
    }
}

await runMain(async () => {
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  await installPackages();
  const vsce = await obtainVsce();
  const { name, version } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
  const file = resolve(values.out ?? join(projectFolder, `${name}-${version}.vsix`));
  const copy = mkdtempSync(join(tmpdir(), 'api7-package-'));
  try {
    cpSync(projectFolder, copy, {
      recursive: true,
      filter: (path) => !leftOut.has(relative(projectFolder, path)) && !path.endsWith('.vsix'),
    });
    compact(copy);
    symlinkSync(join(projectFolder, 'node_modules'), join(copy, 'node_modules'), 'junction');
    // Everything is bundled: no package ships as such.
    const { code, output } = await run(process.execPath, [vsce, 'package', '--no-dependencies', '--out', file], {
      cwd: copy,
    });
    if (code !== 0) throw new Need(`vsce made no package:\n${lastLines(output, 40)}`);
    await repack(file, vsce);
    say(`${output.trim()}\n        Packed anew: ${(statSync(file).size / 1024).toFixed(2)} KB`);
    return 0;
  } finally {
    rmSync(copy, { recursive: true, force: true, maxRetries: 5 });
  }
});
