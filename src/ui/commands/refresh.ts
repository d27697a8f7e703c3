import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import type { Services } from '../services';
import { connectionOf } from '../tree/rowArgument';

const id: CommandId = 'api7Certificates.refresh';

/** Lists the certificates of one connection anew, or of all. */
export function registerRefresh({ inventory }: Pick<Services, 'inventory'>): vscode.Disposable {
  return vscode.commands.registerCommand(id, (argument: unknown) => inventory.refresh(connectionOf(argument)?.id));
}
