import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { english } from '../../src/shared/translate';
import { Settings } from '../../src/ui/base/settings';
import { registerDecorations } from '../../src/ui/files/decorations';
import { PemDocuments } from '../../src/ui/files/pemDocuments';
import { makeCertificate } from '../fixtures/certificates';
import { makeHostileDsaKey, makeHostilePkcs12 } from '../fixtures/hostileFiles';
import { plainFiles } from './harness/plainFiles';

/** Ids of the threads of this process, which is the extension host. */
const threads = (): readonly string[] => readdirSync('/proc/self/task');

/** Ids of the processes that our extension started. VS Code's own extensions start some as well. */
const children = (): readonly string[] =>
  threads().flatMap((id) => {
    try {
      const ids = readFileSync(`/proc/self/task/${id}/children`, 'utf8').split(' ').filter(Boolean);
      return ids.filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('unlockWorker'));
    } catch {
      return [];
    }
  });

/** Processor time of this process and of all that it started, also of what has ended, in hundredths of a second. */
const workDone = (): number => {
  const fields = (pid: string) => {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 15)
      .reduce((sum, each) => sum + Number(each), 0);
  };
  return ['self', ...children()].reduce((sum, pid) => sum + fields(pid), 0);
};

/**
 * Long, for a machine that is busy with other work, and shorter than the test may take: then it says what it waited
 * for.
 */
const maxWait = 60_000;

async function until(isTrue: () => boolean, what: () => string): Promise<void> {
  const end = performance.now() + maxWait;
  while (!isTrue()) {
    assert.ok(performance.now() < end, what());
    await setTimeout(50);
  }
}

/**
 * Measures the longest hold-up of this process in milliseconds of its own work, which do not pass while others have the
 * processor.
 */
function watchHoldUps(): () => number {
  let longest = 0;
  let last = process.cpuUsage();
  const look = () => {
    const now = process.cpuUsage();
    longest = Math.max(longest, now.user + now.system - last.user - last.system);
    last = now;
  };
  const timer = setInterval(look, 10);
  return () => {
    clearInterval(timer);
    look();
    return longest / 1_000;
  };
}

/**
 * Opening a folder is enough for the marks, the check of the workspace and the default editor to read what is in it.
 */
describe('A folder of hostile files', function () {
  this.timeout(240_000);
  const [root] = vscode.workspace.workspaceFolders ?? [];
  const folder = join(root?.uri.fsPath ?? '', 'hostile');
  const uriOf = (name: string) => vscode.Uri.file(join(folder, name));
  /** Links of a repository lead to them: reading the one never ends, reading the other waits for ever. */
  const endless = ['zero.der', 'zero.pem', 'zero.crt', 'pipe.p12', 'pipe.pem', 'pipe.crt'];
  const names = [...Array.from({ length: 8 }, (_, index) => `store${index}.p12`), 'dsa.key'];
  /** Makes them with the first test that needs them: what reads them as they appear is a part of what is measured. */
  const makeFiles = () => {
    if (existsSync(folder)) return;
    mkdirSync(folder);
    for (const name of names)
      writeFileSync(join(folder, name), name.endsWith('.key') ? makeHostileDsaKey() : makeHostilePkcs12());
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    for (const name of endless)
      symlinkSync(name.startsWith('zero') ? '/dev/zero' : join(folder, 'pipe'), join(folder, name));
  };

  before(function () {
    if (process.platform !== 'linux' || root === undefined) this.skip();
  });
  after(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(folder, { recursive: true, force: true });
  });

  it('neither holds up the extension host nor leaves a thread or process that works on', async () => {
    await vscode.commands.executeCommand('api7Certificates.checkWorkspace');
    await until(
      () => children().length === 0,
      () => 'processes before',
    );
    const before = threads().length;
    const endWatch = watchHoldUps();
    makeFiles();
    await vscode.commands.executeCommand('workbench.files.action.refreshFilesExplorer');
    await vscode.commands.executeCommand('revealInExplorer', uriOf('store0.p12'));
    await vscode.commands.executeCommand('api7Certificates.checkWorkspace');
    for (const name of names) await vscode.commands.executeCommand('vscode.open', uriOf(name), { preview: false });
    for (const name of ['zero.der', 'pipe.p12'])
      await vscode.commands.executeCommand('vscode.openWith', uriOf(name), 'api7Certificates.binaryView');
    // Opened as text, they are looked at for DER.
    for (const name of ['zero.crt', 'pipe.crt'])
      await Promise.race([
        vscode.commands.executeCommand('vscode.open', uriOf(name), { preview: false }),
        setTimeout(2_000),
      ]);
    // The DSA key is read and judged by now: its document has been looked at.
    await until(
      () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).length >= names.length,
      () => 'no tabs',
    );
    await until(
      () => children().length === 0,
      () => `processes: ${children().join()}`,
    );
    const longest = endWatch();
    const { length } = threads();
    console.log(
      `      longest hold-up ${longest.toFixed(0)} ms; threads ${before} before, ${length} after; no process`,
    );
    // A minute of one processor each is what was asked for.
    assert.ok(longest < 3_000, `held up for ${longest.toFixed(0)} ms`);
    assert.ok(length <= before + 1, `${before} threads before, ${length} after`);
    const start = workDone();
    await setTimeout(1_000);
    assert.ok(workDone() - start < 80, `${workDone() - start} hundredths of a second of work in a second at rest`);
  });

  it('is marked where a certificate of it has expired, and nowhere else', async () => {
    const now = Date.now();
    makeFiles();
    const expired = await makeCertificate({ now, commonName: 'old.example.com', fromDays: -60, toDays: -1 });
    writeFileSync(join(folder, 'expired.pem'), expired.pem);
    const documents = new PemDocuments();
    const files = plainFiles(documents);
    const settings = new Settings();
    const marks = registerDecorations({ files, settings, now: () => now, translate: english });
    try {
      const badges = await Promise.all(
        ['expired.pem', 'dsa.key', 'store0.p12', ...endless].map(async (name) => {
          const { token } = new vscode.CancellationTokenSource();
          return [name, (await marks.provideFileDecoration(uriOf(name), token))?.badge] as const;
        }),
      );
      assert.deepEqual(
        badges.filter(([, badge]) => badge !== undefined).map(([name]) => name),
        ['expired.pem'],
      );
    } finally {
      for (const each of [marks, files, documents, settings]) each.dispose();
    }
  });
});
