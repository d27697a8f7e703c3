import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { composedSentences, drySources, sentencesOfTable, tableFor } from './l10nTables';

/** The English sentences that the source says to people. */
export interface Sentences {
  /** Each sentence and where it is said, as `src/app/connections/token.ts:33`. */
  readonly places: ReadonlyMap<string, readonly string[]>;
  /** Calls whose sentence cannot be known from the source: `src/app/connections/token.ts:33 translate(word)`. */
  readonly unknown: readonly string[];
  /** Calls that leave a place of their sentence open, or fill one it has not. */
  readonly misfilled: readonly string[];
}

/** The translating functions go by these names everywhere: `t('…')`, `translate('…')`, `options.translate('…')`. */
const names: ReadonlySet<string> = new Set(['t', 'translate']);

/** Functions that translate a sentence from elsewhere. */
const translatingSentences: ReadonlySet<string> = new Set(['translateSentence', 'toSentenceMarkdown']);

/** Files that only hand a sentence on: to VS Code, and to nobody in `english`. */
const handingOn: ReadonlySet<string> = new Set([
  'src/extension.ts',
  'src/shared/translate.ts',
  'src/ui/window/markdownText.ts',
]);

/** Every sentence that the source under `root` gives to `vscode.l10n.t` or to a `Translate`. */
export function collectSentences(root: string): Sentences {
  const files = sourceFiles(root);
  const places = new Map<string, string[]>();
  const unknown: string[] = [];
  const misfilled: string[] = [];
  const add = (sentence: string, place: string): void =>
    void places.set(sentence, [...(places.get(sentence) ?? []), place]);
  for (const [path, file] of files) {
    if (handingOn.has(path)) continue;
    unknown.push(...strangelyNamed(path, file));
    for (const call of callsIn(file)) {
      const place = `${path}:${file.getLineAndCharacterOfPosition(call.getStart()).line + 1}`;
      const [argument, into] = call.arguments;
      // For the log and for tests.
      if (into?.getText() === 'english') continue;
      const literals = argument && literalsOf(argument);
      if (!argument) continue;
      if (!literals) {
        const table = tableFor(path, argument.getText());
        if (table) for (const sentence of sentencesOfTable(files, table)) add(sentence, place);
        else unknown.push(`${place} ${call.getText()}`);
        continue;
      }
      for (const sentence of literals) {
        add(sentence, place);
        if (!isFilled(sentence, call)) misfilled.push(`${place} ${call.getText()}`);
      }
    }
  }
  return { places, unknown: [...unknown, ...drySources(files), ...composedSentences(files)], misfilled };
}

function sourceFiles(root: string): ReadonlyMap<string, ts.SourceFile> {
  const paths = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => join(root, 'src', path))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'))
    .sort();
  return new Map(
    paths.map((path) => [
      relative(root, path).split(sep).join('/'),
      ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.ES2023, true),
    ]),
  );
}

function callsIn(node: ts.Node): readonly ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const visit = (each: ts.Node): void => {
    if (ts.isCallExpression(each) && (names.has(calledName(each)) || translatingSentences.has(calledName(each))))
      calls.push(each);
    ts.forEachChild(each, visit);
  };
  visit(node);
  return calls;
}

function calledName({ expression }: ts.CallExpression): string {
  if (ts.isIdentifier(expression)) return expression.text;
  return ts.isPropertyAccessExpression(expression) ? expression.name.text : '';
}

/** The sentences an argument can be, where all of them stand there. */
function literalsOf(node: ts.Expression): readonly string[] | undefined {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node)) return literalsOf(node.expression);
  if (!ts.isConditionalExpression(node)) return undefined;
  const [yes, no] = [literalsOf(node.whenTrue), literalsOf(node.whenFalse)];
  return yes && no && [...yes, ...no];
}

/** The places of a sentence: `0`, `name`. */
export const placesIn = (sentence: string): readonly string[] =>
  [...new Set([...sentence.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name))].sort();

function isFilled(sentence: string, { arguments: [, ...values] }: ts.CallExpression): boolean {
  const [first] = values;
  const open = placesIn(sentence);
  if (first && ts.isObjectLiteralExpression(first)) {
    const given = first.properties.map(({ name }) =>
      name && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? name.text : undefined,
    );
    return given.includes(undefined) || open.every((place) => given.includes(place));
  }
  if (open.some((place) => !/^\d+$/.test(place))) return first !== undefined;
  return open.length === values.length && open.every((place) => Number(place) < values.length);
}

/** A translating function by another name would be overlooked. */
function strangelyNamed(path: string, file: ts.SourceFile): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isTyped =
      (ts.isParameter(node) ||
        ts.isVariableDeclaration(node) ||
        ts.isPropertySignature(node) ||
        ts.isPropertyDeclaration(node)) &&
      node.type?.getText() === 'Translate';
    const isRenamed =
      ts.isBindingElement(node) && node.propertyName !== undefined && names.has(node.propertyName.getText());
    if ((isTyped || isRenamed) && !names.has(node.name.getText())) found.push(`${path} ${node.getText()}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
