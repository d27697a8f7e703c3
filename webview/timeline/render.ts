import type { TimelineControl, TimelineIntent, TimelineRow, TimelineState } from '../../src/shared/timelineProtocol';
import { toVisibleText } from '../../src/shared/visibleText';
import { activitySign, element, icon } from '../element';
import { severityClass, severityIcon } from '../severity';
import { lookPatterns, swatch } from './chart';

type Act = (intent: TimelineIntent) => void;

/**
 * The page for a state, but for the picture, which is drawn once its width is known. Every text is set as text, made
 * visible.
 */
export function render(state: TimelineState, act: Act): readonly (HTMLElement | SVGElement)[] {
  const isEmpty = state.periods.every(({ total }) => total === 0);
  return [
    lookPatterns(),
    renderHeader(state, act),
    renderNumbers(state, act),
    renderControls(state, act),
    renderNotes(state),
    isEmpty ? renderEmpty(state) : renderPicture(state),
    element('div', {
      class: 'columns',
      children: [isEmpty ? undefined : renderTable(state, act), renderList(state, act)],
    }),
  ];
}

const renderHeader = ({ title, subtitle, words, activity, ...state }: TimelineState, act: Act): HTMLElement =>
  element('header', {
    children: [
      element('div', {
        class: 'titles',
        children: [
          element('h1', { text: title, attributes: { tabindex: '-1', 'data-key': 'heading' } }),
          element('p', { class: 'subtitle', text: subtitle }),
        ],
      }),
      activitySign(activity),
      element('div', {
        class: 'actions',
        children: [
          state.canCheckFiles ? button('checkFiles', words.checkFiles, () => act({ kind: 'checkFiles' })) : undefined,
          state.canExport ? button('export', words.exportAll, () => act({ kind: 'export' })) : undefined,
          button('refresh', words.refresh, () => act({ kind: 'refresh' })),
        ],
      }),
    ],
  });

const button = (key: string, text: string, onClick: () => void): HTMLElement =>
  element('button', { class: 'plain', text, attributes: { type: 'button', 'data-key': key }, onClick });

const renderNumbers = ({ numbers, words, chosen }: TimelineState, act: Act): HTMLElement =>
  element('ul', {
    class: 'numbers',
    attributes: { 'aria-label': words.numbers },
    children: numbers.map(({ id, label, count, severity }) =>
      element('li', {
        children: [
          element('button', {
            class: severityClass(severity),
            attributes: { type: 'button', 'data-key': `choose ${id}`, ...current(chosen?.id === id) },
            children: [
              element('span', { class: 'count', children: [severityIcon(severity), element('span', { text: count })] }),
              element('span', { class: 'about', text: label }),
            ],
            onClick: () => act({ kind: 'choose', id }),
          }),
        ],
      }),
    ),
  });

const current = (isCurrent: boolean): Readonly<Record<string, string>> => (isCurrent ? { 'aria-current': 'true' } : {});

const renderControls = ({ controls, words }: TimelineState, act: Act): HTMLElement =>
  element('div', {
    class: 'controls',
    attributes: { role: 'group', 'aria-label': words.filters },
    children: controls.map((control) => renderControl(control, act)),
  });

function renderControl({ id, label, options, chosen }: TimelineControl, act: Act): HTMLElement {
  const select = element('select', {
    attributes: { id: `set-${id}`, 'data-key': `set ${id}` },
    children: options.map((option) =>
      element('option', {
        text: toVisibleText(option.text),
        attributes: { value: option.id, ...(option.id === chosen ? { selected: '' } : {}) },
      }),
    ),
  });
  select.addEventListener('change', () => {
    if (select instanceof HTMLSelectElement) act({ kind: 'set', control: id, option: select.value });
  });
  return element('div', { children: [element('label', { text: label, attributes: { for: `set-${id}` } }), select] });
}

const renderNotes = ({ notes }: TimelineState): HTMLElement =>
  element('ul', {
    class: 'notes',
    children: notes.map((note) =>
      element('li', {
        class: 'severity-info',
        children: [icon('info'), element('span', { text: toVisibleText(note) })],
      }),
    ),
  });

const renderEmpty = ({ words }: TimelineState): HTMLElement =>
  element('p', { class: 'message severity-info', children: [icon('info'), element('span', { text: words.empty })] });

const renderPicture = ({ series }: TimelineState): HTMLElement =>
  element('figure', {
    children: [
      element('div', { class: 'picture' }),
      element('figcaption', {
        children: [
          element('ul', {
            class: 'legend',
            children: series.map(({ look, text, count }) =>
              element('li', {
                children: [swatch(look), element('span', { text: `${toVisibleText(text)} (${count})` })],
              }),
            ),
          }),
        ],
      }),
    ],
  });

/** The same numbers as the picture: periods without a certificate are left out. */
function renderTable({ words, series, periods, chosen }: TimelineState, act: Act): HTMLElement {
  const head = [words.period, words.total, ...series.map(({ text }) => text)].map((text) =>
    element('th', { text: toVisibleText(text), attributes: { scope: 'col' } }),
  );
  const rows = periods
    .filter(({ total }) => total > 0)
    .map(({ id, label, total, counts }) =>
      element('tr', {
        attributes: current(chosen?.id === id),
        children: [
          element('th', {
            attributes: { scope: 'row' },
            children: [
              element('button', {
                class: 'link',
                text: toVisibleText(label),
                attributes: { type: 'button', 'data-key': `choose ${id}`, ...current(chosen?.id === id) },
                onClick: () => act({ kind: 'choose', id }),
              }),
            ],
          }),
          ...[total, ...counts].map((count) => element('td', { text: String(count) })),
        ],
      }),
    );
  return element('section', {
    attributes: { 'aria-labelledby': 'title-table' },
    children: [
      element('h2', { text: words.table, attributes: { id: 'title-table' } }),
      element('div', {
        class: 'scrolls',
        children: [
          element('table', {
            attributes: { 'aria-labelledby': 'title-table' },
            children: [
              element('thead', { children: [element('tr', { children: head })] }),
              element('tbody', { children: rows }),
            ],
          }),
        ],
      }),
    ],
  });
}

function renderList({ chosen, words }: TimelineState, act: Act): HTMLElement {
  if (!chosen) return element('p', { class: 'hint', text: words.choose });
  return element('section', {
    attributes: { 'aria-labelledby': 'title-list' },
    children: [
      element('h2', { text: chosen.title, attributes: { id: 'title-list', tabindex: '-1', 'data-key': 'list' } }),
      chosen.more === undefined ? undefined : element('p', { class: 'hint', text: chosen.more }),
      element('ul', { class: 'list', children: chosen.rows.map((row, index) => renderRow(row, index, act)) }),
    ],
  });
}

const renderRow = ({ title, note, severity }: TimelineRow, index: number, act: Act): HTMLElement =>
  element('li', {
    children: [
      element('button', {
        class: severityClass(severity),
        attributes: { type: 'button', 'data-key': `open ${index}` },
        children: [
          severityIcon(severity),
          element('span', {
            children: [
              element('span', { class: 'text', text: toVisibleText(title) }),
              element('span', { class: 'about', text: toVisibleText(note) }),
            ],
          }),
        ],
        onClick: () => act({ kind: 'open', index }),
      }),
    ],
  });
