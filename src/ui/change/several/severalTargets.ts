import * as vscode from 'vscode';
import type { Connection } from '../../../app/connections/connection';
import type { Gateway } from '../../../gateway/gateway';
import { toShortText } from '../../../shared/visibleText';
import { DisposableStore } from '../../base/disposables';
import { titleFor } from '../../prompts/guard';
import { openGateway } from '../../prompts/notify';
import { showInformationMessage } from '../../window/messages';
import type { ChangeServices } from '../changeServices';
import { takesWrites } from '../takesWrites';
import type { Target } from '../target';

/** More cannot be looked through in a list. */
const maxTargets = 100;

/** Targets of one gateway, which is open. */
export interface TargetsOfGateway {
  readonly connection: Connection;
  readonly gateway: Gateway;
  readonly targets: readonly Target[];
}

/**
 * Does what may end in writes to several objects, with their connections named; says why where one of them takes none.
 */
export async function duringSeveral(
  targets: readonly Target[],
  services: ChangeServices,
  work: (groups: readonly TargetsOfGateway[]) => Promise<void>,
): Promise<void> {
  if (targets.length > maxTargets)
    return void showInformationMessage(
      vscode.l10n.t('At most {0} certificates can be changed at once. {1} are selected.', maxTargets, targets.length),
    );
  const connections = connectionsOf(targets);
  if (!connections.every((connection) => services.guard.mayWrite(connection))) return;
  const marks = new DisposableStore();
  // The last one that is held is shown: one that is production, if there is one.
  for (const connection of connections.toReversed()) marks.add(services.guard.mark(connection));
  try {
    const groups: TargetsOfGateway[] = [];
    for (const connection of connections) {
      const gateway = await openGateway(connection, services);
      if (!gateway || !takesWrites(gateway, { connection, translate: services.translate })) return;
      const own = targets.filter((target) => target.connection.id === connection.id);
      groups.push({ connection, gateway, targets: own });
    }
    await work(groups);
  } finally {
    marks.dispose();
  }
}

/** Returns each connection once, production first. */
const connectionsOf = (targets: readonly Target[]): readonly Connection[] =>
  [...new Map(targets.map(({ connection }) => [connection.id, connection])).values()].toSorted(
    (a, b) => Number(b.production ?? false) - Number(a.production ?? false),
  );

export const connectionNames = (groups: readonly { readonly connection: Connection }[]): string =>
  toShortText(groups.map(({ connection }) => connection.name).join(', '), 100);

/** Returns the title, which says so where one of the gateways is production. */
export function titleOver(groups: readonly { readonly connection: Connection }[], title: string): string {
  const [first] = groups;
  return first ? titleFor(first.connection, title) : title;
}
