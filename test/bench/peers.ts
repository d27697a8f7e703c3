/**
 * Programs that are measured beside this project, and are no dependency of it: installed for the benches alone, once.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const files = ['package.json', 'package-lock.json'];

/** @param project the folder of this project, for the benches are bundled elsewhere */
export function requirePeer(project: string, name: string): unknown {
  const folder = join(project, '.vscode-test', 'bench-peers');
  if (!existsSync(join(folder, 'node_modules'))) {
    mkdirSync(folder, { recursive: true });
    for (const file of files) copyFileSync(join(project, 'test', 'bench', 'peers', file), join(folder, file));
    execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'ignore' });
  }
  return createRequire(join(folder, 'package.json'))(name) as unknown;
}
