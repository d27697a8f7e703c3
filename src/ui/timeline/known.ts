import type { Known } from '../../app/timeline/items';
import type { TimelineServices } from './timelineServices';

/** Collects everything that is known now of certificates. */
export const toKnown = ({
  connections,
  inventory,
  check,
}: Pick<TimelineServices, 'connections' | 'inventory' | 'check'>): Known => ({
  gateways: connections.all.map((connection) => ({
    connection,
    entries: inventory.certificates(connection.id)?.entries() ?? [],
  })),
  files: check.files,
});
