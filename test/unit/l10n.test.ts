import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareBundle, readBundle } from '../host/l10nBundle';
import { collectSentences } from '../host/l10nSentences';

const root = join(__dirname, '..', '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const folder = join(root, manifest.l10n);

describe('translations', () => {
  const sentences = collectSentences(root);

  it('find the sentences of the source', () => assert.ok(sentences.places.size > 500, String(sentences.places.size)));

  it('know every sentence that is translated', () => assert.deepEqual(sentences.unknown, []));

  it('fill every place of a sentence', () => assert.deepEqual(sentences.misfilled, []));

  it('are packed', () => assert.match(readFileSync(join(root, '.vscodeignore'), 'utf8'), /^!l10n\/\*\*$/m));

  it('go with the texts of package.json', () => {
    const languages = (path: string, name: RegExp): readonly string[] =>
      readdirSync(path)
        .flatMap((file) => name.exec(file)?.[1] ?? [])
        .sort();
    assert.deepEqual(languages(folder, /^bundle\.l10n\.(.+)\.json$/), languages(root, /^package\.nls\.(.+)\.json$/));
  });

  for (const file of readdirSync(folder)) {
    describe(file, () => {
      const bundle = readBundle(join(folder, file));
      for (const [what, list] of Object.entries(compareBundle(bundle, sentences)))
        it(`has nothing ${what}`, () => assert.deepEqual(list, []));

      it('is sorted by the English', () => assert.deepEqual(Object.keys(bundle), Object.keys(bundle).sort()));

      it('ends a translation as its sentence ends', () => {
        const isSentence = (text: string): boolean => /[.。]$/.test(text);
        assert.deepEqual(
          Object.entries(bundle).filter(([sentence, translation]) => isSentence(sentence) !== isSentence(translation)),
          [],
        );
      });
    });
  }
});

describe('the collector of sentences', () => {
  const cases: readonly (readonly [
    source: string,
    found: { readonly said?: readonly string[]; readonly unknown?: number; readonly misfilled?: number },
  ])[] = [
    ["vscode.l10n.t('Save')", { said: ['Save'] }],
    ["const { t } = vscode.l10n; t('Save {0}', name)", { said: ['Save {0}'] }],
    ["options.translate(isOne ? '1 day' : '{days} days', { days })", { said: ['1 day', '{days} days'] }],
    ['translate(`Save`)', { said: ['Save'] }],
    ['translate(`Save ${name}`)', { unknown: 1 }],
    ['translate(words[kind])', { unknown: 1 }],
    ["translate(isOne ? '1 day' : other)", { unknown: 1 }],
    ['const say: Translate = english', { unknown: 1 }],
    ['const { translate: say } = options', { unknown: 1 }],
    ["t('{0} on {1}', name)", { said: ['{0} on {1}'], misfilled: 1 }],
    ["t('Save', name)", { said: ['Save'], misfilled: 1 }],
    ["translate('{name}', { names })", { said: ['{name}'], misfilled: 1 }],
    ["translate('{name}')", { said: ['{name}'], misfilled: 1 }],
    ["translate('{name}', values)", { said: ['{name}'] }],
    ["translate('{name}', { ...values })", { said: ['{name}'] }],
  ];
  for (const [source, { said = [], unknown = 0, misfilled = 0 }] of cases) {
    it(source, () => {
      const found = collectFrom(source);
      assert.deepEqual([...found.places.keys()], said);
      // A tree of one file leaves all tables dry.
      assert.equal(found.unknown.filter((each) => !each.startsWith('l10nTables.ts')).length, unknown);
      assert.equal(found.misfilled.length, misfilled);
    });
  }

  it('tells of tables that are gone', () => assert.notEqual(collectFrom('').unknown.length, 0));
});

function collectFrom(source: string) {
  const place = mkdtempSync(join(tmpdir(), 'l10n-'));
  try {
    mkdirSync(join(place, 'src'));
    writeFileSync(join(place, 'src', 'one.ts'), source);
    return collectSentences(place);
  } finally {
    rmSync(place, { recursive: true });
  }
}

describe('a bundle', () => {
  const places = new Map([['Save {name}', ['src/one.ts:1']]]);
  const compare = (bundle: Record<string, string>) =>
    Object.values(compareBundle(bundle, { places, unknown: [], misfilled: [] })).map((list) => list.length);

  it('may be whole', () => assert.deepEqual(compare({ 'Save {name}': '保存 {name}' }), [0, 0, 0]));
  it('may lack a sentence', () => assert.deepEqual(compare({}), [1, 0, 0]));
  it('may hold one too many', () =>
    assert.deepEqual(compare({ 'Save {name}': '保存 {name}', Open: '打开' }), [0, 1, 0]));
  it('may lose a place', () => assert.deepEqual(compare({ 'Save {name}': '保存' }), [0, 0, 1]));
});
