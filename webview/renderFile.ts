import type { DetailContents, DetailState } from '../src/shared/protocol';
import { toVisibleText } from '../src/shared/visibleText';
import { element, icon } from './element';
import type { PageActions } from './renderRow';
import { severityClass, severityIcon } from './severity';
import { tags } from './toolkit';

/** Renders the bar of actions, the likeliest first. The buttons only start them: all asking is done elsewhere. */
export function renderActions(
  { actions: offered = [], state, words }: DetailState,
  actions: PageActions,
  before: readonly HTMLElement[] = [],
): readonly HTMLElement[] {
  if (offered.length === 0 && before.length === 0) return [];
  const buttons = offered.map(({ kind, label, text, isDisabled }, index) =>
    element(tags.button, {
      text: label,
      attributes: {
        // Where there is a certificate to be read, no button calls louder than it.
        appearance: index === 0 && state === 'message' ? 'primary' : 'secondary',
        title: text,
        'data-key': `act ${kind}`,
        ...(isDisabled ? { disabled: '' } : {}),
      },
      onClick: () => actions.act(kind),
    }),
  );
  return [
    element('div', {
      class: 'actions',
      attributes: { role: 'toolbar', 'aria-label': words.actions },
      children: [...before, ...buttons],
    }),
  ];
}

/** The certificates of the file, the shown one marked, and what can be said of its keys. */
export const renderContents = ({ title, certificates, keys }: DetailContents, actions: PageActions): HTMLElement =>
  element('nav', {
    class: 'contents',
    attributes: { 'aria-labelledby': 'title-contents' },
    children: [
      element('h2', { text: title, attributes: { id: 'title-contents' } }),
      certificates.length === 0
        ? undefined
        : element('ul', { children: certificates.map((each, index) => renderItem(each, index, actions)) }),
      ...keys.map((key) =>
        element('p', { class: 'file-key', children: [icon('key'), element('span', { text: toVisibleText(key) })] }),
      ),
    ],
  });

function renderItem(
  { text, note, severity, isShown, isReadable }: DetailContents['certificates'][number],
  index: number,
  actions: PageActions,
): HTMLElement {
  const button = element('button', {
    class: severityClass(severity),
    attributes: {
      type: 'button',
      'data-key': `certificate ${index}`,
      ...(isShown ? { 'aria-current': 'true' } : {}),
      ...(isReadable ? {} : { disabled: '' }),
    },
    children: [
      severityIcon(severity),
      element('span', { class: 'text', text: toVisibleText(text) }),
      element('span', { class: 'about', text: toVisibleText(note) }),
    ],
    onClick: () => actions.choose(index),
  });
  return element('li', { children: [button] });
}
