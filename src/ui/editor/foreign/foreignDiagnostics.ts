import * as vscode from 'vscode';
import type { FileFinding, FileFindingOptions } from '../../../app/workspace/fileFindings';
import { fileFindingSentence, findInFileSteps } from '../../../app/workspace/fileFindings';
import { limits, limitsOf } from '../../../core/limits';
import type { Span } from '../../../core/model';
import { toTextRange } from '../../../core/pem/lineStarts';
import type { Cooperative } from '../../../shared/cooperative';
import { inHostSlices } from '../../../shared/turns';
import { DisposableStore } from '../../base/disposables';
import { onPassingTime } from '../../base/passingTime';
import { toEditorRange, toRange } from '../../base/ranges';
import { onDidOpenRepository } from '../../git/gitTracking';
import type { EditorServices } from '../editorServices';
import { toFindingDiagnostic, tooLargeDiagnostic } from '../findingDiagnostic';
import { toFindingOptions } from '../findingOptions';
import type { ForeignDocuments, ForeignReading } from './foreignDocuments';

type Needs = Pick<
  EditorServices,
  'connections' | 'inventory' | 'manifests' | 'settings' | 'log' | 'now' | 'translate' | 'uses'
>;

/** Shows what is wrong with certificates and keys inside of other files, on the very value. */
export class ForeignDiagnostics implements vscode.Disposable {
  private readonly own = new DisposableStore();
  private readonly collection = this.own.add(vscode.languages.createDiagnosticCollection('api7Certificates.embedded'));
  /** Counts the checks of each document, by uri: one that is not the latest is given up. */
  private readonly checks = new Map<string, number>();

  constructor(
    private readonly documents: ForeignDocuments,
    private readonly services: Needs,
  ) {
    const { settings, uses, manifests } = services;
    this.own.addAll(
      documents.onDidChange((document) => this.start(document)),
      manifests.onDidChange((uris) => this.checkAll((uri) => uris.includes(uri))),
      settings.onDidChange(() => this.checkAll()),
      uses.onDidChange(() => this.checkAll()),
      onDidOpenRepository(() => this.checkAll()),
      onPassingTime(() => this.checkAll()),
    );
    this.checkAll();
  }

  dispose(): void {
    this.checks.clear();
    this.own.dispose();
  }

  private checkAll(isConcerned: (uri: string) => boolean = () => true): void {
    for (const document of this.documents.all())
      if (isConcerned(document.uri.toString()) && this.mayShow(document)) this.start(document);
  }

  /** Returns whether something is shown there, or may be. */
  private mayShow(document: vscode.TextDocument): boolean {
    return this.collection.has(document.uri) || this.documents.found(document) !== 'nothing';
  }

  private start(document: vscode.TextDocument): void {
    this.check(document).catch((error: unknown) => this.services.log.error('The check of a document failed', error));
  }

  private async check(document: vscode.TextDocument): Promise<void> {
    const key = document.uri.toString();
    const check = (this.checks.get(key) ?? 0) + 1;
    this.checks.set(key, check);
    const isWanted = (): boolean => this.checks.get(key) === check && !document.isClosed;
    const diagnostics = await this.find(document, isWanted);
    if (this.checks.get(key) !== check) return;
    this.checks.delete(key);
    if (diagnostics && !document.isClosed) this.collection.set(document.uri, diagnostics);
    else this.collection.delete(document.uri);
  }

  private async find(document: vscode.TextDocument, isWanted: () => boolean): Promise<vscode.Diagnostic[] | undefined> {
    const { manifests, settings } = this.services;
    const uri = document.uri.toString();
    if (!settings.diagnosticsEnabled(document.uri)) return undefined;
    if (this.documents.found(document) === 'tooLarge') return [tooLargeDiagnostic(limits.foreignFileBytes)];
    const reading = await this.documents.read(document);
    if (reading === 'tooMuch') return [tooManyBlocks()];
    if (!reading || !isWanted()) return undefined;
    const options = await toFindingOptions(document.uri, reading.document, this.services);
    if (!isWanted()) return undefined;
    const work = this.diagnose(document, reading, {
      ...options,
      hostsOf: (object) => manifests.hostsOf(object),
      hostConflicts: manifests.conflictsOf(uri),
    });
    return inHostSlices(work, isWanted);
  }

  private *diagnose(
    document: vscode.TextDocument,
    reading: ForeignReading,
    options: FileFindingOptions,
  ): Cooperative<vscode.Diagnostic[]> {
    const diagnostics: vscode.Diagnostic[] = [];
    for (const finding of yield* findInFileSteps(reading, options)) {
      yield;
      diagnostics.push(this.toDiagnostic(document, finding));
    }
    return diagnostics;
  }

  private toDiagnostic(document: vscode.TextDocument, finding: FileFinding): vscode.Diagnostic {
    const { translate } = this.services;
    const { code, severity, span, related } = finding;
    const sentence = fileFindingSentence(finding, translate);
    const diagnostic = toFindingDiagnostic({ code, severity, range: toRange(document, span), sentence });
    if (related)
      diagnostic.relatedInformation = related.map(
        (each) =>
          new vscode.DiagnosticRelatedInformation(
            this.toLocation(document, each.span, each.file),
            translate(each.sentence),
          ),
      );
    return diagnostic;
  }

  private toLocation(document: vscode.TextDocument, span: Span, file: string | undefined): vscode.Location {
    if (file === undefined || file === document.uri.toString())
      return new vscode.Location(document.uri, toRange(document, span));
    const lines = this.services.manifests.linesOf(file);
    const range = lines && toTextRange(lines, span);
    return new vscode.Location(vscode.Uri.parse(file), range ? toEditorRange(range) : new vscode.Position(0, 0));
  }
}

function tooManyBlocks(): vscode.Diagnostic {
  const sentence = vscode.l10n.t(
    'The certificates and keys in this file are not checked: there are more than {0}.',
    limitsOf.unasked.blocks,
  );
  return new vscode.Diagnostic(new vscode.Range(0, 0, 0, 0), sentence, vscode.DiagnosticSeverity.Information);
}
