import type { DetailModel } from '../src/shared/protocol';
import { element } from './element';

/** The bar of the lifetime used. Its state is said in words under it and in the badge: colour only repeats it. */
export function renderLifetime({ used, state, from, to, text }: NonNullable<DetailModel['lifetime']>): HTMLElement {
  const fill = element('div', { class: 'used' });
  // Through the object model: style attributes are not allowed by the page's content security policy.
  fill.style.width = `${Math.round(used * 1000) / 10}%`;
  return element('div', {
    class: `lifetime ${state}`,
    children: [
      element('div', {
        class: 'bar',
        attributes: { role: 'img', 'aria-label': `${text} (${Math.floor(used * 100)} %)` },
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
