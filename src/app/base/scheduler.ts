import type { Disposable } from '../../shared/emitter';

/** Runs things later. Given as an argument, so that tests decide when later is. */
export interface Scheduler {
  /** Calls `action` once after `milliseconds`, unless the returned disposable is disposed first. */
  after(milliseconds: number, action: () => void): Disposable;
}

export const realScheduler: Scheduler = {
  after(milliseconds, action) {
    const timer = setTimeout(action, milliseconds);
    return { dispose: () => clearTimeout(timer) };
  },
};
