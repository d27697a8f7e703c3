import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { makeAuthority, makeCertificate } from '../fixtures/certificates';
import { makePkcs12 } from '../fixtures/pkcs12';

const now = Date.now();

const open = (content: string): Thenable<vscode.TextDocument> =>
  vscode.workspace.openTextDocument({ language: 'pem', content });

/** Returns the lenses of a document, as soon as there are any: their code is loaded with the first one. */
async function lensesOf({ uri }: vscode.TextDocument): Promise<readonly vscode.CodeLens[]> {
  for (;;) {
    const command = 'vscode.executeCodeLensProvider';
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(command, uri, 10);
    if (lenses.length > 0) return lenses;
  }
}

async function made() {
  const { root, intermediate } = await makeAuthority(now);
  const leaf = await makeCertificate({
    now,
    commonName: 'leaf',
    dns: ['shop.example.com'],
    issuer: intermediate,
    toDays: 12.5,
  });
  return { root, intermediate, leaf };
}

describe('The PEM editor', () => {
  before(() => vscode.extensions.getExtension('api7-certificates.api7-certificates')?.activate());

  it('knows files by name and by first line', async () => {
    const { leaf } = await made();
    const untitled = await vscode.workspace.openTextDocument({ content: leaf.pem });
    assert.equal((await open('')).languageId, 'pem');
    for (const name of ['a.pem', 'a.crt', 'a.cer', 'a.key', 'a.csr', 'a.crl', 'a.p7b']) {
      const uri = vscode.Uri.parse(`untitled:/${name}`);
      assert.equal((await vscode.workspace.openTextDocument(uri)).languageId, 'pem', name);
    }
    assert.equal(untitled.languageId, 'pem');
  });

  it('outlines one symbol a block', async () => {
    const { leaf } = await made();
    const document = await open(leaf.chainPem + leaf.keyPem);
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.deepEqual(
      symbols.map(({ name, detail }) => `${name} · ${detail}`),
      [
        'shop.example.com · issued by Example Issuing CA 1 · 12 d',
        symbols[1] && `Example Issuing CA 1 · ${symbols[1].detail}`,
        'private key · EC P-256 · fits block 1',
      ],
    );
    assert.equal(document.getText(symbols[2]?.range), leaf.keyPem.trim());
    assert.equal(document.getText(symbols[2]?.selectionRange), '-----BEGIN PRIVATE KEY-----');
  });

  it('outlines a PKCS#12 value of a manifest by its place, with nothing hidden in it', async () => {
    const { leaf } = await made();
    const parts = { certificates: [leaf.der], keys: [leaf.keyPem], password: 'secret', encryption: '3des' } as const;
    const value = makePkcs12(parts).toString('base64');
    const content = `kind: Secret\nmetadata: {name: shop}\ndata: {"a\u202Eb.p12": ${value}}\n`;
    const document = await vscode.workspace.openTextDocument({ language: 'yaml', content });
    const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
      'vscode.executeDocumentSymbolProvider',
      document.uri,
    );
    assert.deepEqual(
      symbols.map(({ name, detail }) => `${name} · ${detail}`),
      ['PKCS#12 file · shop/a\\u{202E}b.p12'],
    );
  });

  it('follows edits', async () => {
    const { leaf, intermediate } = await made();
    const document = await open(leaf.pem);
    const names = async () =>
      (
        await vscode.commands.executeCommand<vscode.DocumentSymbol[]>(
          'vscode.executeDocumentSymbolProvider',
          document.uri,
        )
      ).map(({ name }) => name);
    assert.deepEqual(await names(), ['shop.example.com']);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), intermediate.pem);
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(await names(), ['Example Issuing CA 1', 'shop.example.com']);
  });

  it('folds each block to its BEGIN line', async () => {
    const { leaf } = await made();
    const document = await open(`# note\n${leaf.pem}\n${leaf.keyPem}`);
    const ranges = await vscode.commands.executeCommand<vscode.FoldingRange[]>(
      'vscode.executeFoldingRangeProvider',
      document.uri,
    );
    assert.deepEqual(
      ranges.map(({ start, end }) => [document.lineAt(start).text, document.lineAt(end).text]),
      [
        ['-----BEGIN CERTIFICATE-----', '-----END CERTIFICATE-----'],
        ['-----BEGIN PRIVATE KEY-----', '-----END PRIVATE KEY-----'],
      ],
    );
  });

  it('expands a selection from line to body, block and document', async () => {
    const { leaf } = await made();
    const document = await open(`# note\n${leaf.pem}`);
    const [range] = await vscode.commands.executeCommand<vscode.SelectionRange[]>(
      'vscode.executeSelectionRangeProvider',
      document.uri,
      [new vscode.Position(3, 5)],
    );
    const lines: number[] = [];
    for (let each: vscode.SelectionRange | undefined = range; each; each = each.parent) {
      const count = each.range.end.line - each.range.start.line + 1;
      // The editor adds words and brackets of its own.
      if (lines.at(-1) !== count) lines.push(count);
    }
    const block = leaf.pem.trim().split('\n').length;
    assert.deepEqual(lines, [1, block - 2, block, document.lineCount]);
  });

  it('says on hovering what a block holds, without links', async () => {
    const { leaf } = await made();
    const document = await open(`# note\n${leaf.pem}${leaf.keyPem}`);
    const hoverAt = async (line: number) => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        new vscode.Position(line, 4),
      );
      return hovers
        .flatMap(({ contents }) => contents)
        .map((content) => {
          assert(content instanceof vscode.MarkdownString);
          assert.ok(!content.isTrusted && !content.supportHtml);
          return content.value;
        });
    };
    assert.match((await hoverAt(3)).join(), /^\*\*`shop\.example\.com`\*\*/);
    assert.match((await hoverAt(document.lineCount - 3)).join(), /It is the key of block 1: `shop\.example\.com`/);
    assert.deepEqual(await hoverAt(0), []);
  });

  it('offers the details of each certificate above it, and the match of a key, also without a gateway', async () => {
    const { leaf } = await made();
    const document = await open(leaf.chainPem + leaf.keyPem);
    const lenses = await lensesOf(document);
    assert.deepEqual(
      lenses.map(({ range, command }) => [document.getText(range), command?.title, command?.command]).sort(),
      [
        ['-----BEGIN CERTIFICATE-----', 'Details', 'api7Certificates.showCertificate'],
        ['-----BEGIN CERTIFICATE-----', 'Details', 'api7Certificates.showCertificate'],
        ['-----BEGIN PRIVATE KEY-----', 'key of block 1', 'api7Certificates.goToMatch'],
      ],
    );
    const details = lenses
      .filter(({ command }) => command?.title === 'Details')
      .map(({ command }): unknown => command?.arguments);
    assert.deepEqual(
      details,
      [0, 1].map((index) => [{ from: 'file', uri: document.uri.toString(), index }]),
    );
  });

  const actionsOf = (document: vscode.TextDocument, range: vscode.Range, kind: string) =>
    vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, range, kind);

  it('fixes by lightbulb what a finding says, in one edit', async () => {
    const { leaf, intermediate } = await made();
    const document = await open(intermediate.pem + leaf.pem);
    const found = await diagnosticWith(document, 'chainOutOfOrder');
    const actions = await actionsOf(document, found.range, 'quickfix');
    const action = actions.find(({ title }) => title === 'Put the chain in order');
    assert.ok(action?.edit && action.isPreferred, JSON.stringify(actions.map(({ title }) => title)));
    await vscode.workspace.applyEdit(action.edit);
    assert.equal(document.getText(), leaf.pem + intermediate.pem);
    assert.ok(
      !(await actionsOf(document, new vscode.Range(0, 0, document.lineCount, 0), 'quickfix')).some(
        ({ title }) => title === action.title,
      ),
    );
  });

  it('offers armour for bare base64', async () => {
    const { leaf } = await made();
    const document = await open(Buffer.from(leaf.der).toString('base64'));
    const [action] = await actionsOf(document, new vscode.Range(0, 0, 0, 0), 'quickfix');
    assert.equal(action?.title, 'Convert base64 to PEM');
    assert.ok(action?.edit);
    await vscode.workspace.applyEdit(action.edit);
    assert.equal(document.getText(), leaf.pem);
  });

  it('fixes all on request, and nothing in a good file', async () => {
    const { leaf, intermediate } = await made();
    const document = await open(intermediate.pem + leaf.pem.replace('-----END', '----END'));
    const everything = new vscode.Range(0, 0, document.lineCount, 0);
    const [action] = await actionsOf(document, everything, 'source.fixAll.pem');
    assert.ok(action?.edit);
    await vscode.workspace.applyEdit(action.edit);
    assert.equal(document.getText(), leaf.pem + intermediate.pem);
    assert.deepEqual(await actionsOf(document, everything, 'source.fixAll'), []);
  });
});

/** Waits for a finding; the test's own time limit ends it. */
function diagnosticWith(document: vscode.TextDocument, wanted: string): Promise<vscode.Diagnostic> {
  return new Promise((resolve) => {
    const look = () => {
      const found = vscode.languages
        .getDiagnostics(document.uri)
        .find(({ code }) => String(typeof code === 'object' ? code.value : code) === wanted);
      if (!found) return;
      subscription.dispose();
      resolve(found);
    };
    const subscription = vscode.languages.onDidChangeDiagnostics(look);
    look();
  });
}
