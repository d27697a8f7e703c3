import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const projectFolder = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
/** Downloads, profiles and screenshots: everything here can be deleted and comes back. */
export const cacheFolder = join(projectFolder, '.vscode-test');
