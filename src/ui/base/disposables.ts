import type { Disposable } from '../../shared/emitter';

/** Owns what is added to it and lets go of it in reverse order. */
export class DisposableStore implements Disposable {
  private readonly owned: Disposable[] = [];

  add<T extends Disposable>(disposable: T): T {
    this.owned.push(disposable);
    return disposable;
  }

  dispose(): void {
    for (const disposable of this.owned.splice(0).reverse()) disposable.dispose();
  }
}
