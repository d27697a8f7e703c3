import type { Disposable } from '../../shared/emitter';

/** Owns what is added to it and lets go of it in reverse order; of what is added after that, at once. */
export class DisposableStore implements Disposable {
  private readonly owned: Disposable[] = [];
  isDisposed = false;

  add<T extends Disposable>(disposable: T): T {
    if (this.isDisposed) disposable.dispose();
    else this.owned.push(disposable);
    return disposable;
  }

  dispose(): void {
    this.isDisposed = true;
    for (const disposable of this.owned.splice(0).reverse()) disposable.dispose();
  }
}
