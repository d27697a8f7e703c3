import { Worker } from 'node:worker_threads';
import type * as vscode from 'vscode';
import type { StartWorker } from '../app/unlock';

/** The thread that opens protected files, with a cap on its memory. */
export const unlockThread =
  (context: Pick<vscode.ExtensionContext, 'asAbsolutePath'>): StartWorker =>
  () =>
    new Worker(context.asAbsolutePath('dist/unlockWorker.js'), { resourceLimits: { maxOldGenerationSizeMb: 512 } });
