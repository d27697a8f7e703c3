/** Reads the objects of pages, each once, and says which cannot be read. */
import type { Sentence } from '../shared/translate';
import { answerLimits, unreadable } from './answerLimits';
import { GatewayError } from './gateway';
import { readRecord, toRevision } from './read';
import type { Pauses } from './steps';
import { openPauses } from './steps';

export interface ObjectReader<T> {
  /** Reads the object, or says why it cannot be read, in plain words that follow "Object 3 of page 1". */
  readonly readObject: (object: unknown) => T | string;
  readonly pauses?: Pauses;
  readonly limits?: PagingLimits;
}

type PagingLimits = Readonly<
  Record<'pageObjects' | 'objects' | 'pages' | 'pagesBytes' | 'unreadableSentences', number>
>;

/** One page as read. */
export interface ReadPage<T> {
  readonly items: readonly T[];
  readonly total?: number;
  readonly unreadable: readonly Sentence[];
}

/** Collects what is read, over all pages and rounds. */
export class PageReading<T extends { readonly id: string }> {
  /** Keys of all objects so far. */
  private readonly seen = new Set<string>();
  /** Keys of this round: the same set as `seen` in the first one. */
  private round: Set<string> | undefined;
  private readonly pauses: Pauses;
  private readonly readObject: ObjectReader<T>['readObject'];
  readonly limits: PagingLimits;

  constructor({ pauses = openPauses(), readObject, limits = answerLimits }: ObjectReader<T>) {
    this.pauses = pauses;
    this.readObject = readObject;
    this.limits = limits;
  }

  /** The number of different objects in this round. */
  get inRound(): number {
    return this.round?.size ?? 0;
  }

  startRound(): void {
    this.round = this.seen.size === 0 ? this.seen : new Set();
  }

  async read(
    objects: readonly unknown[],
    place: { readonly page: number; readonly offset: number },
  ): Promise<ReadPage<T>> {
    const part = new Part<T>(place, this.limits.unreadableSentences);
    if (objects.length > 0 && this.pauses.isDue()) await this.pauses.pause();
    for (let index = 0; (index = this.readSome(objects, index, part)) < objects.length;) await this.pauses.pause();
    if (this.seen.size > this.limits.objects) throw tooMuch(`${String(this.limits.objects)} objects`);
    return part.end();
  }

  /**
   * Returns the index at which a pause is due. By itself, for the engine makes nothing good of a loop that pauses in
   * between.
   */
  private readSome(objects: readonly unknown[], start: number, part: Part<T>): number {
    const { seen, round = seen } = this;
    for (let index = start; index < objects.length; index += 1) {
      if (index > start && this.pauses.isDue()) return index;
      const object = objects[index];
      const reading = this.readObject(object);
      const key = typeof reading === 'string' ? keyOf(object, index) : reading.id;
      const { size } = seen;
      seen.add(key);
      const isNew = seen.size > size;
      if (round !== seen) round.add(key);
      part.add(reading, { key, index, isNew });
    }
    return objects.length;
  }
}

/** The objects read of a page, or of a part of it. */
class Part<T> {
  private readonly items: T[] = [];
  private readonly unreadable: Sentence[] = [];
  private left = 0;
  /** The keys that came, put in order only when one comes again. */
  private readonly keys: string[] = [];
  private known: Set<string> | undefined;

  constructor(
    private readonly place: { readonly page: number; readonly offset: number },
    private readonly maxSentences: number,
  ) {}

  /** @param member its key, and whether no page had it so far */
  add(reading: T | string, member: { readonly key: string; readonly index: number; readonly isNew: boolean }): void {
    const { key, index, isNew } = member;
    // Another page may bring an object again that moved meanwhile; the same page has none twice.
    if (!isNew && typeof reading !== 'string' && this.has(key)) this.note(index, unreadable.sameId);
    if (this.known) this.known.add(key);
    else this.keys.push(key);
    if (!isNew) return;
    if (typeof reading === 'string') this.note(index, reading);
    else this.items.push(reading);
  }

  end(): ReadPage<T> {
    const { left, place } = this;
    if (left > 0)
      this.unreadable.push({
        text: '{count} further objects of page {page} cannot be read.',
        values: { count: left, page: place.page },
      });
    return { items: this.items, unreadable: this.unreadable };
  }

  private has(key: string): boolean {
    return (this.known ??= new Set(this.keys)).has(key);
  }

  private note(index: number, text: string): void {
    const { page, offset } = this.place;
    if (this.unreadable.length < this.maxSentences)
      this.unreadable.push({ text, values: { number: offset + index + 1, page } });
    else this.left += 1;
  }
}

/**
 * Returns a key that tells unreadable objects apart. The space keeps it different from every id. What is no object is
 * not worth a hash.
 */
function keyOf(object: unknown, index: number): string {
  if (readRecord(object) !== undefined) return ` ${toRevision(object)}`;
  return ` ${String(index)} ${typeof object} ${Array.isArray(object) ? 'list' : String(object).slice(0, 64)}`;
}

export function tooMuch(what: string): GatewayError {
  return new GatewayError(
    'unexpected',
    `The gateway sends more than ${what}, which is more than any inventory has; reading was stopped.`,
  );
}
