import * as vscode from 'vscode';
import type { EditorServices } from '../editor/editorServices';
import { splitPem } from '../editor/split/splitCommand';
import { turnOffCheck } from '../editor/turnOff';
import { readFindingTarget, readSplitRequest } from './arguments';

/** Does what an action of a PEM editor was chosen for; from the palette, shows the ways to split what the editor holds. */
export async function splitFile(services: EditorServices, target: unknown): Promise<void> {
  const request = readSplitRequest(target);
  if (request) return splitPem(services, request);
  const kind = vscode.CodeActionKind.RefactorExtract.value;
  await vscode.commands.executeCommand('editor.action.codeAction', { kind, apply: 'never' });
}

/** Turns off the check behind a finding. */
export async function turnOffFinding(_services: unknown, target: unknown): Promise<void> {
  const finding = readFindingTarget(target);
  if (finding) await turnOffCheck(finding);
}
