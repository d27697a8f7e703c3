import * as vscode from 'vscode';
import { convertToPem } from '../editor/convertFile';
import type { EditorServices } from '../editor/editorServices';
import { splitPem } from '../editor/split/splitCommand';
import { turnOffCheck } from '../editor/turnOff';
import { activeUri } from '../files/files';
import { readFindingTarget, readSplitRequest, readUri } from './arguments';

/**
 * Does what an action of a PEM editor was chosen for; from the palette, shows the ways to split what the editor holds.
 */
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

/** Saves the file as PEM that every program reads: the one that it is called on, else the one in front. */
export async function convertFile(services: EditorServices, target: unknown): Promise<void> {
  const given = readUri(target);
  const uri = given === undefined ? activeUri() : vscode.Uri.parse(given);
  if (uri) await convertToPem(uri, services);
}
