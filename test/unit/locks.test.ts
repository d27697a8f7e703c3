import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ESLint } from 'eslint';

/** What a file of each folder may import, and what it may not: DESIGN's table of directions, tried. */
const directions: Readonly<Record<string, { readonly may: readonly string[]; readonly never: readonly string[] }>> = {
  'src/shared/emitter.ts': {
    may: ['./protocol'],
    never: [
      'vscode',
      'node:fs',
      'fs',
      'yaml',
      '../core/model',
      '../gateway/gateway',
      '../app/inventory',
      '../ui/log',
      '../../webview/host',
      '../../test/fixtures/der',
    ],
  },
  'src/core/pem.ts': {
    may: ['./model', './crypto', './der', '../shared/translate'],
    never: [
      'vscode',
      'node:crypto',
      'crypto',
      'node:fs',
      'https',
      'yaml',
      'node-forge',
      'node-forge/lib/asn1',
      '../gateway/gateway',
      '../app/inventory',
      '../ui/log',
      '../../webview/host',
      '../../test/fixtures/der',
    ],
  },
  'src/core/detail/rows.ts': {
    may: ['../model', '../../shared/protocol'],
    never: ['node:crypto', 'node-forge/lib/asn1', '../../gateway/gateway', '../../ui/log'],
  },
  'src/core/crypto.ts': {
    may: ['node:crypto', './model'],
    never: ['node:fs', 'node:https', 'node-forge', 'vscode', '../gateway/http'],
  },
  'src/core/der.ts': {
    may: ['node-forge/lib/asn1', './model'],
    never: ['node-forge', 'node-forge/lib/pkcs12', 'node:crypto', 'yaml', '../app/inventory'],
  },
  'src/core/locked/rc2.ts': {
    may: ['node-forge/lib/rc2', 'node-forge/lib/util', '../model'],
    never: ['node-forge', 'node-forge/lib/pkcs12', 'node:crypto', 'yaml', '../../ui/log'],
  },
  'src/core/locked/pkcs12.ts': {
    may: ['../der', './scheme'],
    never: ['node-forge/lib/rc2', 'node:crypto', '../../app/upload'],
  },
  'src/gateway/http.ts': {
    may: ['node:https', 'node:tls', './gateway', '../core/model', '../core/limits', '../shared/emitter'],
    never: [
      'vscode',
      '../core/pem',
      '../core/detail/rows',
      '../app/inventory',
      '../ui/log',
      './apisix/client',
      './api7cloud/client',
      'node-forge',
      '../../test/gateway/server',
    ],
  },
  'src/gateway/registry.ts': {
    may: ['./apisix/client', './api7cloud/client', './gateway'],
    never: ['vscode', '../core/x509', '../app/connections'],
  },
  'src/gateway/apisix/client.ts': {
    may: ['../gateway', '../http', './records', '../../core/model', '../../core/limits'],
    never: [
      '../api7cloud/records',
      '../api7enterprise/client',
      '../../core/x509',
      '../../app/inventory',
      'vscode',
      'node-forge',
    ],
  },
  'src/gateway/api7cloud/client.ts': {
    may: ['../gateway', './records', '../../core/model'],
    never: ['../apisix/records', '../../core/pem', '../../ui/log', 'vscode'],
  },
  'src/gateway/api7enterprise/client.ts': { may: ['../gateway'], never: ['../apisix/records', '../api7cloud/records'] },
  'src/app/inventory.ts': {
    may: ['../gateway/gateway', '../core/x509', '../core/model', '../shared/emitter', 'yaml', 'node:path'],
    never: [
      'vscode',
      '../gateway/registry',
      '../gateway/http',
      '../gateway/apisix/client',
      '../ui/log',
      'node:https',
      'http',
      'node-forge',
      '../../webview/host',
      '../../test/fixtures/der',
    ],
  },
  'src/ui/tree/certificateTree.ts': {
    may: [
      'vscode',
      '../../app/inventory',
      '../../core/model',
      '../../shared/protocol',
      '../../ids',
      '../../gateway/gateway',
    ],
    never: [
      '../../gateway/registry',
      '../../gateway/http',
      '../../gateway/api7cloud/client',
      'node:https',
      'net',
      'node-forge',
      '../../../webview/host',
      '../../../test/fixtures/der',
    ],
  },
  'src/extension.ts': {
    may: ['vscode', './gateway/registry', './ui/log', './app/connections'],
    never: ['../webview/host', 'node:http', '../test/fixtures/der'],
  },
  'webview/main.ts': {
    may: ['../src/shared/protocol', './host', '@vscode/webview-ui-toolkit'],
    never: ['vscode', 'node:fs', 'path', '../src/core/model', '../src/ids', '../src/ui/log', '../test/fixtures/der'],
  },
};

