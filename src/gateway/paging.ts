import { answerLimits } from './answerLimits';
import { GatewayError } from './gateway';
import type { ObjectReader, ReadPage } from './pageReading';
import { PageReading, tooMuch } from './pageReading';

/** One page as it came. */
export interface WirePage {
  readonly objects: readonly unknown[];
  readonly total: number | undefined;
  /** The gateway says, or is known, to have sent all there is. */
  readonly isLast: boolean;
  /** Size of the answer. */
  readonly bytes?: number;
}

export interface Paging<T> extends ObjectReader<T> {
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
  const reading = new PageReading(paging);
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
  reading: PageReading<T>,
): AsyncGenerator<ReadPage<T>, boolean> {
  let offset = 0;
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
  { reading, stop }: { readonly reading: PageReading<T>; readonly stop: AbortSignal },
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

/** Collects the choices of one level, page by page, as many as a person may choose from. */
export async function collectScopes<T extends { readonly id: string }>(
  fetchPage: (page: number) => Promise<Pick<WirePage, 'objects' | 'total'>>,
  read: (object: unknown) => T | undefined,
): Promise<readonly T[]> {
  const byId = new Map<string, T>();
  for (let page = 1; page <= answerLimits.scopePages; page += 1) {
    const { objects, total } = await fetchPage(page);
    const before = byId.size;
    for (const scope of objects.map(read)) if (scope !== undefined) byId.set(scope.id, scope);
    // Nothing new: the end, or a server that ignores paging.
    if (byId.size === before || byId.size >= (total ?? answerLimits.scopes)) break;
  }
  return [...byId.values()].slice(0, answerLimits.scopes);
}
