import type { TimelineIntent, TimelineState } from '../../src/shared/timelineProtocol';
import { element, findByKey } from '../element';
import { drawChart } from './chart';
import { render } from './render';

/** Milliseconds for which a change of width is waited out. */
const resizeWait = 100;

/** The page: shows the host's last snapshot, and says what the person does. */
export class TimelinePage {
  private state: TimelineState | undefined;
  /** The choice whose list the focus goes to, once it is there. */
  private awaited: string | undefined;

  /** @param said what a screen reader announces */
  constructor(
    private readonly root: HTMLElement,
    private readonly said: HTMLElement,
    private readonly send: (intent: TimelineIntent) => void,
  ) {
    let wait: ReturnType<typeof setTimeout> | undefined;
    let width = 0;
    new ResizeObserver(() => {
      if (width === root.clientWidth) return;
      width = root.clientWidth;
      clearTimeout(wait);
      wait = setTimeout(() => this.drawPicture(), resizeWait);
    }).observe(root);
  }

  take(state: TimelineState): void {
    this.state = state;
    const focused = document.activeElement?.getAttribute('data-key');
    const scrolled = [...this.root.querySelectorAll('.scrolls')].map(({ scrollLeft, scrollTop }) => ({
      left: scrollLeft,
      top: scrollTop,
    }));
    this.root.replaceChildren(...render(state, (intent) => this.act(intent)));
    this.drawPicture();
    const isNewList = this.awaited !== undefined && state.chosen?.id === this.awaited;
    if (!isNewList)
      for (const [index, place] of [...this.root.querySelectorAll('.scrolls')].entries())
        place.scrollTo(scrolled[index] ?? {});
    if (isNewList) {
      this.awaited = undefined;
      findByKey(this.root, 'list')?.focus();
    } else if (focused)
      (findByKey(this.root, focused) ?? findByKey(this.root, 'heading'))?.focus({ preventScroll: true });
  }

  private act(intent: TimelineIntent): void {
    if (intent.kind === 'choose') this.awaited = intent.id;
    if (intent.kind === 'set') this.say();
    this.send(intent);
  }

  /** Announces a text. Without one, takes back what was announced for an earlier list. */
  private say(text = ''): void {
    this.said.replaceChildren(element('p', { text }));
  }

  private drawPicture(): void {
    const place = this.root.querySelector<HTMLElement>('.picture');
    if (!place || !this.state) return;
    place.replaceChildren(drawChart(this.state, place.clientWidth, (id) => this.act({ kind: 'choose', id })));
  }
}