describe('The lock on imports', () => {
  const root = join(__dirname, '..', '..');
  const eslint = new ESLint({ cwd: root });

  /** Of these imports, those that this file is refused. */
  const refused = async (file: string, imports: readonly string[]): Promise<readonly string[]> => {
    const { rules } = await eslint.calculateConfigForFile(join(root, file));
    // The locks alone: rules that need types would look for each file on disk.
    const alone = new ESLint({
      cwd: root,
      overrideConfigFile: true,
      overrideConfig: [{ files: ['**/*.ts'], rules: { 'no-restricted-imports': rules['no-restricted-imports'] } }],
    });
    const [result] = await alone.lintText(
      imports.map((name, index) => `import name${index} from '${name}';`).join('\n'),
      { filePath: join(root, file) },
    );
    return (result?.messages ?? []).map(({ ruleId, line, message }) =>
      ruleId === 'no-restricted-imports' ? (imports[line - 1] ?? '') : message,
    );
  };

  for (const [file, { may, never }] of Object.entries(directions)) {
    it(`lets ${file} import what it may`, async () => assert.deepEqual(await refused(file, may), []));
    it(`keeps from ${file} what it may not`, async () =>
      assert.deepEqual(new Set(await refused(file, never)), new Set(never)));
  }
});

/** How the texts are come by that VS Code draws links and icons in. */
const texts = [
  "vscode.window.showErrorMessage('x')",
  "vscode.window['showWarningMessage']('x')",
  'const { showInformationMessage } = vscode.window',
  "const { 'withProgress': run } = vscode.window",
  'const { window: { createQuickPick } } = vscode',
  'vscode.window.createInputBox()',
  'vscode.window.showInputBox()',
  'vscode.window.showQuickPick([])',
  'vscode.window.showOpenDialog()',
  "vscode.window.setStatusBarMessage('x')",
  "vscode.window.createStatusBarItem('x')",
  'window.withProgress({}, work)',
  "new vscode.MarkdownString('x')",
  "new vscode.Hover('x')",
  "new vscode.TreeItem('x')",
  'new vscode.CodeLens(range, command)',
  'hover.isTrusted = true',
  "this.view.message = 'x'",
  'const label = `$(pass) ${name}`',
  "const text = '$(pass) ' + name",
];

describe('The lock on VS Code’s texts', () => {
  const root = join(__dirname, '..', '..');
  const refused = async (file: string): Promise<readonly string[]> => {
    const { rules } = await new ESLint({ cwd: root }).calculateConfigForFile(join(root, file));
    const alone = new ESLint({
      cwd: root,
      overrideConfigFile: true,
      overrideConfig: [{ files: ['**/*.ts'], rules: { 'no-restricted-syntax': rules['no-restricted-syntax'] } }],
    });
    const [result] = await alone.lintText(texts.join(';\n'), { filePath: join(root, file) });
    return [
      ...new Set(
        (result?.messages ?? []).map(({ line, message }) =>
          message.includes('src/ui/prompts') ? (texts[line - 1] ?? '') : message,
        ),
      ),
    ];
  };

  for (const file of ['src/ui/upload/send.ts', 'src/ui/notify.ts', 'src/ui/tree/treeItem.ts', 'src/extension.ts'])
    it(`refuses them in ${file}`, async () => assert.deepEqual(await refused(file), texts));
  it('leaves them to the door', async () => assert.deepEqual(await refused('src/ui/prompts/messages.ts'), []));
  it('refuses beside them what is refused everywhere', async () => {
    const { rules } = await new ESLint({ cwd: root }).calculateConfigForFile(join(root, 'src/ui/notify.ts'));
    assert.match(JSON.stringify(rules['no-restricted-syntax']), /TSEnumDeclaration.*ExportAllDeclaration/);
  });
});
