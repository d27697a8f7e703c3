import type { DetailChangeKind, DetailNotice, DetailState, PageActionKind } from '../src/shared/protocol';
import { element, findByKey, icon } from './element';
import type { Host } from './host';
import { render } from './render';
import type { PageActions } from './renderRow';
import { copyKey } from './renderRow';
import { makeRoving, setFirstStops } from './rovingFocus';
import type { View, ViewEvent } from './view';
import { emptyView, reduceView, shownCount } from './view';

/** The time in milliseconds that the sign of a copy stays. */
const signTime = 2_000;

/** The page itself: takes in messages and clicks, and shows the view they make. */
export class Page implements PageActions {
  private view: View = emptyView;
  /** The person asked for a new reading, and has not heard of its end. */
  private isAwaited = false;

  /** @param root what is shown; @param said what a screen reader announces. */
  constructor(
    private readonly root: HTMLElement,
    private readonly said: HTMLElement,
    private readonly host: () => Host,
  ) {
    makeRoving(root);
  }

  take(message: DetailState | DetailNotice): void {
    if (message.kind === 'notice') return this.announce(message);
    this.host().keep(message.subject);
    this.apply({ kind: 'state', state: message });
    if (message.state === 'loading') return this.say(message.words.loading);
    const isReading = message.state === 'ready' && message.activity !== undefined;
    if (!this.isAwaited || isReading) return;
    this.isAwaited = false;
    // What went wrong announces itself.
    if (message.state === 'ready' && message.problem === undefined) this.say(message.words.refreshed);
  }

  copy(row: string, value?: number): void {
    this.host().send({ kind: 'copy', row, ...(value === undefined ? {} : { value }) });
  }

  change(kind: DetailChangeKind): void {
    this.host().send({ kind });
  }

  choose(index: number): void {
    this.host().send({ kind: 'choose', index });
  }

  act(kind: PageActionKind): void {
    this.host().send({ kind });
  }

  press(row: string, button: number): void {
    this.host().send({ kind: 'press', row, button });
  }

  refresh(): void {
    this.isAwaited = true;
    this.host().send({ kind: 'refresh' });
  }

  fold(section: string, isFolded: boolean): void {
    // The element has folded itself already.
    this.view = reduceView(this.view, { kind: 'fold', section, isFolded });
  }

  more(row: string): void {
    const { state } = this.view;
    const found =
      state?.state === 'ready'
        ? state.detail.sections.flatMap((section) => section.rows).find(({ id }) => id === row)
        : undefined;
    const before = found ? shownCount(this.view, found) : 0;
    this.apply({ kind: 'more', row });
    findByKey(this.root, copyKey(row, before))?.focus();
  }

  private apply(event: ViewEvent): void {
    this.view = reduceView(this.view, event);
    const focused = document.activeElement?.getAttribute('data-key');
    const scrolled = this.list()?.scrollTop;
    this.root.replaceChildren(...render(this.view, this));
    setFirstStops(this.root);
    if (scrolled === undefined) showChosen(this.list());
    else this.list()?.scrollTo({ top: scrolled });
    // What had the focus may be gone, as Retry is once it helped.
    if (focused) (findByKey(this.root, focused) ?? findByKey(this.root, 'heading'))?.focus();
  }

  /** The list of a file's certificates, which scrolls by itself. */
  private list(): HTMLElement | undefined {
    return this.root.querySelector<HTMLElement>('.contents ul') ?? undefined;
  }

  /** Announces a sentence: a new node each time, so that the same one is said again. */
  private say(text: string): void {
    this.said.replaceChildren(element('p', { text }));
  }

  private announce({ row, value, text }: DetailNotice): void {
    this.say(text);
    const button = findByKey(this.root, copyKey(row, value));
    button?.replaceChildren(icon('check'));
    setTimeout(() => button?.replaceChildren(icon('copy')), signTime);
  }
}

/** Within the list alone: the page itself stays where it is. */
function showChosen(list: HTMLElement | undefined): void {
  const chosen = list?.querySelector<HTMLElement>('[aria-current]');
  if (list && chosen) list.scrollTop = chosen.offsetTop + chosen.offsetHeight - list.offsetTop - list.clientHeight;
}
