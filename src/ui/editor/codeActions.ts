import * as vscode from 'vscode';
import { applyAllFixes, fixes, toFixEdit } from '../../core/fixes/fixes';
import type { ReadText, TextEdit } from '../../core/fixes/lines';
import type { CommandId } from '../../ids';
import type { Cooperative } from '../../shared/cooperative';
import { inHostSlices } from '../../shared/turns';
import { toRange } from '../base/ranges';
import { pemLanguage } from '../files/pemDocuments';
import type { EditorServices } from './editorServices';
import { chainGap, codeOf } from './findingDiagnostic';

const fixAll = vscode.CodeActionKind.SourceFixAll.append('pem');

type Needs = Pick<EditorServices, 'documents' | 'now' | 'translate'>;

/**
 * Registers the lightbulb: what does away with the findings under the cursor; and Fix All. Plain edits that can be
 * undone.
 */
export function registerCodeActions(services: Needs): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    pemLanguage,
    {
      provideCodeActions: async (document, _range, context, token) => {
        const read = await services.documents.read(document);
        if (!read) return undefined;
        const { version } = document;
        const source: ReadText = {
          text: document.getText(),
          document: read,
          links: services.documents.links(document),
          now: services.now(),
        };
        const isWanted = (): boolean =>
          !token.isCancellationRequested && document.version === version && !document.isClosed;
        const actions = await inHostSlices(findActions({ document, source, context }, services), isWanted);
        return isWanted() ? actions : undefined;
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, fixAll] },
  );
}

interface Asked {
  readonly document: vscode.TextDocument;
  readonly source: ReadText;
  readonly context: vscode.CodeActionContext;
}

/** Finds the fixes that have an effect: each edit is worked out before it is offered, not when it is chosen. */
function* findActions(
  { document, source, context: { diagnostics, only } }: Asked,
  { translate }: Needs,
): Cooperative<vscode.CodeAction[]> {
  const isWanted = (kind: vscode.CodeActionKind): boolean => only === undefined || only.contains(kind);
  const hasNoBlock = source.document.parts.length === 0;
  const actions: vscode.CodeAction[] = [];
  for (const fix of isWanted(vscode.CodeActionKind.QuickFix) ? fixes : []) {
    const solved = diagnostics.filter((diagnostic) => fix.solves.includes(codeOf(diagnostic)));
    // One that solves no finding is for a text without any block.
    if (solved.length === 0 && !(fix.solves.length === 0 && hasNoBlock)) continue;
    const edit = yield* toFixEdit(fix.apply, source);
    if (!edit) continue;
    const action = new vscode.CodeAction(translate(fix.title), vscode.CodeActionKind.QuickFix);
    actions.push(
      Object.assign(action, { edit: toWorkspaceEdit(document, edit), diagnostics: solved, isPreferred: fix.isSafe }),
    );
  }
  if (isWanted(vscode.CodeActionKind.QuickFix))
    actions.push(...completions(document, diagnostics), ...conversions(document, diagnostics));
  // Asked for by name: on every movement of the cursor it would cost too much.
  if (only?.contains(fixAll) && only.value.startsWith(vscode.CodeActionKind.Source.value)) {
    const edit = yield* toFixEdit(applyAllFixes, source);
    if (edit)
      actions.push(
        Object.assign(new vscode.CodeAction(vscode.l10n.t('Fix all problems in this PEM text'), fixAll), {
          edit: toWorkspaceEdit(document, edit),
        }),
      );
  }
  return actions;
}

/**
 * Offers Complete the Chain, which looks for what is missing once it is chosen: that takes files, and may take a
 * question.
 */
export function completions(
  document: vscode.TextDocument,
  diagnostics: readonly vscode.Diagnostic[],
): readonly vscode.CodeAction[] {
  const solved = diagnostics.filter((diagnostic) => codeOf(diagnostic) === chainGap);
  const [first] = solved;
  if (!first) return [];
  const title = vscode.l10n.t('Complete the Chain');
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  const command: CommandId = 'api7Certificates.completeChain';
  const place = [document.uri, document.offsetAt(first.range.start)];
  return [
    Object.assign(action, { command: { title, command, arguments: place }, diagnostics: solved, isPreferred: true }),
  ];
}

/** Offers to save a file anew where its bytes are at fault and not its text, which no edit could fix. */
function conversions(
  document: vscode.TextDocument,
  diagnostics: readonly vscode.Diagnostic[],
): readonly vscode.CodeAction[] {
  const command: CommandId = 'api7Certificates.convertToPem';
  const titles: Readonly<Partial<Record<string, string>>> = {
    wideEncoding: vscode.l10n.t('Save as UTF-8'),
    byteOrderMark: vscode.l10n.t('Save without a byte order mark'),
    bareCarriageReturns: vscode.l10n.t('Save with line feeds'),
  };
  return diagnostics.flatMap((diagnostic) => {
    const code = codeOf(diagnostic);
    const title = titles[code];
    // A mark that is part of the text is removed from it.
    if (code === 'byteOrderMark' && document.encoding !== 'utf8bom') return [];
    if (title === undefined || document.isUntitled || !vscode.workspace.isTrusted) return [];
    const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
    action.command = { title, command, arguments: [document.uri] };
    action.diagnostics = [diagnostic];
    action.isPreferred = true;
    return [action];
  });
}

function toWorkspaceEdit(document: vscode.TextDocument, { span, text }: TextEdit): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, toRange(document, span), text);
  return edit;
}
