import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { certificateExtensions } from '../../src/app/sources/certificateNames';
import { materialExtensions } from '../../src/app/sources/material';
import {
  checkStates,
  commandIds,
  contextKeys,
  contextWords,
  customEditorIds,
  detailPanelType,
  findingPagesScheme,
  hostPanelType,
  languageIds,
  settingNames,
  timelinePanelType,
  toolIds,
  viewContainerIds,
  viewIds,
  viewStates,
} from '../../src/ids';

const root = join(__dirname, '..', '..');
const readText = (path: string): string => readFileSync(join(root, path), 'utf8');
const readJson = (path: string) => JSON.parse(readText(path));

const manifest = readJson('package.json');
const manifestText = readText('package.json');
const { contributes } = manifest;
const nlsFiles = ['package.nls.json', 'package.nls.zh-cn.json'];

const sorted = (words: Iterable<string>): readonly string[] => [...new Set(words)].sort();
const matches = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '');
const menuItems: readonly { readonly command: string; readonly when?: string }[] = Object.values(
  contributes.menus,
).flat() as never;
const clauses: readonly string[] = [
  ...menuItems.map(({ when }) => when),
  ...contributes.viewsWelcome.map(({ when }: { when?: string }) => when),
  ...contributes.commands.map(({ enablement }: { enablement?: string }) => enablement),
].filter((clause) => clause !== undefined);

/** Names that package.json and src/ids.ts must agree on, both ways. */
const shared: readonly (readonly [what: string, ids: readonly string[], inManifest: readonly string[]])[] = [
  ['commands', commandIds, contributes.commands.map(({ command }: { command: string }) => command)],
  [
    'views',
    viewIds,
    Object.values(contributes.views)
      .flat()
      .map((view) => (view as { id: string }).id),
  ],
  ['view containers', viewContainerIds, contributes.viewsContainers.activitybar.map(({ id }: { id: string }) => id)],
  ['containers that hold views', viewContainerIds, Object.keys(contributes.views)],
  ['settings', settingNames, Object.keys(contributes.configuration.properties)],
  ['custom editors', customEditorIds, contributes.customEditors.map(({ viewType }: { viewType: string }) => viewType)],
  ['language-model tools', toolIds, contributes.languageModelTools.map(({ name }: { name: string }) => name)],
  ['languages', languageIds, contributes.languages.map(({ id }: { id: string }) => id)],
  [
    'context keys of `when` clauses',
    contextKeys,
    clauses
      .flatMap((clause) => matches(clause, /\b(api7Certificates\.\w+)/g))
      .filter((key) => !viewIds.some((id) => id === key)),
  ],
  [
    'states with a welcome view',
    viewStates.filter((state) => state !== 'rows'),
    contributes.viewsWelcome.flatMap(({ when }: { when: string }) =>
      matches(when, /^api7Certificates\.viewState == (\w+)$/g),
    ),
  ],
  [
    'states of the check with a welcome view',
    checkStates.filter((state) => state !== 'checking' && state !== 'rows'),
    contributes.viewsWelcome.flatMap(({ when }: { when: string }) =>
      matches(when, /\bapi7Certificates\.checkState == (\w+)$/g),
    ),
  ],
];

