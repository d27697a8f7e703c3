import { GatewayError } from './gateway';
import type { ReadPage } from './paging';

/** More objects of one kind than are looked at. */
const maxObjects = 50_000;

export interface Gathering<T> {
  /** What they are called in a sentence: `routes`. */
  readonly name: string;
  readonly pages: AsyncIterable<ReadPage<T>>;
  /** A failure that only says that the gateway has no such thing. */
  readonly isAbsent?: (error: GatewayError) => boolean;
}

export interface Gathered<T> {
  readonly items: readonly T[];
  /** What could not be read, in plain sentences. */
  readonly unknown: readonly string[];
  /** Why not even one page could be read. */
  readonly failure?: GatewayError;
  /** The gateway has no such thing. */
  readonly isAbsent?: boolean;
}

/**
 * Fails where not one kind could be read: then nothing at all is known. What the gateway does not have is no reading.
 */
export function checkAnyRead(gathered: readonly Gathered<unknown>[]): void {
  const asked = gathered.filter(({ isAbsent }) => isAbsent !== true);
  const [first] = asked.flatMap(({ failure }) => failure ?? []);
  if (first && asked.every(({ failure }) => failure)) throw first;
}

/** Reads all pages of one kind. Fails only where every other request would as well. */
export async function gather<T>({ name, pages, isAbsent }: Gathering<T>): Promise<Gathered<T>> {
  const items: T[] = [];
  let hasRead = false;
  const unknown: string[] = [];
  try {
    for await (const page of pages) {
      hasRead = true;
      items.push(...page.items);
      unknown.push(...page.unreadable.map((sentence) => `Of the ${name}: ${sentence}`));
      if (items.length < maxObjects) continue;
      if (items.length !== page.total) unknown.push(`Only the first ${String(items.length)} ${name} were looked at.`);
      break;
    }
  } catch (error) {
    if (!(error instanceof GatewayError) || fatal.has(error.kind)) throw error;
    if (isAbsent?.(error) === true) return { items, unknown, isAbsent: true };
    unknown.push(`The ${name} could not ${items.length === 0 ? '' : 'all '}be read: ${error.message}`);
    if (!hasRead) return { items, unknown, failure: error };
  }
  return { items, unknown };
}

/** Failures that every other request would have as well. A 403 or a time limit may be about one kind alone. */
export const fatal: ReadonlySet<GatewayError['kind']> = new Set([
  'cancelled',
  'unauthorized',
  'unreachable',
  'untrusted',
  'clientCertificate',
]);
