// npm run mutants:sample -- --seed 7 [--count 120] [--group rest]: draws small changes of src at random, makes them one
// at a time in copies of the project, and says which of them no test in bare Node and no type notices. Goals: what
// decides about writes, tokens and transport 97 %, the rest 92 %. What run.mjs does with whole files takes hours for
// all.
import { fork, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import ts from 'typescript';
import { cacheFolder, projectFolder } from '../host/paths.mjs';
import { Need, runMain, say } from '../host/say.mjs';
import { distances, filesIn, importGraph, testFiles } from './imports.mjs';

/** What decides about writes, tokens and transport. */
const writes =
  /^src\/(?:app\/writes\/|app\/.*token|app\/connections\/access|gateway\/(?:transport|http|openSocket|networkError|retry|answer|paging|unchanged|redact|failures))/iu;
/** @type {Record<string, (file: string) => boolean>} */
const groups = {
  writes: (file) => writes.test(file),
  rest: (file) => /^src\/(?:core|app)\//u.test(file) && !writes.test(file),
};
/** @type {Record<string, string>} */
const swapped = {
  '===': '!==',
  '!==': '===',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '&&': '||',
  '||': '&&',
  '+': '-',
  '-': '+',
};
/** Tests near to the changed file are asked first, and each for itself: most notice. */
const steps = [
  { from: 0, to: 2 },
  { from: 2, to: 7 },
  { from: 7, to: 20 },
];
const sentences = 'test/unit/l10n.test.ts';
/** Milliseconds, on a busy machine. */
const timeLimit = (/** @type {number} */ files) => 60_000 + 10_000 * files;

/** @typedef {{ file: string, start: number, end: number, to: string, kind: string }} Mutant */

let runs = 0;
/** @type {Map<string, import('node:child_process').ChildProcess>} */
const workers = new Map();

await runMain(async () => {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '120' },
      group: { type: 'string', default: 'writes' },
    },
  });
  const belongs = groups[values.group];
  if (belongs === undefined) throw new Need(`--group ${Object.keys(groups).join(' or ')}`);
  const all = filesIn('src').filter(belongs).sort().flatMap(mutantsOf);
  const chosen = shuffled(all, Number(values.seed)).slice(0, Number(values.count));
  say(`${chosen.length} of ${all.length} changes.`);
  const graph = importGraph();
  const tests = testFiles();
  const copy = copyProject(values.group);
  if ((await runTests(copy, [sentences])) !== undefined) throw new Need('Tests fail without any change.');
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const mutant of chosen) {
    const verdict = await judge(copy, mutant, testsFor(graph, tests, mutant.file));
    const [word = ''] = verdict.split(':');
    counts.set(word, (counts.get(word) ?? 0) + 1);
    say(`${describe(mutant)}\n  ${verdict}`);
  }
  say([...counts].map(([word, count]) => `${count} ${word}`).join(', '));
  process.exit(0);
});

/** @param {string} copy @param {Mutant} mutant @param {readonly string[]} tests */
async function judge(copy, mutant, tests) {
  const path = join(copy, mutant.file);
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.slice(0, mutant.start) + mutant.to + text.slice(mutant.end));
  try {
    for (const { from, to } of steps) {
      // Whoever reads a sentence that is there no more in another language misses it.
      const also = from > 0 && mutant.kind === 'string' ? [sentences] : [];
      const noticed = await runTests(copy, [...tests.slice(from, to), ...also]);
      if (noticed !== undefined) return `killed: ${noticed}`;
    }
    return (await isRefused(copy)) ? 'refused by the compiler' : 'SURVIVED';
  } finally {
    writeFileSync(path, text);
  }
}

/** @param {string} copy @param {readonly string[]} tests @returns {Promise<string | undefined>} what noticed it */
function runTests(copy, tests) {
  const child = workers.get(copy) ?? fork(join(copy, 'test/mutants/worker.cjs'), { cwd: copy, stdio: 'ignore' });
  workers.set(copy, child);
  return new Promise((resolve) => {
    /** @param {string | undefined} noticed */
    const end = (noticed) => {
      clearTimeout(limit);
      child.removeAllListeners();
      resolve(noticed);
    };
    /** @param {string | undefined} noticed */
    const drop = (noticed) => {
      workers.delete(copy);
      child.kill('SIGKILL');
      end(noticed);
    };
    const limit = setTimeout(() => drop('time limit'), timeLimit(tests.length));
    child.once('exit', () => drop('exit'));
    child.once('message', (/** @type {{ noticed?: string }} */ { noticed }) => {
      runs += 1;
      // What tests left open is not carried along for ever.
      if (runs % 20 === 0) drop(noticed);
      else end(noticed);
    });
    child.send(tests);
  });
}

