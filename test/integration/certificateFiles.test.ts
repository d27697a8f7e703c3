import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import * as vscode from 'vscode';
import { walkFolder } from '../../src/ui/files/findFiles';
import { PemDocuments } from '../../src/ui/files/pemDocuments';
import { makeCertificate } from '../fixtures/certificates';
import { plainFiles } from './harness/plainFiles';

const unasked = { trigger: 'unasked' } as const;
const now = Date.UTC(2026, 10, 23);

describe('The certificate files of a workspace', () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'api7-workspace-')));
  const documents = new PemDocuments();
  const files = plainFiles(documents);
  const { signal } = new AbortController();
  const write = (path: string, content: string | Uint8Array = '') => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
    return vscode.Uri.file(join(folder, path));
  };
  const names = (uris: readonly vscode.Uri[]) => uris.map(({ fsPath }) => relative(folder, fsPath));
  after(() => {
    files.dispose();
    documents.dispose();
    rmSync(folder, { recursive: true });
  });

  it('are those of the folder of a file outside of the workspace, whatever the case of their names', async () => {
    const near = write('certs/a.crt');
    write('certs/B.PEM');
    write('certs/notes.md');
    write('certs/deep/c.key');
    const found = await files.find({ near, signal });
    assert.deepEqual(
      names(found).filter((name) => !name.startsWith('..')),
      ['certs/B.PEM', 'certs/a.crt'],
    );
  });

  it('are found without a search too, but for what is excluded', async () => {
    for (const path of [
      'x/one.pem',
      'x/node_modules/two.pem',
      'x/.git/three.pem',
      'x/y/z/four.P12',
      'x/.svn/five.pem',
      'x/six.txt',
    ])
      write(path);
    assert.deepEqual(names(await walkFolder(vscode.Uri.file(join(folder, 'x')), signal)), [
      'x/one.pem',
      'x/y/z/four.P12',
    ]);
  });

  it('are read as the editor shows them, and told of when they change there, which documents that are no files are not', async () => {
    const made = await makeCertificate({ now });
    const uri = write('certs/draft.pem', made.pem);
    assert.equal((await files.read(uri, unasked)).document.parts.length, 1);
    const past = new vscode.EventEmitter<vscode.Uri>();
    let text = 'before';
    const provider = vscode.workspace.registerTextDocumentContentProvider('api7past', {
      onDidChange: past.event,
      provideTextDocumentContent: () => text,
    });
    const noFile = vscode.Uri.parse('api7past:/certs/draft.pem');
    await vscode.workspace.openTextDocument(noFile);
    // What other tests left in the workspace may still be on its way.
    const isOthers = (each: vscode.Uri) => vscode.workspace.getWorkspaceFolder(each) !== undefined;
    const changed = new Promise<vscode.Uri>((resolve) =>
      files.onDidChange((each) => {
        if (!isOthers(each)) resolve(each);
      }),
    );
    const shown = new Promise((resolve) => vscode.workspace.onDidChangeTextDocument(resolve));
    text = 'after';
    past.fire(noFile);
    await shown;
    provider.dispose();
    await vscode.workspace.openTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), made.pem);
    await vscode.workspace.applyEdit(edit);
    assert.equal((await files.read(uri, unasked)).document.parts.length, 2);
    assert.equal((await changed).toString(), uri.toString());
  });

  it('are read whether they are text or bytes, and say where they cannot be', async () => {
    const made = await makeCertificate({ now });
    const uri = write('certs/binary.cer', made.der);
    const reading = await files.read(uri, unasked);
    assert.deepEqual([reading.isText, reading.document.parts[0]?.certificate?.ok], [false, true]);
    assert.equal((await files.read(vscode.Uri.file(join(folder, 'gone.pem')), unasked)).fault, 'unreadable');
    assert.equal((await files.read(vscode.Uri.file(folder), unasked)).fault, 'unreadable');
  });

  it('of a virtual file system are read through VS Code', async () => {
    const made = await makeCertificate({ now });
    const refuse = (uri: vscode.Uri): never => {
      throw vscode.FileSystemError.NoPermissions(uri);
    };
    const bytes = new TextEncoder().encode(made.pem);
    const isFolder = ({ path }: vscode.Uri): boolean => !path.endsWith('.pem');
    const registration = vscode.workspace.registerFileSystemProvider('api7virtual', {
      onDidChangeFile: () => new vscode.Disposable(() => undefined),
      watch: () => new vscode.Disposable(() => undefined),
      stat: (uri) => ({
        type: isFolder(uri) ? vscode.FileType.Directory : vscode.FileType.File,
        ctime: 0,
        mtime: 0,
        size: bytes.length,
      }),
      readFile: () => bytes,
      readDirectory: ({ path }) =>
        path === '/'
          ? [
              ['sub', vscode.FileType.Directory],
              ['a.pem', vscode.FileType.File],
            ]
          : [['b.pem', vscode.FileType.File]],
      createDirectory: refuse,
      writeFile: refuse,
      delete: refuse,
      rename: refuse,
    });
    const root = vscode.Uri.parse('api7virtual:/');
    const found = await walkFolder(root, signal);
    assert.deepEqual(
      found.map(({ path }) => path),
      ['/a.pem', '/sub/b.pem'],
    );
    for (const uri of found) assert.equal((await files.read(uri, unasked)).document.parts[0]?.certificate?.ok, true);
    registration.dispose();
  });
});
