import type { SubjectOptions } from '../../core/findings/ruleContext';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { Connections } from '../connections/connections';
import { findHeld } from '../inventory/deploymentStatus';
import { listed, listedOwners } from './impactLines';
import type { Inventory } from '../inventory/inventory';
import type { KnownUses } from './knownUses';
import { findLostHosts } from './coverageLoss';
import type { HostLoss } from './coverageLoss';

export interface LostHostsParts {
  readonly connections: Pick<Connections, 'all'>;
  readonly inventory: Pick<Inventory, 'state'>;
  readonly uses: Pick<KnownUses, 'served'>;
  readonly translate: Translate;
}

/** What the check of a text asks about its certificates, answered from what the gateways are known to serve. */
export const lostHostsFrom = ({
  connections,
  inventory,
  uses,
  translate,
}: LostHostsParts): NonNullable<SubjectOptions['lostHosts']> =>
  function* (leaf, beside) {
    const losses: HostLoss[] = [];
    for (const { id } of connections.all) {
      const served = uses.served(id);
      if (served) losses.push(...(yield* findLostHosts(leaf, { served, beside })));
    }
    if (losses.length === 0) return [];
    const held = new Map(connections.all.map(({ id }) => [id, findHeld(leaf, [inventory.state(id)]).kind]));
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
