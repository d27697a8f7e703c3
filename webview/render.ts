import type { DetailModel, DetailSection, DetailState } from '../src/shared/protocol';
import { toVisibleText } from '../src/shared/visibleText';
import { activitySign, element, icon, spinner } from './element';
import { renderDangerZone, renderLabelChange, renderQuickChanges } from './renderChanges';
import { renderActions, renderContents } from './renderFile';
import { renderLifetime } from './renderLifetime';
import type { PageActions } from './renderRow';
import { renderRow } from './renderRow';
import { severityClass, severityIcon } from './severity';
import { tags } from './toolkit';
import type { View } from './view';
import { isFolded, shownCount } from './view';

type Ready = Extract<DetailState, { state: 'ready' }>;

/** The page for a view. Texts come from certificates: every one of them is set as text, made visible. */
export function render(view: View, actions: PageActions): readonly HTMLElement[] {
  const { state } = view;
  if (!state) return [];
  switch (state.state) {
    case 'loading':
      return [heading(state.title), status(state.words.loading)];
    case 'failed':
      return [
        heading(state.title),
        problem(state.sentence, state.words.retry, actions),
        ...renderActions(state, actions),
      ];
    case 'message':
      return [
        heading(state.title),
        message(state.sentence, state.isEncrypted ? 'lock' : 'info'),
        ...renderActions(state, actions),
      ];
    case 'ready':
      return renderReady(state, view, actions);
  }
}

function renderReady(state: Ready, view: View, actions: PageActions): readonly HTMLElement[] {
  const { detail, words } = state;
  return [
    renderHeader(state, actions),
    ...renderActions(state, actions, renderQuickChanges(state, actions)),
    ...(state.problem === undefined ? [] : [problem(state.problem, words.retry, actions)]),
    ...detail.notes.map((note) => message(note, 'info')),
    ...(detail.contents ? [renderContents(detail.contents, actions)] : []),
    ...detail.sections.map((section) => renderSection(section, { view, state, actions })),
    renderDangerZone(state, actions),
  ].filter((part) => part !== undefined);
}

const isLabels = ({ id }: DetailSection): boolean => id === 'labels';

/** Takes the focus when what had it is gone. */
const heading = (title: string): HTMLElement =>
  element('h1', { text: toVisibleText(title), attributes: { tabindex: '-1', 'data-key': 'heading' } });

const renderHeader = ({ detail, words, activity }: Ready, actions: PageActions): HTMLElement =>
  element('header', {
    children: [
      element('div', {
        class: 'titles',
        children: [
          heading(detail.title),
          element('p', { class: 'subtitle', text: toVisibleText(detail.subtitle) }),
          element('ul', { class: 'badges', children: detail.badges.map(renderBadge) }),
        ],
      }),
      activitySign(activity),
      element(tags.button, {
        class: 'refresh',
        attributes: { appearance: 'icon', 'aria-label': words.refresh, title: words.refresh, 'data-key': 'refresh' },
        children: [icon('refresh')],
        onClick: () => actions.refresh(),
      }),
    ],
  });

const renderBadge = ({ text, severity }: DetailModel['badges'][number]): HTMLElement =>
  element('li', {
    class: severityClass(severity),
    children: [
      severity === 'info' ? undefined : severityIcon(severity),
      element('span', { text: toVisibleText(text) }),
    ],
  });

function renderSection(
  section: DetailSection,
  { view, state, actions }: { readonly view: View; readonly state: Ready; readonly actions: PageActions },
): HTMLElement {
  const { words, detail } = state;
  const titleId = `title-${section.id}`;
  const title = element('h2', { text: section.title, attributes: { id: titleId } });
  const rows = element('dl', {
    children: section.rows.map((row) => renderRow(row, { words, actions, count: shownCount(view, row) })),
  });
  const bar = section.id === 'validity' && detail.lifetime ? renderLifetime(detail.lifetime) : undefined;
  return element('section', {
    attributes: { 'aria-labelledby': titleId },
    children: [
      ...(section.isCollapsed ? [foldable(section, { title, rows, view, actions })] : [title, bar, rows]),
      isLabels(section) ? renderLabelChange(state, actions) : undefined,
    ],
  });
}

function foldable(
  section: DetailSection,
  parts: {
    readonly title: HTMLElement;
    readonly rows: HTMLElement;
    readonly view: View;
    readonly actions: PageActions;
  },
): HTMLElement {
  const summary = element('summary', { children: [parts.title], attributes: { 'data-key': `section ${section.id}` } });
  const made = element('details', { children: [summary, parts.rows] });
  made.toggleAttribute('open', !isFolded(parts.view, section));
  made.addEventListener('toggle', () => parts.actions.fold(section.id, !made.hasAttribute('open')));
  return made;
}

const message = (text: string, sign: 'info' | 'lock'): HTMLElement =>
  element('p', {
    class: 'message severity-info',
    children: [icon(sign), element('span', { text: toVisibleText(text) })],
  });

const status = (text: string): HTMLElement =>
  element('div', {
    class: 'message status',
    children: [spinner(), element('span', { text })],
  });

const problem = (sentence: string, retry: string, actions: PageActions): HTMLElement =>
  element('div', {
    class: 'message severity-error',
    attributes: { role: 'alert' },
    children: [
      icon('error'),
      element('span', { text: toVisibleText(sentence) }),
      element(tags.button, { text: retry, attributes: { 'data-key': 'retry' }, onClick: () => actions.refresh() }),
    ],
  });
