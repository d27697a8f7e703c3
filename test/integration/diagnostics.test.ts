import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { link, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import { openRepository, switchGitOff } from './harness/git';
import { usePerson } from './harness/usePerson';

const now = Date.now();

/** Waits until the diagnostics of a document are as wanted; the test's own time limit ends it. */
function diagnosticsOf(
  document: vscode.TextDocument,
  isAsWanted: (all: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  return new Promise((resolve) => {
    const look = () => {
      const all = vscode.languages.getDiagnostics(document.uri).filter((each) => each.source === 'API7 Certificates');
      if (!isAsWanted(all)) return;
      subscription.dispose();
      resolve(all);
    };
    const subscription = vscode.languages.onDidChangeDiagnostics(look);
    look();
  });
}

/** Codes come with a link to the page that explains them. */
const codeOf = ({ code }: vscode.Diagnostic): string => {
  assert.ok(typeof code === 'object');
  return String(code.value);
};

const codesOf = (all: readonly vscode.Diagnostic[]): readonly string[] => all.map(codeOf);

describe('Diagnostics', () => {
  before(() => vscode.extensions.getExtension('api7-certificates.api7-certificates')?.activate());

  it('stand on the block they concern, and go when it is repaired', async () => {
    const { intermediate } = await makeAuthority(now);
    const good = await makeCertificate({
      now,
      commonName: 'good.example.com',
      dns: ['good.example.com'],
      issuer: intermediate,
    });
    const old = await makeCertificate({
      now,
      commonName: 'old.example.com',
      dns: ['old.example.com'],
      issuer: intermediate,
      fromDays: -90,
      toDays: -3,
    });
    const document = await vscode.workspace.openTextDocument({
      language: 'pem',
      content: `# first\n${good.pem}${old.pem}`,
    });
    const [diagnostic, ...others] = (await diagnosticsOf(document, (all) => codesOf(all).includes('expired'))).filter(
      (each) => codeOf(each) === 'expired',
    );
    assert.deepEqual(others, []);
    assert.equal(document.getText(diagnostic?.range), '-----BEGIN CERTIFICATE-----');
    assert.equal(diagnostic?.range.start.line, document.positionAt(document.getText().lastIndexOf('-----BEGIN')).line);
    assert.equal(diagnostic?.severity, vscode.DiagnosticSeverity.Error);

    const edit = new vscode.WorkspaceEdit();
    const start = document.positionAt(document.getText().lastIndexOf('-----BEGIN'));
    edit.delete(document.uri, new vscode.Range(start, document.lineAt(document.lineCount - 1).range.end));
    await vscode.workspace.applyEdit(edit);
    await diagnosticsOf(document, (all) => !codesOf(all).includes('expired'));
  });

  it('point at the character that is wrong', async () => {
    const made = await makeCertificate({ now, commonName: 'broken.example.com', dns: ['broken.example.com'] });
    const lines = made.pem.split('\n');
    const wrong = lines
      .map((line, index) => (index === 3 ? `${line.slice(0, 10)}!${line.slice(11)}` : line))
      .join('\n');
    const document = await vscode.workspace.openTextDocument({ language: 'pem', content: wrong });
    const all = await diagnosticsOf(document, (found) => found.length > 0);
    assert.ok(
      all.some((each) => each.range.start.line === 3 && each.range.start.character === 10),
      JSON.stringify(all),
    );
  });

  it('point at key and certificate where they do not match', async () => {
    const [a, b] = await Promise.all(
      ['a.example.com', 'b.example.com'].map((commonName) => makeCertificate({ now, commonName, dns: [commonName] })),
    );
    assert(a && b);
    const document = await vscode.workspace.openTextDocument({ language: 'pem', content: a.pem + b.keyPem });
    const all = await diagnosticsOf(document, (found) => found.some((each) => codeOf(each).includes('Match')));
    const mismatch = all.find((each) => codeOf(each).includes('Match'));
    assert.equal(document.getText(mismatch?.range), '-----BEGIN PRIVATE KEY-----');
    assert.equal(mismatch?.relatedInformation?.length, 1);
  });

  it('link to a page that is there', async () => {
    const document = await vscode.workspace.openTextDocument({
      language: 'pem',
      content: '-----BEGIN CERTIFICATE-----\nnonsense\n',
    });
    const [diagnostic] = await diagnosticsOf(document, (found) => found.length > 0);
    assert.ok(typeof diagnostic?.code === 'object');
    const page = await vscode.workspace.fs.readFile(diagnostic.code.target);
    assert.ok(page.length > 100);
  });

  it('tell of a key that git tracks, and not of one beside it that it does not', async () => {
    const made = await makeCertificate({ now, commonName: 'tracked.example.com', fromDays: -90, toDays: -3 });
    const dir = await mkdtemp(join(tmpdir(), 'tracked-'));
    const paths = ['tracked.key', 'free.key'].map((name) => join(dir, name));
    for (const path of paths) await writeFile(path, made.pem + made.keyPem, { mode: 0o600 });
    for (const args of [
      ['init', '-q'],
      ['add', 'tracked.key'],
    ])
      execFileSync('git', args, { cwd: dir });
    await openRepository(dir);
    const [tracked, free] = await Promise.all(paths.map((path) => vscode.workspace.openTextDocument(path)));
    assert(tracked && free);
    await diagnosticsOf(tracked, (found) => codesOf(found).includes('keyTrackedByGit'));
    // By what else is wrong with it, it was checked.
    const found = await diagnosticsOf(free, (all) => codesOf(all).includes('expired'));
    assert.ok(!codesOf(found).includes('keyTrackedByGit'), codesOf(found).join());
    await switchGitOff();
    await rm(dir, { recursive: true });
  });

  it('are turned off by a quick fix, in the settings of whoever has no folder open for the file', async () => {
    const { pem } = await makeCertificate({ now, commonName: 'x.example.com', fromDays: -90, toDays: -3 });
    const document = await vscode.workspace.openTextDocument({ language: 'pem', content: pem });
    const all = await diagnosticsOf(document, (shown) => codesOf(shown).includes('expired'));
    const expired = all.find((each) => codeOf(each) === 'expired');
    assert.ok(expired);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      expired.range,
    );
    const { command } = actions.find(({ title }) => title === 'Turn off “expired”') ?? {};
    assert.ok(command);
    const configuration = () => vscode.workspace.getConfiguration('api7Certificates.diagnostics');
    try {
      await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
      await diagnosticsOf(document, (shown) => !codesOf(shown).includes('expired'));
      assert.deepEqual(configuration().get('severity'), { expired: 'off' });
    } finally {
      await configuration().update('severity', undefined, vscode.ConfigurationTarget.Global);
    }
    await diagnosticsOf(document, (shown) => codesOf(shown).includes('expired'));
  });

  it('are fixed by saving a file whose bytes programs do not read, and whose text is right', async () => {
    const { pem } = await makeCertificate({ now, commonName: 'bytes.example.com', dns: ['bytes.example.com'] });
    const dir = await mkdtemp(join(tmpdir(), 'api7-bytes-'));
    const kinds = [
      ['wide.pem', Buffer.from(`\ufeff${pem}`, 'utf16le'), 'wideEncoding', 'Save as UTF-8'],
      ['mark.pem', Buffer.from(`\ufeff${pem}`), 'byteOrderMark', 'Save without a byte order mark'],
      ['mac.pem', Buffer.from(pem.replaceAll('\n', '\r')), 'bareCarriageReturns', 'Save with line feeds'],
    ] as const;
    for (const [name, bytes, code, wanted] of kinds) {
      const path = join(dir, name);
      await writeFile(path, bytes);
      const document = await vscode.workspace.openTextDocument(path);
      await vscode.window.showTextDocument(document);
      const all = await diagnosticsOf(document, (found) => codesOf(found).includes(code));
      const range = all.find((each) => codeOf(each) === code)?.range;
      assert.ok(range);
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        document.uri,
        range,
      );
      const { command } = actions.find(({ title }) => title === wanted) ?? {};
      assert.ok(command, name);
      await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
      assert.equal(await readFile(path, 'utf8'), pem);
      await diagnosticsOf(document, (found) => !codesOf(found).includes(code));
      assert.equal(document.isDirty, false);
    }
    await rm(dir, { recursive: true });
  });

  it('are not fixed where the file is a link, is in a folder that is one, or has another name elsewhere', async () => {
    const { pem } = await makeCertificate({ now, commonName: 'bytes.example.com', dns: ['bytes.example.com'] });
    const dir = await mkdtemp(join(tmpdir(), 'api7-bytes-'));
    const bytes = Buffer.from(`\ufeff${pem}`, 'utf16le');
    const [repository, outside] = [join(dir, 'repository'), join(dir, 'outside')];
    for (const each of [repository, outside]) await mkdir(each);
    execFileSync('git', ['init', '-q', repository]);
    const real = join(outside, 'real.pem');
    await writeFile(real, bytes);
    await symlink(real, join(repository, 'link.pem'));
    await symlink(outside, join(repository, 'folder'));
    await link(real, join(repository, 'hard.pem'));
    for (const name of ['link.pem', 'folder/real.pem', 'hard.pem']) {
      const uri = vscode.Uri.file(join(repository, name));
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
      await vscode.commands.executeCommand('api7Certificates.convertToPem', uri);
      assert.deepEqual(await readFile(real), bytes, name);
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(dir, { recursive: true });
  });

  it('are mended in a value of another file, as an edit that is undone, or it is said that they cannot be', async () => {
    const { root, intermediate } = await makeAuthority(now);
    const leaf = await makeCertificate({
      now,
      commonName: 'value.example.com',
      dns: ['value.example.com'],
      issuer: intermediate,
    });
    const encoded = (...chain: readonly { readonly pem: string }[]): string =>
      Buffer.from(chain.map(({ pem }) => pem).join('')).toString('base64');
    const secret = (data: string): string =>
      `apiVersion: v1\nkind: Secret\nmetadata:\n  name: shop\ndata:\n  tls.crt: ${data}\n`;
    const fixesAt = async (document: vscode.TextDocument, code: string): Promise<readonly vscode.CodeAction[]> => {
      const all = await diagnosticsOf(document, (found) => codesOf(found).includes(code));
      const finding = all.find((each) => codeOf(each) === code);
      assert.ok(finding);
      const quick = vscode.CodeActionKind.QuickFix.value;
      return vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, finding.range, quick);
    };

    const content = secret(encoded(leaf, root, intermediate));
    const document = await vscode.workspace.openTextDocument({ language: 'yaml', content });
    await vscode.window.showTextDocument(document);
    const fix = (await fixesAt(document, 'chainOutOfOrder')).find(({ title }) => title === 'Put the chain in order');
    assert.ok(fix?.edit);
    await vscode.workspace.applyEdit(fix.edit);
    assert.equal(document.getText(), secret(encoded(leaf, intermediate, root)));
    assert.equal(document.languageId, 'yaml');
    await diagnosticsOf(document, (found) => !codesOf(found).includes('chainOutOfOrder'));
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), content);

    const numbered = [leaf, root, intermediate].flatMap(({ pem }) => pem.trimEnd().split('\n'));
    const listing = await vscode.workspace.openTextDocument({
      language: 'plaintext',
      content: numbered.map((line, index) => `${index + 1}\t${line}`).join('\n'),
    });
    const refused = (await fixesAt(listing, 'chainOutOfOrder')).filter(({ title }) => title.includes('chain in order'));
    assert.deepEqual(
      refused.map(({ title, edit }) => [title, edit]),
      [['“Put the chain in order” is not possible here: this value cannot be rewritten in place', undefined]],
    );
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('leave text that is no PEM alone', async () => {
    const document = await vscode.workspace.openTextDocument({
      language: 'markdown',
      content: '-----BEGIN CERTIFICATE-----\nnonsense\n',
    });
    const marker = await vscode.workspace.openTextDocument({
      language: 'pem',
      content: '-----BEGIN CERTIFICATE-----\nnonsense\n',
    });
    await diagnosticsOf(marker, (found) => found.length > 0);
    assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []);
  });
});

describe('A check that is turned off', () => {
  const person = usePerson();

  it('is turned on again by Undo, and no other with it', async () => {
    const uri = 'untitled:/undo.pem';
    const configuration = () => vscode.workspace.getConfiguration('api7Certificates.diagnostics');
    const severities = () => configuration().inspect('severity')?.globalValue;
    try {
      for (const code of ['expired', 'expiring']) {
        person.run('api7Certificates.turnOffFinding', { uri, code });
        await person.untilDone();
      }
      assert.deepEqual(severities(), { expired: 'off', expiring: 'off' });
      for (const [code, left] of [
        ['expired', { expiring: 'off' }],
        ['expiring', undefined],
      ] as const) {
        const changed = new Promise((resolve) => vscode.workspace.onDidChangeConfiguration(resolve));
        await person.notifications.press(`“${code}” is turned off in your settings.`, 'Undo');
        await changed;
        assert.deepEqual(severities(), left);
      }
    } finally {
      await configuration().update('severity', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
