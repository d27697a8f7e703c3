import * as vscode from 'vscode';
import type { Finding, FindingCode } from '../../core/findings/findings';
import { findingPage } from '../files/findingPages';

/** A finding in words, at its place in the editor. */
interface PlacedFinding extends Pick<Finding, 'code' | 'severity'> {
  readonly range: vscode.Range;
  readonly sentence: string;
}

/** Names the extension beside each finding. */
export const findingSource = 'API7 Certificates';

/** Makes a finding what VS Code shows, linked to the page that explains it. */
export function toFindingDiagnostic({ range, sentence, severity, code }: PlacedFinding): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(range, sentence, severities[severity]);
  diagnostic.source = findingSource;
  diagnostic.code = { value: code, target: findingPage(code) };
  return diagnostic;
}

/**
 * Returns the diagnostic at the beginning of a document that is too large to be read. `bytes`: the most that is read.
 */
export const tooLargeDiagnostic = (bytes: number): vscode.Diagnostic =>
  new vscode.Diagnostic(
    new vscode.Range(0, 0, 0, 0),
    vscode.l10n.t('This file is too large to be checked: files of up to {0} MB are.', bytes / 1024 / 1024),
    vscode.DiagnosticSeverity.Information,
  );

/** Returns the code of a diagnostic, which may come with a link to what explains it. */
export const codeOf = ({ code }: vscode.Diagnostic): string => String(typeof code === 'object' ? code.value : code);

/** The finding that Complete the Chain is for. */
export const chainGap: FindingCode = 'chainGap';

const severities: Readonly<Record<Finding['severity'], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};
