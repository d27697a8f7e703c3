import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { IgnoreFile } from '../../../../src/app/workspace/ignoreFiles';
import { isIgnored, toAddition, toIgnoreEntry, untrackingCommand } from '../../../../src/app/workspace/ignoreFiles';

/** `.gitignore` files by their folder. */
type Files = Readonly<Record<string, string>>;

const toFiles = (files: Files): readonly IgnoreFile[] =>
  Object.entries(files).map(([folder, text]) => ({ folder, text }));

const rows: readonly [path: string, files: Files, isIgnored: boolean][] = [
  ['shop.key', {}, false],
  ['shop.key', { '': '' }, false],
  ['shop.key', { '': '*.key\n' }, true],
  ['shop.key', { '': '\uFEFF*.key\n' }, true],
  ['shop.key', { '': '*.key\r\n' }, true],
  ['shop.key', { '': '# *.key\n' }, false],
  ['shop.key', { '': '*.KEY\n' }, false],
  ['shop.key', { '': '*.key\n!shop.key\n' }, false],
  ['certs/shop.key', { '': '*.key\n' }, true],
  ['certs/shop.key', { '': '/shop.key\n' }, false],
  ['certs/shop.key', { '': '/certs/shop.key\n' }, true],
  ['certs/shop.key', { '': 'certs/\n' }, true],
  ['certs/shop.key', { 'certs/': '/shop.key\n' }, true],
  ['certs/shop.key', { 'other/': '*.key\n' }, false],
  ['certs/shop.key', { '': '*.key\n', 'certs/': '!shop.key\n' }, false],
  ['certs/shop.key', { '': '!shop.key\n', 'certs/': '*.key\n' }, true],
  ['certs/shop.key', { '': 'certs/\n', 'certs/': '!shop.key\n' }, true],
  ['certs/shop.key', { '': '/certs/*\n', 'certs/': '!shop.key\n' }, false],
  ['certs/prod/shop.key', { '': '/certs/*\n!/certs/prod/\n' }, false],
  ['certs/prod/shop.key', { '': 'certs/**/shop.key\n' }, true],
  ['certs/prod/shop.key', { 'certs/': 'prod\n' }, true],
];

describe('isIgnored', () => {
  for (const [path, files, expected] of rows)
    it(`${path} with ${JSON.stringify(files)}`, () => assert.equal(isIgnored(path, toFiles(files)), expected));
});

describe('toIgnoreEntry', () => {
  const cases: readonly [path: string, files: Files, entry: readonly [folder: string, line: string] | undefined][] = [
    ['shop.key', {}, ['', '/shop.key']],
    ['certs/shop.key', {}, ['certs/', '/shop.key']],
    ['certs/shop.key', { '': 'node_modules\n' }, ['', '/certs/shop.key']],
    ['certs/prod/shop.key', { '': '', 'certs/': '', 'other/': '' }, ['certs/', '/prod/shop.key']],
    ['certs/shop.key', { '': '*.key\n' }, undefined],
    ['certs/shop.key', { '': '*.key\n!shop.key\n' }, ['', '/certs/shop.key']],
    ['[id]/a*b?.key', { '': '' }, ['', '/\\[id]/a\\*b\\?.key']],
    ['#1/!x.key', { '': '' }, ['', '/#1/!x.key']],
    ['a\nb/x.key', { '': '' }, ['', '/a?b/x.key']],
    ['a/x.key  ', { '': '' }, ['', '/a/x.key\\ \\ ']],
  ];
  for (const [path, files, entry] of cases) {
    it(`${JSON.stringify(path)} with ${JSON.stringify(files)}`, () => {
      const found = toIgnoreEntry([path], toFiles(files));
      assert.deepEqual(found && [found.folder, ...found.lines], entry);
      if (!found) return;
      const added = {
        ...files,
        [found.folder]: (files[found.folder] ?? '') + toAddition(files[found.folder] ?? '', found.lines),
      };
      assert.equal(isIgnored(path, toFiles(added)), true);
      assert.equal(toIgnoreEntry([path], toFiles(added)), undefined);
    });
  }
});

it('toIgnoreEntry leaves out of several what git ignores already', () => {
  const entry = toIgnoreEntry(['certs/a.key', 'certs/b.pem', 'certs/c.pem'], [{ folder: 'certs/', text: '*.key\n' }]);
  assert.deepEqual(entry, { folder: 'certs/', lines: ['/b.pem', '/c.pem'] });
  assert.equal(toAddition('*.key', entry?.lines ?? []), '\n/b.pem\n/c.pem\n');
});

describe('toAddition', () => {
  const cases: readonly [text: string, after: string][] = [
    ['', '/x\n'],
    ['a\n', 'a\n/x\n'],
    ['a', 'a\n/x\n'],
    ['a\r\nb', 'a\r\nb\r\n/x\r\n'],
  ];
  for (const [text, after] of cases)
    it(JSON.stringify(text), () => assert.equal(text + toAddition(text, ['/x']), after));
});

describe('git itself', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'api7-ignore-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  let count = 0;
  const ask = (path: string, files: Files): boolean => {
    const root = join(folder, `${count++}`);
    const env = {
      ...process.env,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_SYSTEM: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      XDG_CONFIG_HOME: root,
      HOME: root,
    };
    for (const [name, text] of [
      ...Object.entries(files).map(([at, text]) => [`${at}.gitignore`, text] as const),
      [path, ''] as const,
    ]) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    spawnSync('git', ['init', '-q', root], { env });
    return spawnSync('git', ['-C', root, 'check-ignore', '-q', '--', path], { env }).status === 0;
  };

  // Other systems may not have such names.
  const isUnix = process.platform !== 'win32' && process.platform !== 'darwin';
  for (const [path, files, expected] of rows)
    it(`${path} with ${JSON.stringify(files)}`, () => assert.equal(ask(path, files), expected));
  for (const path of [
    'certs/shop.key',
    '[id]/a.key',
    ...(isUnix ? ['a*b/c?d.key', 'a\\b/x.key', 'a\nb.key', 'x.key  ', '#x.key', '!x.key'] : []),
  ]) {
    it(`takes our line for ${JSON.stringify(path)}`, () => {
      const entry = toIgnoreEntry([path], [{ folder: '', text: 'a' }]);
      assert(entry);
      assert.equal(ask(path, { '': `a${toAddition('a', entry.lines)}` }), true);
    });
  }
});

describe('untrackingCommand', () => {
  const cases: readonly [name: string, command: string | undefined][] = [
    ['tls.key', 'git rm --cached tls.key'],
    ['my key.pem', 'git rm --cached -- "my key.pem"'],
    ['-r', 'git rm --cached -- "-r"'],
    ['@x.key', 'git rm --cached -- "@x.key"'],
    ['证书.key', 'git rm --cached -- "证书.key"'],
    // In one shell or another, each of these is more than a name.
    ...[
      'x;reboot.pem',
      "a'b.pem",
      'a"b.pem',
      '$(id).pem',
      '`id`.pem',
      '%PATH%.key',
      'a!b.key',
      'a&b.key',
      'a|b.key',
      'a\nb.key',
      'a\\b.key',
      'a\u202Eb.key',
      '~.key',
      '*.key',
      '',
    ].map((name): [string, undefined] => [name, undefined]),
  ];
  for (const [name, command] of cases)
    it(`${JSON.stringify(name)}: ${command}`, () => assert.equal(untrackingCommand(name), command));
});
