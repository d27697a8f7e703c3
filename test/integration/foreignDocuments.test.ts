import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import * as vscode from 'vscode';
import { ManifestIndex } from '../../src/app/workspace/manifestIndex';
import { ForeignDocuments } from '../../src/ui/editor/foreign/foreignDocuments';
import { PemDocuments } from '../../src/ui/files/pemDocuments';
import { makeCertificate } from '../fixtures/certificates';
import { plainFiles } from './harness/plainFiles';
import { usePerson } from './harness/usePerson';

describe('Manifests that are typed', () => {
  const person = usePerson();
  const documents = new PemDocuments();
  const files = plainFiles(documents);
  const manifests = new ManifestIndex();
  const settings = { onDidChange: new vscode.EventEmitter<never>().event } as never;
  const foreign = new ForeignDocuments({ files, manifests, settings });
  after(() => {
    for (const each of [foreign, files, documents, manifests]) each.dispose();
  });

  const changes = new EventEmitter();
  manifests.onDidChange((uris) => changes.emit('change', uris));
  const tls = (host: string) => `kind: ApisixTls\nmetadata: {name: x}\nspec: {hosts: [${host}], secret: {name: s}}\n`;
  const hosts = () => manifests.hostsOf({ kind: 'Secret', name: 's', namespace: '' }).map(({ host }) => host);

  it('count as they are on disk where they are closed unsaved', async () => {
    const { pem } = await makeCertificate({ now: Date.now() });
    person.write(
      'secret.yaml',
      `kind: Secret\nmetadata: {name: s}\ndata: {tls.crt: ${Buffer.from(pem).toString('base64')}}\n`,
    );
    person.write('tls.yaml', tls('saved.example.com'));
    manifests.set(await files.read(vscode.Uri.file(person.path('secret.yaml')), { trigger: 'unasked' }));
    // VS Code keeps a document that an extension opened.
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(person.path('tls.yaml')));
    const { document } = vscode.window.activeTextEditor ?? assert.fail('No editor');
    await foreign.read(document);
    assert.deepEqual(hosts(), ['saved.example.com']);
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), tls('typed.example.com'));
    await vscode.workspace.applyEdit(edit);
    await foreign.read(document);
    assert.deepEqual(hosts(), ['typed.example.com']);
    const changed = once(changes, 'change');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await changed;
    assert.deepEqual(hosts(), ['saved.example.com']);
  });
});
