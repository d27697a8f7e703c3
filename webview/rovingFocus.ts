const groups = 'section, [role=toolbar], header';
const controls = '[data-key]:not(h1):not([disabled])';

/**
 * Makes each section of the page one stop of the Tab key. Within it, arrow keys, Home and End move between its
 * controls.
 */
export function makeRoving(root: HTMLElement): void {
  root.addEventListener('focusin', ({ target }) => {
    const group = groupOf(target);
    if (group) setStop(group, (control) => isIn(control, target));
  });
  root.addEventListener('keydown', (event) => {
    const group = groupOf(event.target);
    const next = group && nextOf(group, event);
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}

/** Gives each group of what was just drawn its stop: the first control. */
export function setFirstStops(root: HTMLElement): void {
  for (const group of root.querySelectorAll<HTMLElement>(groups)) setStop(group, (_control, index) => index === 0);
}

const isIn = (control: HTMLElement, target: EventTarget | null): boolean =>
  target instanceof Node && control.contains(target);

const groupOf = (target: EventTarget | null): HTMLElement | undefined =>
  (target instanceof Element ? target.closest<HTMLElement>(groups) : undefined) ?? undefined;

/** Controls of a folded section are not to be reached. */
const controlsOf = (group: HTMLElement): readonly HTMLElement[] =>
  [...group.querySelectorAll<HTMLElement>(controls)].filter(
    (control) => control.tagName === 'SUMMARY' || !control.closest('details:not([open])'),
  );

function setStop(group: HTMLElement, isStop: (control: HTMLElement, index: number) => boolean): void {
  const all = [...group.querySelectorAll<HTMLElement>(controls)];
  const stop = all.findIndex(isStop);
  for (const [index, control] of all.entries()) control.tabIndex = index === Math.max(stop, 0) ? 0 : -1;
}

function nextOf(group: HTMLElement, { key, ctrlKey, altKey, metaKey, target }: KeyboardEvent): HTMLElement | undefined {
  if (ctrlKey || altKey || metaKey) return undefined;
  const all = controlsOf(group);
  const at = all.findIndex((control) => isIn(control, target));
  switch (key) {
    case 'ArrowDown':
    case 'ArrowRight':
      return all[at + 1];
    case 'ArrowUp':
    case 'ArrowLeft':
      return at > 0 ? all[at - 1] : undefined;
    case 'Home':
      return all[0];
    case 'End':
      return all.at(-1);
    default:
      return undefined;
  }
}
