import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { english } from '../../src/shared/translate';
import { FileChanges } from '../../src/ui/details/fileSource';
import { readFile } from '../../src/ui/files/files';
import { saveTextAs } from '../../src/ui/files/saveAs';
import { readDocumentMaterial, readMaterial } from '../../src/ui/material/material';
import { makeCertificate } from '../fixtures/certificates';

const now = Date.UTC(2026, 10, 23);

describe('Files that are no certificate', () => {
  const folder = mkdtempSync(join(tmpdir(), 'api7-files-'));
  const at = (name: string, content: string | Uint8Array = '') => {
    writeFileSync(join(folder, name), content);
    return vscode.Uri.file(join(folder, name));
  };
  after(() => rmSync(folder, { recursive: true, maxRetries: 5 }));
  const sentenceOf = async (uri: vscode.Uri) => {
    const reading = await readMaterial(uri, english);
    return reading.kind === 'material' ? reading.contents : reading.sentence;
  };

  const rows: readonly [string, () => vscode.Uri, RegExp][] = [
    [
      'a folder',
      () => (mkdirSync(join(folder, 'sub')), vscode.Uri.file(join(folder, 'sub'))),
      /^“sub” is a folder\. Choose a file in it\.$/,
    ],
    ['a deleted file', () => vscode.Uri.file(join(folder, 'gone.pem')), /^“gone\.pem” no longer exists\.$/],
    ['an empty file', () => at('empty.pem'), /^This file is empty\.$/],
    ['text', () => at('notes.pem', 'hello\n'), /^This file holds no PEM block\.$/],
    [
      'a binary file',
      () => at('image.crt', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3)),
      /^It is a binary file, but no certificate, private key or PKCS#12 file\.$/,
    ],
    [
      'random bytes that start like DER',
      () => at('der.cer', Uint8Array.of(0x30, 0x82, 1, 2, 3)),
      /^It is a binary file, but no certificate, private key or PKCS#12 file\.$/,
    ],
    [
      '50 MB',
      () => (truncateSync(at('large.pem').fsPath, 50 * 1024 * 1024), vscode.Uri.file(join(folder, 'large.pem'))),
      /^“large\.pem” is too large \(50 MB\): certificate files of up to 16 MB are read\./,
    ],
  ];
  for (const [what, make, sentence] of rows)
    it(`${what}: a sentence that says so`, async () => assert.match(await sentenceOf(make()), sentence));

  it('says what keeps a file from being read', async () => {
    const refuse = (code: 'NoPermissions' | 'Unavailable') => (uri: vscode.Uri) => {
      throw vscode.FileSystemError[code](uri);
    };
    for (const [scheme, code, sentence] of [
      ['api7locked', 'NoPermissions', '“server.key” could not be read: its permissions do not allow it.'],
      ['api7away', 'Unavailable', '“server.key” cannot be reached at the moment.'],
    ] as const) {
      const act = refuse(code);
      const registration = vscode.workspace.registerFileSystemProvider(scheme, {
        onDidChangeFile: () => new vscode.Disposable(() => undefined),
        watch: () => new vscode.Disposable(() => undefined),
        stat: act,
        readFile: act,
        readDirectory: act,
        createDirectory: act,
        writeFile: act,
        delete: act,
        rename: act,
      });
      assert.deepEqual(await readFile(vscode.Uri.parse(`${scheme}:/keys/server.key`)), {
        kind: 'unreadable',
        sentence,
      });
      registration.dispose();
    }
  });

  it('reads what the editor shows, not what is saved', async () => {
    const made = await makeCertificate({ now, commonName: 'unsaved.example.com' });
    const uri = at('draft.pem', 'not yet\n');
    const document = await vscode.workspace.openTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), made.pem);
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.isDirty, true);
    const reading = await readMaterial(uri, english);
    assert(reading.kind === 'material');
    assert.equal(reading.certificates.length, 1);
    assert.deepEqual(await readDocumentMaterial(document, english), reading);
  });

  it('reads UTF-16 as editors on Windows save it', async () => {
    const made = await makeCertificate({ now, commonName: 'wide.example.com' });
    const uri = at('wide.pem', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(made.pem, 'utf16le')]));
    const reading = await readMaterial(uri, english);
    assert(reading.kind === 'material');
    assert.equal(reading.certificates.length, 1);
  });
});

describe('Files whose names are patterns', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'api7-patterns-'));
  after(() => rmSync(folder, { recursive: true, maxRetries: 5 }));

  it('are followed where they change on disk', async () => {
    const names = ['cert[1].pem', 'a{b,c}.pem', '{x}.pem', '**.pem', 'cert?.pem'];
    const write = (name: string): void => writeFileSync(join(folder, name), String(performance.now()));
    names.forEach(write);
    const heard = new Set<string>();
    const followed = names.map((name) => {
      const changes = new FileChanges(vscode.Uri.file(join(folder, name)));
      changes.onDidChange(() => heard.add(name));
      return changes;
    });
    try {
      // VS Code does not say when it has begun to watch.
      for (let times = 0; !names.every((name) => heard.has(name)); times += 1) {
        assert.ok(times < 100, `heard of ${[...heard].join(', ')}`);
        names.forEach(write);
        await setTimeout(1_000);
      }
    } finally {
      for (const changes of followed) changes.dispose();
    }
  });
});

describe('A text that is saved where the person says', function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), 'api7-saved-'));
  const { showErrorMessage, showSaveDialog } = vscode.window;
  const said: string[] = [];
  let named = '';
  before(() =>
    Object.assign(vscode.window, {
      showErrorMessage: (sentence: string) => Promise.resolve(void said.push(sentence)),
      showSaveDialog: () => Promise.resolve(vscode.Uri.file(join(folder, named))),
    }),
  );
  after(() => {
    Object.assign(vscode.window, { showErrorMessage, showSaveDialog });
    rmSync(folder, { recursive: true, maxRetries: 5 });
  });

  it('is not written through a link, which a repository may bring under the name that is proposed', async () => {
    writeFileSync(join(folder, 'shellrc'), 'mine\n');
    symlinkSync(join(folder, 'shellrc'), join(folder, 'link.pem'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling.pem'));
    const save = (name: string) => {
      named = name;
      return saveTextAs(() => Promise.resolve('text\n'), { title: 'Save', defaultName: name, filters: {} });
    };
    assert.deepEqual([await save('link.pem'), await save('dangling.pem')], [undefined, undefined]);
    assert.deepEqual(said, [
      '“link.pem” is a link to another place: nothing is written through links.',
      '“dangling.pem” is a link to another place: nothing is written through links.',
    ]);
    assert.deepEqual(
      [readFileSync(join(folder, 'shellrc'), 'utf8'), existsSync(join(folder, 'nowhere'))],
      ['mine\n', false],
    );
    assert.equal((await save('plain.pem'))?.path.endsWith('plain.pem'), true);
    assert.equal(readFileSync(join(folder, 'plain.pem'), 'utf8'), 'text\n');
  });
});
