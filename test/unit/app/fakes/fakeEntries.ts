import type { FullEntry } from '../../../../src/app/inventory/certificateEntry';
import { toEntry } from '../../../../src/app/inventory/certificateEntry';
import type { StoredCertificate } from '../../../../src/core/model';
import type { DialectId, HostUse, References, Referrer } from '../../../../src/gateway/gateway';
import { connection, stored } from './fakeConnections';

/** An object as a table writes it: its names, or anything else of it. */
export type Objects = Readonly<Record<string, readonly string[] | Partial<StoredCertificate>>>;

export const toEntries = (objects: Objects, dialect: DialectId = 'apisix'): readonly FullEntry[] =>
  Object.entries(objects).map(([id, change]) =>
    toEntry(
      { ...connection('a'), dialect },
      stored(id, { type: 'server', isEnabled: true, ...('length' in change ? { names: [...change] } : change) }),
    ),
  );

export const noUses: References = { hosts: [], anyHost: [], clientReferences: [], unknown: [] };

export const route = (id: string): Referrer => ({ kind: 'route', id });

/** A route for each host, with the host as its id. */
export const usesOf = (hosts: readonly string[], more: Partial<References> = {}): References => ({
  ...noUses,
  hosts: hosts.map((host): HostUse => ({ host, by: route(host), wantsHttps: 'unknown', isActive: true })),
  ...more,
});
