import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

/** The imports that files of each folder may and may not have: DESIGN's table of directions, tried. */
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
      '../app/inventory/inventory',
      '../ui/base/log',
      '../../webview/host',
      '../../test/fixtures/der',
    ],
  },
  'src/core/pem/scan.ts': {
    may: ['../model', '../crypto', '../asn1/der', '../../shared/translate'],
    never: [
      'vscode',
      'node:crypto',
      'crypto',
      'node:fs',
      'https',
      'yaml',
      'node-forge',
      'node-forge/lib/asn1',
      '../../gateway/gateway',
      '../../app/inventory/inventory',
      '../../ui/base/log',
      '../../../webview/host',
      '../../../test/fixtures/der',
    ],
  },
  'src/core/details/rows.ts': {
    may: ['../model', '../../shared/protocol'],
    never: ['node:crypto', 'node-forge/lib/asn1', '../../gateway/gateway', '../../ui/base/log'],
  },
  'src/core/crypto.ts': {
    may: ['node:crypto', './model'],
    never: ['node:fs', 'node:https', 'node-forge', 'vscode', '../gateway/http'],
  },
  'src/core/asn1/der.ts': {
    may: ['../limits', '../model'],
    never: ['node-forge', 'node-forge/lib/asn1', 'node:crypto', 'yaml', '../../app/inventory/inventory'],
  },
  'src/core/encrypted/rc2.ts': {
    may: ['node-forge/lib/rc2', 'node-forge/lib/util', '../model'],
    never: ['node-forge', 'node-forge/lib/pkcs12', 'node:crypto', 'yaml', '../../ui/base/log'],
  },
  'src/core/encrypted/pkcs12.ts': {
    may: ['../asn1/der', './scheme'],
    never: ['node-forge/lib/rc2', 'node:crypto', '../../app/writes/upload'],
  },
  'src/gateway/http.ts': {
    may: ['node:https', 'node:tls', './gateway', '../core/model', '../core/limits', '../shared/emitter'],
    never: [
      'vscode',
      '../core/pem/scan',
      '../core/detail/rows',
      '../app/inventory/inventory',
      '../ui/base/log',
      './apisix/client',
      './api7cloud/client',
      'node-forge',
      '../../test/gateway/server',
    ],
  },
  'src/gateway/registry.ts': {
    may: ['./apisix/client', './api7cloud/client', './gateway'],
    never: ['vscode', '../core/x509/certificate', '../app/connections/connections'],
  },
  'src/gateway/apisix/client.ts': {
    may: ['../gateway', '../http', './records', '../../core/model', '../../core/limits'],
    never: [
      '../api7cloud/records',
      '../api7enterprise/client',
      '../../core/x509/certificate',
      '../../app/inventory/inventory',
      'vscode',
      'node-forge',
    ],
  },
  'src/gateway/api7cloud/client.ts': {
    may: ['../gateway', './records', '../../core/model'],
    never: ['../apisix/records', '../../core/pem/scan', '../../ui/base/log', 'vscode'],
  },
  'src/gateway/api7enterprise/client.ts': { may: ['../gateway'], never: ['../apisix/records', '../api7cloud/records'] },
  'src/app/inventory/inventory.ts': {
    may: [
      '../../gateway/gateway',
      '../../core/x509/certificate',
      '../../core/model',
      '../../shared/emitter',
      'yaml',
      'node:path',
    ],
    never: [
      'vscode',
      '../../gateway/registry',
      '../../gateway/http',
      '../../gateway/apisix/client',
      '../../ui/base/log',
      'node:https',
      'http',
      'node-forge',
      '../../../webview/host',
      '../../../test/fixtures/der',
    ],
  },
  'src/ui/tree/certificateTree.ts': {
    may: [
      'vscode',
      '../../app/inventory/inventory',
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
    may: ['vscode', './gateway/registry', './ui/base/log', './app/connections/connections'],
    never: ['../webview/host', 'node:http', '../test/fixtures/der'],
  },
  'webview/main.ts': {
    may: ['../src/shared/protocol', './host', '@vscode/webview-ui-toolkit'],
    never: [
      'vscode',
      'node:fs',
      'path',
      '../src/core/model',
      '../src/ids',
      '../src/ui/base/log',
      '../test/fixtures/der',
    ],
  },
};

const root = join(__dirname, '..', '..');
const eslint = new ESLint({ cwd: root });

