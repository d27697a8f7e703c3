import * as vscode from 'vscode';
import { sha256 } from '../../../core/crypto';
import type { Span } from '../../../core/model';
import { DisposableStore } from '../../base/disposables';
import type { Log } from '../../base/log';

export interface WrittenFile {
  readonly uri: vscode.Uri;
  /** Lets only its owner read what is there now; undefined where all may. */
  readonly keepPrivate: (() => Promise<void>) | undefined;
  /** The part that was cut out of a text for it. */
  readonly cut: { readonly from: vscode.Uri; readonly span: Span; readonly hash: string } | undefined;
}

/** Hashes a piece of text, to know it again without keeping a key. */
export const hashOfSpan = (text: string, { start, end }: Span): string =>
  sha256(new TextEncoder().encode(text.slice(start, end)));

/**
 * Sees to files of ours when VS Code undoes and redoes their making. Undoing deletes the file and brings its text back
 * into a document that is not saved: closed as it is, the text would be nowhere. Redoing makes the file anew, for all
 * to read.
 */
export class WrittenFiles implements vscode.Disposable {
  private readonly known = new Map<string, WrittenFile>();
  private readonly owned = new DisposableStore();

  constructor(private readonly log: Pick<Log, 'error'>) {
    this.owned.add(vscode.workspace.onDidDeleteFiles(({ files }) => this.each(files, (file) => this.saveText(file))));
    this.owned.add(
      vscode.workspace.onDidCreateFiles(({ files }) => this.each(files, async ({ keepPrivate }) => keepPrivate?.())),
    );
  }

  remember(files: readonly WrittenFile[]): void {
    for (const file of files) this.known.set(file.uri.toString(), file);
  }

  dispose(): void {
    this.owned.dispose();
    this.known.clear();
  }

  private each(uris: readonly vscode.Uri[], act: (file: WrittenFile) => Promise<void>): void {
    for (const uri of uris) {
      const file = this.known.get(uri.toString());
      if (file)
        act(file).catch((error: unknown) => this.log.error('A file of a split PEM text was not seen to', error));
    }
  }

  private async saveText({ cut }: WrittenFile): Promise<void> {
    const document = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === cut?.from.toString());
    if (cut && document?.isDirty && hashOfSpan(document.getText(), cut.span) === cut.hash) await document.save();
  }
}
