import * as vscode from 'vscode';
import { foreignFile } from '../../app/sources/foreignWords';
import type { ReadSibling } from '../../app/workspace/workspaceCheckFile';
import type { PemDocument } from '../../core/document/document';
import type { Finding, FindingOptions } from '../../core/findings/findings';
import { findFindingsSteps, findingSentence } from '../../core/findings/findings';
import { limits } from '../../core/limits';
import type { Cooperative } from '../../shared/cooperative';
import { inHostSlices } from '../../shared/turns';
import { DisposableStore } from '../base/disposables';
import { onPassingTime } from '../base/passingTime';
import { toRange } from '../base/ranges';
import { isPemDocument } from '../files/foreignDocument';
import { onDidOpenRepository } from '../git/gitTracking';
import type { EditorServices } from './editorServices';
import { toFindingDiagnostic, tooLargeDiagnostic } from './findingDiagnostic';
import { toFindingOptions } from './findingOptions';
import { hasSameSiblings, isSibling, readSiblings, toLocation } from './siblingFiles';

type Needs = Pick<
  EditorServices,
  'connections' | 'documents' | 'files' | 'inventory' | 'settings' | 'log' | 'now' | 'translate' | 'uses'
>;

/** Milliseconds for which typing has to pause before a document is checked again. */
const pause = 250;

/** Checks every open PEM document, and shows what is wrong on the block it concerns. Needs no gateway and no trust. */
export function registerDiagnostics(services: Needs): vscode.Disposable {
  return new PemDiagnostics(services);
}

interface Watched {
  /** While typing has not paused yet. */
  timer?: NodeJS.Timeout;
  /** Counts checks: one that is not the latest is given up, and its result dropped. */
  check: number;
  /** Files that belong to it by name, as they were found last. */
  siblings: readonly ReadSibling[];
}

interface Given {
  readonly read: PemDocument;
  readonly options: FindingOptions;
  readonly siblings: readonly ReadSibling[];
}

class PemDiagnostics implements vscode.Disposable {
  private readonly owned = new DisposableStore();
  private readonly collection = this.owned.add(vscode.languages.createDiagnosticCollection('api7Certificates'));
  private readonly watched = new Map<string, Watched>();

  constructor(private readonly services: Needs) {
    this.owned.addAll(
      vscode.workspace.onDidOpenTextDocument((document) => this.checkSoon(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.checkSoon(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)),
      services.settings.onDidChange(() => this.checkAll()),
      services.uses.onDidChange(() => this.checkAll()),
      // The bytes of an open file say more than its text.
      services.files.onDidChange((changed) =>
        this.checkAll((uri) => uri.toString() === changed.toString() || isSibling(uri, changed)),
      ),
      onDidOpenRepository(() => this.checkAll()),
      onPassingTime(() => this.checkAll()),
    );
    this.checkAll();
  }

  dispose(): void {
    for (const { timer } of this.watched.values()) clearTimeout(timer);
    this.watched.clear();
    this.owned.dispose();
  }

  private checkAll(isConcerned: (uri: vscode.Uri) => boolean = () => true): void {
    for (const document of vscode.workspace.textDocuments) if (isConcerned(document.uri)) this.checkSoon(document);
  }

  private checkSoon(document: vscode.TextDocument): void {
    if (!isPemDocument(document)) return;
    const key = document.uri.toString();
    const watched = this.watched.get(key) ?? { check: 0, siblings: [] };
    this.watched.set(key, watched);
    watched.check++;
    clearTimeout(watched.timer);
    watched.timer = setTimeout(() => {
      this.check(document, watched).catch((error: unknown) =>
        this.services.log.error('The check of a PEM document failed', error),
      );
    }, pause);
  }

  private forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.watched.get(key)?.timer);
    this.watched.delete(key);
    this.collection.delete(document.uri);
  }

  private async check(document: vscode.TextDocument, watched: Watched): Promise<void> {
    if (document.isClosed || !isPemDocument(document) || !this.services.settings.diagnosticsEnabled(document.uri)) {
      this.collection.delete(document.uri);
      return;
    }
    if (document.getText().length > limits.fileBytes) {
      this.collection.set(document.uri, [tooLargeDiagnostic(limits.fileBytes)]);
      return;
    }
    const check = ++watched.check;
    const isWanted = (): boolean => watched.check === check && this.watched.get(document.uri.toString()) === watched;
    const read = await this.services.documents.read(document);
    if (!read || !isWanted()) return;
    const options = await toFindingOptions(document.uri, read, this.services);
    if (!isWanted()) return;
    const show = async (siblings: readonly ReadSibling[]): Promise<void> => {
      const diagnostics = await inHostSlices(this.diagnose(document, { read, options, siblings }), isWanted);
      if (diagnostics && isWanted()) this.collection.set(document.uri, diagnostics);
    };
    await show(watched.siblings);
    // Other files come last: a slow file system keeps nothing back.
    const siblings = await readSiblings(document.uri, read, this.services);
    if (!isWanted() || hasSameSiblings(watched.siblings, siblings)) return;
    watched.siblings = siblings;
    await show(siblings);
  }

  private *diagnose(
    document: vscode.TextDocument,
    { read, options, siblings }: Given,
  ): Cooperative<vscode.Diagnostic[]> {
    const findings = yield* findFindingsSteps(read, {
      ...options,
      siblings,
      foreignValues: foreignFile(document.getText()),
      links: this.services.documents.links(document),
    });
    const diagnostics: vscode.Diagnostic[] = [];
    for (const finding of findings) {
      yield;
      diagnostics.push(this.toDiagnostic(document, finding, siblings));
    }
    return diagnostics;
  }

  private toDiagnostic(
    document: vscode.TextDocument,
    finding: Finding,
    siblings: readonly ReadSibling[],
  ): vscode.Diagnostic {
    const { translate } = this.services;
    const { code, severity, span } = finding;
    const diagnostic = toFindingDiagnostic({
      code,
      severity,
      range: toRange(document, span),
      sentence: findingSentence(finding, translate),
    });
    if (finding.related)
      diagnostic.relatedInformation = finding.related.map(({ span: place, file: id, sentence: what }) => {
        const file = siblings.find((each) => each.id === id);
        const location = file ? toLocation(file, place) : new vscode.Location(document.uri, toRange(document, place));
        return new vscode.DiagnosticRelatedInformation(location, translate(what));
      });
    return diagnostic;
  }
}
