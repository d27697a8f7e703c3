import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import tseslint from 'typescript-eslint';

const root = join(__dirname, '..', '..');

/** One fault for each rule that what ships is held to, but for those on enums, which are refused altogether. */
const faults: Readonly<Record<string, string>> = {
  'await-thenable': 'await three;',
  'no-array-delete': 'delete list[0];',
  'no-base-to-string': 'say(String(object));',
  'no-deprecated': 'old();',
  'no-duplicate-type-constituents': 'let text: string | string; say(text = "");',
  'no-floating-promises': 'promise;',
  'no-for-in-array': 'for (const index in list) say(index);',
  'no-generated-empty-object-type': "let nothing: Omit<{ a: 1 }, 'a'> = {}; say(nothing);",
  'no-implied-eval': 'setTimeout("1", 1);',
  'no-meaningless-void-operator': 'void undefined;',
  'no-misused-promises': 'if (promise) say(1);',
  'no-redundant-type-constituents': 'let text: string | any; say(text = "");',
  'no-unnecessary-boolean-literal-compare': 'if (yes === true) say(1);',
  'no-unnecessary-template-expression': 'say(`${"a"}`);',
  'no-unnecessary-type-arguments': 'generic<number>();',
  'no-unnecessary-type-assertion': 'say(three!);',
  'no-unnecessary-type-conversion': 'say(String(text));',
  'no-unnecessary-type-parameters': '(function of<T>(value: T) { say(value); })(1);',
  'no-unsafe-argument': 'takesText(anything);',
  'no-unsafe-call': 'anything();',
  'no-unsafe-member-access': 'say(anything.member);',
  'no-unsafe-unary-minus': 'say(-text);',
  'no-useless-default-assignment': 'list.map((each = 2) => each);',
  'only-throw-error': 'throw text;',
  'prefer-promise-reject-errors': 'say(Promise.reject(1));',
  'prefer-reduce-type-parameter': 'list.reduce((all, each) => all.concat(each), [] as number[]);',
  'prefer-return-this-type': 'say(class Itself { self(): Itself { return this; } });',
  'related-getter-setter-pairs': 'say(class { get of(): number { return 1; } set of(value: string) { say(value); } });',
  'restrict-plus-operands': 'say(list + text);',
  'restrict-template-expressions': 'say(`${maybe}`);',
  'return-await': 'try { return promise; } catch { return 1; }',
  'switch-exhaustiveness-check': 'switch (choice) { case "a": break; }',
  'use-unknown-in-catch-callback-variable': 'promise.catch((error: Error) => error);',
};

const declarations = `
declare const anything: any;
declare const choice: 'a' | 'b';
declare const list: number[];
declare const maybe: number | undefined;
declare const object: object;
declare const promise: Promise<number>;
declare const text: string;
declare const three: number;
declare const yes: boolean;
declare function generic<T = number>(): T;
/** @deprecated */
declare function old(): void;
declare function say(value: unknown): void;
declare function takesText(value: string): void;
`;

/** The rules that a file of these statements breaks, by the number of the statement. */
async function brokenRules(
  path: string,
  statements: readonly string[],
): Promise<ReadonlyMap<number, ReadonlySet<string>>> {
  const folder = mkdtempSync(join(tmpdir(), 'api7-rules-'));
  try {
    copyFileSync(join(root, '.oxlintrc.jsonc'), join(folder, '.oxlintrc.jsonc'));
    // It looks for the part that knows types below the folder that it runs in.
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: { strict: true, target: 'ES2023', module: 'esnext' } }),
    );
    const lines = statements.map((statement) => `async () => { ${statement} };`);
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, [...lines, declarations, 'export {};'].join('\n'));
    const program = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');
    const output = await new Promise<string>((resolve) =>
      execFile(process.execPath, [program, '--format', 'json', path], { cwd: folder }, (_error, stdout) =>
        resolve(stdout),
      ),
    );
    const broken = new Map<number, Set<string>>();
    for (const { code, labels } of JSON.parse(output).diagnostics) {
      const statement = labels[0].span.line - 1;
      broken.set(statement, (broken.get(statement) ?? new Set()).add(/\((.+)\)/.exec(code)?.[1] ?? code));
    }
    return broken;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('Rules that ask for types', () => {
  const names = Object.keys(faults);

  it('are each kept by what ships', async () => {
    const broken = await brokenRules('src/core/faults.ts', Object.values(faults));
    assert.deepEqual(
      names.filter((name, index) => !broken.get(index)?.has(name)),
      [],
    );
  });

  it('hold tests to what loses a failure', async () => {
    const broken = await brokenRules('test/unit/faults.test.ts', Object.values(faults));
    assert.deepEqual(
      names.filter((name, index) => broken.get(index)?.has(name)),
      ['no-floating-promises', 'no-misused-promises', 'switch-exhaustiveness-check'],
    );
  });

  const path = join(root, '.oxlintrc.jsonc');
  const { config } = ts.parseConfigFileTextToJson(path, readFileSync(path, 'utf8'));

  it('have a fault here, each that is on', () => {
    const on = Object.entries({ ...config.rules, ...config.overrides[0].rules })
      .filter(([, level]) => level !== 'off')
      .map(([name]) => name.replace('typescript/', ''));
    assert.deepEqual(on.filter((name) => !name.includes('enum')).sort(), [...names].sort());
  });

  it('are all of strictTypeChecked, on or off', () => {
    const decided = new Set([...Object.keys(config.rules), ...Object.keys(config.overrides[0].rules)]);
    const wanted = tseslint.configs.strictTypeCheckedOnly
      .flatMap(({ rules }) => Object.keys(rules ?? {}))
      .filter((name) => name.startsWith('@typescript-eslint/'))
      .map((name) => name.replace('@typescript-eslint/', 'typescript/'));
    assert.deepEqual(
      wanted.filter((name) => !decided.has(name)),
      // VS Code's Disposable and our own are one shape, on purpose; oxlint does not have it.
      ['typescript/no-unsafe-class-instance-assignment'],
    );
  });
});
