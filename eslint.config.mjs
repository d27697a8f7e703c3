import tseslint from 'typescript-eslint';

/**
 * The directions of CONTRIBUTING's layer picture, one lock a folder:
 * shared <- core <- gateway <- app <- ui <- extension.ts, and webview -> shared.
 */
const lock = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: patterns.map(([group, message]) => (group instanceof RegExp ? { regex: group.source, message } : { group, message })) },
    ],
  },
});

const node = [/^(node:.*|fs|path|os|crypto|http|https|tls|net|url|util|stream|worker_threads|child_process)(\/.*)?$/, 'This folder runs without Node.'];
const crypto = [/^(node:.*|fs|path|os|http|https|tls|net|url|util|stream|worker_threads|child_process)(\/.*)?$/, 'Core is pure: bytes, text and time in, values out.'];
const vscode = [['vscode'], 'Only src/ui and src/extension.ts know VS Code.'];
const no = (...folders) => [new RegExp(`(^|/)(${folders.join('|')})(/|$)`), `This folder must not know ${folders.join(', ')}: see the layer picture in CONTRIBUTING.md.`];
const forge = [/^node-forge(\/(?!lib\/asn1$)|$)/, 'Only node-forge/lib/asn1, and only through src/core/der.ts (src/core/pkcs12.ts for PKCS#12).'];
const test = [/(^|\/)test\//, 'Nothing imports test.'];

export default tseslint.config(
  { ignores: ['dist/**', 'out/**', 'node_modules/**', '.vscode-test/**'] },
  ...tseslint.configs.strict,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', caughtErrors: 'none' }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      eqeqeq: 'error',
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'A union of string literals says the same and is data.' },
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only: one word per idea, found by search.' },
        { selector: 'ExportAllDeclaration', message: 'No barrel files: import from where it lives.' },
        { selector: "AssignmentExpression[left.property.name='innerHTML']", message: 'Certificate text is chosen by strangers: textContent.' },
      ],
    },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  { files: ['*.mjs', '**/*.mjs'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['test/**'], rules: { '@typescript-eslint/no-unused-expressions': 'off', '@typescript-eslint/no-non-null-assertion': 'off' } },
  lock(['src/shared/**'], [node, vscode, no('core', 'gateway', 'app', 'ui', 'webview'), [/^node-forge/, 'Shared imports nothing.'], test]),
  lock(['src/core/**'], [crypto, vscode, no('gateway', 'app', 'ui', 'webview'), forge, [/^crypto$/, 'Write node:crypto, in src/core/crypto.ts.'], test].map((p) => p), ['src/core/crypto.ts', 'src/core/pkcs12.ts']),
  lock(['src/gateway/**'], [vscode, no('app', 'ui', 'webview'), no('core/(?!model|limits)'), forge, test]),
  lock(['src/gateway/apisix/**'], [vscode, no('app', 'ui', 'webview', 'api7cloud', 'api7enterprise'), test]),
  lock(['src/gateway/api7cloud/**'], [vscode, no('app', 'ui', 'webview', 'apisix', 'api7enterprise'), test]),
  lock(['src/app/**'], [vscode, no('ui', 'webview'), no('gateway/(?!gateway$)'), forge, test]),
  lock(['src/ui/**'], [no('webview', 'gateway/(?!gateway$)'), [/^(node:)?(http|https|tls|net)$/, 'Requests are the gateway layer’s.'], forge, test]),
  lock(['src/extension.ts', 'src/ids.ts'], [test, no('webview')]),
  lock(['webview/**'], [node, vscode, [/src\/(?!shared\/)/, 'The page knows only src/shared.'], test]),
);
