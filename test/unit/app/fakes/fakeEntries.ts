import type { CertificateEntry, FullEntry } from '../../../../src/app/inventory/certificateEntry';
import { toEntry } from '../../../../src/app/inventory/certificateEntry';
import { toServingTableSteps } from '../../../../src/app/inventory/serving';
import type { ServedHosts } from '../../../../src/app/usage/servedHosts';
import { toServedHosts } from '../../../../src/app/usage/servedHosts';
import { toUsedHosts } from '../../../../src/app/usage/usedHosts';
import type { StoredCertificate } from '../../../../src/core/model';
import type { DialectId, HostUse, References, Referrer } from '../../../../src/gateway/gateway';
import { runSync } from '../../../../src/shared/cooperative';
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

export const noUses: References = {
  hosts: [],
  anyHost: [],
  clientReferences: [],
  inlineCertificates: [],
  unknown: [],
};

export const route = (id: string): Referrer => ({ kind: 'route', id });

/** A route for each host, with the host as its id. */
export const usesOf = (hosts: readonly string[], more: Partial<References> = {}): References => ({
  ...noUses,
  hosts: hosts.map((host): HostUse => ({ host, by: route(host), wantsHttps: 'unknown', isActive: true })),
  ...more,
});

/** Who is served which of these certificates, with these uses. */
export const toServed = (entries: readonly CertificateEntry[], uses: References): ServedHosts => {
  const dialect = entries[0]?.connection.dialect ?? 'apisix';
  return runSync(toServedHosts(entries, runSync(toUsedHosts(uses)), toServingTableSteps(entries, dialect)));
};
