import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import type { Services } from '../services';

const id: CommandId = 'api7Certificates.clearFilter';

export function registerClearFilter({ tree }: Pick<Services, 'tree'>): vscode.Disposable {
  return vscode.commands.registerCommand(id, () => tree.arrangement.change({ filter: '' }));
}
