import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { unlockThread } from '../../../src/ui/unlockThread';

describe('unlockThread', () => {
  const folder = mkdtempSync(join(tmpdir(), 'api7-thread-'));
  after(() => rmSync(folder, { recursive: true }));

  it('runs the bundle of the extension in a thread of its own, with a cap on its memory', async () => {
    mkdirSync(join(folder, 'dist'));
    writeFileSync(join(folder, 'dist', 'unlockWorker.js'), "const { parentPort, resourceLimits } = require('node:worker_threads'); parentPort.postMessage(resourceLimits);");
    const start = unlockThread({ asAbsolutePath: (path) => join(folder, path) });
    const worker = start() as Worker;
    const limits = await new Promise<{ readonly maxOldGenerationSizeMb: number }>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    await worker.terminate();
    assert.equal(limits.maxOldGenerationSizeMb, 512);
  });
});