describe('package.json and src/ids.ts', () => {
  for (const [what, ids, inManifest] of shared) {
    it(`agree on ${what}`, () => assert.deepEqual(sorted(inManifest), sorted(ids)));
  }

  it('agree on what wakes the extension: a start that waits for nothing, its pages, and the pages of findings', () =>
    assert.deepEqual(sorted(manifest.activationEvents), [
      `onFileSystem:${findingPagesScheme}`,
      'onStartupFinished',
      ...sorted([detailPanelType, hostPanelType, timelinePanelType].map((type) => `onWebviewPanel:${type}`)),
    ]));

  it('offer in menus only commands that there are', () => {
    assert.deepEqual(
      sorted(menuItems.map(({ command }) => command).filter((command) => !commandIds.some((id) => id === command))),
      [],
    );
  });

  it('ask in viewItem clauses only for words that rows say', () => {
    const patterns = clauses.flatMap((clause) => matches(clause, /viewItem =~ \/([^/]+)\//g));
    assert.notEqual(patterns.length, 0);
    const asked = patterns.flatMap((pattern) => matches(pattern.replaceAll('\\b', ' '), /(\w+)/g));
    assert.deepEqual(sorted(asked.filter((word) => !contextWords.some((known) => known === word))), []);
  });

  it('name a view in every welcome and every viewItem clause', () => {
    for (const { view } of contributes.viewsWelcome)
      assert.ok(
        viewIds.some((id) => id === view),
        view,
      );
    for (const clause of clauses.filter((each) => each.includes('viewItem')))
      assert.ok(
        viewIds.some((id) => clause.includes(`view == ${id}`)),
        clause,
      );
  });

  it('leave every text kind to the text editor', () => {
    const taken = contributes.customEditors.filter(({ priority }: { priority: string }) => priority !== 'option');
    assert.deepEqual(
      taken.flatMap(({ selector }: { selector: readonly { filenamePattern: string }[] }) =>
        selector.map(({ filenamePattern }) => filenamePattern),
      ),
      ['*.der', '*.p12', '*.pfx'],
    );
  });

  it('offer what can be done with a file for every ending by which such files are found', () => {
    const endingsOf = (menu: string, command: string): readonly string[] => {
      const item = contributes.menus[menu].find((each: { command: string }) => each.command === command);
      return sorted(matches(item.when, /resourceExtname =~ \/\^\\\.\(([^)]*)\)/g)[0]?.split('|') ?? []);
    };
    const without = (endings: readonly string[], ...others: readonly string[]): readonly string[] =>
      sorted(endings.filter((ending) => !others.includes(ending)));
    for (const [menu, command, endings] of [
      ['explorer/context', 'uploadCertificate', materialExtensions],
      ['editor/title', 'uploadCertificate', materialExtensions],
      ['explorer/context', 'showFileCertificate', materialExtensions],
      ['explorer/context', 'compareWithGateway', without(materialExtensions, 'key', 'p8', 'pk8')],
      ['explorer/context', 'goToMatch', without(certificateExtensions, 'crl')],
    ] as const)
      assert.deepEqual(endingsOf(menu, `api7Certificates.${command}`), sorted(endings), `${menu}: ${command}`);
  });

  it('keep what decides where a token goes out of reach of a workspace', () => {
    for (const name of ['api7Certificates.connections', 'api7Certificates.requestTimeout']) {
      assert.equal(contributes.configuration.properties[name].scope, 'application');
    }
  });
});

describe('The walkthrough', () => {
  const [{ steps }] = contributes.walkthroughs;
  for (const { id, media, completionEvents } of steps)
    it(`${id}: has a picture in colours of the theme alone, and ends with a command that there is`, () => {
      const picture = readText(media.svg);
      assert.match(picture, /^<svg [^>]*>\n {2}<title>/);
      const colors = matches(picture, /(?:fill|stroke)="([^"]*)"/g);
      assert.deepEqual(
        colors.filter((color) => color !== 'none' && !color.startsWith('var(--vscode-')),
        [],
      );
      for (const event of completionEvents)
        assert.ok(
          commandIds.some((command) => event === `onCommand:${command}`),
          event,
        );
    });
});

describe('package.nls', () => {
  const used = matches(manifestText, /"%([\w.]+)%"/g);
  for (const file of nlsFiles) {
    it(`${file} says every text that package.json names, and no other`, () =>
      assert.deepEqual(sorted(Object.keys(readJson(file))), sorted(used)));

    it(`${file} has no empty text`, () =>
      assert.deepEqual(
        Object.entries(readJson(file)).filter(([, text]) => String(text).trim() === ''),
        [],
      ));

    it(`${file} links to commands that there are`, () => {
      const linked = matches(readText(file), /\(command:([\w.]+)/g);
      assert.deepEqual(
        sorted(linked).filter((id) => !id.startsWith('workbench.action.') && !commandIds.some((known) => known === id)),
        [],
      );
    });
  }

  it('links to the same commands in every language', () => {
    const [english, chinese] = nlsFiles.map((file) =>
      Object.entries(readJson(file)).map(([key, text]) => [key, sorted(matches(String(text), /\(command:([^)]+)\)/g))]),
    );
    assert.deepEqual(Object.fromEntries(chinese ?? []), Object.fromEntries(english ?? []));
  });
});

describe('What package.json points at', () => {
  const icons: readonly string[] = [
    ...contributes.commands.map(({ icon }: { icon?: string | { light: string; dark: string } }) => icon),
    ...Object.values(contributes.views)
      .flat()
      .map((view) => (view as { icon: string }).icon),
    ...contributes.viewsContainers.activitybar.map(({ icon }: { icon: string }) => icon),
    manifest.icon,
  ]
    .filter((icon) => icon !== undefined)
    .flatMap((icon) => (typeof icon === 'string' ? [icon] : Object.values(icon as object)));
  const codicons = readText('node_modules/@vscode/codicons/dist/codicon.css');

  for (const icon of sorted(icons)) {
    it(`the icon ${icon} exists`, () => {
      const [, name] = /^\$\(([\w-]+)\)$/.exec(icon) ?? [];
      assert.ok(name === undefined ? existsSync(join(root, icon)) : codicons.includes(`.codicon-${name}:before`));
    });
  }

  for (const { configuration } of contributes.languages) {
    it(`${configuration} exists`, () => assert.ok(readJson(configuration)));
  }

  it('the scripts exist', () => {
    const files = Object.values<string>(manifest.scripts).flatMap((script) =>
      matches(script, /((?:\.\/|test\/)[\w./-]+\.(?:mjs|cjs|ts))/g),
    );
    assert.deepEqual(
      files.filter((file) => !existsSync(join(root, file))),
      [],
    );
  });
});
