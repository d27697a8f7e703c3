import { ListBox } from '../window/boxes';
import type { Row } from '../window/rows';

export type ReviewRow<Choice> = Row & {
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
    const pick = new ListBox<ReviewRow<Choice>>();
    pick.title = title;
    pick.placeholder = placeholder;
    pick.ignoreFocusOut = true;
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
    pick.rows = rows;
    const [first] = rows;
    if (first) pick.active = [first];
    const done = (choice: Choice | undefined) => {
      resolve(choice);
      pick.hide();
    };
    pick.onDidAccept(() => {
      const choice = pick.active[0]?.choice;
      if (choice !== undefined) done(choice);
    });
    pick.onDidTriggerRowButton(({ choice }) => choice !== undefined && done(choice));
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

export const section = (label: string): ReviewRow<never> => ({ label, isHeading: true });
