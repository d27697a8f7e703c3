import * as vscode from 'vscode';
import { DisposableStore } from '../base/disposables';

/** Documents that exist only to be compared. Never written to disk; nothing in them but what the gateway and the file say. */
const scheme = 'api7-certificates-comparison';

export interface Comparison {
  /** The tab's title: `shop.example.com: now ↔ new`. */
  readonly title: string;
  readonly left: Side;
  readonly right: Side;
}

interface Side {
  /** The heading above the side. */
  readonly name: string;
  readonly text: string;
}

/** Shows two texts side by side in the editor's own, read-only, diff view. Texts live as long as their tabs. */
export class Comparisons implements vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly owned = new DisposableStore();
  private count = 0;

  constructor() {
    this.owned.add(
      vscode.workspace.registerTextDocumentContentProvider(scheme, {
        provideTextDocumentContent: (uri) =>
          this.texts.get(uri.toString()) ??
          vscode.l10n.t('This comparison has ended. Begin the change again to see a new one.'),
      }),
    );
    this.owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.texts.delete(uri.toString())));
  }

  async show({ title, left, right }: Comparison): Promise<void> {
    this.count += 1;
    const [one, other] = [left, right].map(({ name, text }) => {
      const uri = vscode.Uri.from({ scheme, path: `/${this.count}/${name.replaceAll('/', '∕')}` });
      this.texts.set(uri.toString(), text);
      return uri;
    });
    await vscode.commands.executeCommand('vscode.diff', one, other, title, { preview: true });
  }

  dispose(): void {
    this.owned.dispose();
    this.texts.clear();
  }
}
