import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/ids';

describe('Activation', () => {
  const extension = vscode.extensions.getExtension('api7-certificates.api7-certificates');
  assert.ok(extension);

  it('comes up by itself, without waiting for anything', async () => {
    const start = performance.now();
    await extension.activate();
    const duration = performance.now() - start;
    console.log(`      activate() waited for ${duration.toFixed(0)} ms`);
    assert.equal(extension.isActive, true);
  });

  it('loads nothing that nobody has asked for, and the rest with the first use of a command', async () => {
    const chunks = (): readonly string[] =>
      Object.keys(require.cache).filter((path) => /[\\/]dist[\\/]chunks[\\/]/.test(path));
    assert.deepEqual(chunks(), []);
    await vscode.commands.executeCommand('api7Certificates.splitFile', 'made up');
    const loaded = chunks();
    assert.notEqual(loaded.length, 0);
    // The command is the feature's own by now.
    await vscode.commands.executeCommand('api7Certificates.splitFile', 'made up');
    assert.deepEqual(chunks(), loaded);
  });

  it('registers every command that package.json promises', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      commandIds.filter((id) => !registered.has(id)),
      [],
    );
  });
});
