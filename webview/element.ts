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

/** A codicon. Decoration: what it says is also said in words beside it. */
export const icon = (
  name: 'copy' | 'check' | 'refresh' | 'pass' | 'info' | 'warning' | 'error' | 'key' | 'lock',
): HTMLElement => element('span', { class: `codicon codicon-${name}`, attributes: { 'aria-hidden': 'true' } });
