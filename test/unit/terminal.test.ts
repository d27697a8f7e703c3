import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from '../fixtures/certificates';

/** Characters that a terminal obeys (`\u009b` begins a command too) or hides. */
const bait = '\u001b[2J\u009b31m\u202e\u200b';
const forbidden = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e\u200b]/;

describe('Programs that print to a terminal', function () {
  this.timeout(60_000);
  const root = join(__dirname, '..', '..');
  const folder = mkdtempSync(join(tmpdir(), 'api7-terminal-'));
  after(() => rmSync(folder, { recursive: true }));

  const run = (program: string, ...args: readonly string[]): string => {
    const start = ['--require', join(root, 'test', 'host', 'register.cjs'), join(root, 'test', ...program.split('/'))];
    const { stdout, stderr } = spawnSync(process.execPath, [...start, ...args], { cwd: folder, encoding: 'utf8' });
    return stdout + stderr;
  };

  it('write out what a terminal would obey: in names of files, certificates, objects, arguments and failures', async () => {
    const { pem } = await makeCertificate({ now: Date.now(), commonName: bait, dns: ['a.example.com'] });
    const named = join(folder, `shop${bait}.pem`);
    writeFileSync(named, pem);
    const objects = join(folder, `objects${bait}.json`);
    writeFileSync(
      objects,
      JSON.stringify([
        { id: '1', type: 'server', snis: ['a.example.com'], cert: pem, status: 1, desc: bait },
        { id: bait },
      ]),
    );
    const broken = join(folder, 'broken.json');
    writeFileSync(broken, `{"a": ${bait}`);
    const outputs = [
      run('cli/check.ts', named, `missing${bait}`),
      run('cli/check.ts', `--odd${bait}`),
      run('checkHost/run.ts', objects, 'a.example.com', bait),
      run('checkHost/run.ts', `missing${bait}.json`, 'a.example.com'),
      run('checkHost/run.ts', broken, 'a.example.com'),
      run('checkHost/run.ts', objects, 'a.example.com', '--dialect', bait),
      run('checkHost/run.ts', objects, `--odd${bait}`),
    ];
    for (const [index, output] of outputs.entries()) {
      assert.notEqual(output.trim(), '', String(index));
      assert.equal(forbidden.exec(output)?.[0], undefined, `${index}: ${JSON.stringify(output.slice(0, 300))}`);
    }
    assert.match(outputs[0] ?? '', /\\u001b\[2J/);
  });
});
