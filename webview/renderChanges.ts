import type { DetailChange, DetailState } from '../src/shared/protocol';
import { element } from './element';
import type { PageActions } from './renderRow';
import { tags } from './toolkit';

type Ready = Extract<DetailState, { state: 'ready' }>;

/** Update and Delete, framed and last on the page. The buttons only begin: what happens is asked for elsewhere. */
export function renderDangerZone({ changes, words }: Ready, actions: PageActions): HTMLElement | undefined {
  const dangerous = changes.filter(({ kind }) => kind !== 'editLabels');
  if (dangerous.length === 0) return undefined;
  return element('section', {
    class: 'danger',
    attributes: { 'aria-labelledby': 'title-danger' },
    children: [
      element('h2', { text: words.dangerZone, attributes: { id: 'title-danger' } }),
      element('div', { class: 'zone', children: dangerous.map((change) => renderChange(change, actions)) }),
    ],
  });
}

/** Renders the change of the labels, which stands after them. */
export function renderLabelChange({ changes }: Ready, actions: PageActions): HTMLElement | undefined {
  const change = changes.find(({ kind }) => kind === 'editLabels');
  return change && element('div', { class: 'labels-change', children: [changeButton(change, actions, 'change')] });
}

/** Renders the changes that the bar at the top offers. Deleting is offered in the Danger Zone alone. */
export const renderQuickChanges = ({ changes }: Ready, actions: PageActions): readonly HTMLElement[] =>
  ['update', 'editLabels'].flatMap((kind) =>
    changes.filter((change) => change.kind === kind).map((change) => changeButton(change, actions, 'bar')),
  );

const renderChange = (change: DetailChange, actions: PageActions): HTMLElement =>
  element('div', {
    class: 'change',
    children: [
      element('div', {
        class: 'about',
        children: [
          element('strong', { text: change.title }),
          element('p', { text: change.text, attributes: { id: `about-${change.kind}` } }),
        ],
      }),
      changeButton(change, actions, 'change'),
    ],
  });

const changeButton = (
  { kind, button, text }: DetailChange,
  actions: PageActions,
  place: 'bar' | 'change',
): HTMLElement =>
  element(tags.button, {
    text: button,
    attributes: { appearance: 'secondary', title: text, 'data-key': `${place} ${kind}` },
    onClick: () => actions.change(kind),
  });
