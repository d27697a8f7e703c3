import * as vscode from 'vscode';
import type { Connection } from '../../../app/connections/connection';
import type { Gateway } from '../../../gateway/gateway';
import { toShortText } from '../../../shared/visibleText';
import { productionFirst, titleFor } from '../../prompts/guard';
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
  const connections = productionFirst(targets.map(({ connection }) => connection));
  await services.guard.duringAll(connections, async () => {
    const groups: TargetsOfGateway[] = [];
    for (const connection of connections) {
      const gateway = await openGateway(connection, services);
      if (!gateway || !takesWrites(gateway, { connection, translate: services.translate })) return;
      const own = targets.filter((target) => target.connection.id === connection.id);
      groups.push({ connection, gateway, targets: own });
    }
    await work(groups);
  });
}

export const connectionNames = (groups: readonly { readonly connection: Connection }[]): string =>
  toShortText(groups.map(({ connection }) => connection.name).join(', '), 100);

/** Returns the title, which says so where one of the gateways is production. */
export function titleOver(groups: readonly { readonly connection: Connection }[], title: string): string {
  const [first] = groups;
  return first ? titleFor(first.connection, title) : title;
}
