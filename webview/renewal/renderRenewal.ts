import type {
  RenewalAction,
  RenewalLine,
  RenewalObjectRow,
  RenewalState,
  RenewalWords,
} from '../../src/shared/renewalProtocol';
import { english as fill } from '../../src/shared/translate';
import { toVisibleText } from '../../src/shared/visibleText';
import { element, spinner } from '../element';
import { severityClass, severityIcon } from '../severity';
import { tags } from '../toolkit';

/** The actions of a person on the page. */
export interface RenewalActions {
  act(kind: RenewalAction['kind']): void;
  select(row: string, isSelected: boolean): void;
  selectAll(isSelected: boolean): void;
  press(row: string, button: number): void;
}

/** The page for a state. Texts come from certificates and gateways: every one of them is set as text, made visible. */
export function renderRenewal(state: RenewalState, actions: RenewalActions): readonly HTMLElement[] {
  const { title, subtitle, notes, status } = state;
  return [
    element('header', {
      children: [
        element('div', {
          class: 'titles',
          children: [
            element('h1', { text: toVisibleText(title), attributes: { tabindex: '-1', 'data-key': 'heading' } }),
            element('p', { class: 'subtitle', text: toVisibleText(subtitle) }),
          ],
        }),
      ],
    }),
    element('div', {
      class: 'actions',
      attributes: { role: 'toolbar', 'aria-label': state.words.actions },
      children: state.actions.map((action) => renderAction(action, actions)),
    }),
    ...(status ? [renderStatus(status)] : []),
    ...notes.map((note) => element('div', { class: 'message', children: [renderLine(note)] })),
    ...(state.rows.length === 0 ? [] : [renderTable(state, actions)]),
  ];
}

const renderAction = (
  { kind, label, text, isPrimary, isDisabled }: RenewalAction,
  actions: RenewalActions,
): HTMLElement =>
  element(tags.button, {
    text: label,
    attributes: {
      appearance: isPrimary ? 'primary' : 'secondary',
      title: text,
      'data-key': `act ${kind}`,
      ...(isDisabled ? { disabled: '' } : {}),
    },
    onClick: () => actions.act(kind),
  });

const renderStatus = (status: NonNullable<RenewalState['status']>): HTMLElement =>
  element('div', {
    class: `message renewal-status severity-${status.severity}`,
    children: status.isBusy ? [spinner(), element('span', { text: toVisibleText(status.text) })] : [renderLine(status)],
  });

function renderLine({ severity, text }: RenewalLine, className = ''): HTMLElement {
  return element('p', {
    class: `line ${className} ${severityClass(severity)}`.replace('  ', ' '),
    children: [severityIcon(severity), element('span', { text: toVisibleText(text) })],
  });
}

/** Roles are written out: where there is little room the rows are stacked, which takes them away from the elements. */
function renderTable({ words, rows }: RenewalState, actions: RenewalActions): HTMLElement {
  const head = (text: string): HTMLElement =>
    element('th', { text, attributes: { scope: 'col', role: 'columnheader' } });
  return element('table', {
    class: 'renewal',
    attributes: { role: 'table', 'aria-label': words.objects },
    children: [
      element('thead', {
        attributes: { role: 'rowgroup' },
        children: [
          element('tr', {
            attributes: { role: 'row' },
            children: [
              element('td', { attributes: { role: 'cell' }, children: [renderSelectAll(rows, words, actions)] }),
              head(words.object),
              head(words.expires),
              head(words.affected),
            ],
          }),
        ],
      }),
      element('tbody', {
        attributes: { role: 'rowgroup' },
        children: rows.map((row) => renderRow(row, words, actions)),
      }),
    ],
  });
}

function renderSelectAll(rows: readonly RenewalObjectRow[], words: RenewalWords, actions: RenewalActions): HTMLElement {
  const able = rows.filter(({ isSelectable }) => isSelectable);
  const chosen = able.filter(({ isSelected }) => isSelected).length;
  return checkbox({
    key: 'all',
    label: words.selectAll,
    isChecked: able.length > 0 && chosen === able.length,
    isMixed: chosen > 0 && chosen < able.length,
    isDisabled: able.length === 0,
    onChange: (isChecked) => actions.selectAll(isChecked),
  });
}

