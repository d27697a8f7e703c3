import * as vscode from 'vscode';
import { ListBox } from '../window/boxes';
import type { Row } from '../window/rows';

/** Lets a person pick one of a few fixed choices, beginning at the current one, which is marked. Undefined when dismissed. */
export function pickChoice<T extends string>(question: {
  readonly title: string;
  readonly choices: readonly T[];
  readonly current: T;
  readonly toLabel: (choice: T) => string;
}): Promise<T | undefined> {
  const { title, choices, current, toLabel } = question;
  const rows = choices.map((choice) => ({
    choice,
    label: toLabel(choice),
    icon: choice === current ? 'check' : 'blank',
    ...(choice === current && { description: vscode.l10n.t('current') }),
  }));
  const box = new ListBox<Row & { readonly choice: T }>();
  box.title = title;
  box.rows = rows;
  box.active = rows.filter(({ choice }) => choice === current);
  return new Promise((resolve) => {
    box.onDidAccept(() => {
      resolve(box.active[0]?.choice);
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
}
