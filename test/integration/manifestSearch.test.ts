import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { findManifest, findManifests } from '../../src/ui/change/manifestSearch';
import { manifestRows, manifestRowsOfSeveral, openManifest } from '../../src/ui/change/ownerManifest';

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

  beforeEach(() => {
    const files = new Promise<readonly vscode.Uri[]>((resolve) => (answer = resolve));
    Object.assign(workspace, { findFiles: () => files });
    const one = { uri: vscode.Uri.file(folder), name: 'manifests', index: 0 };
    Object.defineProperty(workspace, 'workspaceFolders', { configurable: true, get: () => [one] });
  });
  afterEach(() => {
    Object.assign(workspace, { findFiles });
    if (folders) Object.defineProperty(workspace, 'workspaceFolders', folders);
    else Reflect.deleteProperty(workspace, 'workspaceFolders');
  });
  after(() => rmSync(folder, { recursive: true }));

  it('goes on where a prompt does not wait for it any more, and opens the file once it is found', async () => {
    const manifest = await findManifest(shop, 0);
    assert.equal(manifest?.kind, 'searching');
    assert.deepEqual(
      manifestRows(manifest).map(({ label, choice }) => [label, choice]),
      [['Keep Searching for Its Manifest', 'manifest']],
    );
    const opened = openManifest(manifest);
    const other = file('other.yaml', 'other.example');
    const wanted = file('adc.yaml', 'shop.example');
    answer([other, wanted]);
    assert.equal(await opened, true);
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, wanted.fsPath);
  });

  it('offers the file at once where it is found in time', async () => {
    answer([file('adc.yaml', 'shop.example')]);
    const manifest = await findManifest(shop);
    assert.equal(manifest?.kind, 'found');
    assert.match(manifestRows(manifest)[0]?.label ?? '', /^Open .*adc\.yaml$/);
  });

  it('offers what is found of several, and to search for the others', async () => {
    const searches = await findManifests([shop, pay], 0);
    assert.deepEqual(
      manifestRowsOfSeveral([searches]).map(({ label }) => label),
      ['Keep Searching for Its Manifest'],
    );
    const wanted = file('pay.yaml', 'pay.example');
    answer([wanted]);
    assert.equal(await openManifest(searches.rest), true);
    assert.equal(vscode.window.activeTextEditor?.document.uri.fsPath, wanted.fsPath);
  });

  it('says nothing of a search that has ended, and found nothing', async () => {
    answer([]);
    const manifest = await findManifest(shop);
    assert.deepEqual([manifest, manifestRows(manifest)], [undefined, []]);
  });

  it('looks for nothing where no other tool manages the object', async () =>
    assert.equal(await findManifest({ labels: [], names: ['shop.example'] }, 0), undefined));
});
