import * as vscode from 'vscode';
import { ListBox } from '../window/boxes';
import type { Row } from '../window/rows';
import type { Answer, Question, Session } from './promptSession';
import { ask } from './promptSession';

export interface Choice<T> extends Pick<Row, 'label' | 'description' | 'detail' | 'icon'> {
  readonly value: T;
  /** Active at first; with {@link pickMany}: ticked at first. */
  readonly isPreset?: boolean;
}

/** The choices; or why they are not known, with what can be done all the same. */
export type Choices<T> =
  | {
      readonly ok: true;
      readonly choices: readonly Choice<T>[];
      /** Set where the only choice is taken without asking. */ readonly isAutomatic?: boolean;
    }
  | { readonly ok: false; readonly failure: PickFailure; readonly choices: readonly Choice<T>[] };

export interface PickFailure {
  readonly what: string;
  /** The text of a line below, e.g. the gateway's own words. */
  readonly more?: string;
}

export interface PickQuestion<T> extends Question {
  readonly placeholder: string;
  /**
   * Choices at hand, or a way to get them: the list is busy meanwhile and can be left; failures stand in it, with Try
   * Again.
   */
  readonly choices: readonly Choice<T>[] | ((signal: AbortSignal) => Promise<Choices<T>>);
}

type ChoiceRow<T> = Row & { readonly isPreset?: boolean } & (
    { readonly does: 'choose'; readonly value: T } | { readonly does: 'retry' | 'nothing' }
  );

/** Lets a person choose one of several things. */
export function pick<T>(question: PickQuestion<T>): Promise<Answer<T>> {
  const { choices, placeholder } = question;
  const box = new ListBox<ChoiceRow<T>>();
  box.placeholder = placeholder;
  box.matchOnDescription = true;
  box.matchOnDetail = true;
  return ask<T>(box, question, (session) => {
    const reload = () => {
      if (typeof choices === 'function') fill(box, { load: choices, placeholder, session }).catch(session.fail);
      else showRows(box, choices.map(toRow));
    };
    box.onDidAccept(() => {
      const [row] = box.selected;
      if (row?.does === 'choose') session.end({ kind: 'value', value: row.value });
      else if (row?.does === 'retry') reload();
    });
    reload();
  });
}

async function fill<T>(
  box: ListBox<ChoiceRow<T>>,
  {
    load,
    placeholder,
    session,
  }: {
    readonly load: (signal: AbortSignal) => Promise<Choices<T>>;
    readonly placeholder: string;
    readonly session: Session<T>;
  },
): Promise<void> {
  const { end, signal } = session;
  box.rows = [];
  box.placeholder = placeholder;
  box.busy = true;
  const loaded = await load(signal);
  if (signal.aborted) return;
  box.busy = false;
  const [only, second] = loaded.choices;
  if (loaded.ok && loaded.isAutomatic && only && !second)
    return end({ kind: 'value', value: only.value, isAutomatic: true });
  const rows = loaded.choices.map(toRow);
  if (loaded.ok) return showRows(box, rows);
  box.placeholder = vscode.l10n.t('That did not work. What next?');
  showRows(box, [...failureRows<T>(loaded.failure), ...rows]);
}

function showRows<T>(box: ListBox<ChoiceRow<T>>, rows: readonly ChoiceRow<T>[]): void {
  box.rows = rows;
  const preset = rows.find(({ isPreset }) => isPreset) ?? rows.find(({ does }) => does !== 'nothing');
  box.active = preset ? [preset] : [];
}

/** Returns the rows of a failure, shown whatever is in the filter box. */
const failureRows = <T>({ what, more }: PickFailure): readonly ChoiceRow<T>[] => [
  { does: 'nothing', icon: 'error', label: what, alwaysShow: true, ...(more && { detail: more }) },
  { does: 'retry', icon: 'refresh', label: vscode.l10n.t('Retry'), alwaysShow: true },
];

/** Lets a person choose any number of several things. */
export function pickMany<T>(
  question: Question & { readonly placeholder: string; readonly choices: readonly Choice<T>[] },
): Promise<Answer<readonly T[]>> {
  const box = new ListBox<Choice<T>>();
  box.placeholder = question.placeholder;
  box.canSelectMany = true;
  box.matchOnDescription = true;
  box.rows = question.choices;
  box.selected = question.choices.filter(({ isPreset }) => isPreset);
  return ask<readonly T[]>(box, question, ({ end }) => {
    box.onDidAccept(() => end({ kind: 'value', value: box.selected.map(({ value }) => value) }));
  });
}

const toRow = <T>(choice: Choice<T>): ChoiceRow<T> => ({ ...choice, does: 'choose' });