/** The imports that this file is refused, each with the sentence that says why. */
const refusals = async (file: string, imports: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const { rules } = await eslint.calculateConfigForFile(join(root, file));
  // The locks alone: rules that need types would look for each file on disk.
  const alone = new ESLint({
    cwd: root,
    overrideConfigFile: true,
    overrideConfig: [{ files: ['**/*.ts'], rules: { 'no-restricted-imports': rules['no-restricted-imports'] } }],
  });
  const code = imports.map((name, index) => `import name${index} from '${name}';`).join('\n');
  const [result] = await alone.lintText(code, { filePath: join(root, file) });
  return new Map(
    (result?.messages ?? []).map(({ ruleId, line, message }) =>
      ruleId === 'no-restricted-imports' ? [imports[line - 1] ?? '', message] : [message, message],
    ),
  );
};

const refused = async (file: string, imports: readonly string[]): Promise<readonly string[]> => [
  ...(await refusals(file, imports)).keys(),
];

describe('The lock on imports', () => {
  for (const [file, { may, never }] of Object.entries(directions)) {
    it(`lets ${file} import what it may`, async () => assert.deepEqual(await refused(file, may), []));
    it(`keeps from ${file} what it may not`, async () =>
      assert.deepEqual(new Set(await refused(file, never)), new Set(never)));
  }
});

/** Ways to come by the texts in which VS Code draws links and icons. */
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
  "this.panel.title = 'x'",
  "panel.title = 'x'",
  "vscode.window.createWebviewPanel('x', 'x', 1)",
  "new vscode.DocumentSymbol('x', 'x', kind, range, range)",
  "executeCommand('vscode.diff', one, other, 'x')",
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
          message.includes('src/ui/window') ? (texts[line - 1] ?? '') : message,
        ),
      ),
    ];
  };

  for (const file of [
    'src/ui/upload/send.ts',
    'src/ui/prompts/notify.ts',
    'src/ui/tree/treeItem.ts',
    'src/extension.ts',
    'src/activation.ts',
  ])
    it(`refuses them in ${file}`, async () => assert.deepEqual(await refused(file), texts));
  it('leaves them to the door', async () => assert.deepEqual(await refused('src/ui/window/messages.ts'), []));
  it('refuses beside them what is refused everywhere', async () => {
    const { rules } = await new ESLint({ cwd: root }).calculateConfigForFile(join(root, 'src/ui/prompts/notify.ts'));
    assert.match(JSON.stringify(rules['no-restricted-syntax']), /TSEnumDeclaration.*ExportAllDeclaration/);
  });
});

describe('The lock on reading files', () => {
  const root = join(__dirname, '..', '..');
  const refused = async (file: string): Promise<number> => {
    const { rules } = await new ESLint({ cwd: root }).calculateConfigForFile(join(root, file));
    const alone = new ESLint({
      cwd: root,
      overrideConfigFile: true,
      overrideConfig: [{ files: ['**/*.ts'], rules: { 'no-restricted-syntax': rules['no-restricted-syntax'] } }],
    });
    const [result] = await alone.lintText('void vscode.workspace.fs.readFile(uri);', { filePath: join(root, file) });
    return result?.messages.length ?? 0;
  };

  it('refuses it without a look at what a file is', async () => {
    assert.equal(await refused('src/ui/editor/convertFile.ts'), 1);
    assert.equal(await refused('src/ui/tree/treeItem.ts'), 1);
  });
  it('leaves it to what looks', async () => assert.equal(await refused('src/ui/files/readBytes.ts'), 0));
});

describe('The lock on patterns', () => {
  it('refuses the name of a file as a pattern of files', async () => {
    const root = join(__dirname, '..', '..');
    const file = join(root, 'src/ui/details/fileSource.ts');
    const { rules } = await new ESLint({ cwd: root }).calculateConfigForFile(file);
    const alone = new ESLint({
      cwd: root,
      overrideConfigFile: true,
      overrideConfig: [{ files: ['**/*.ts'], rules: { 'no-restricted-syntax': rules['no-restricted-syntax'] } }],
    });
    const lines = [
      'new vscode.RelativePattern(folder, fileName(uri))',
      'new vscode.RelativePattern(folder, `**/${fileName(uri)}`)',
      'new vscode.RelativePattern(folder, `**/${certificateNames}`)',
    ];
    const [result] = await alone.lintText(lines.join(';\n'), { filePath: file });
    assert.deepEqual(
      result?.messages.map(({ line }) => line),
      [1, 2],
    );
  });
});

