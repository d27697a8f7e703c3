import assert from 'node:assert/strict';
import { join } from 'node:path';
import { ESLint } from 'eslint';

describe('The lock on keys and clicks of UI tests', () => {
  const root = join(__dirname, '..', '..');
  const file = join(root, 'test', 'ui', 'tree.test.ts');

  /** Of these statements, those that a UI test is refused. */
  const refused = async (statements: readonly string[]): Promise<readonly string[]> => {
    const { rules } = await new ESLint({ cwd: root }).calculateConfigForFile(file);
    const alone = new ESLint({
      cwd: root,
      overrideConfigFile: true,
      overrideConfig: [{ files: ['**/*.ts'], rules: { 'no-restricted-syntax': rules['no-restricted-syntax'] } }],
    });
    const [result] = await alone.lintText(statements.join('\n'), { filePath: file });
    return [
      ...new Set(
        (result?.messages ?? []).map(({ ruleId, line, message }) =>
          ruleId === 'no-restricted-syntax' ? (statements[line - 1] ?? '') : message,
        ),
      ),
    ];
  };

  it('lets the harness be used', async () =>
    assert.deepEqual(
      await refused([
        "workbench().user.click(tree.row('a'));",
        "user.press(peek, 'Escape');",
        "quickInput.fill('a');",
        "workbench().quickInput.type('a');",
        "notifications.press('a', 'b');",
        'gateway.faults.clear();',
      ]),
      [],
    ));

  it('keeps from tests what waits for nobody', async () => {
    const statements = [
      "page.keyboard.press('Escape');",
      "workbench().page.keyboard.press('Escape');",
      'page.mouse.wheel(0, 1);',
      "tree.row('a').click();",
      "files.row('a').dblclick();",
      "quickInput.input.fill('a');",
      "quickInput.input.press('Enter');",
      "tree.row('a').hover();",
      'page.waitForTimeout(100);',
      'setTimeout(run, 100);',
    ];
    assert.deepEqual(await refused(statements), statements);
  });
});
