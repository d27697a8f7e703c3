import simpleImportSort from 'eslint-plugin-simple-import-sort';
import tseslint from 'typescript-eslint';

/**
 * The directions of CONTRIBUTING's layer picture, one lock a folder:
 * shared <- core <- gateway <- app <- ui <- extension.ts, and webview -> shared.
 * A file under two locks obeys the last one alone, so each says all it forbids; test/unit/locks.test.ts tries them.
 */
const lock = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: patterns.map(([pattern, message]) => ({ regex: pattern.source, message })) },
    ],
  },
});

const layers = 'see the layer picture in CONTRIBUTING.md.';
const no = (...folders) => [
  new RegExp(`(^|/)(${folders.join('|')})(/|$)`),
  `This folder must not know ${folders.join(', ')}: ${layers}`,
];
const only = (folder, ...names) => [
  new RegExp(`(^|/)${folder}/(?!(${names.join('|')})$)`),
  `Of ${folder}, only ${names.join(' and ')}: ${layers}`,
];

const network = 'http|https|http2|net|tls|dns|dgram';
const node = [
  new RegExp(`^(node:.*|(${network}|fs|path|os|crypto|url|util|stream|buffer|worker_threads|child_process)(/.*)?)$`),
  'This folder runs without Node.',
];
const requests = [new RegExp(`^(node:)?(${network})(/.*)?$`), 'Requests are the gateway layer’s.'];
const vscode = [/^vscode$/, 'Only src/ui and src/extension.ts know VS Code.'];
const forge = [/^node-forge/, 'Only node-forge/lib/rc2, and only in src/core/encrypted/rc2.ts.'];
const packages = [/^(?!node:)[^.]/, 'This folder imports no package.'];
const test = [/(^|\/)test\//, 'Nothing imports test.'];
const core = [vscode, no('gateway', 'app', 'ui', 'webview'), test];
const gateway = [vscode, no('app', 'ui', 'webview'), only('core', 'model', 'limits'), forge, test];
const app = [
  vscode,
  no('ui', 'webview'),
  only('gateway', 'gateway', 'failureSentence', 'handshake', 'issuerSource'),
  requests,
  forge,
  test,
];
const ui = [no('webview'), only('gateway', 'gateway', 'handshake', 'issuerSource'), requests, forge, test];

const syntax = [
  { selector: 'TSEnumDeclaration', message: 'A union of string literals says the same and is data.' },
  { selector: 'ExportDefaultDeclaration', message: 'Named exports only: one word per idea, found by search.' },
  { selector: 'ExportAllDeclaration', message: 'No barrel files: import from where it lives.' },
  {
    selector: "AssignmentExpression[left.property.name='innerHTML']",
    message: 'Certificate text is chosen by strangers: textContent.',
  },
  {
    selector:
      "NewExpression[callee.property.name='RelativePattern'][arguments.1.type='CallExpression'],NewExpression[callee.property.name='RelativePattern'] TemplateLiteral > CallExpression",
    message: 'A name of a file is no pattern: watch or search its folder, and compare the name.',
  },
  // One way to say a sentence in a file: where VS Code is known, by its own `l10n.t`.
  ...[
    ":matches(CallExpression[callee.name='translate'], CallExpression[callee.property.name='translate'])[arguments.0.type=/^(Literal|TemplateLiteral)$/]",
    "ObjectPattern > Property[key.name='translate'][value.name!='translate']",
  ].map((selector) => ({
    selector: `Program:has(> ImportDeclaration[importKind='value'][source.value='vscode']) ${selector}`,
    message: 'A file that knows VS Code says its sentences by vscode.l10n.t; translate is for those that do not.',
  })),
];

/**
 * VS Code draws links, which run commands, and icons in these texts. `src/ui/window` alone calls them, and escapes what
 * it is given. However a member is come by: `a.b`, `a['b']`, `const { b } = a`.
 */
const viaTheDoor = 'VS Code makes links and icons of foreign text here: use what src/ui/window offers.';
const member = (pattern) => [
  `MemberExpression[property.name=${pattern}]`,
  `MemberExpression[property.value=${pattern}]`,
  `ObjectPattern > Property[key.name=${pattern}]`,
  `ObjectPattern > Property[key.value=${pattern}]`,
];
const texts = [
  ...member(
    '/^(show(Information|Warning|Error)Message|withProgress|(show|create)(InputBox|QuickPick)|showWorkspaceFolderPick)$/',
  ),
  ...member('/^(showOpenDialog|showSaveDialog|setStatusBarMessage|createStatusBarItem)$/'),
  ...member('/^(MarkdownString|Hover|TreeItem|InputBoxValidationSeverity|ProgressLocation)$/'),
  ...member('/^(DocumentSymbol|SymbolInformation|createWebviewPanel)$/'),
  "Literal[value='vscode.diff']",
  "NewExpression[callee.property.name='CodeLens'][arguments.length>1]",
  'AssignmentExpression[left.property.name=/^(isTrusted|supportHtml|supportThemeIcons|validationMessage)$/]',
  'AssignmentExpression[left.object.property.name=/[vV]iew$/][left.property.name=/^(message|description|title)$/]',
  "AssignmentExpression[left.object.name=/[pP]anel$/][left.property.name='title']",
  "AssignmentExpression[left.object.property.name=/[pP]anel$/][left.property.name='title']",
  // An icon is data, a member `icon` beside the text.
  'TemplateElement[value.raw=/\\$\\(/]',
  'Literal[value=/\\$\\([a-z]/]',
].map((selector) => ({ selector, message: viaTheDoor }));

/** Keys and clicks of UI tests go through the harness, which waits until somebody is there to get them. */
const byHarness = [
  ['MemberExpression[property.name=/^(keyboard|mouse|touchscreen)$/]'],
  [
    'CallExpression[callee.property.name=/^(click|dblclick|tap|hover|dragTo|press|pressSequentially|check|uncheck|focus|blur|selectOption)$/]',
    /^(user|notifications)$/,
  ],
  ['CallExpression[callee.property.name=/^(fill|type|clear)$/]', /^(quickInput|faults|store)$/],
  ["CallExpression[callee.property.name=/^(waitForTimeout|setTimeout)$/], CallExpression[callee.name='setTimeout']"],
].map(([selector, owners]) => ({
  selector: owners
    ? `${selector}:not([callee.object.name=${owners}]):not([callee.object.property.name=${owners}])`
    : selector,
  message:
    'A UI test uses keys and mouse through its workbench (user, quickInput, notifications, files, tree), which waits until they are got. Nothing sleeps.',
}));

/** Calls that read a file without a look at what it is. */
const reads = [
  {
    selector: "CallExpression[callee.property.name='readFile'][callee.object.property.name='fs']",
    message:
      'Read through readBytes or readFile of src/ui/files: a pipe or device that came with a repository never ends.',
  },
];

/**
 * Rooms of each layer, in their order: a room imports its own files and rooms named before it, never one named after
 * it. CONTRIBUTING says what lives in each.
 */
export const rooms = {
  core: [
    'asn1',
    'pem',
    'hosts',
    'x509',
    'keys',
    'chain',
    'document',
    'encrypted',
    'findings',
    'fixes',
    'details',
    'comparison',
  ],
  app: ['base', 'connections', 'inventory', 'sources', 'writes', 'usage', 'renewal', 'workspace', 'timeline'],
  ui: [
    'text',
    'base',
    'window',
    'prompts',
    'connection',
    'files',
    'git',
    'material',
    'details',
    'matching',
    'compare',
    'editor',
    'tree',
    'change',
    'update',
    'upload',
    'hosts',
    'renewal',
    'workspaceCheck',
    'timeline',
    'languageModel',
    'commands',
  ],
};

/** Refuses the rooms that stand after this one. */
const inOrder = (layer, room) =>
  rooms[layer]
    .slice(rooms[layer].indexOf(room) + 1)
    .map((later) => [
      new RegExp(`^(\\.\\./)+${later}/`),
      `src/${layer}/${room} must not know src/${layer}/${later}, a room that stands after it: see the rooms in CONTRIBUTING.md.`,
    ]);

const services = [
  /^(\.\.\/)+(registrations|commandTable)$/,
  'Each room says in its own interface which services it takes: only registrations.ts, commandTable.ts and extension.ts know them all.',
];
const noVscode = [/^vscode$/, 'src/ui/text is words without a screen: nothing here knows VS Code.'];

/** Locks every room of a layer: what the layer is refused, and the rooms after it. */
const lockRooms = (layer, patterns) =>
  rooms[layer].map((room) =>
    lock(
      [`src/${layer}/${room}/**`],
      [
        ...patterns,
        ...inOrder(layer, room),
        ...(layer === 'ui' ? [services] : []),
        ...(layer === 'ui' && room === 'text' ? [noVscode] : []),
      ],
    ),
  );

/** Rules that see the text of one file. Those that ask for types are oxlint's, in .oxlintrc.jsonc. */
export default tseslint.config(
  { ignores: ['dist/**', 'out/**', 'node_modules/**', '.vscode-test/**'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/no-invalid-void-type': 'off',
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', ...syntax],
    },
  },
  {
    plugins: { 'simple-import-sort': simpleImportSort },
    rules: { 'simple-import-sort/imports': ['error', { groups: [['^node:', '^', '^\\.']] }] },
  },
  // Prettier leaves comments as they are.
  { rules: { 'max-len': ['error', { code: Infinity, comments: 120, ignoreUrls: true }] } },
  { rules: { 'no-duplicate-imports': ['error', { allowSeparateTypeImports: true }] } },
  {
    files: ['src/ui/**', 'src/extension.ts', 'src/activation.ts'],
    ignores: ['src/ui/window/**'],
    rules: { 'no-restricted-syntax': ['error', ...syntax, ...texts, ...reads] },
  },
  // They look before they read: `readBytes` for all that needs no words, and what says why a file cannot be read.
  {
    files: ['readBytes', 'files', 'fileAccess', 'findingPages'].map((name) => `src/ui/files/${name}.ts`),
    rules: { 'no-restricted-syntax': ['error', ...syntax, ...texts] },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['*.mjs', '**/*.mjs'], rules: { 'no-restricted-syntax': 'off' } },
  {
    files: ['test/**'],
    rules: { '@typescript-eslint/no-unused-expressions': 'off', '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['test/ui/*.test.ts', 'test/ui/{files,gateways,oneWindow}/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...syntax, ...byHarness] },
  },
  lock(['src/shared/**'], [node, packages, no('core', 'gateway', 'app', 'ui', 'webview'), test]),
  lock(['src/core/**'], [...core, node, packages]),
  ...lockRooms('core', [...core, node, packages]),
  // The one door to each: hashing and keys, RC2.
  lock(['src/core/crypto.ts'], [...core, packages, [/^node:(?!crypto$)/, 'Of Node, core knows node:crypto alone.']]),
  lock(
    ['src/core/encrypted/rc2.ts'],
    [
      ...core,
      ...inOrder('core', 'encrypted'),
      node,
      [
        /^(?!node-forge\/lib\/(rc2|util)$)[^.]/,
        'Of packages, this file knows node-forge/lib/rc2 alone, and the buffers it takes.',
      ],
    ],
  ),
  lock(['src/gateway/*.ts'], [...gateway, no('apisix', 'api7cloud', 'api7enterprise')], ['src/gateway/registry.ts']),
  lock(['src/gateway/registry.ts'], gateway),
  lock(['src/gateway/apisix/**'], [...gateway, no('api7cloud', 'api7enterprise')]),
  lock(['src/gateway/api7cloud/**'], [...gateway, no('apisix', 'api7enterprise')]),
  lock(['src/gateway/api7enterprise/**'], [...gateway, no('apisix', 'api7cloud')]),
  lock(['src/app/**'], app),
  ...lockRooms('app', app),
  lock(['src/ui/**'], ui),
  ...lockRooms('ui', ui),
  lock(['src/activation.ts', 'src/extension.ts', 'src/ids.ts'], [no('webview'), requests, forge, test]),
  lock(['webview/**'], [node, vscode, [/(^|\/)src\/(?!shared\/)/, `The page knows only src/shared: ${layers}`], test]),
);
