import type { Disposable } from '../../shared/emitter';
import { ListBox } from './boxes';
import type { Row } from './rows';

/** The question that a list of rows asks, and how the list behaves. */
export interface RowQuestion<T extends Row> {
  readonly title: string;
  readonly placeholder?: string;
  /** Stays when the focus goes elsewhere. */
  readonly ignoreFocusOut?: boolean;
  readonly matchOnDescription?: boolean;
  readonly matchOnDetail?: boolean;
  /** The row under the cursor at first. */
  readonly active?: T | undefined;
  /** False for rows that only inform: the list stays. */
  readonly isChoice?: (row: T) => boolean;
  /** Fills the list while it is shown, until what this returns is disposed. */
  readonly follow?: (box: ListBox<T>) => Disposable;
}

/** Lets a person choose one row, by Enter or by the row's button; undefined where they leave. */
export function chooseRow<T extends Row>(rows: readonly T[], question: RowQuestion<T>): Promise<T | undefined> {
  const { title, placeholder, active, isChoice = () => true, follow } = question;
  const { ignoreFocusOut = false, matchOnDescription = false, matchOnDetail = false } = question;
  const box = new ListBox<T>();
  box.title = title;
  if (placeholder !== undefined) box.placeholder = placeholder;
  box.ignoreFocusOut = ignoreFocusOut;
  box.matchOnDescription = matchOnDescription;
  box.matchOnDetail = matchOnDetail;
  box.rows = rows;
  if (active) box.active = [active];
  const following = follow?.(box);
  return new Promise((resolve) => {
    const choose = (row: T | undefined): void => {
      if (!row || !isChoice(row)) return;
      resolve(row);
      box.hide();
    };
    box.onDidAccept(() => choose(box.active[0]));
    box.onDidTriggerRowButton(choose);
    box.onDidHide(() => {
      resolve(undefined);
      following?.dispose();
      box.dispose();
    });
    box.show();
  });
}
