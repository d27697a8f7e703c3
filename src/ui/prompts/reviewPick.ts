import { chooseRow } from '../window/chooseRow';
import type { Row } from '../window/rows';

export type ReviewRow<Choice> = Row & {
  /** The result of Enter. Rows without one only inform. */
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
export async function showReview<Choice>({ title, placeholder, rows }: Review<Choice>): Promise<Choice | undefined> {
  const chosen = await chooseRow(rows, {
    title,
    placeholder,
    ignoreFocusOut: true,
    matchOnDescription: true,
    matchOnDetail: true,
    active: rows[0],
    isChoice: ({ choice }) => choice !== undefined,
  });
  return chosen?.choice;
}

export const section = (label: string): ReviewRow<never> => ({ label, isHeading: true });
