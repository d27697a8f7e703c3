import * as vscode from 'vscode';

export type ReviewRow<Choice> = vscode.QuickPickItem & {
  /** What Enter does on it. Rows without one only inform, and stay where they are. */
  readonly choice?: Choice;
};

export interface Review<Choice> {
  readonly title: string;
  readonly placeholder: string;
  /** The first one is active at first. */
  readonly rows: readonly ReviewRow<Choice>[];
}

/**
 * Shows what is about to happen, whole, before anything does.
 *
 * @returns undefined when the person leaves
 */
export function showReview<Choice>({ title, placeholder, rows }: Review<Choice>): Promise<Choice | undefined> {
  return new Promise((resolve) => {
    const pick = vscode.window.createQuickPick<ReviewRow<Choice>>();
    pick.title = title;
    pick.placeholder = placeholder;
    pick.ignoreFocusOut = true;
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
    pick.items = rows;
    const [first] = rows;
    if (first) pick.activeItems = [first];
    const done = (choice: Choice | undefined) => {
      resolve(choice);
      pick.hide();
    };
    pick.onDidAccept(() => {
      const choice = pick.activeItems[0]?.choice;
      if (choice !== undefined) done(choice);
    });
    pick.onDidTriggerItemButton(({ item }) => item.choice !== undefined && done(item.choice));
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

export const section = (label: string): ReviewRow<never> => ({ label, kind: vscode.QuickPickItemKind.Separator });
