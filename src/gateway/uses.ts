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
}

/** All pages of one kind. Fails only where no other kind could be read either. */
export async function gather<T>({ name, pages, isAbsent }: Gathering<T>): Promise<Gathered<T>> {
  const items: T[] = [];
  const unknown: string[] = [];
  try {
    for await (const page of pages) {
      items.push(...page.items);
      unknown.push(...page.unreadable.map((sentence) => `Of the ${name}: ${sentence}`));
      if (items.length < maxObjects) continue;
      if (items.length !== page.total) unknown.push(`Only the first ${String(items.length)} ${name} were looked at.`);
      break;
    }
  } catch (error) {
    if (!(error instanceof GatewayError) || fatal.has(error.kind)) throw error;
    if (isAbsent?.(error) !== true)
      unknown.push(`The ${name} could not ${items.length === 0 ? '' : 'all '}be read: ${error.message}`);
  }
  return { items, unknown };
}

/** What would befall every other request as well. A 403 may be about one kind alone. */
const fatal: ReadonlySet<GatewayError['kind']> = new Set([
  'cancelled',
  'unauthorized',
  'unreachable',
  'untrusted',
  'clientCertificate',
]);
