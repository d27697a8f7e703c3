import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { makeCertificate } from '../fixtures/certificates';

/** Resolves once a closed file has problems, or none any more. */
const untilProblems = (uri: vscode.Uri, are: 'there' | 'gone'): Promise<void> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (vscode.languages.getDiagnostics(uri).length > 0 !== (are === 'there')) return;
      changes.dispose();
      resolve();
    };
    const changes = vscode.languages.onDidChangeDiagnostics(look);
    look();
  });

describe('A folder of certificates that is deleted', () => {
  const [root] = vscode.workspace.workspaceFolders ?? [];
  const folder = join(root?.uri.fsPath ?? '', 'deleted');
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('takes the problems of its files with it', async () => {
    const { pem } = await makeCertificate({ now: Date.now(), dns: ['a.example'], fromDays: -9, toDays: -1 });
    const uri = vscode.Uri.file(join(folder, 'deep', 'expired.crt'));
    mkdirSync(join(folder, 'deep'), { recursive: true });
    writeFileSync(uri.fsPath, pem);
    await vscode.commands.executeCommand('api7Certificates.checkWorkspace');
    await untilProblems(uri, 'there');
    rmSync(folder, { recursive: true });
    await untilProblems(uri, 'gone');
  });
});
