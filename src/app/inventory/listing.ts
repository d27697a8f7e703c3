import type { Cooperative } from '../../shared/cooperative';
import type { Sentence } from '../../shared/translate';
import type { CertificateEntry } from './certificateEntry';
import type { CertificateIndex } from './certificateIndex';
import type { ConnectionState, Inventory } from './inventory';

/**
 * One run through a gateway's pages, into an index. Entries from before stay until the run is complete, so that a
 * refresh neither flickers nor shows anything twice; then those that no page held are dropped.
 */
export class Listing {
  private readonly abort = new AbortController();
  /**
   * Ids in the pages so far; false in a run that found nothing listed: it has nothing to drop. Undefined before the
   * first.
   */
  private seen: Set<string> | false | undefined;
  private count = 0;
  private readonly kept = new Set<string>();
  private readonly dropped = new Set<string>();
  private resolve: () => void = () => undefined;
  /** Resolves when the run is over, however it ends. */
  readonly over = new Promise<void>((resolve) => (this.resolve = resolve));
  readonly unreadable: Sentence[] = [];
  total: number | undefined;

  /** @param place where the certificates are kept; undefined before the first of them is read */
  constructor(private readonly place: { readonly certificates: CertificateIndex | undefined }) {}

  get signal(): AbortSignal {
    return this.abort.signal;
  }

  /** True once nothing that still arrives may be applied. */
  get isOver(): boolean {
    return this.abort.signal.aborted;
  }

  /** The number of distinct certificates in the pages so far. */
  get loaded(): number {
    return this.count;
  }

  /** @returns the entry, where it was taken in */
  add(entry: CertificateEntry): CertificateEntry | undefined {
    const { id } = entry.stored;
    const { certificates } = this.place;
    this.seen ??= (certificates?.size ?? 0) > this.kept.size && new Set();
    if (this.seen) this.count = this.seen.add(id).size;
    else this.count += 1;
    if (this.dropped.has(id) || this.kept.has(id)) return undefined;
    // Pages bring each but once; where one does not, it counts once.
    if (!certificates?.take(entry, !this.seen)) this.count -= 1;
    return entry;
  }

  /** Keeps an entry that was written while the run is under way, and so is newer than any page of it. */
  keep(entry: CertificateEntry): void {
    this.dropped.delete(entry.stored.id);
    this.kept.add(entry.stored.id);
    this.place.certificates?.put(entry);
  }

  /** Drops an object that was removed while the run is under way, and may still stand on a page of it. */
  drop(id: string): void {
    this.dropped.add(id);
    this.kept.delete(id);
    this.place.certificates?.delete(id);
  }

  /** Drops what no page held, after the last one. */
  *completeSteps(): Cooperative<undefined> {
    // Undefined where no page held anything: then nothing of before is left.
    const { seen = new Set(), kept, place } = this;
    if (seen !== false && place.certificates)
      yield* place.certificates.keepOnlySteps((id) => seen.has(id) || kept.has(id));
    return undefined;
  }

  end(): void {
    this.abort.abort();
    this.resolve();
  }
}

/** Returns whether a connection was listed to its end, with every object read. */
export const isWhole = (state: ConnectionState): boolean =>
  state.kind === 'ready' && state.isComplete && state.unreadable.length === 0;

/** Returns {@link CertificateIndex.rivalsFor} of a connection; undefined where its list is not whole. */
export function rivalsIn(
  inventory: Pick<Inventory, 'state' | 'certificates'>,
  connectionId: string,
): ((names: readonly string[]) => readonly CertificateEntry[] | undefined) | undefined {
  if (!isWhole(inventory.state(connectionId))) return undefined;
  const certificates = inventory.certificates(connectionId);
  return (names) => (certificates ? certificates.rivalsFor(names) : []);
}
