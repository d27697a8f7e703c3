import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The Node of the extension host that the tests run, where it is here, else this one: what is measured runs in it. */
export function hostNode(project: string): string {
  const folder = join(project, '.vscode-test');
  const servers = existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith('server-')) : [];
  const programs = servers.flatMap((name) => {
    const modules = join(folder, name, 'node_modules');
    const found = existsSync(modules) ? readdirSync(modules).filter((each) => each.startsWith('node-')) : [];
    return found.map((each) => join(modules, each, 'bin', 'node'));
  });
  return programs.find((program) => existsSync(program)) ?? process.execPath;
}
