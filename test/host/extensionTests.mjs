// Runs test/integration inside VS Code's extension host: the desktop's, or the server build's. In a process of its own,
// because the desktop may need a display around it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runTests, TestRunFailedError } from '@vscode/test-electron';
import { projectFolder } from './paths.mjs';
import { runMain } from './say.mjs';
import { quietSettings } from './vscode/quietSettings.mjs';

// `npm run soak` is run in the same host, and belongs to no tier: `npm run soak -- --certificates 100000 --rounds 40`.
const { values: given } = parseArgs({
  options: {
    soak: { type: 'boolean', default: false },
    // What `npm run bench -- vscode` measures.
    bench: { type: 'boolean', default: false },
    certificates: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '40' },
    before: { type: 'string', default: '10' },
    // `own`, or `one` for all of them, or one `wildcard` with as many routes below it.
    names: { type: 'string', default: 'own' },
    // A folder for two snapshots of the heap, which Chrome DevTools compares.
    snapshots: { type: 'string', default: '' },
    // A folder for a profile of the rounds, which Chrome DevTools shows.
    profiles: { type: 'string', default: '' },
  },
});

await runMain(async () => {
  const desktop = process.env['API7_CERTIFICATES_DESKTOP'];
  // Short: VS Code's sockets have a path in here, and a socket's path may have 107 bytes.
  const root = mkdtempSync(join(tmpdir(), 'api7-'));
  const [data, home, workspace] = ['data', 'home', 'workspace'].map((name) => join(root, name));
  if (!data || !home || !workspace) throw new Error('unreachable');
  for (const folder of [join(data, 'User'), home, workspace]) mkdirSync(folder, { recursive: true });
  writeFileSync(join(data, 'User', 'settings.json'), JSON.stringify(quietSettings));
  try {
    return await runTests({
      vscodeExecutablePath:
        desktop ??
        join(projectFolder, 'test', 'host', 'vscode', process.platform === 'win32' ? 'editor.cmd' : 'editor.mjs'),
      extensionDevelopmentPath: projectFolder,
      extensionTestsPath: join(
        projectFolder,
        'test',
        given.soak ? 'soak' : given.bench ? join('bench', 'host') : 'integration',
        'index.cjs',
      ),
      // A person's own HOME and gateway must not reach a test, nor a test them.
      extensionTestsEnv: {
        ...{ HOME: home, USERPROFILE: home, ADC_SERVER: '', ADC_TOKEN: '' },
        API7_CERTIFICATES_SOAK: JSON.stringify(given),
      },
      launchArgs: [
        workspace,
        `--user-data-dir=${data}`,
        `--extensions-dir=${join(root, 'extensions')}`,
        '--disable-extensions',
      ],
    });
  } catch (error) {
    if (error instanceof TestRunFailedError) return error.code ?? 1;
    throw error;
  } finally {
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  }
});