function renderRow(row: RenewalObjectRow, words: RenewalWords, actions: RenewalActions): HTMLElement {
  const [gateway, title] = [toVisibleText(row.gateway), toVisibleText(row.title)];
  return element('tr', {
    attributes: { role: 'row', 'data-object': row.key, ...(row.isBusy ? { 'aria-busy': 'true' } : {}) },
    children: [
      element('td', {
        class: 'choose',
        attributes: { role: 'cell' },
        children: [
          checkbox({
            key: `select ${row.key}`,
            label: fill(words.select, { name: title, gateway }),
            isChecked: row.isSelected,
            isDisabled: !row.isSelectable,
            onChange: (isChecked) => actions.select(row.key, isChecked),
          }),
        ],
      }),
      element('th', {
        class: 'object',
        attributes: { scope: 'row', role: 'rowheader' },
        children: [
          element('div', {
            class: 'gateway',
            children: [
              element('span', { class: 'text', text: gateway }),
              row.isProduction ? element('strong', { class: 'production', text: words.production }) : undefined,
            ],
          }),
          element('div', { class: 'name text', text: title }),
          row.names === '' ? undefined : element('div', { class: 'more text', text: toVisibleText(row.names) }),
          element('div', {
            class: 'more',
            children: [
              element('span', { text: `${words.id} ` }),
              element('span', { class: 'id text', text: toVisibleText(row.id) }),
            ],
          }),
        ],
      }),
      element('td', { class: 'expires', attributes: { role: 'cell' }, children: renderExpiry(row, words) }),
      element('td', {
        class: 'affected',
        attributes: { role: 'cell' },
        children: [
          row.state ? renderState(row.state, row.isBusy) : undefined,
          ...row.lines.map((line) => renderLine(line)),
          element('div', {
            class: 'buttons',
            children: row.buttons.map((label, index) =>
              element(tags.button, {
                text: label,
                attributes: {
                  appearance: 'secondary',
                  'aria-label': `${label} ${title}, ${gateway}`,
                  'data-key': `press ${row.key} ${index}`,
                },
                onClick: () => actions.press(row.key, index),
              }),
            ),
          }),
        ],
      }),
    ],
  });
}

const renderState = (state: RenewalLine, isBusy: boolean): HTMLElement =>
  isBusy
    ? element('p', {
        class: 'line state',
        children: [spinner(), element('span', { text: toVisibleText(state.text) })],
      })
    : renderLine(state, 'state');

function renderExpiry({ before, after }: RenewalObjectRow, words: RenewalWords): readonly (HTMLElement | undefined)[] {
  return [
    element('div', { class: 'date', text: before.date }),
    before.note === ''
      ? undefined
      : element('p', {
          class: `line ${severityClass(before.severity)}`,
          children: [severityIcon(before.severity), element('span', { text: toVisibleText(before.note) })],
        }),
    ...(after
      ? [
          element('div', { class: 'then', text: words.then }),
          element('div', { class: 'date', text: after.date }),
          element('div', { class: 'more', text: toVisibleText(after.note) }),
        ]
      : []),
  ];
}

interface CheckboxParts {
  readonly key: string;
  readonly label: string;
  readonly isChecked: boolean;
  readonly isMixed?: boolean;
  readonly isDisabled: boolean;
  readonly onChange: (isChecked: boolean) => void;
}

function checkbox({ key, label, isChecked, isMixed = false, isDisabled, onChange }: CheckboxParts): HTMLElement {
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.checked = isChecked;
  box.indeterminate = isMixed;
  box.disabled = isDisabled;
  box.setAttribute('aria-label', label);
  box.title = label;
  box.dataset['key'] = key;
  box.addEventListener('change', () => onChange(box.checked));
  return box;
}
