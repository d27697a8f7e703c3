import { answerLimits } from './answerLimits';
import { GatewayError } from './gateway';
import { readRecord, toRevision } from './read';
import type { Rests } from './steps';
import { openRests } from './steps';

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
  /** @param page from 1 */
  readonly fetchPage: (page: number) => Promise<WirePage>;
  /** What the object is, or why it cannot be read, in plain words that follow "Object 3 of page 1". */
  readonly readObject: (object: unknown) => T | string;
  readonly rests?: Rests;
  readonly limits?: Readonly<
    Record<'pageObjects' | 'objects' | 'pages' | 'pagesBytes' | 'unreadableSentences', number>
  >;
}

/** One page as read. */
export interface ReadPage<T> {
  readonly items: readonly T[];
  readonly total?: number;
  readonly unreadable: readonly string[];
}

/**
 * Pages one by one, each only when asked for. Ends with an empty page, with as many objects as the gateway says there are,
 * or with a page that brings nothing new: some servers ignore paging and send the same again. Fails where the gateway says
 * that there are more and sends the same again, or sends more than any inventory has.
 */
export async function* pageThrough<T extends { readonly id: string }>(paging: Paging<T>): AsyncGenerator<ReadPage<T>> {
  const { fetchPage, limits = answerLimits } = paging;
  const seen = new Set<string>();
  let bytes = 0;
  for (let number = 1; ; number += 1) {
    if (number > limits.pages) throw tooMuch(`${String(limits.pages)} pages`);
    const page = await fetchPage(number);
    bytes += page.bytes ?? 0;
    if (bytes > limits.pagesBytes) throw tooMuch(`${String(limits.pagesBytes)} bytes`);
    if (page.objects.length > limits.pageObjects) throw tooMuch(`${String(limits.pageObjects)} objects on one page`);
    const before = seen.size;
    const read = await readPage(page.objects, number, { ...paging, limits, seen });
    if (seen.size > limits.objects) throw tooMuch(`${String(limits.objects)} objects`);
    const isNew = seen.size > before;
    if (isNew || number === 1) yield { ...read, ...(page.total === undefined ? {} : { total: page.total }) };
    if (page.isLast || (page.total !== undefined && seen.size >= page.total)) return;
    if (!isNew && page.objects.length > 0 && page.total !== undefined) {
      throw new GatewayError(
        'unexpected',
        `The gateway says that it has ${String(page.total)} objects, and sends the same page again and again.`,
      );
    }
    if (!isNew) return;
  }
}

interface PageReading<T> extends Omit<Required<Paging<T>>, 'rests' | 'fetchPage'>, Pick<Paging<T>, 'rests'> {
  /** Keys of all objects so far. */
  readonly seen: Set<string>;
}

async function readPage<T extends { readonly id: string }>(
  objects: readonly unknown[],
  number: number,
  { readObject, rests = openRests(), limits, seen }: PageReading<T>,
): Promise<{ readonly items: readonly T[]; readonly unreadable: readonly string[] }> {
  const items: T[] = [];
  const unreadable: string[] = [];
  const own = new Set<string>();
  let left = 0;
  const note = (index: number, reason: string) => {
    if (unreadable.length < limits.unreadableSentences)
      unreadable.push(`Object ${String(index + 1)} of page ${String(number)} ${reason}`);
    else left += 1;
  };
  for (const [index, object] of objects.entries()) {
    await rests.restIfDue();
    const reading = readObject(object);
    const key = typeof reading === 'string' ? keyOf(object, index) : reading.id;
    // Another page may bring an object again that moved meanwhile; the same page has none twice.
    if (own.has(key) && typeof reading !== 'string') note(index, 'has the id of another object of the page.');
    own.add(key);
    if (seen.has(key)) continue;
    seen.add(key);
    if (typeof reading === 'string') note(index, reading);
    else items.push(reading);
  }
  if (left > 0) unreadable.push(`${String(left)} further objects of page ${String(number)} cannot be read.`);
  return { items, unreadable };
}

/** Tells objects apart that cannot be read. The space keeps them apart from every id. What is no object is not worth a hash. */
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
