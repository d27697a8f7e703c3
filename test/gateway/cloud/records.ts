import type { JsonObject } from '../json';
import type { Store, Stored } from '../store';

export type Family = 'certificates' | 'apps';

/** Ids are 64-bit numbers beyond what a JavaScript number holds, always written as text. */
const firstId = 392_306_215_415_186_327n;

const spacing = 65_537n;

export const idAt = (revision: number): string => (firstId + BigInt(revision) * spacing).toString();

/** Takes a fresh id from the store. */
export const freshId = (store: Store): string => idAt(store.bump());

const keyOf = (family: Family, cluster: string, id: string): string => `/${family}/${cluster}/${id}`;

export const listRecords = (store: Store, family: Family, cluster: string): readonly JsonObject[] =>
  store.under(keyOf(family, cluster, '')).map(({ value }) => value);

export const findRecord = (
  store: Store,
  family: Family,
  { cluster, id }: { readonly cluster: string; readonly id: string },
): JsonObject | undefined => store.get(keyOf(family, cluster, id))?.value;

export const saveRecord = (
  store: Store,
  family: Family,
  { cluster, id, value }: { readonly cluster: string; readonly id: string; readonly value: JsonObject },
): Stored => store.put(keyOf(family, cluster, id), value);

export const deleteRecord = (
  store: Store,
  family: Family,
  { cluster, id }: { readonly cluster: string; readonly id: string },
): boolean => store.delete(keyOf(family, cluster, id));
