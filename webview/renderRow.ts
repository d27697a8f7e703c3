import type { DetailChangeKind, DetailRow, DetailWords, PageActionKind } from '../src/shared/protocol';
import { english as fill } from '../src/shared/translate';
import { toShortText, toVisibleText } from '../src/shared/visibleText';
import { element, icon } from './element';
import { severityClass, severityIcon } from './severity';
import { tags } from './toolkit';

/** The actions that the page offers. */
export interface PageActions {
  copy(row: string, value?: number): void;
  more(row: string): void;
  fold(section: string, isFolded: boolean): void;
  refresh(): void;
  change(kind: DetailChangeKind): void;
  /** Shows another certificate of the file. */
  choose(index: number): void;
  act(kind: PageActionKind): void;
  /** A button of a row. */
  press(row: string, button: number): void;
}

export interface RowContext {
  readonly words: DetailWords;
  /** The number of values shown. */
  readonly count: number;
  readonly actions: PageActions;
}

/** Names a control across renderings, so that focus and the sign of a copy find it again. */
export const copyKey = (row: string, value: number | undefined): string => `copy ${row} ${value ?? 'all'}`;

export function renderRow(row: DetailRow, context: RowContext): HTMLElement {
  const { words, count, actions } = context;
  const isMany = row.values.length > 1;
  const label = toVisibleText(row.label);
  const all = fill(words.copyAll, { label, count: row.values.length });
  return element('div', {
    class: 'row',
    attributes: { 'data-row': row.id },
    children: [
      element('dt', {
        children: [
          element('span', { text: label }),
          row.oid === undefined ? undefined : element('span', { class: 'oid', text: toVisibleText(row.oid) }),
        ],
      }),
      // Beside the label, not in it: the label is read alone.
      isMany && !row.isAbsent
        ? element('dd', { class: 'all', children: [copyButton(row.id, undefined, all, actions)] })
        : undefined,
      element('dd', {
        class: 'values',
        children: [
          ...row.values.slice(0, count).map((value, index) => renderValue(row, { value, index }, context)),
          row.values.length > count ? moreButton(row, context) : undefined,
          renderNote(row),
          renderButtons(row, actions),
        ],
      }),
    ],
  });
}

function renderValue(
  row: DetailRow,
  { value, index }: { readonly value: string; readonly index: number },
  { words, actions }: RowContext,
): HTMLElement {
  const isMany = row.values.length > 1;
  const label = toVisibleText(isMany ? `${row.label}: ${toShortText(value, 80)}` : row.label);
  const isSigned = row.severity !== undefined && row.note === undefined && index === 0;
  return element('div', {
    class: [
      'value',
      row.isMonospace ? 'monospace' : '',
      row.isAbsent ? 'absent' : '',
      isSigned ? severityClass(row.severity) : '',
    ]
      .join(' ')
      .trim(),
    children: [
      isSigned ? severityIcon(row.severity) : undefined,
      // Isolated by the style sheet: a right-to-left name must not rearrange what stands beside it.
      element('span', { class: 'text', text: toVisibleText(value) }),
      row.isAbsent ? undefined : copyButton(row.id, isMany ? index : undefined, fill(words.copy, { label }), actions),
    ],
  });
}

function renderNote({ note, severity }: DetailRow): HTMLElement | undefined {
  if (note === undefined) return undefined;
  return element('div', {
    class: `note ${severityClass(severity)}`.trim(),
    children: [severityIcon(severity), element('span', { text: toVisibleText(note) })],
  });
}

function renderButtons({ id, buttons = [] }: DetailRow, actions: PageActions): HTMLElement | undefined {
  if (buttons.length === 0) return undefined;
  return element('div', {
    class: 'buttons',
    children: buttons.map((text, index) =>
      element(tags.button, {
        text,
        attributes: { appearance: 'secondary', 'data-key': `press ${id} ${index}` },
        onClick: () => actions.press(id, index),
      }),
    ),
  });
}

function copyButton(row: string, value: number | undefined, label: string, actions: PageActions): HTMLElement {
  return element(tags.button, {
    class: 'copy',
    attributes: { appearance: 'icon', 'aria-label': label, title: label, 'data-key': copyKey(row, value) },
    children: [icon('copy')],
    onClick: () => actions.copy(row, value),
  });
}

const moreButton = (row: DetailRow, { words, count, actions }: RowContext): HTMLElement =>
  element(tags.button, {
    attributes: { appearance: 'secondary', 'data-key': `more ${row.id}` },
    text: fill(words.more, { count: row.values.length - count }),
    onClick: () => actions.more(row.id),
  });
