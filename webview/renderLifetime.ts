import type { DetailModel } from '../src/shared/protocol';
import { element } from './element';

/** Renders the lifetime, filled from today, which is marked, to its end. Words under it and the badge say the same. */
export function renderLifetime({ left, state, from, to, text }: NonNullable<DetailModel['lifetime']>): HTMLElement {
  const fill = element('div', { class: 'left' });
  // Through the object model: style attributes are not allowed by the page's content security policy.
  fill.style.width = `${Math.round(left * 1000) / 10}%`;
  return element('div', {
    class: `lifetime ${state}`,
    children: [
      element('div', {
        class: 'bar',
        attributes: { role: 'img', 'aria-label': text },
        children: [fill],
      }),
      element('div', {
        class: 'ends',
        // The dates are said again, with buttons, in the rows below.
        attributes: { 'aria-hidden': 'true' },
        children: [
          element('span', { text: from.slice(0, 10) }),
          element('strong', { text }),
          element('span', { text: to.slice(0, 10) }),
        ],
      }),
    ],
  });
}
