import * as vscode from 'vscode';
import { fixes, mendAll } from '../../core/fixes';
import type { Fix } from '../../core/fixes';
import { toEdit } from '../../core/fixes/lines';
import { limits } from '../../core/limits';
import type { EditorServices } from './editorServices';
import { pemLanguage } from './pemDocuments';
import { toRange } from './ranges';

const fixAll = vscode.CodeActionKind.SourceFixAll.append('pem');

/** The lightbulb: what does away with the findings under the cursor; and Fix All. Plain edits that can be undone. */
export function registerCodeActions(services: EditorServices): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    pemLanguage,
    { provideCodeActions: (document, _range, context) => provideCodeActions(document, context, services) },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix, fixAll] },
  );
}

type Needs = Pick<EditorServices, 'documents' | 'translate'>;

async function provideCodeActions(document: vscode.TextDocument, { diagnostics, only }: vscode.CodeActionContext, services: Needs): Promise<vscode.CodeAction[]> {
  const hasNoBlock = (await services.documents.read(document))?.parts.length === 0;
  const text = document.getText();
  if (text.length > limits.fileBytes) return [];
  const isWanted = (kind: vscode.CodeActionKind): boolean => only === undefined || only.contains(kind);
  const actions: vscode.CodeAction[] = [];
  if (isWanted(vscode.CodeActionKind.QuickFix)) {
    for (const fix of fixes) {
      const solved = diagnostics.filter((diagnostic) => fix.solves.includes(codeOf(diagnostic)));
      // One that solves no finding is for a text without any block.
      if (solved.length > 0 || (fix.solves.length === 0 && hasNoBlock)) actions.push(...toActions({ document, text, fix, solved }, services));
    }
  }
  // Asked for by name: on every movement of the cursor it would cost too much.
  if (only?.contains(fixAll) && only.value.startsWith(vscode.CodeActionKind.Source.value)) {
    const edit = toWorkspaceEdit(document, text, mendAll(text));
    if (edit) actions.push(Object.assign(new vscode.CodeAction(vscode.l10n.t('Fix all of this PEM text'), fixAll), { edit }));
  }
  return actions;
}

interface Offer {
  readonly document: vscode.TextDocument;
  readonly text: string;
  readonly fix: Fix;
  readonly solved: vscode.Diagnostic[];
}

function toActions({ document, text, fix, solved }: Offer, { translate }: Needs): readonly vscode.CodeAction[] {
  const edit = toWorkspaceEdit(document, text, fix.mend(text));
  if (!edit) return [];
  const action = new vscode.CodeAction(translate(fix.title), vscode.CodeActionKind.QuickFix);
  action.edit = edit;
  action.diagnostics = solved;
  action.isPreferred = fix.isSafe;
  return [action];
}

function toWorkspaceEdit(document: vscode.TextDocument, before: string, after: string): vscode.WorkspaceEdit | undefined {
  const change = toEdit(before, after);
  if (!change) return undefined;
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, toRange(document, change.span), change.text);
  return edit;
}

/** Codes may come with a link to what explains them. */
function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === 'object' ? code.value : code);
}
