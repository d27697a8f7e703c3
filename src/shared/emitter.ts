/** An object to be disposed of. The same shape as VS Code's, so that the two mix. */
export interface Disposable {
  dispose(): void;
}

/** Subscribes; the returned disposable ends the subscription. The same shape as VS Code's `Event`. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** An event source without VS Code, for the layers that must not know it. */
export class Emitter<T> implements Disposable {
  private readonly listeners = new Set<(value: T) => void>();

  readonly event: Event<T> = (listener) => {
    // A wrapper of its own, so that subscribing one function twice gives two subscriptions.
    const own = (value: T) => listener(value);
    this.listeners.add(own);
    return { dispose: () => void this.listeners.delete(own) };
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) listener(value);
  }

  dispose(): void {
    this.listeners.clear();
  }
}
