import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { MadeCertificate } from '../fixtures/certificates';
import { makeCertificate } from '../fixtures/certificates';

const now = Date.now();

/** Waits for such findings of a document, or until there is none; the test's own time limit ends it. */
function mismatchesOf(document: vscode.TextDocument, count: number): Promise<readonly vscode.Diagnostic[]> {
  return new Promise((resolve) => {
    const look = () => {
      const found = vscode.languages
        .getDiagnostics(document.uri)
        .filter(({ code }) => typeof code === 'object' && code.value === 'keyDoesNotMatch');
      if (found.length !== count) return;
      subscription.dispose();
      resolve(found);
    };
    const subscription = vscode.languages.onDidChangeDiagnostics(look);
    look();
  });
}

async function replaceAll(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(0, 0, document.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
}

describe('A key beside its certificate', () => {
  let folder: string;
  let [mine, others]: MadeCertificate[] = [];
  before(async () => {
    await vscode.extensions.getExtension('api7-certificates.api7-certificates')?.activate();
    [mine, others] = await Promise.all(
      ['mine.example.com', 'others.example.com'].map((commonName) =>
        makeCertificate({ now, commonName, dns: [commonName] }),
      ),
    );
    const [workspace] = vscode.workspace.workspaceFolders ?? [];
    assert(workspace);
    folder = await mkdtemp(join(workspace.uri.fsPath, 'beside-'));
  });
  after(() => rm(folder, { recursive: true }));

  const open = async (name: string, content: string): Promise<vscode.TextDocument> => {
    await writeFile(join(folder, name), content, { mode: 0o600 });
    return vscode.workspace.openTextDocument(join(folder, name));
  };

  it('is told in both files while it does not match, as it is typed', async () => {
    assert(mine && others);
    const key = await open('tls.key', mine.keyPem);
    const certificate = await open('tls.crt', `# of the shop\n${mine.pem}`);

    await replaceAll(key, others.keyPem);
    const [ofKey] = await mismatchesOf(key, 1);
    assert(ofKey);
    assert.equal(key.getText(ofKey.range), '-----BEGIN PRIVATE KEY-----');
    assert.equal(ofKey.message, 'This private key (EC P-256) does not belong to the certificate in tls.crt.');
    const [there] = ofKey.relatedInformation ?? [];
    assert.equal(there?.location.uri.toString(), certificate.uri.toString());
    assert.equal(certificate.getText(there?.location.range), '-----BEGIN CERTIFICATE-----');

    const [ofCertificate] = await mismatchesOf(certificate, 1);
    assert(ofCertificate);
    assert.equal(certificate.getText(ofCertificate.range), '-----BEGIN CERTIFICATE-----');
    assert.equal(ofCertificate.message, 'The private key (EC P-256) in tls.key does not belong to mine.example.com.');
    const [here] = ofCertificate.relatedInformation ?? [];
    assert.equal(here?.location.uri.toString(), key.uri.toString());
    assert.equal(key.getText(here?.location.range), '-----BEGIN PRIVATE KEY-----');

    await replaceAll(certificate, others.pem);
    await Promise.all([mismatchesOf(key, 0), mismatchesOf(certificate, 0)]);
  });

  it('is held against a certificate that is not open, and again when that changes on disk', async () => {
    assert(mine && others);
    await writeFile(join(folder, 'closed.pem'), `# by the way\r\n\r\n${mine.pem}`);
    const key = await open('closed.key', others.keyPem);
    const [{ relatedInformation: [related] = [] } = {}] = await mismatchesOf(key, 1);
    assert.equal(related?.location.uri.toString(), vscode.Uri.file(join(folder, 'closed.pem')).toString());
    assert.deepEqual([related?.location.range.start.line, related?.location.range.end.character], [2, 27]);
    await writeFile(join(folder, 'closed.pem'), others.pem);
    await mismatchesOf(key, 0);
  });

  it('is told of in no document that is not saved yet', async () => {
    assert(mine && others);
    await writeFile(join(folder, 'saved.crt'), mine.pem);
    const untitled = await vscode.workspace.openTextDocument(
      vscode.Uri.file(join(folder, 'saved.key')).with({ scheme: 'untitled' }),
    );
    await replaceAll(untitled, others.keyPem);
    // A file that is opened later is told of: so this one was looked at.
    await mismatchesOf(await open('saved.key', others.keyPem), 1);
    assert.deepEqual(await mismatchesOf(untitled, 0), []);
  });
});
