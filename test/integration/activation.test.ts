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

  it('registers every command that package.json promises', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      commandIds.filter((id) => !registered.has(id)),
      [],
    );
  });
});
