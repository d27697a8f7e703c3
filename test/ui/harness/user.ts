import type { ElementHandle, JSHandle, Locator, Page } from 'playwright-core';

type Button = 'left' | 'right';
type ClickOptions = {
  readonly button?: Button;
  readonly modifiers?: readonly 'ControlOrMeta'[];
  readonly count?: 1 | 2;
  /** Milliseconds to wait for what is clicked, where it may have closed meanwhile. */
  readonly wait?: number;
};

/**
 * Keys and mouse, as a person uses them: who acts here has seen what is acted on. Each call waits until what is to get
 * the key or the click is there, stands still and, for a key, has the focus. A key or click that would go to another
 * all the same, since the focus went away or the row became one of something else in that very moment, is taken away
 * and done again. This is the one place that decides so; a lint rule keeps tests from Playwright's own keys and clicks.
 */
export class User {
  constructor(private readonly page: Page) {}

  /** Presses a key once the focus is in the target. */
  async press(target: Locator, key: string, { wait = maxWait }: { readonly wait?: number } = {}): Promise<void> {
    await this.settle(target, wait);
    await this.repeat(
      async () => {
        await this.untilFocused(target, wait);
        const guard = await target.evaluateHandle(guardKey, undefined, { timeout: wait });
        await this.page.keyboard.press(key);
        return isGot(guard);
      },
      { wait, complaint: () => `The key ${key} never came to ${String(target)}` },
    );
  }

