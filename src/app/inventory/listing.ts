import type { CertificateEntry } from './certificateEntry';
import type { CertificateIndex } from './certificateIndex';

/**
 * One run through a gateway's pages, into an index. Entries from before stay until the run is complete, so that a refresh neither
 * flickers nor shows anything twice; then those that no page held are dropped.
 */
export class Listing {
  private readonly abort = new AbortController();
  /** Ids in the pages so far. Undefined in a run that found nothing listed: it has nothing to drop. */
  private seen: Set<string> | undefined;
  private hasPages = false;
  private count = 0;
  private readonly kept = new Set<string>();
  private readonly dropped = new Set<string>();
  private resolve: () => void = () => undefined;
  /** Resolves when the run is over, however it ends. */
  readonly over = new Promise<void>((resolve) => (this.resolve = resolve));
  readonly unreadable: string[] = [];
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
    return this.seen?.size ?? this.count;
  }

  /** @returns the entry, where it was taken in */
  add(entry: CertificateEntry): CertificateEntry | undefined {
    const { id } = entry.stored;
    const { certificates } = this.place;
    if (!this.hasPages) {
      this.hasPages = true;
      if (certificates && certificates.size > this.kept.size) this.seen = new Set();
    }
    this.seen?.add(id);
    if (!this.seen) this.count += 1;
    if (this.dropped.size > 0 && this.dropped.has(id)) return undefined;
    if (this.kept.size > 0 && this.kept.has(id)) return undefined;
    if (this.seen) certificates?.put(entry);
    // Pages bring each but once; where one does not, it counts once.
    else if (certificates?.append(entry) === false) this.count -= 1;
    return entry;
  }

  /** An entry written while the run is under way is newer than any page of it. */
  keep(entry: CertificateEntry): void {
    this.dropped.delete(entry.stored.id);
    this.kept.add(entry.stored.id);
    this.place.certificates?.put(entry);
  }

  /** An object removed while the run is under way may still stand on a page of it. */
  drop(id: string): void {
    this.dropped.add(id);
    this.kept.delete(id);
    this.place.certificates?.delete(id);
  }

  /** Drops what no page held, after the last one. */
  complete(): void {
    const { seen } = this;
    const { certificates } = this.place;
    if (!certificates || !seen) return;
    for (const id of certificates.ids()) if (!seen.has(id) && !this.kept.has(id)) certificates.delete(id);
  }

  end(): void {
    this.abort.abort();
    this.resolve();
  }
}
