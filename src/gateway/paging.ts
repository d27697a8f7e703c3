import { toRevision } from './read';

/** One page as it came. */
export interface WirePage {
  readonly objects: readonly unknown[];
  readonly total: number | undefined;
  /** The gateway says, or is known, to have sent all there is. */
  readonly isLast: boolean;
}

export interface Paging<T> {
  /** @param page from 1 */
  readonly fetchPage: (page: number) => Promise<WirePage>;
  /** What the object is, or why it cannot be read, in plain words that follow "Object 3 of page 1". */
  readonly readObject: (object: unknown) => T | string;
}

/** One page as read. */
export interface ReadPage<T> {
  readonly items: readonly T[];
  readonly total?: number;
  readonly unreadable: readonly string[];
}

/** More pages than any inventory has: the end for a gateway that invents new objects for ever. */
const mostPages = 10_000;

/**
 * Pages one by one, each only when asked for. Ends with an empty page, with as many objects as the gateway says there are,
 * or with a page that brings nothing new: some servers ignore paging and send the same again.
 */
export async function* pageThrough<T extends { readonly id: string }>({ fetchPage, readObject }: Paging<T>): AsyncGenerator<ReadPage<T>> {
  const seen = new Set<string>();
  for (let number = 1; number <= mostPages; number += 1) {
    const page = await fetchPage(number);
    const before = seen.size;
    const items: T[] = [];
    const unreadable: string[] = [];
    page.objects.forEach((object, index) => {
      const reading = readObject(object);
      // The space keeps what could not be read apart from every id.
      const key = typeof reading === 'string' ? ` ${toRevision(object)}` : reading.id;
      if (seen.has(key)) return;
      seen.add(key);
      if (typeof reading === 'string') unreadable.push(`Object ${String(index + 1)} of page ${String(number)} ${reading}`);
      else items.push(reading);
    });
    const isNew = seen.size > before;
    if (isNew || number === 1) yield { items, unreadable, ...(page.total === undefined ? {} : { total: page.total }) };
    if (!isNew || page.isLast || (page.total !== undefined && seen.size >= page.total)) return;
  }
}
