import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposables';
import type { Notify } from '../prompts/notify';
import type { PromptsServices } from '../prompts/prompts';
import { showDiff, toDocumentUri } from '../window/tabs';

/**
 * Documents that exist only to be read or compared. Never written to disk; nothing in them but what the gateway and the
 * file say.
 */
const scheme = 'api7-certificates-comparison';

/**
 * The scheme of a comparison that a change waits for: package.json shows Continue and Cancel in the title bar of its
 * tab.
 */
const heldScheme = 'api7-certificates-update';

export interface Comparison {
  /** The tab's title: `shop.example.com: now ↔ new`. */
  readonly title: string;
  readonly left: Side;
  readonly right: Side;
  /** A change waits for it. */
  readonly isHeld?: boolean;
}

interface Side {
  /** The heading above the side. */
  readonly name: string;
  readonly text: string;
}

/** Shows texts read-only, alone or side by side in the editor's own diff view. Texts live as long as their tabs. */
export class Comparisons implements vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly owned = new DisposableStore();
  private count = 0;

  constructor() {
    const provider: vscode.TextDocumentContentProvider = {
      provideTextDocumentContent: (uri) =>
        this.texts.get(uri.toString()) ??
        vscode.l10n.t('This comparison has ended. Start the change again to see a new one.'),
    };
    for (const each of [scheme, heldScheme])
      this.owned.add(vscode.workspace.registerTextDocumentContentProvider(each, provider));
    this.owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.texts.delete(uri.toString())));
  }

  async show({ title, left, right, isHeld = false }: Comparison): Promise<void> {
    this.count += 1;
    const ofScheme = isHeld ? heldScheme : scheme;
    await showDiff({ left: this.keep(left, ofScheme), right: this.keep(right, ofScheme) }, title);
  }

  /** Shows one text. The ending of its name decides the language. */
  async showText(side: Side): Promise<void> {
    this.count += 1;
    await vscode.window.showTextDocument(this.keep(side), { preview: true });
  }

  dispose(): void {
    this.owned.dispose();
    this.texts.clear();
  }

  private keep({ name, text }: Side, ofScheme = scheme): vscode.Uri {
    const uri = toDocumentUri(ofScheme, { folder: String(this.count), name });
    this.texts.set(uri.toString(), text);
    return uri;
  }
}

export interface CompareServices extends PromptsServices {
  /** Side-by-side views of what is and what would be. */
  readonly comparisons: Comparisons;
  readonly notify: Notify;
}
