import * as vscode from 'vscode';
import { readPemDocument } from '../../core/document';
import type { PemCache } from '../../core/document';
import { findFindings, findingSentence } from '../../core/findings';
import type { Finding } from '../../core/findings';
import type { Span } from '../../core/model';
import { limits } from '../../core/limits';
import type { Services } from '../services';

type Needs = Pick<Services, 'settings' | 'now' | 'translate'>;

/** How long typing has to pause before a document is read again, in milliseconds. */
const pause = 250;

const severities: Readonly<Record<Finding['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** Checks every open PEM document, and shows what is wrong on the block it concerns. Needs no gateway and no trust. */
export function registerDiagnostics(services: Needs): vscode.Disposable {
  return new PemDiagnostics(services);
}

class PemDiagnostics implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection('api7Certificates');
  /** Documents whose typing has not paused yet. */
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  /** What unchanged blocks of a document were read as. */
  private readonly caches = new Map<string, PemCache>();
  private readonly subscriptions: vscode.Disposable[];

  constructor(private readonly services: Needs) {
    this.subscriptions = [
      vscode.workspace.onDidOpenTextDocument((document) => this.checkSoon(document)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.checkSoon(document)),
      vscode.workspace.onDidCloseTextDocument((document) => this.forget(document)),
      services.settings.onDidChange(() => this.checkAll()),
      // A certificate may have expired while nobody looked.
      vscode.window.onDidChangeWindowState(({ focused }) => focused && this.checkAll()),
    ];
    this.checkAll();
  }

  dispose(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer);
    for (const subscription of this.subscriptions) subscription.dispose();
    this.collection.dispose();
  }

  private checkAll(): void {
    for (const document of vscode.workspace.textDocuments) this.checkSoon(document);
  }

  private checkSoon(document: vscode.TextDocument): void {
    if (document.languageId !== 'pem') return;
    const key = document.uri.toString();
    clearTimeout(this.waiting.get(key));
    this.waiting.set(
      key,
      setTimeout(() => {
        this.waiting.delete(key);
        this.check(document);
      }, pause),
    );
  }

  private forget(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.waiting.get(key));
    this.waiting.delete(key);
    this.caches.delete(key);
    this.collection.delete(document.uri);
  }

  private check(document: vscode.TextDocument): void {
    if (document.isClosed || document.languageId !== 'pem' || !this.services.settings.diagnosticsEnabled(document.uri)) {
      this.collection.delete(document.uri);
      return;
    }
    const text = document.getText();
    if (text.length > limits.fileBytes) {
      this.collection.set(document.uri, [tooLarge()]);
      return;
    }
    const key = document.uri.toString();
    const cache = this.caches.get(key) ?? new Map();
    this.caches.set(key, cache);
    const findings = findFindings(readPemDocument(text, cache), {
      now: this.services.now(),
      warningDays: this.services.settings.expiryWarningDays,
    });
    this.collection.set(
      document.uri,
      findings.map((finding) => this.toDiagnostic(document, finding)),
    );
  }

  private toDiagnostic(document: vscode.TextDocument, finding: Finding): vscode.Diagnostic {
    const toRange = ({ start, end }: Span) => new vscode.Range(document.positionAt(start), document.positionAt(end));
    const sentence = findingSentence(finding, this.services.translate);
    const diagnostic = new vscode.Diagnostic(toRange(finding.span), sentence, severities[finding.severity]);
    diagnostic.source = 'API7 Certificates';
    diagnostic.code = finding.code;
    if (finding.related)
      diagnostic.relatedInformation = finding.related.map(
        ({ span, sentence: what }) => new vscode.DiagnosticRelatedInformation(new vscode.Location(document.uri, toRange(span)), this.services.translate(what)),
      );
    return diagnostic;
  }
}

function tooLarge(): vscode.Diagnostic {
  const sentence = vscode.l10n.t('This file is too large to be checked: files of up to {0} MB are.', limits.fileBytes / 1024 / 1024);
  return new vscode.Diagnostic(new vscode.Range(0, 0, 0, 0), sentence, vscode.DiagnosticSeverity.Information);
}
