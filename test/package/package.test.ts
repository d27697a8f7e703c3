import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { promisify } from 'node:util';
import { loadAsync } from 'jszip';
import { pageNames, readPage } from '../docs/findingPages';

const root = join(__dirname, '..', '..');
const maxBytes = 600_000;

/** Every file that ships, those that are many by their pattern. */
const shipped: readonly (string | RegExp)[] = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/SECURITY.md',
  'extension/changelog.md',
  'extension/package.json',
  'extension/package.nls.json',
  'extension/package.nls.zh-cn.json',
  'extension/readme.md',
  'extension/dist/THIRD_PARTY_NOTICES.txt',
  'extension/dist/activation.js',
  'extension/dist/extension.js',
  'extension/dist/findings.json',
  'extension/dist/timeline.css',
  'extension/dist/timeline.js',
  'extension/dist/unlockWorker.js',
  'extension/dist/webview.css',
  'extension/dist/webview.js',
  'extension/l10n/bundle.l10n.zh-cn.json',
  'extension/media/activity-bar.svg',
  'extension/media/certificate-dark.svg',
  'extension/media/certificate-light.svg',
  'extension/media/icon.png',
  'extension/media/pem-language.json',
  'extension/media/walkthrough/browse.svg',
  'extension/media/walkthrough/check.svg',
  'extension/media/walkthrough/connect.svg',
  'extension/media/walkthrough/host.svg',
  'extension/media/walkthrough/upload.svg',
  'extension/syntaxes/pem.tmLanguage.json',
  /^extension\/dist\/chunks\/\w+\.js$/,
];

/** A key or token in any form that a text can hold one in. */
const secret =
  /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----\s*\\?n?[A-Za-z0-9+/]{40}|\bnpm_[A-Za-z0-9]{36}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b/;

describe('The .vsix', () => {
  let folder: string;
  let bytes: Buffer;
  let files: ReadonlyMap<string, Buffer>;

  before(async function () {
    this.timeout(300_000);
    folder = mkdtempSync(join(tmpdir(), 'api7-vsix-'));
    // What a development build leaves behind must not come along.
    const left = join(root, 'dist', 'left-behind.js.map');
    mkdirSync(join(root, 'dist'), { recursive: true });
    writeFileSync(left, '{}');
    try {
      const path = join(folder, 'api7.vsix');
      await promisify(execFile)(process.execPath, [join(root, 'build', 'package.mjs'), '--out', path], { cwd: root });
      bytes = readFileSync(path);
    } finally {
      rmSync(left);
    }
    const zip = await loadAsync(bytes);
    const entries = Object.values(zip.files).filter(({ dir }) => !dir);
    files = new Map(
      await Promise.all(entries.map(async (entry) => [entry.name, await entry.async('nodebuffer')] as const)),
    );
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  const text = (path: string): string => files.get(path)?.toString('utf8') ?? assert.fail(`${path} is missing`);
  const manifest = () => JSON.parse(text('extension/package.json'));

  it('holds what it should', () => {
    const names = [...files.keys()];
    assert.deepEqual(
      names.filter((name) => !shipped.some((each) => (typeof each === 'string' ? each === name : each.test(name)))),
      [],
    );
    assert.deepEqual(
      shipped.filter((each) => !names.some((name) => (typeof each === 'string' ? each === name : each.test(name)))),
      [],
    );
  });

  it(`is no larger than ${maxBytes} bytes`, () => assert.ok(bytes.length <= maxBytes, `${bytes.length} bytes`));

  it('has what its manifest points at', () => {
    const { main, icon, l10n, contributes } = manifest();
    const { languages, grammars } = contributes;
    const paths: readonly string[] = [
      main,
      icon,
      `${l10n}/bundle.l10n.zh-cn.json`,
      ...languages.map(({ configuration }: { configuration: string }) => configuration),
      ...grammars.map(({ path }: { path: string }) => path),
      ...contributes.viewsContainers.activitybar.map((container: { icon: string }) => container.icon),
    ];
    assert.deepEqual(
      paths.map((path) => posix.join('extension', path)).filter((path) => !files.has(path)),
      [],
    );
  });

  it('has every chunk that a file of it loads', () => {
    const missing = [...files].flatMap(([name, content]) => {
      if (!name.endsWith('.js')) return [];
      const loaded = [...content.toString('utf8').matchAll(/require\("(\.[^"]+)"\)/g)].map(([, path]) =>
        posix.join(posix.dirname(name), path ?? ''),
      );
      return loaded.filter((path) => !files.has(path));
    });
    assert.deepEqual(missing, []);
  });

  it('holds the pages of all findings in one file', () => {
    const pages: Readonly<Record<string, string>> = JSON.parse(text('extension/dist/findings.json'));
    assert.deepEqual(pages, Object.fromEntries(pageNames().map((name) => [name, readPage(name)])));
  });

  it('is a production build', () => {
    for (const [name, content] of files)
      if (name.endsWith('.js')) assert.ok(!content.includes('sourceMappingURL'), name);
  });

  it('holds no key and no token', () => {
    assert.match(
      '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIIrYSSNQFaA2Hwf1duRSxKtLYX5CB04fSeQ6tF1aY/PuoAoGCCqGSM49',
      secret,
    );
    assert.deepEqual(
      [...files].filter(([, content]) => secret.test(content.toString('latin1'))).map(([name]) => name),
      [],
    );
  });

  it('has a README whose pictures and links stand on their own', () => {
    const targets = [...text('extension/readme.md').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
    assert.ok(targets.some((target) => target.endsWith('.png')));
    assert.deepEqual(
      targets.filter((target) => !/^(https:|#)/.test(target)),
      [],
    );
  });

  it('carries the licence of every package that is bundled', () => {
    const notices = text('extension/dist/THIRD_PARTY_NOTICES.txt');
    const titles = [...notices.matchAll(/^-{80}\n(\S+) \S+ \(.+\)\n-{80}$/gm)].map(([, name]) => name ?? '');
    const { dependencies } = manifest();
    assert.deepEqual(
      Object.keys(dependencies).filter((name) => !titles.includes(name)),
      [],
    );
    // Half of what is bundled was asked for by those.
    assert.ok(titles.length > Object.keys(dependencies).length);
  });
});
