import * as vscode from 'vscode';
import { toShortText } from '../../shared/visibleText';
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

/** Makes a row that states a fact, and stays whatever is typed. */
export const factRow = (icon: string, label: string, fact: string): ReviewRow<never> => ({
  icon,
  label,
  description: toShortText(fact, 200),
  alwaysShow: true,
});

export const section = (label: string): ReviewRow<never> => ({ label, isHeading: true });

/** Puts what a person can change before what they cannot, each below a heading that says so. */
export function bySection<Choice>(rows: readonly ReviewRow<Choice>[]): readonly ReviewRow<Choice>[] {
  const changeable = rows.filter(({ choice }) => choice !== undefined);
  const fixed = rows.filter(({ choice }) => choice === undefined);
  return [
    ...(changeable.length > 0
      ? [section(vscode.l10n.t('What will be sent: choose a row to change it')), ...changeable]
      : []),
    ...(fixed.length > 0 ? [section(vscode.l10n.t('What will be sent: fixed')), ...fixed] : []),
  ];
}
