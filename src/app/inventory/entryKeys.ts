import { serialKey } from '../../core/comparison/metadataMatch';
import { toSniName } from '../../core/hosts/sniChoices';
import type { Cooperative } from '../../shared/cooperative';
import { isSameList } from '../../shared/isSame';
import type { CertificateEntry } from './certificateEntry';
import { KeyTable } from './keyTable';

/** Finds entries by serial number or name. */
export class EntryKeys {
  readonly serials: KeyTable<CertificateEntry>;
  readonly names: KeyTable<CertificateEntry>;
  /** Certificates without names, by their common name, which may be empty. */
  readonly nameless: KeyTable<CertificateEntry>;
  private readonly tables: readonly KeyTable<CertificateEntry>[];

  constructor(byId: ReadonlyMap<string, CertificateEntry>) {
    const tableOf = (
      eachKey: (entry: CertificateEntry, take: (key: string) => void) => void,
      hasSameKeys: (one: CertificateEntry, other: CertificateEntry) => boolean,
    ) =>
      new KeyTable<CertificateEntry>({
        ids: () => byId.keys(),
        size: () => byId.size,
        find: (id) => byId.get(id),
        idOf: ({ stored }) => stored.id,
        eachKey,
        hasSameKeys,
      });
    this.serials = tableOf(
      ({ serial }, take) => {
        const digits = serial === undefined ? undefined : serialKey(serial);
        if (digits !== undefined) take(digits);
      },
      (one, other) => one.serial === other.serial,
    );
    this.names = tableOf(({ names }, take) => {
      for (const name of names) take(toSniName(name));
    }, hasSameNames);
    this.nameless = tableOf(
      (entry, take) => {
        if (entry.names.length > 0) return;
        take(anyName);
        take(toCommonNameKey(entry.commonName ?? ''));
      },
      (one, other) => hasSameNames(one, other) && (one.names.length > 0 || one.commonName === other.commonName),
    );
    this.tables = [this.serials, this.names, this.nameless];
  }

  add(entry: CertificateEntry): void {
    for (const table of this.tables) table.add(entry);
  }

  replace(before: CertificateEntry, after: CertificateEntry): void {
    for (const table of this.tables) table.replace(before, after);
  }

  delete(): void {
    for (const table of this.tables) table.delete();
  }

  clear(): void {
    for (const table of this.tables) table.clear();
  }
}

/** The key of all certificates without names. No common name has it. */
export const anyName = '\n';

/** Returns one key for names that RFC 5280 §7.1 calls equal, and for some that it does not. */
export const toCommonNameKey = (name: string): string =>
  name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

const hasSameNames = ({ names }: CertificateEntry, other: CertificateEntry): boolean => isSameList(names, other.names);

/** Returns all that have one of the keys, each once. */
export function* unite(
  table: KeyTable<CertificateEntry>,
  keys: readonly string[],
): Cooperative<readonly CertificateEntry[]> {
  const found = new Set<CertificateEntry>();
  for (const key of keys) {
    for (const entry of yield* table.getSteps(key)) found.add(entry);
    yield;
  }
  return [...found];
}
