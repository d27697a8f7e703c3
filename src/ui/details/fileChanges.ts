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
    // Of the folder: a name in the pattern would be a pattern itself, `cert[1].crt` one of another file.
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(this.uri, '..'), '*');
    const watcher = vscode.workspace.createFileSystemWatcher(pattern);
    const name = comparedName(this.uri);
    const follow = (changed: vscode.Uri): void => {
      if (comparedName(changed) === name) this.changeSoon();
    };
    this.owned.addAll(watcher, watcher.onDidChange(follow), watcher.onDidCreate(follow), watcher.onDidDelete(follow));
  }

  private changeSoon(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.changes.fire(), pause);
  }
}

/** File systems that keep a name in another form still have the same file under it. */
const comparedName = (uri: vscode.Uri): string => fileName(uri).normalize().toLowerCase();
