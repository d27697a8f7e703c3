import type { Handler } from './exchange';
import type { ListenerName, RequestPattern } from './recorder';
import { fits } from './recorder';

/** A fault of a request. Only tests in the same process can switch these on; nothing on the wire can. */
export type Fault =
  /**
   * Waits until {@link FaultSwitch.release}; `after` has stored by then and holds back only the answer, `inside` its
   * second half.
   */
  | { readonly kind: 'hold'; readonly when: 'before' | 'after' | 'inside' }
  /**
   * The connection is cut without an answer: `before` the body was read, `during` the work (body read, nothing stored),
   * or `after` storing. A client cannot tell the last two apart. `answered`: after the right answer has gone out.
   */
  | { readonly kind: 'cut'; readonly when: 'before' | 'during' | 'after' | 'answered' }
  /** An answer that comes byte by byte and never ends: its head, or its body. Nothing is stored. */
  | { readonly kind: 'drip'; readonly part: 'head' | 'body' }
  /** Another answer to each request; nothing is stored. */
  | { readonly kind: 'make'; readonly make: Handler }
  /** The right answer's head and the first half of its body, then the connection is cut. */
  | { readonly kind: 'half' }
  /** Any other answer in place of the right one; nothing is stored. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Buffer;
    };

/** Ready-made answers of gateways and of what stands between. */
export const answers = {
  html: (status = 502): Fault => ({
    kind: 'answer',
    status,
    headers: { 'Content-Type': 'text/html' },
    body: '<html><head><title>Sign in</title></head><body><h1>Sign in</h1></body></html>',
  }),
  empty: (status = 200): Fault => ({ kind: 'answer', status, headers: { 'Content-Length': '0' } }),
  text: (status: number, body: string): Fault => ({
    kind: 'answer',
    status,
    headers: { 'Content-Type': 'text/plain' },
    body,
  }),
  json: (status: number, body: unknown): Fault => ({
    kind: 'answer',
    status,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  }),
  /** Its own words, and when to come back. */
  later: (status: number, retryAfter: string): Fault => ({
    kind: 'answer',
    status,
    headers: { 'Retry-After': retryAfter, 'Content-Type': 'application/json' },
    body: '{"message":"busy","error_msg":"busy"}',
  }),
  throttled: (retryAfter: string): Fault => ({
    kind: 'answer',
    status: 429,
    headers: { 'Retry-After': retryAfter, 'Content-Type': 'text/plain' },
    body: 'Too Many Requests',
  }),
  unavailable: (retryAfter: string): Fault => ({
    kind: 'answer',
    status: 503,
    headers: { 'Retry-After': retryAfter, 'Content-Type': 'text/plain' },
    body: 'Service Unavailable',
  }),
  redirect: (location: string, status = 302): Fault => ({
    kind: 'answer',
    status,
    headers: { Location: location, 'Content-Length': '0' },
  }),
  /** A body of `bytes` bytes that starts like JSON. */
  huge: (bytes: number): Fault => ({
    kind: 'answer',
    status: 200,
    headers: { 'Content-Type': 'application/json' },
    body: Buffer.alloc(bytes, ' ').fill('{"list":[', 0, 9),
  }),
} as const;

interface FaultSwitch {
  /** The number of requests that met it. */
  readonly hits: number;
  /** Settles once a request has met it, also one that did before. */
  met(): Promise<void>;
  /** Lets held requests go on. For `hold` only; later requests that meet the switch pass at once. */
  release(): void;
  remove(): void;
}

export interface Faults {
  /** The latest switch that fits wins. `times`: switches itself off after that many requests. */
  add(pattern: RequestPattern, fault: Fault, times?: number): FaultSwitch;
  clear(): void;
}

/** A switch as the listener sees it: the fault, and when a held request may go on. */
interface MetFault {
  readonly fault: Fault;
  readonly released: Promise<void>;
}

export interface FaultBoard extends Faults {
  meet(request: {
    readonly listener: ListenerName;
    readonly method: string;
    readonly target: string;
  }): MetFault | undefined;
}

interface Entry {
  readonly pattern: RequestPattern;
  readonly fault: Fault;
  left: number;
  hits: number;
  waiting: (() => void)[];
  readonly released: Promise<void>;
  readonly release: () => void;
}

export function makeFaults(): FaultBoard {
  let entries: readonly Entry[] = [];
  return {
    add: (pattern, fault, times = Number.POSITIVE_INFINITY) => {
      let release = (): void => undefined;
      const released = new Promise<void>((resolve) => (release = resolve));
      const entry: Entry = { pattern, fault, left: times, hits: 0, waiting: [], released, release };
      entries = [entry, ...entries];
      return {
        get hits() {
          return entry.hits;
        },
        met: () => (entry.hits > 0 ? Promise.resolve() : new Promise((resolve) => entry.waiting.push(resolve))),
        release,
        remove: () => {
          release();
          entries = entries.filter((other) => other !== entry);
        },
      };
    },
    clear: () => {
      for (const { release } of entries) release();
      entries = [];
    },
    meet: (request) => {
      const entry = entries.find(({ pattern, left }) => left > 0 && fits(pattern, request));
      if (entry === undefined) return undefined;
      entry.left -= 1;
      entry.hits += 1;
      for (const resolve of entry.waiting.splice(0)) resolve();
      return { fault: entry.fault, released: entry.released };
    },
  };
}
