import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import { lookAtUnfinished } from '../change/reportOutcome';
import type { Services } from '../services';
import { unfinishedIdOf } from '../tree/rowArgument';

const id: CommandId = 'api7Certificates.lookAgain';

/** From the row of a write whose outcome is unknown: reads the gateway to find out. */
export function registerLookAgain(services: Services): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (argument?: unknown) => {
    const write = unfinishedIdOf(argument);
    if (write !== undefined) await lookAtUnfinished(write, services);
  });
}
