import * as vscode from 'vscode';
import { editIndentSteps, editValueSteps } from '../../../app/sources/valueEdit';
import { fixes } from '../../../core/fixes/fixes';
import type { Cooperative } from '../../../shared/cooperative';
import { inHostSlices } from '../../../shared/turns';
import { toRange } from '../../base/ranges';
import { completions } from '../codeActions';
import type { EditorServices } from '../editorServices';
import { codeOf, findingSource } from '../findingDiagnostic';
import type { ForeignDocuments } from './foreignDocuments';

type Needs = Pick<EditorServices, 'now' | 'translate'>;

/**
 * Registers the lightbulb on a value of another file. Where the value cannot be written again in place, the action says
 * so.
 */
export const registerForeignActions = (documents: ForeignDocuments, services: Needs): vscode.Disposable =>
  vscode.languages.registerCodeActionsProvider(
    '*',
    {
      provideCodeActions: async (document, _range, { diagnostics, only }, token) => {
        const ours = diagnostics.filter(({ source }) => source === findingSource);
        const wantsQuickFixes = only === undefined || only.contains(vscode.CodeActionKind.QuickFix);
        if (ours.length === 0 || !wantsQuickFixes || documents.found(document) !== 'signs') return undefined;
        const { version } = document;
        const isWanted = (): boolean =>
          !token.isCancellationRequested && document.version === version && !document.isClosed;
        const found = await inHostSlices(findActions(document, ours, services), isWanted);
        return isWanted() ? found : undefined;
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );

function* findActions(
  document: vscode.TextDocument,
  diagnostics: readonly vscode.Diagnostic[],
  { now, translate }: Needs,
): Cooperative<vscode.CodeAction[]> {
  const text = document.getText();
  const actions: vscode.CodeAction[] = [];
  for (const fix of fixes) {
    const solved = diagnostics.filter((diagnostic) => fix.solves.includes(codeOf(diagnostic)));
    const [first] = solved;
    if (!first) continue;
    const at = document.offsetAt(first.range.start);
    const edit = yield* editValueSteps({ text, at, now: now() }, fix.apply);
    if (edit === 'unchanged') continue;
    const action = new vscode.CodeAction(translate(fix.title), vscode.CodeActionKind.QuickFix);
    action.diagnostics = solved;
    if (edit === 'notWritable') toExplained(action, first);
    else {
      action.isPreferred = fix.isSafe;
      action.edit = new vscode.WorkspaceEdit();
      action.edit.replace(document.uri, toRange(document, edit.span), edit.text);
    }
    actions.push(action);
  }
  const unindented = diagnostics.find((diagnostic) => codeOf(diagnostic) === 'unindentedBlock');
  const indented = unindented && (yield* editIndentSteps(text, document.offsetAt(unindented.range.start)));
  if (indented) {
    const action = new vscode.CodeAction(vscode.l10n.t('Indent the block'), vscode.CodeActionKind.QuickFix);
    action.diagnostics = [unindented];
    action.isPreferred = true;
    action.edit = new vscode.WorkspaceEdit();
    action.edit.replace(document.uri, toRange(document, indented.span), indented.text);
    actions.push(action);
  }
  return [...actions, ...completions(document, diagnostics)];
}

/** Makes the action one that says that it cannot be done, and opens the page of the finding. */
function toExplained(action: vscode.CodeAction, { code }: vscode.Diagnostic): void {
  action.title = vscode.l10n.t('“{0}” is not possible here: this value cannot be rewritten in place', action.title);
  if (typeof code === 'object')
    action.command = { title: action.title, command: 'vscode.open', arguments: [code.target] };
}