describe('The lock on how a sentence is said', () => {
  const sentences = [
    "translate('x')",
    "services.translate('{name}', { name })",
    'translate(`x`)',
    'const { translate: t } = services',
    "((parts: { translate: Translate }) => parts.translate('x'))",
  ];
  const refused = async (file: string, head: string): Promise<readonly string[]> => {
    const { rules } = await eslint.calculateConfigForFile(join(root, file));
    const alone = new ESLint({
      cwd: root,
      overrideConfigFile: true,
      overrideConfig: [{ files: ['**/*.ts'], rules: { 'no-restricted-syntax': rules['no-restricted-syntax'] } }],
      baseConfig: { files: ['**/*.ts'], languageOptions: { parser: tseslint.parser } },
    });
    const [result] = await alone.lintText([head, ...sentences, 'translate(note)', "vscode.l10n.t('x')"].join('\n;'), {
      filePath: join(root, file),
    });
    return (result?.messages ?? []).map(({ line, message }) =>
      message.includes('vscode.l10n.t') ? (sentences[line - 2] ?? message) : message,
    );
  };

  for (const file of ['src/ui/upload/send.ts', 'src/ui/window/messages.ts', 'src/extension.ts'])
    it(`is vscode.l10n.t in ${file}, where that imports vscode`, async () =>
      assert.deepEqual(await refused(file, "import * as vscode from 'vscode'"), sentences));
  it('is translate where vscode is not imported, or for its types alone', async () => {
    for (const head of ["import { english } from '../text/made'", "import type * as vscode from 'vscode'"])
      assert.deepEqual(await refused('src/ui/tree/rowText.ts', head), []);
  });
});

describe('The lock on the order of rooms', () => {
  const layers = ['core', 'app', 'ui'] as const;
  const contributing = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
  let rooms: Readonly<Record<(typeof layers)[number], readonly string[]>>;

  before(async () => {
    ({ rooms } = await import(pathToFileURL(join(root, 'eslint.config.mjs')).href));
  });

  for (const layer of layers) {
    it(`knows every room of ${layer}`, () => {
      const folders = readdirSync(join(root, 'src', layer), { withFileTypes: true }).filter((each) =>
        each.isDirectory(),
      );
      assert.deepEqual(folders.map(({ name }) => name).sort(), [...rooms[layer]].sort());
    });

    it(`is the order of the rooms of ${layer} in CONTRIBUTING`, () => {
      const [, table = ''] = contributing.split(`| room of \`${layer}\` | what lives there |`);
      const [rows = ''] = table.split('\n\n');
      assert.deepEqual(
        [...rows.matchAll(/^\| `(\w+)` \|/gm)].map(([, room]) => room),
        rooms[layer],
      );
    });

    it(`lets a room of ${layer} import those before it, and none after it`, async () => {
      for (const [index, room] of rooms[layer].entries()) {
        const later = rooms[layer].slice(index + 1);
        const toImport = (depth: string) => (name: string) => `${depth}${name}/made`;
        for (const [file, depth] of [
          [`src/${layer}/${room}/made.ts`, '../'],
          [`src/${layer}/${room}/within/made.ts`, '../../'],
        ] as const) {
          const found = await refusals(file, rooms[layer].map(toImport(depth)));
          assert.deepEqual([...found.keys()], later.map(toImport(depth)), file);
          for (const name of later) {
            const sentence = found.get(toImport(depth)(name)) ?? '';
            assert.ok(sentence.includes(`src/${layer}/${room} must not know src/${layer}/${name},`), sentence);
          }
        }
      }
    });
  }

  it('gives the whole of the services to no room', async () => {
    for (const room of rooms.ui) {
      const found = await refused(`src/ui/${room}/made.ts`, ['../registrations', '../commandTable']);
      assert.equal(found.length, 2, room);
    }
  });

  it('keeps VS Code out of words', async () => {
    assert.deepEqual(await refused('src/ui/text/made.ts', ['vscode']), ['vscode']);
    assert.deepEqual(await refused('src/ui/tree/made.ts', ['vscode']), []);
  });

  it('holds inside a room whose file has a lock of its own', async () => {
    for (const file of ['src/core/asn1/der.ts', 'src/core/encrypted/rc2.ts']) {
      assert.ok(existsSync(join(root, file)));
      assert.deepEqual(await refused(file, ['../findings/made']), ['../findings/made'], file);
    }
  });
});
