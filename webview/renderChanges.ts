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
      element(tags.divider, { attributes: { role: 'presentation' } }),
      element('h2', { text: words.dangerZone, attributes: { id: 'title-danger' } }),
      element('div', { class: 'zone', children: dangerous.map((change) => renderChange(change, actions)) }),
    ],
  });
}

/** Stands after the labels, or where they would stand. */
export function renderLabelChange({ changes }: Ready, actions: PageActions): HTMLElement | undefined {
  const change = changes.find(({ kind }) => kind === 'editLabels');
  return change && element('div', { class: 'labels-change', children: [changeButton(change, actions)] });
}

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
      changeButton(change, actions),
    ],
  });

const changeButton = ({ kind, button, text }: DetailChange, actions: PageActions): HTMLElement =>
  element(tags.button, {
    text: button,
    attributes: { appearance: 'secondary', title: text, 'data-key': `change ${kind}` },
    onClick: () => actions.change(kind),
  });
