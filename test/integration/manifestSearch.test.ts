import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { findManifest, findManifests } from '../../src/ui/change/manifestSearch';
import { manifestRows, manifestRowsOfSeveral, openManifest } from '../../src/ui/change/ownerManifest';
import { Notify } from '../../src/ui/prompts/notify';

const labels = [{ key: 'managed-by', value: 'adc' }];
const [shop, pay] = [
  { labels, names: ['shop.example'] },
  { labels, names: ['pay.example'] },
];

describe('The search for the file that makes a certificate', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'api7-manifests-')));
  const file = (name: string, host: string): vscode.Uri => {
    writeFileSync(join(folder, name), `ssls:\n  - snis: [${host}]\n`);
    return vscode.Uri.file(join(folder, name));
  };
  const { workspace } = vscode;
  const { findFiles } = workspace;
  const folders = Object.getOwnPropertyDescriptor(workspace, 'workspaceFolders');
  let answer: (files: readonly vscode.Uri[]) => void;
  let fail: (error: Error) => void;
  /** Searches that were begun, each with whether it was cancelled. */
  let begun: vscode.CancellationToken[];
  let logged: string[];
  let told: string[];
  const log = {
    debug: (line: string) => void logged.push(line),
    error: (line: string, error?: unknown) => void logged.push(`${line}: ${String(error)}`),
  };
  const notify = new Notify({ log, translate: (sentence) => sentence });
  const opening = {
    services: { notify: Object.assign(notify, { failure: (error: unknown) => void told.push(String(error)) }) },
    title: 'shop.example',
  };
  const waiting = (signal = new AbortController().signal) => ({ signal, log });

  beforeEach(() => {
    [begun, logged, told] = [[], [], []];
    const files = new Promise<readonly vscode.Uri[]>((resolve, reject) => ([answer, fail] = [resolve, reject]));
    const find = (...asked: Parameters<typeof findFiles>) => {
      const [pattern, , , token] = asked;
      // The rest of the extension looks for files below folders, whenever it sees a new one.
      if (typeof pattern !== 'string') return findFiles(...asked);
      if (token) begun.push(token);
      return files;
    };
    Object.assign(workspace, { findFiles: find });
    const one = { uri: vscode.Uri.file(folder), name: 'manifests', index: 0 };
    Object.defineProperty(workspace, 'workspaceFolders', { configurable: true, get: () => [one] });
  });
  afterEach(() => {
    Object.assign(workspace, { findFiles });
    if (folders) Object.defineProperty(workspace, 'workspaceFolders', folders);
    else Reflect.deleteProperty(workspace, 'workspaceFolders');
  });
  after(() => rmSync(folder, { recursive: true }));

  it('begins where a person waits for it, and opens the file once it is found', async () => {
    const manifest = await findManifest(shop, { log });
    assert.equal(manifest?.kind, 'searching');
    assert.deepEqual(
      manifestRows(manifest).map(({ label, choice }) => [label, choice]),
      [['Keep Searching for Its Manifest', 'manifest']],
    );
    assert.equal(begun.length, 0);
    const opened = openManifest(manifest, opening);
    const other = file('other.yaml', 'other.example');
    const wanted = file('adc.yaml', 'shop.example');
    answer([other, wanted]);
    assert.equal(await opened, true);
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, wanted.fsPath);
  });

  it('ends with the prompt that waited for it, and goes on where somebody waits again', async () => {
    const left = new AbortController();
    const found = findManifest(shop, waiting(left.signal));
    left.abort();
    const manifest = await found;
    assert.equal(manifest?.kind, 'searching');
    assert.deepEqual(
      begun.map((token) => token.isCancellationRequested),
      [true],
    );
    answer([file('adc.yaml', 'shop.example')]);
    assert.equal(await openManifest(manifest, opening), true);
    assert.deepEqual([begun.length, logged], [2, []]);
  });

  it('looks at no further file once it is left', async () => {
    const left = new AbortController();
    const looked: string[] = [];
    const files = Array.from({ length: 10 }, (_, at) => file(`${at}.yaml`, 'other.example'));
    const read = vscode.workspace.fs.stat.bind(vscode.workspace.fs);
    const { fs } = vscode.workspace;
    const stat = (uri: vscode.Uri) => {
      if (looked.push(uri.fsPath) === 3) left.abort();
      return read(uri);
    };
    Object.defineProperty(workspace, 'fs', { configurable: true, get: () => ({ ...fs, stat }) });
    try {
      answer(files);
      assert.equal((await findManifest(shop, waiting(left.signal)))?.kind, 'searching');
    } finally {
      Object.defineProperty(workspace, 'fs', { configurable: true, get: () => fs });
    }
    assert.equal(looked.length, 3);
  });

  it('is logged where it fails, and told to who waits for it', async () => {
    fail(new Error('no search here'));
    const manifest = await findManifest(shop, waiting());
    assert.equal(manifest?.kind, 'searching');
    assert.deepEqual(logged, ['Looking through the workspace for a manifest: Error: no search here']);
    assert.equal(await openManifest(manifest, opening), false);
    assert.deepEqual(told, ['Error: no search here']);
  });

  it('goes on behind a file that cannot be read, and says so in the log', async () => {
    answer([vscode.Uri.file(join(folder, 'gone.yaml')), file('adc.yaml', 'shop.example')]);
    assert.equal((await findManifest(shop, waiting()))?.kind, 'found');
    assert.equal(logged.length, 1);
    assert.match(logged[0] ?? '', /gone\.yaml/);
  });

  it('offers the file at once where it is found in time', async () => {
    answer([file('adc.yaml', 'shop.example')]);
    const manifest = await findManifest(shop, waiting());
    assert.equal(manifest?.kind, 'found');
    assert.match(manifestRows(manifest)[0]?.label ?? '', /^Open .*adc\.yaml$/);
  });

  it('offers what is found of several, and to search for the others', async () => {
    const searches = await findManifests([shop, pay], { log });
    assert.deepEqual(
      manifestRowsOfSeveral([searches]).map(({ label }) => label),
      ['Keep Searching for Its Manifest'],
    );
    const wanted = file('pay.yaml', 'pay.example');
    answer([wanted]);
    assert.equal(await openManifest(searches.rest, opening), true);
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, wanted.fsPath);
  });

  it('finds the files of several before it ends', async () => {
    answer([file('adc.yaml', 'shop.example'), file('pay.yaml', 'pay.example')]);
    const { files, rest } = await findManifests([shop, pay], waiting());
    assert.deepEqual([files.size, rest], [2, undefined]);
  });

  it('names the certificate where none of the files defines it', async () => {
    const manifest = await findManifest(shop, { log });
    const { showInformationMessage } = vscode.window;
    const messages: string[] = [];
    Object.assign(vscode.window, { showInformationMessage: (message: string) => void messages.push(message) });
    try {
      answer([file('other.yaml', 'other.example')]);
      assert.equal(await openManifest(manifest, opening), false);
    } finally {
      Object.assign(vscode.window, { showInformationMessage });
    }
    assert.deepEqual(messages, ['No YAML or JSON file of the workspace defines shop.example.']);
  });

  it('says nothing of a search that has ended, and found nothing', async () => {
    answer([]);
    const manifest = await findManifest(shop, waiting());
    assert.deepEqual([manifest, manifestRows(manifest)], [undefined, []]);
  });

  it('looks for nothing where no other tool manages the object', async () =>
    assert.equal(await findManifest({ labels: [], names: ['shop.example'] }, { log }), undefined));
});
