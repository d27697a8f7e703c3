import * as vscode from 'vscode';
import type { WorkspaceCheck } from '../../app/workspace/workspaceCheck';
import type { CommandId } from '../../ids';

const id: CommandId = 'api7Certificates.cancelWorkspaceCheck';

/** Stops the check of the workspace and keeps what it has found. */
export function registerCancelWorkspaceCheck(check: WorkspaceCheck): vscode.Disposable {
  return vscode.commands.registerCommand(id, () => check.cancel());
}
