/** Opens the PKCS#12 file that comes in, says the process that does so, and waits to be killed. */
import { unlock } from '../../../../src/app/sources/unlock';
import { makeUnlockers } from '../fakes/fakeFiles';

const unlockers = makeUnlockers();

async function main(): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  const start = () => {
    const child = unlockers.start();
    process.stdout.write(String(child.pid));
    return child;
  };
  await unlock({ form: 'pkcs12', der: Buffer.concat(parts) }, 'tiger', {
    start,
    trigger: 'asked',
    signal: new AbortController().signal,
  });
}

void main();
