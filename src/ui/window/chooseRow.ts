import { ListBox } from './boxes';
import type { Row } from './rows';

/** How a list of rows is shown. */
export interface RowQuestion {
  readonly title: string;
  readonly placeholder?: string;
  /** Stays when the focus goes elsewhere. */
  readonly ignoreFocusOut?: boolean;
  readonly matchOnDescription?: boolean;
  readonly matchOnDetail?: boolean;
}

/** Lets a person choose one row; undefined where they leave. */
export function chooseRow<T extends Row>(rows: readonly T[], question: RowQuestion): Promise<T | undefined> {
  const { title, placeholder, ignoreFocusOut = false, matchOnDescription = false, matchOnDetail = false } = question;
  const box = new ListBox<T>();
  box.title = title;
  if (placeholder !== undefined) box.placeholder = placeholder;
  box.ignoreFocusOut = ignoreFocusOut;
  box.matchOnDescription = matchOnDescription;
  box.matchOnDetail = matchOnDetail;
  box.rows = rows;
  return new Promise((resolve) => {
    box.onDidAccept(() => {
      const [row] = box.active;
      if (!row) return;
      resolve(row);
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
}
