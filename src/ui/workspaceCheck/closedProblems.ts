import * as vscode from 'vscode';
import { realScheduler } from '../../app/base/scheduler';
import { Throttle } from '../../app/base/throttle';
import type { WorkspaceCheck } from '../../app/workspace/workspaceCheck';
import type { CheckedFile } from '../../app/workspace/workspaceCheckFile';
import { DisposableStore } from '../base/disposables';
import { toEditorRange } from '../base/ranges';
import { toFindingDiagnostic } from '../editor/findingDiagnostic';
import { isForeignDocument, isPemDocument } from '../files/foreignDocument';
import type { WorkspaceCheckServices } from './checkFile';

/** Milliseconds between two changes of the panel while results pour in. */
const pause = 300;

/**
 * Shows in the Problems panel what a workspace check found in files that are not open. Open ones are checked as they
 * are typed.
 */
export class ClosedProblems implements vscode.Disposable {
  private readonly owned = new DisposableStore();
  private readonly collection = this.owned.add(
    vscode.languages.createDiagnosticCollection('api7Certificates.workspace'),
  );
  private readonly shown = new Map<string, CheckedFile>();

  constructor(
    private readonly check: WorkspaceCheck,
    services: Pick<WorkspaceCheckServices, 'now'>,
  ) {
    const show = this.owned.add(
      new Throttle({ scheduler: realScheduler, now: services.now, interval: pause, action: () => this.show() }),
    );
    this.owned.add(check.onDidChange(() => show.request()));
    // A document whose language changes is closed and opened.
    this.owned.add(vscode.workspace.onDidOpenTextDocument(() => this.show()));
    this.owned.add(vscode.workspace.onDidCloseTextDocument(() => this.show()));
    show.request();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private show(): void {
    const open = new Set(
      vscode.workspace.textDocuments
        .filter((document) => isPemDocument(document) || isForeignDocument(document))
        .map(({ uri }) => uri.toString()),
    );
    const wanted = new Map(
      this.check.files
        .filter(({ uri, findings }) => findings.length > 0 && !open.has(uri))
        .map((file) => [file.uri, file]),
    );
    const gone = [...this.shown.keys()].filter((uri) => !wanted.has(uri));
    const come = [...wanted.values()].filter((file) => this.shown.get(file.uri) !== file);
    if (gone.length + come.length === 0) return;
    for (const uri of gone) this.shown.delete(uri);
    for (const file of come) this.shown.set(file.uri, file);
    this.collection.set([
      ...gone.map((uri): [vscode.Uri, undefined] => [vscode.Uri.parse(uri), undefined]),
      ...come.map((file): [vscode.Uri, vscode.Diagnostic[]] => [vscode.Uri.parse(file.uri), this.toDiagnostics(file)]),
    ]);
  }

  private toDiagnostics({ findings }: CheckedFile): vscode.Diagnostic[] {
    return findings.map(({ range, related, ...finding }) => {
      const diagnostic = toFindingDiagnostic({ ...finding, range: range ? toEditorRange(range) : start });
      if (related.length > 0)
        diagnostic.relatedInformation = related.map(
          (each) =>
            new vscode.DiagnosticRelatedInformation(
              new vscode.Location(vscode.Uri.parse(each.uri), toEditorRange(each.range)),
              each.sentence,
            ),
        );
      return diagnostic;
    });
  }
}

/** The range for problems of a file that is no text. */
const start = new vscode.Range(0, 0, 0, 0);
