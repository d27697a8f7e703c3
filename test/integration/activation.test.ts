import assert from 'node:assert/strict';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../src/ids';

describe('Activation', () => {
  const extension = vscode.extensions.getExtension('api7-certificates.api7-certificates');
  assert.ok(extension);

  const dist = join(realpathSync(join(extension.extensionPath, 'dist')), '/');

  /** Returns the files of `dist` that the extension host has loaded, without folders and hashes. */
  const loaded = (): readonly string[] =>
    Object.keys(require.cache)
      .filter((path) => path.startsWith(dist))
      .map((path) =>
        path
          .slice(dist.length)
          .replace('\\', '/')
          .replace(/(-[A-Z0-9]{8})?\.js$/, ''),
      )
      .sort();

  it('loads nothing that nobody has asked for: a few lines at first, all else with its first use', async () => {
    const start = performance.now();
    await extension.activate();
    const activated = performance.now();
    assert.equal(extension.isActive, true);
    assert.deepEqual(loaded(), ['activation']);
    assert.equal(extension.exports.isLoaded(), false);

    // A text of another kind is no reason to load anything.
    await vscode.workspace.openTextDocument({ language: 'plaintext', content: 'no certificate' });
    assert.deepEqual(loaded(), ['activation']);

    const asked = performance.now();
    await vscode.commands.executeCommand('api7Certificates.cancelWorkspaceCheck');
    const answered = performance.now();
    const [activation, ...others] = loaded();
    assert.equal(activation, 'activation');
    assert.ok(others.includes('extension'));
    assert.deepEqual(
      others.filter((path) => path.startsWith('chunks/')),
      ['chunks/commandTable', 'chunks/workspace'],
    );
    console.log(
      `      activate() took ${(activated - start).toFixed(1)} ms, the first command ${(answered - asked).toFixed(0)} ms`,
    );
  });

  it('registers every command that package.json promises', async () => {
    await extension.activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      commandIds.filter((id) => !registered.has(id)),
      [],
    );
  });
});
