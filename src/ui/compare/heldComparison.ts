import * as vscode from 'vscode';
import { Contexts } from '../base/contexts';
import type { Comparison, Comparisons } from './comparisons';

/** A person's answer to a comparison that a change waits for. */
export type ComparisonAnswer = 'continue' | 'cancel';

/**
 * A comparison that a change waits for: Continue and Cancel stand in the title bar of its tab for as long as it is
 * open. Closing the tab cancels.
 */
export class HeldComparison implements vscode.Disposable {
  private readonly contexts = new Contexts();
  private waiting: { readonly tab: vscode.Tab; readonly answer: (answer: ComparisonAnswer) => void } | undefined;
  private readonly subscription = vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
    if (this.waiting && closed.includes(this.waiting.tab)) this.answer('cancel');
  });

  constructor(private readonly comparisons: Comparisons) {}

  /** Shows both sides, and resolves to what the person says. One that waits already is cancelled. */
  async ask(comparison: Comparison): Promise<ComparisonAnswer> {
    this.answer('cancel');
    await this.comparisons.show({ ...comparison, isHeld: true });
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    if (!tab) return 'cancel';
    this.contexts.set('api7Certificates.isUpdateCompared', true);
    return new Promise((resolve) => (this.waiting = { tab, answer: resolve }));
  }

  /** Answers what waits, and closes its tab. */
  answer(answer: ComparisonAnswer): void {
    const { waiting } = this;
    if (!waiting) return;
    this.waiting = undefined;
    this.contexts.set('api7Certificates.isUpdateCompared', false);
    waiting.answer(answer);
    void vscode.window.tabGroups.close(waiting.tab).then(undefined, () => undefined);
  }

  dispose(): void {
    this.subscription.dispose();
    this.answer('cancel');
  }
}
