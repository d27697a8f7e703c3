import type { RuleOptions } from '../../core/findings/ruleContext';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { Connections } from '../connections/connections';
import type { DeploymentStatus } from '../inventory/deploymentStatus';
import { findDeploymentStatus, listedConnection } from '../inventory/deploymentStatus';
import type { Inventory } from '../inventory/inventory';
import type { EntryCoverageLoss } from './coverageLoss';
import { findCoverageLoss } from './coverageLoss';
import type { KnownUses } from './knownUses';
import { listed, listedOwners } from './ownerText';

export interface CoverageLossParts {
  readonly connections: Pick<Connections, 'all'>;
  readonly inventory: Pick<Inventory, 'state' | 'certificates'>;
  readonly uses: Pick<KnownUses, 'served'>;
  readonly translate: Translate;
}

/** Answers what the check of a text asks about its certificates from what the gateways are known to serve. */
export const coverageLossFrom = ({
  connections,
  inventory,
  uses,
  translate,
}: CoverageLossParts): NonNullable<RuleOptions['coverageLoss']> =>
  function* (leaf, siblings) {
    const losses: EntryCoverageLoss[] = [];
    for (const { id } of connections.all) {
      const served = uses.served(id);
      if (served) losses.push(...(yield* findCoverageLoss(leaf, { served, siblings })));
    }
    if (losses.length === 0) return [];
    const held = new Map<string, DeploymentStatus['kind']>();
    for (const { id } of connections.all)
      held.set(id, (yield* findDeploymentStatus(leaf, [listedConnection(inventory, id)])).kind);
    if ([...held.values()].includes('deployed')) return [];
    return (
      losses
        // Where it renews another one whole, it is not this one's place that it takes.
        .filter(({ entry }) => held.get(entry.connection.id) !== 'renews')
        .map(({ entry, hosts, owners }) => ({
          hosts: listed(hosts, translate),
          owners: listedOwners(owners, translate),
          connection: toShortText(entry.connection.name, 60),
          id: toShortText(entry.stored.id, 64),
        }))
    );
  };
