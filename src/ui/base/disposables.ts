import type { Disposable } from '../../shared/emitter';

/** Owns what is added to it and lets go of it in reverse order; of what is added after that, at once. */
export class DisposableStore implements Disposable {
  private owned: Disposable[] | undefined = [];

  get isDisposed(): boolean {
    return !this.owned;
  }

  add<T extends Disposable>(disposable: T): T {
    if (this.owned) this.owned.push(disposable);
    else disposable.dispose();
    return disposable;
  }

  addAll(...disposables: readonly Disposable[]): void {
    for (const disposable of disposables) this.add(disposable);
  }

  dispose(): void {
    const owned = this.owned ?? [];
    this.owned = undefined;
    for (const disposable of owned.reverse()) disposable.dispose();
  }
}
