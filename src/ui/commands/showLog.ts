import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import type { Services } from '../services';

const id: CommandId = 'api7Certificates.showLog';

/** Opens the extension's log in the Output panel. */
export function registerShowLog({ log }: Pick<Services, 'log'>): vscode.Disposable {
  return vscode.commands.registerCommand(id, () => log.show());
}