  /** Presses a key that means the same wherever the focus is, such as F1. */
  async shortcut(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /** Gives an element the focus, for as long as it is taken away by what is just closing, and presses a key in it. */
  async pressIn(target: Locator, key: string): Promise<void> {
    await this.settle(target);
    await target.focus();
    await this.press(target, key);
  }

  /**
   * One Escape to something that is in the way. It is got at once or not at all, so the caller may look whether it is
   * gone and come again; what closed of its own accord in the meantime needs none.
   */
  async escapeFrom(target: Locator): Promise<void> {
    try {
      await target.evaluate(
        (element) => {
          if (element.matches(':focus-within')) return;
          (element.querySelector<HTMLElement>('input, button, [tabindex]') ?? (element as HTMLElement)).focus();
        },
        undefined,
        { timeout: 1_000 },
      );
      await this.page.keyboard.press('Escape');
      await this.page.evaluate(() => new Promise(requestAnimationFrame));
    } catch (error) {
      if (await target.isVisible()) throw error;
    }
  }

  async click(target: Locator, options: ClickOptions = {}): Promise<void> {
    await this.repeatUntilGot(target, options);
  }

  async doubleClick(target: Locator): Promise<void> {
    await this.repeatUntilGot(target, { count: 2 });
  }

  async rightClick(target: Locator): Promise<void> {
    await this.repeatUntilGot(target, { button: 'right' });
  }

  /**
   * Does something until this is seen. VS Code closes a menu or a note where the rows or lines below it move, and gives
   * a command none of the rows of a tree that it is just reading anew: a person then does it once more.
   */
  async untilSeen(
    shown: Locator,
    act: () => Promise<void>,
    { wait = 5_000, between }: { readonly wait?: number; readonly between?: () => Promise<void> } = {},
  ): Promise<void> {
    await this.untilDone(async () => {
      await act();
      await shown.first().waitFor({ timeout: wait });
    }, between);
  }

  /**
   * Does something again where it failed, four times at most, and something else between two of them. Not again once
   * the time for one thing is over: the error tells more than the end of the test's own time.
   */
  async untilDone(act: () => Promise<void>, between?: () => Promise<void>): Promise<void> {
    const end = Date.now() + maxWait;
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await act();
      } catch (error) {
        if (attempt === 4 || Date.now() >= end) throw error;
        await between?.();
      }
    }
  }

  /**
   * Points at something, and with `shows` at nothing and at it again until that is seen: what moves under the mouse
   * shows nothing.
   */
  async hover(target: Locator, shows?: Locator, { wait = maxWait }: { readonly wait?: number } = {}): Promise<void> {
    const point = (): Promise<void> =>
      this.repeat(
        async () => {
          await this.settle(target, wait);
          await target.hover({ timeout: Math.min(wait, maxCovered) });
          return true;
        },
        {
          wait,
          complaint: (error) => `The mouse never came to ${String(target)}: ${String(error)}`,
          isPassing: isCovered,
          between: () => this.pointAway(),
        },
      );
    if (shows === undefined) await point();
    else await this.untilSeen(shows, point, { between: () => this.pointAway() });
  }

  /**
   * Unfolds a row of a tree, unless it is, until this is seen in it. Where the tree is read anew at the same time, the
   * row folds again or shows nothing: then once more.
   */
  async unfold(row: Locator, shows: Locator = row.and(this.page.locator('[aria-expanded="true"]'))): Promise<void> {
    const change = async (isUnfolded: boolean): Promise<void> => {
      if ((await row.getAttribute('aria-expanded')) === String(isUnfolded)) return;
      await this.click(row.locator('.monaco-tl-twistie'));
    };
    await row.waitFor();
    await this.untilSeen(shows, () => change(true), { between: () => change(false) });
  }

  /** Points at nothing. */
  async pointAway(): Promise<void> {
    await this.page.mouse.move(0, 0);
  }

  /**
   * Brings something into sight in one step: a page that is drawn anew takes away what one waits for to stand still.
   */
  async scrollTo(target: Locator): Promise<void> {
    await target.evaluate((element) => element.scrollIntoView({ block: 'nearest' }));
  }

  async scroll(target: Locator, distance: number): Promise<void> {
    await this.hover(target);
    await this.page.mouse.wheel(0, distance);
  }

  async drag(from: Locator, to: Locator): Promise<void> {
    await this.settle(from);
    await this.settle(to);
    await from.dragTo(to);
  }

  /** Waits until the focus is in an element. */
  async untilFocused(target: Locator, wait = maxWait): Promise<void> {
    // Each try asks for the element anew: VS Code draws lists and menus again as their content comes.
    await this.repeat(
      () => target.evaluate((element) => element.matches(':focus-within'), undefined, { timeout: wait }),
      { wait, complaint: () => `The focus never came to ${String(target)}` },
    );
  }

  /** Waits until an element has kept its place for some frames: what comes from the extension moves rows and lenses. */
  private async settle(target: Locator, wait = maxWait): Promise<void> {
    await target.waitFor({ timeout: wait });
    await target.evaluate(
      (element) =>
        new Promise<void>((resolve) => {
          let [place, frames] = ['', 0];
          const look = (): void => {
            const { x, y, width, height } = element.getBoundingClientRect();
            const now = [x, y, width, height].join();
            frames = now === place ? frames + 1 : 0;
            place = now;
            if (frames >= 3 || !element.isConnected) resolve();
            else requestAnimationFrame(look);
          };
          look();
        }),
      undefined,
      { timeout: wait },
    );
  }

  /**
   * A list that is drawn anew between press and release of the button gives the click to nobody: then it is done again.
   */
  private async repeatUntilGot(
    target: Locator,
    { button = 'left', modifiers = [], count = 1, wait = maxWait }: ClickOptions,
  ): Promise<void> {
    const event = button === 'right' ? 'contextmenu' : count === 2 ? 'dblclick' : 'click';
    let missed = 'it became another’s element before';
    await this.repeat(
      async () => {
        await this.settle(target, wait);
        const element = await target.elementHandle({ timeout: wait });
        if (element === null) return false;
        const guard = await element.evaluateHandle(guardClick, event);
        let isDone = false;
        // A guard that stays on a row would keep the clicks from whatever that shows next: it is ended in any case.
        try {
          // What the guard keeps to is what was asked for: had the row become another's before, the target would be
          // elsewhere.
          if (!(await isStill(target, element))) return false;
          const click = { button, modifiers: [...modifiers], timeout: Math.min(wait, maxCovered) };
          await (count === 2 ? element.dblclick(click) : element.click(click));
          missed = await guard.evaluate((each) => each.missed()).catch(() => missed);
        } catch (error) {
          // Got, and what it brought up came between it and its end.
          if (!(await isGot(guard))) throw error;
        } finally {
          isDone = await isGot(guard);
        }
        return isDone;
      },
      {
        wait,
        complaint: (error) =>
          `Nothing got the click on ${String(target)}: ${missed}${error === undefined ? '' : `; ${String(error)}`}`,
        // Drawn anew while it was pointed at.
        isPassing: (error) => isCovered(error) || /not attached|detached/.test(String(error)),
        between: () => this.pointAway(),
      },
    );
  }

  /** Until it is so, each time a frame later, for so many milliseconds; something else between two times. */
  private async repeat(
    isDone: () => Promise<boolean>,
    {
      wait,
      complaint,
      isPassing = () => false,
      between,
    }: {
      readonly wait: number;
      readonly complaint: (error?: unknown) => string;
      readonly isPassing?: (error: unknown) => boolean;
      readonly between?: () => Promise<void>;
    },
  ): Promise<void> {
    let last: unknown;
    for (const end = Date.now() + wait; Date.now() < end;) {
      try {
        if (await isDone()) return;
      } catch (error) {
        if (!isPassing(error)) throw error;
        last = error;
      }
      await between?.();
      await this.page.evaluate(() => new Promise(requestAnimationFrame));
    }
    throw new Error(complaint(last));
  }
}

