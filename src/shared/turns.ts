import type { Cooperative } from './cooperative';
import { inSlices } from './cooperative';

/** Node's own: the page has no work that is long enough. */
declare const setImmediate: (callback: () => void) => unknown;
declare const performance: { readonly now: () => number };

/** Milliseconds that all long work together may hold the extension host for; one more step may follow. */
const slice = 10;

export interface Loop {
  /** Milliseconds of any origin. */
  readonly clock: () => number;
  /** Milliseconds of work in one turn. */
  readonly slice: number;
  /** Calls back once everything else that is due has had its turn. */
  readonly onNextTurn: (callback: () => void) => void;
}

/**
 * Shares out the turns of the event loop among all long work: however much of it is under way, a turn is held for no
 * longer than by one. What pauses goes on one after the other, each in a turn of its own.
 */
export class Turns {
  private readonly waiting: (() => void)[] = [];
  /** The time at which the work of this turn has to end; undefined where none was done in it. */
  private end: number | undefined;
  /** Set where work has run in this turn before a waiting one was called: that one gets half of the time. */
  private hasBegun = false;
  private isNextTurnAsked = false;
  /** Callbacks by which short pieces of work wait for a turn; those that were called stay until all were. */
  private readonly pieces: (() => void)[] = [];

  constructor(private readonly loop: Loop) {}

  /**
   * Returns whether the work of this turn has taken its time, all of it together. Its first question starts the clock.
   */
  isOver(): boolean {
    const now = this.loop.clock();
    if (this.end !== undefined) return now >= this.end;
    this.end = now + this.loop.slice;
    this.hasBegun = true;
    this.askForNextTurn();
    return false;
  }

  /** Fulfilled when whoever asks may go on. */
  pause(): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.askForNextTurn();
    });
  }

  /**
   * Does a short piece of work, of which very many may be asked for at once, each by itself: now, where this turn has
   * time left, else in a later one. Those that wait share a turn.
   */
  spread<T>(work: () => T): T | Promise<T> {
    if (this.pieces.length === 0 && !this.isOver()) return work();
    const turn = new Promise<void>((resolve) => {
      if (this.pieces.push(resolve) === 1) void this.callPieces();
    });
    return turn.then(work);
  }

  /**
   * Calls what waits, and what comes to it meanwhile, in its order: as much in each turn as that has time for, one in
   * any case.
   */
  private async callPieces(): Promise<void> {
    await this.pause();
    for (const call of this.pieces) {
      call();
      // What was called does its work before this goes on.
      await Promise.resolve();
      if (this.isOver()) await this.pause();
    }
    this.pieces.length = 0;
  }

  private askForNextTurn(): void {
    if (this.isNextTurnAsked) return;
    this.isNextTurnAsked = true;
    this.loop.onNextTurn(() => {
      this.isNextTurnAsked = false;
      this.end = undefined;
      // What came from the network, or from a person, is of this turn as well.
      const share = this.hasBegun ? 2 : 1;
      this.hasBegun = false;
      const goOn = this.waiting.shift();
      if (!goOn) return;
      this.end = this.loop.clock() + this.loop.slice / share;
      goOn();
      this.askForNextTurn();
    });
  }
}

/** The turns of this process: there is one event loop, whoever works in it. */
export const hostTurns = new Turns({
  clock: () => performance.now(),
  slice,
  onNextTurn: (callback) => void setImmediate(callback),
});

/** Runs long work so that everything else of this process gets its turn. */
export function inHostSlices<T>(work: Cooperative<T>): Promise<T>;
/** Undefined where it is not wanted any more. */
export function inHostSlices<T>(work: Cooperative<T>, isWanted: () => boolean): Promise<T | undefined>;
export function inHostSlices<T>(work: Cooperative<T>, isWanted = () => true): Promise<T | undefined> {
  return inSlices(work, { isOver: () => hostTurns.isOver(), pause: () => hostTurns.pause(), isWanted });
}
