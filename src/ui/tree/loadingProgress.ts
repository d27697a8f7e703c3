import type * as vscode from 'vscode';
import type { ViewId } from '../../ids';
import { showViewProgress } from '../window/messages';

/** The moving bar at the top of a view, shown while something is loading. */
export class LoadingProgress implements vscode.Disposable {
  private end: (() => void) | undefined;

  constructor(private readonly viewId: ViewId) {}

  show(isLoading: boolean): void {
    if (!isLoading) {
      this.end?.();
      this.end = undefined;
    } else if (!this.end) {
      const over = new Promise<void>((resolve) => (this.end = resolve));
      showViewProgress(this.viewId, over);
    }
  }

  dispose(): void {
    this.show(false);
  }
}
