import * as vscode from 'vscode';
import { convertToPem } from '../editor/convertFile';
import type { EditorServices } from '../editor/editorServices';
import { splitPem } from '../editor/split/splitCommand';
import type { SplitRequest } from '../editor/split/splitRequest';
import type { FindingTarget } from '../editor/turnOff';
import { turnOffCheck } from '../editor/turnOff';
import { uriOrActive } from '../files/files';
import type { FileTarget } from './arguments';

/**
 * Does what an action of a PEM editor was chosen for; from the palette, shows the ways to split what the editor holds.
 */
export async function splitFile(services: EditorServices, request: SplitRequest | undefined): Promise<void> {
  if (request) return splitPem(services, request);
  const kind = vscode.CodeActionKind.RefactorExtract.value;
  await vscode.commands.executeCommand('editor.action.codeAction', { kind, apply: 'never' });
}

export async function turnOffFinding(_services: unknown, finding: FindingTarget | undefined): Promise<void> {
  if (finding) await turnOffCheck(finding);
}

/** Saves the file as PEM that every program reads: the one that it is called on, else the one in front. */
export async function convertFile(services: EditorServices, target: FileTarget): Promise<void> {
  const uri = uriOrActive(target.uri);
  if (uri) await convertToPem(uri, services);
}
