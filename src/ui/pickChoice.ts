import * as vscode from 'vscode';

/** Lets a person pick one of a few fixed choices, beginning at the current one, which is marked. Undefined when dismissed. */
export function pickChoice<T extends string>(question: {
  readonly title: string;
  readonly choices: readonly T[];
  readonly current: T;
  readonly toLabel: (choice: T) => string;
}): Promise<T | undefined> {
  const { title, choices, current, toLabel } = question;
  const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly choice: T }>();
  pick.title = title;
  pick.items = choices.map((choice) => ({
    choice,
    label: toLabel(choice),
    iconPath: new vscode.ThemeIcon(choice === current ? 'check' : 'blank'),
    ...(choice === current && { description: vscode.l10n.t('current') }),
  }));
  pick.activeItems = pick.items.filter(({ choice }) => choice === current);
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.activeItems[0]?.choice);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
