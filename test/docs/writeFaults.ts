/** `npm run faults`: runs the fault matrix, and writes its table to docs/faults.md. */
import { spawnSync } from 'node:child_process';

const { status } = spawnSync(
  process.execPath,
  [require.resolve('mocha/bin/mocha.js'), 'test/contract/faultMatrix.test.ts'],
  { stdio: 'inherit', env: { ...process.env, FAULTS: 'write' } },
);
process.exitCode = status ?? 1;
