import type { Workbench } from './workbench';

/**
 * Counts what a person does in a window: a click or double click, a key or chord, a text that is typed or pasted, one
 * each. Pointing at something and waiting are none.
 */
export class Actions {
  private count = 0;

  constructor({ user, quickInput }: Workbench) {
    const { press, shortcut, click, doubleClick, rightClick } = user;
    const { type } = quickInput;
    user.press = this.counted(press.bind(user));
    user.shortcut = this.counted(shortcut.bind(user));
    user.click = this.counted(click.bind(user));
    user.doubleClick = this.counted(doubleClick.bind(user));
    user.rightClick = this.counted(rightClick.bind(user));
    quickInput.type = this.counted(type.bind(quickInput));
  }

  /** Does a job, to the moment in which its answer is seen. */
  async of(job: () => Promise<void>): Promise<{ readonly actions: number; readonly seconds: number }> {
    this.count = 0;
    const begin = performance.now();
    await job();
    return { actions: this.count, seconds: (performance.now() - begin) / 1000 };
  }

  private counted<Arguments extends readonly unknown[]>(
    act: (...values: Arguments) => Promise<void>,
  ): (...values: Arguments) => Promise<void> {
    return async (...values) => {
      this.count += 1;
      await act(...values);
    };
  }
}