interface Guard {
  /** Ends the guard. */
  readonly isGot: () => boolean;
}

interface ClickGuard extends Guard {
  /** Says what became of the click, for where it was not got. */
  readonly missed: () => string;
}

/** Runs in the page: lets the keys that are pressed now come to this element alone. */
const guardKey = (element: Element): Guard => {
  let isDone = false;
  const end = new AbortController();
  const look = (event: KeyboardEvent): void => {
    isDone = event.composedPath().includes(element);
    if (isDone) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  window.addEventListener('keydown', look, { capture: true, signal: end.signal });
  return {
    isGot: () => {
      end.abort();
      return isDone;
    },
  };
};

/**
 * Runs in the page: lets the click that is done now come to this element only if that says then what it says now. VS
 * Code uses the elements of rows and tabs again for others.
 */
const guardClick = (element: Element, name: string): ClickGuard => {
  const whole = element.closest('.monaco-list-row') ?? element;
  const read = (): string => `${whole.getAttribute('aria-label') ?? ''}\n${whole.textContent.slice(0, 1_000)}`;
  const seen = read();
  let [isPressed, isOther, isDone] = [false, false, false];
  const end = new AbortController();
  const look = (event: Event): void => {
    if (!isPressed) isOther = read() !== seen;
    isPressed = true;
    isDone ||= event.type === name;
    if (!isOther) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  for (const type of [
    'pointerdown',
    'mousedown',
    'pointerup',
    'mouseup',
    'click',
    'dblclick',
    'auxclick',
    'contextmenu',
  ])
    element.addEventListener(type, look, { capture: true, signal: end.signal });
  const elsewhere: string[] = [];
  const note = (event: Event): void => {
    if (event.composedPath().includes(element) || !(event.target instanceof Element)) return;
    elsewhere.push(`${event.type} went to ${event.target.outerHTML.slice(0, 300)}`);
  };
  for (const type of ['pointerdown', name]) window.addEventListener(type, note, { capture: true, signal: end.signal });
  return {
    missed: () =>
      [
        isOther ? `it said “${seen}” before, and “${read()}” when it was pressed` : '',
        element.isConnected ? '' : 'it was taken away',
        isPressed ? '' : 'it was not pressed',
        ...elsewhere,
      ]
        .filter((text) => text !== '')
        .join('; '),
    isGot: () => {
      end.abort();
      // What opens a menu does so when it is pressed: the menu then lies over it, and gets the rest.
      return !isOther && (isDone || (isPressed && element.isConnected));
    },
  };
};

/** Returns whether the key or click was got: it was, too, where it took away the page that it was in. */
const isGot = (guard: JSHandle<Guard>): Promise<boolean> => guard.evaluate((each) => each.isGot()).catch(() => true);

/** Something lies over it, such as the tooltip of the row above, which goes when the mouse does; or it took long. */
const isCovered = (error: unknown): boolean => /intercepts pointer events|Timeout \d+ms exceeded/.test(String(error));

const isStill = (target: Locator, element: ElementHandle): Promise<boolean> =>
  target.evaluate((found, before) => found === before, element);

/**
 * The time that a test waits for one thing, in milliseconds: long enough for a machine that is busy with other work.
 */
export const maxWait = 60_000;

/** Milliseconds until the mouse is taken away from what it is to point at: something else may lie over that. */
const maxCovered = 3_000;
