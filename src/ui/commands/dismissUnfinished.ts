import * as vscode from 'vscode';
import type { CommandId } from '../../ids';
import { dismissUnfinished } from '../change/reportOutcome';
import type { Services } from '../services';
import { unfinishedIdOf } from '../tree/rowArgument';

const id: CommandId = 'api7Certificates.dismissUnfinished';

/** From the row of a write whose outcome is unknown: takes it away, unanswered. */
export function registerDismissUnfinished(services: Services): vscode.Disposable {
  return vscode.commands.registerCommand(id, async (argument?: unknown) => {
    const write = unfinishedIdOf(argument);
    if (write !== undefined) await dismissUnfinished(write, services);
  });
}
