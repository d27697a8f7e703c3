import type { SubjectOptions } from '../core/findings/subject';
import type { Translate } from '../shared/translate';
import { toShortText } from '../shared/visibleText';
import type { Connections } from './connections';
import { findHeld } from './heldBy';
import { listed, ownerText } from './impactLines';
import type { Inventory } from './inventory';
import type { KnownUses } from './knownUses';
import { findLostHosts } from './lostHosts';

export interface LostHostsParts {
  readonly connections: Pick<Connections, 'all'>;
  readonly inventory: Pick<Inventory, 'state'>;
  readonly uses: Pick<KnownUses, 'served'>;
  readonly translate: Translate;
}

/** What the check of a text asks about its certificates, answered from what the gateways are known to serve. */
export const lostHostsFrom = ({ connections, inventory, uses, translate }: LostHostsParts): NonNullable<SubjectOptions['lostHosts']> => (leaf, beside) => {
  const losses = connections.all.flatMap(({ id }) => {
    const served = uses.served(id);
    return served ? findLostHosts(leaf, { served, beside }) : [];
  });
  if (losses.length === 0) return [];
  const held = new Map(connections.all.map(({ id }) => [id, findHeld(leaf, [inventory.state(id)]).kind]));
  if ([...held.values()].includes('deployed')) return [];
  return losses
    // Where it renews another one whole, it is not this one's place that it takes.
    .filter(({ entry }) => held.get(entry.connection.id) !== 'renews')
    .map(({ entry, hosts, owners }) => ({
      hosts: listed(hosts, translate),
      owners: listed(owners.map((owner) => ownerText(owner, translate)), translate),
      connection: toShortText(entry.connection.name, 60),
      id: toShortText(entry.stored.id, 64),
    }));
};
