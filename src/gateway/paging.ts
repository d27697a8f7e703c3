import type { Sentence } from '../shared/translate';
import { answerLimits } from './answerLimits';
import { GatewayError } from './gateway';
import { unreadable } from './objectBounds';
import { readRecord, toRevision } from './read';
import type { Pauses } from './steps';
import { openPauses } from './steps';

/** One page as it came. */
export interface WirePage {
  readonly objects: readonly unknown[];
  readonly total: number | undefined;
  /** The gateway says, or is known, to have sent all there is. */
  readonly isLast: boolean;
  /** Size of the answer. */
  readonly bytes?: number;
}

export interface Paging<T> {
  /**
   * @param page from 1
   * @param stop aborted once no page is wanted any more
   */
  readonly fetchPage: (page: number, stop: AbortSignal) => Promise<WirePage>;
  /**
   * Everything in one answer, as it arrives: asked first where it is given, and paged only where that does not work
   * out.
   */
  readonly fetchAll?: (() => AsyncGenerator<readonly unknown[], WirePage>) | undefined;
  /**
   * Pages that are asked for at once, once the second is seen to be another and the gateway says how many objects there
   * are; 1 unless said.
   */
  readonly concurrency?: number | undefined;
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

/**
 * Most times that all pages are looked through again because objects went meanwhile, which moves others to pages that
 * were read.
 */
const maxRounds = 3;

/**
 * Reads all objects of a gateway: in one answer where it can send so, else page by page. Pages end with an empty one,
 * with as many objects as the gateway says there are, or with one that brings nothing new: some servers ignore paging
 * and send the same again. A total that falls on the way is a reason to look through all of them again. Fails where the
 * gateway says that there are more and sends the same again, or sends more than any inventory has.
 */
export async function* pageThrough<T extends { readonly id: string }>(paging: Paging<T>): AsyncGenerator<ReadPage<T>> {
  const reading = new Reading(paging);
  if (paging.fetchAll && (yield* readAll(paging.fetchAll(), reading))) return;
  const stop = new AbortController();
  try {
    for (let round = 1; round <= maxRounds; round += 1)
      if ((yield* readRound(paging, { reading, stop: stop.signal })) === 'all') return;
  } finally {
    stop.abort();
  }
}

/** Returns false where pages are to be tried. */
async function* readAll<T extends { readonly id: string }>(
  parts: AsyncGenerator<readonly unknown[], WirePage>,
  reading: Reading<T>,
): AsyncGenerator<ReadPage<T>, boolean> {
  let offset = 0;
  reading.startRound();
  try {
    for (;;) {
      const part = await parts.next();
      const objects = part.done === true ? part.value.objects : part.value;
      const read = await reading.read(objects, { page: 1, offset });
      offset += objects.length;
      const total = part.done === true ? part.value.total : undefined;
      if (read.items.length > 0 || read.unreadable.length > 0 || part.done === true)
        yield { ...read, ...(total === undefined ? {} : { total }) };
      // A server, or something before it, that pages without being asked.
      if (part.done === true) return part.value.isLast || (total !== undefined && offset >= total);
    }
  } catch (error) {
    // One that is too large, or broke off half-way, says nothing of smaller ones; nor does what failed as a whole get
    // better by them.
    if (error instanceof GatewayError && error.kind !== 'cancelled' && offset > 0) return false;
    throw error;
  } finally {
    await parts.return({ objects: [], total: undefined, isLast: true });
  }
}

async function* readRound<T extends { readonly id: string }>(
  { fetchPage, concurrency = 1 }: Paging<T>,
  { reading, stop }: { readonly reading: Reading<T>; readonly stop: AbortSignal },
): AsyncGenerator<ReadPage<T>, 'all' | 'fell'> {
  const { limits } = reading;
  let bytes = 0;
  let most = 0;
  let hasFallen = false;
  reading.startRound();
  const pages = inOrder(fetchPage, { concurrency, stop });
  try {
    for (let number = 1; ; number += 1) {
      if (number > limits.pages) throw tooMuch(`${String(limits.pages)} pages`);
      const { value: page } = await pages.next();
      if (!page) return 'all';
      bytes += page.bytes ?? 0;
      if (bytes > limits.pagesBytes) throw tooMuch(`${String(limits.pagesBytes)} bytes`);
      if (page.objects.length > limits.pageObjects) throw tooMuch(`${String(limits.pageObjects)} objects on one page`);
      const before = reading.inRound;
      const read = await reading.read(page.objects, { page: number, offset: 0 });
      const isNew = reading.inRound > before;
      if (isNew || number === 1) yield { ...read, ...(page.total === undefined ? {} : { total: page.total }) };
      hasFallen ||= page.total !== undefined && page.total < most;
      most = Math.max(most, page.total ?? 0);
      const end = hasFallen ? 'fell' : 'all';
      if (page.isLast || (page.total !== undefined && reading.inRound >= page.total)) return end;
      if (!isNew && page.objects.length > 0 && page.total !== undefined) {
        throw new GatewayError(
          'unexpected',
          `The gateway says that it has ${String(page.total)} objects, and sends the same page again and again.`,
        );
      }
      if (!isNew) return end;
    }
  } finally {
    await pages.return(undefined);
  }
}

/** Fetches pages one after the other, some ahead: none beyond what the gateway says there is. */
async function* inOrder(
  fetchPage: Paging<unknown>['fetchPage'],
  { concurrency, stop }: { readonly concurrency: number; readonly stop: AbortSignal },
): AsyncGenerator<WirePage, undefined> {
  const asked: Promise<WirePage>[] = [];
  let next = 1;
  let last = 1;
  const ask = () => {
    const page = fetchPage(next++, stop);
    // Whoever waits for it hears of its failure; often nobody does any more.
    page.catch(() => undefined);
    asked.push(page);
  };
  for (;;) {
    if (asked.length === 0) ask();
    // A server that ignores paging is not asked for many.
    while (next > 3 && asked.length < concurrency && next <= last) ask();
    const page = await asked.shift();
    if (!page) continue;
    if (page.total !== undefined && page.objects.length > 0 && last === 1)
      last = Math.ceil(page.total / page.objects.length);
    yield page;
  }
}

/** Collects what is read, over all pages and rounds. */
class Reading<T extends { readonly id: string }> {
  /** Keys of all objects so far. */
  private readonly seen = new Set<string>();
  /** Keys of this round: the same set as `seen` in the first one. */
  private round: Set<string> | undefined;
  private readonly pauses: Pauses;
  private readonly readObject: Paging<T>['readObject'];
  readonly limits: PagingLimits;

  constructor({ pauses = openPauses(), readObject, limits = answerLimits }: Paging<T>) {
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
  ): Promise<{ readonly items: readonly T[]; readonly unreadable: readonly Sentence[] }> {
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

  /** @param found its key, and whether no page had it so far */
  add(reading: T | string, found: { readonly key: string; readonly index: number; readonly isNew: boolean }): void {
    const { key, index, isNew } = found;
    // Another page may bring an object again that moved meanwhile; the same page has none twice.
    if (!isNew && typeof reading !== 'string' && this.has(key)) this.note(index, unreadable.sameId);
    if (this.known) this.known.add(key);
    else this.keys.push(key);
    if (!isNew) return;
    if (typeof reading === 'string') this.note(index, reading);
    else this.items.push(reading);
  }

  end(): { readonly items: readonly T[]; readonly unreadable: readonly Sentence[] } {
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

function tooMuch(what: string): GatewayError {
  return new GatewayError(
    'unexpected',
    `The gateway sends more than ${what}, which is more than any inventory has; reading was stopped.`,
  );
}
