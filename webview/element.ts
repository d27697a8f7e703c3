import { outlines as check } from 'codicon:check';
import { outlines as copy } from 'codicon:copy';
import { outlines as error } from 'codicon:error';
import { outlines as info } from 'codicon:info';
import { outlines as key } from 'codicon:key';
import { outlines as lock } from 'codicon:lock';
import { outlines as pass } from 'codicon:pass';
import { outlines as refresh } from 'codicon:refresh';
import { outlines as warning } from 'codicon:warning';

export interface ElementParts {
  readonly class?: string;
  /** Set as text, never as HTML. */
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: readonly (Node | undefined)[];
  readonly onClick?: () => void;
}

/** The one way this page makes elements: no HTML strings anywhere. */
export function element(tag: string, parts: ElementParts = {}): HTMLElement {
  const made = document.createElement(tag);
  if (parts.class !== undefined) made.className = parts.class;
  if (parts.text !== undefined) made.textContent = parts.text;
  for (const [name, value] of Object.entries(parts.attributes ?? {})) made.setAttribute(name, value);
  for (const child of parts.children ?? []) if (child) made.append(child);
  if (parts.onClick) made.addEventListener('click', parts.onClick);
  return made;
}

/** A sign that something is under way. What it is, is said in words beside it. */
export const spinner = (): HTMLElement => element('span', { class: 'spinner', attributes: { 'aria-hidden': 'true' } });

/** The place of the sign that the page is reading. Always there, so that nothing moves when that begins or ends. */
export const activitySign = (activity: string | undefined): HTMLElement =>
  element('div', {
    class: 'activity',
    ...(activity === undefined ? {} : { attributes: { role: 'img', 'aria-label': activity, title: activity } }),
    children: [activity === undefined ? undefined : spinner()],
  });

/** Finds what was rendered with this key. */
export const findByKey = (root: HTMLElement, key: string): HTMLElement | undefined =>
  [...root.querySelectorAll<HTMLElement>('[data-key]')].find((candidate) => candidate.dataset['key'] === key);

const icons = { check, copy, error, info, key, lock, pass, refresh, warning } as const;
const svg = 'http://www.w3.org/2000/svg';

/** A codicon. Decoration: what it says is also said in words beside it. */
export function icon(name: keyof typeof icons): HTMLElement {
  const picture = document.createElementNS(svg, 'svg');
  picture.setAttribute('viewBox', '0 0 16 16');
  for (const outline of icons[name]) {
    const path = document.createElementNS(svg, 'path');
    path.setAttribute('d', outline);
    picture.append(path);
  }
  return element('span', {
    class: `codicon codicon-${name}`,
    attributes: { 'aria-hidden': 'true' },
    children: [picture],
  });
}