/** @param {string} copy @returns {Promise<boolean>} the types notice it */
function isRefused(copy) {
  const tsc = join(projectFolder, 'node_modules/typescript-7/bin/tsc');
  return new Promise((resolve) => {
    spawn(process.execPath, [tsc, '-p', 'tsconfig.json'], { cwd: copy, stdio: 'ignore' }).on('close', (status) =>
      resolve(status !== 0),
    );
  });
}

/** What was transpiled in an earlier copy stays. @param {string} name @returns {string} its folder */
function copyProject(name) {
  const copy = join(cacheFolder, 'samples', name);
  mkdirSync(copy, { recursive: true });
  for (const each of readdirSync(copy))
    if (each !== basename(cacheFolder)) rmSync(join(copy, each), { recursive: true, force: true });
  for (const each of readdirSync(projectFolder))
    if (!['.git', basename(cacheFolder), 'node_modules', 'dist'].includes(each))
      cpSync(join(projectFolder, each), join(copy, each), { recursive: true });
  symlinkSync(join(projectFolder, 'node_modules'), join(copy, 'node_modules'), 'dir');
  return copy;
}

/**
 * Nearest first.
 * @param {ReadonlyMap<string, readonly string[]>} graph @param {readonly string[]} tests @param {string} file
 */
function testsFor(graph, tests, file) {
  const mirrored = `test/unit/${file.slice('src/'.length, -'.ts'.length)}`;
  const far = distances(graph, file);
  /** @param {string} test */
  const rank = (test) => {
    if (test.startsWith(mirrored)) return 0;
    return (
      (far.get(test) ?? 0) - (dirname(test) === dirname(mirrored) ? 2 : 0) + (test.startsWith('test/unit') ? 0 : 0.5)
    );
  };
  return tests
    .filter((test) => far.has(test))
    .map((test) => ({ test, distance: rank(test) }))
    .sort((one, other) => one.distance - other.distance)
    .map(({ test }) => test);
}

/** @param {string} file @returns {readonly Mutant[]} */
function mutantsOf(file) {
  const text = readFileSync(join(projectFolder, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  /** @type {Mutant[]} */
  const found = [];
  /** @param {ts.Node} node @param {string} to @param {string} kind */
  const add = (node, to, kind) => void found.push({ file, start: node.getStart(source), end: node.getEnd(), to, kind });
  /** @param {ts.Node} node */
  const visit = (node) => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node)) return;
    if (ts.isTypeAliasDeclaration(node)) return;
    if (ts.isBinaryExpression(node)) {
      const operator = node.operatorToken.getText(source);
      const to = swapped[operator];
      if (to !== undefined) add(node.operatorToken, to, `${operator} → ${to}`);
    }
    const condition = ts.isIfStatement(node)
      ? node.expression
      : ts.isConditionalExpression(node)
        ? node.condition
        : undefined;
    if (condition !== undefined) add(condition, `!(${condition.getText(source)})`, 'negate');
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
      add(node, node.operand.getText(source), 'drop !');
    const isValue = !ts.isLiteralTypeNode(node.parent ?? source);
    if (node.kind === ts.SyntaxKind.TrueKeyword && isValue) add(node, 'false', 'true → false');
    if (node.kind === ts.SyntaxKind.FalseKeyword && isValue) add(node, 'true', 'false → true');
    if (ts.isStringLiteral(node) && node.text !== '' && isValue) add(node, "''", 'string');
    if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression)) add(node, ';', 'remove call');
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** @param {readonly Mutant[]} mutants @param {number} seed @returns {readonly Mutant[]} */
function shuffled(mutants, seed) {
  let state = seed;
  const random = () => (state = (state * 1664525 + 1013904223) % 4294967296) / 4294967296;
  const list = [...mutants];
  for (let index = list.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    const [one, two] = [list[index], list[other]];
    if (one !== undefined && two !== undefined) [list[index], list[other]] = [two, one];
  }
  return list;
}

/** @param {Mutant} mutant */
function describe({ file, start, end, kind }) {
  const text = readFileSync(join(projectFolder, file), 'utf8');
  const shown = text.slice(start, end).replaceAll(/\s+/gu, ' ').slice(0, 80);
  return `${file}:${text.slice(0, start).split('\n').length} ${kind} [${shown}]`;
}
