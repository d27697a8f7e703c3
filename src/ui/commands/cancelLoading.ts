import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import type { Services } from '../services';
import { connectionOf } from '../tree/rowArgument';

const id: CommandId = 'api7Certificates.cancelLoading';

/** Stops listing and keeps what has arrived. */
export function registerCancelLoading({ inventory }: Pick<Services, 'inventory'>): vscode.Disposable {
  return vscode.commands.registerCommand(id, (argument: unknown) => inventory.cancel(connectionOf(argument)?.id));
}
