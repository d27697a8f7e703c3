import * as vscode from 'vscode';
import { Emitter } from '../../shared/emitter';
import { DisposableStore } from '../base/disposables';
import { fileName } from '../files/files';

/** Milliseconds of silence after which an edited document is read again. */
const pause = 300;

/**
 * Announces that a file may no longer be as it was read: edited, closed with or without being saved, or changed on
 * disk.
 */
export class FileChanges implements vscode.Disposable {
  private readonly owned = new DisposableStore();
  private readonly changes = this.owned.add(new Emitter<void>());
  private timer: NodeJS.Timeout | undefined;
  readonly onDidChange = this.changes.event;

  constructor(private readonly uri: vscode.Uri) {
    const isMine = (other: vscode.Uri): boolean => other.toString() === uri.toString();
    this.owned.addAll(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0 && isMine(document.uri)) this.changeSoon();
      }),
      // What was typed and not saved is gone, or a document opened late after a reload is there.
      vscode.workspace.onDidCloseTextDocument((document) => isMine(document.uri) && this.changeSoon()),
      vscode.workspace.onDidOpenTextDocument((document) => isMine(document.uri) && this.changeSoon()),
    );
    if (uri.scheme !== 'untitled') this.watch();
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.owned.dispose();
  }

  private watch(): void {
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(this.uri, '..'), fileName(this.uri));
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    this.owned.addAll(
      watcher,
      watcher.onDidChange(() => this.changeSoon()),
      watcher.onDidCreate(() => this.changeSoon()),
      watcher.onDidDelete(() => this.changeSoon()),
    );
  }

  private changeSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changes.fire(), pause);
  }
}
