import type { Sentence } from '../shared/translate';
import { failureSentence } from './failureSentence';
import type { ClientReference, HostUse, InlineCertificate, Referrer } from './gateway';
import { GatewayError } from './gateway';
import type { ReadPage } from './pageReading';
import type { JsonRecord } from './read';
import { readRecord } from './read';

/** More objects of one kind than are looked at. */
const maxObjects = 50_000;

/** The kinds of objects as sentences call them. */
const kindWords = {
  applications: 'applications',
  routes: 'routes',
  services: 'services',
  upstreams: 'upstreams',
  stream_routes: 'stream routes',
  nativeCertificates: 'certificates of the console',
} as const;

export interface Gathering<T> {
  readonly kind: keyof typeof kindWords;
  readonly pages: AsyncIterable<ReadPage<T>>;
  /** A failure that only says that the gateway has no such thing. */
  readonly isAbsent?: (error: GatewayError) => boolean;
}

/** References that a dialect adds to while it looks through its objects. */
interface FoundReferences {
  readonly hosts: HostUse[];
  readonly anyHost: Referrer[];
  readonly clientReferences: ClientReference[];
  readonly inlineCertificates: InlineCertificate[];
  readonly unknown: Sentence[];
}

export const noReferences = (): FoundReferences => ({
  hosts: [],
  anyHost: [],
  clientReferences: [],
  inlineCertificates: [],
  unknown: [],
});

export interface Gathered<T> {
  readonly items: readonly T[];
  /** Plain sentences on what could not be read. */
  readonly unknown: readonly Sentence[];
  /** The reason why not even one page could be read. */
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
export async function gather<T>({ kind, pages, isAbsent }: Gathering<T>): Promise<Gathered<T>> {
  const items: T[] = [];
  let hasRead = false;
  const unknown: Sentence[] = [];
  const words = { kind: kindWords[kind] };
  try {
    for await (const page of pages) {
      hasRead = true;
      items.push(...page.items);
      unknown.push(
        ...page.unreadable.map((sentence) => ({ text: 'Of the {kind}: {sentence}', words: { ...words, sentence } })),
      );
      if (items.length < maxObjects) continue;
      if (items.length !== page.total)
        unknown.push({ text: 'Only the first {count} {kind} were looked at.', words, values: { count: items.length } });
      break;
    }
  } catch (error) {
    if (!(error instanceof GatewayError) || fatal.has(error.kind)) throw error;
    if (isAbsent?.(error) === true) return { items, unknown, isAbsent: true };
    unknown.push({
      text:
        items.length === 0 ? 'The {kind} could not be read: {reason}' : 'The {kind} could not all be read: {reason}',
      words: { ...words, reason: failureSentence(error) },
    });
    if (!hasRead) return { items, unknown, failure: error };
  }
  return { items, unknown };
}

/**
 * Does the requests of `work` together, so that a gateway that hangs costs one time limit. None goes on once one has
 * shown that none can.
 */
export async function allTogether<T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  try {
    return await work(AbortSignal.any([signal, stop.signal]));
  } finally {
    stop.abort();
  }
}

/** Failures that every other request would have as well. A 403 or a time limit may be about one kind alone. */
export const fatal: ReadonlySet<GatewayError['kind']> = new Set([
  'cancelled',
  'unauthorized',
  'unreachable',
  'untrusted',
  'clientCertificate',
]);

/** Says of an object what is odd in it. */
export const noteOf = (kind: keyof typeof kindWords, id: string, note: Sentence): Sentence => ({
  text: 'Of {kind} {id}: {note}',
  values: { id },
  words: { kind: kindWords[kind], note },
});

/**
 * Returns whether a route or service sends its clients to HTTPS (apisix/plugins/redirect.lua): whoever answers for a
 * host over HTTP alone does not. Nothing else says so.
 */
export function redirectsToHttps({ plugins }: JsonRecord): boolean {
  const redirect = readRecord(readRecord(plugins)?.['redirect']);
  return redirect?.['http_to_https'] === true && readRecord(redirect['_meta'])?.['disable'] !== true;
}
