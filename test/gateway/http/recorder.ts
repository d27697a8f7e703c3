import { createHash } from 'node:crypto';
import type { Json } from '../json';
import { readJson } from '../json';
import type { Incoming } from './exchange';

export type ListenerName = 'apisix' | 'api7cloud' | 'api7enterprise';

/** A request that arrived whole. Kept in memory only, secrets included: tests look here for what was really sent. */
export interface RecordedRequest {
  readonly listener: ListenerName;
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly bodySha256: string;
  /** The body as JSON, where it is JSON. */
  readonly json: Json | undefined;
}

/** Selects requests. An absent member fits all; `path` is a text it starts with, or a pattern over path and query. */
export interface RequestPattern {
  readonly listener?: ListenerName;
  readonly method?: string;
  readonly path?: string | RegExp;
}

/** Names a request in short: `PATCH /apisix/admin/ssls/1`. */
export const requestLine = ({ method, path }: Pick<RecordedRequest, 'method' | 'path'>): string => `${method} ${path}`;

type Seen = Pick<RecordedRequest, 'listener' | 'method' | 'target'>;

export const fits = (pattern: RequestPattern, request: Seen): boolean =>
  (pattern.listener === undefined || pattern.listener === request.listener) &&
  (pattern.method === undefined || pattern.method === request.method) &&
  (pattern.path === undefined ||
    (typeof pattern.path === 'string' ? request.target.startsWith(pattern.path) : pattern.path.test(request.target)));

const jsonOf = (text: string): Json | undefined => {
  try {
    return readJson(text);
  } catch {
    return undefined;
  }
};

const toRecord = (listener: ListenerName, request: Incoming): RecordedRequest => ({
  listener,
  method: request.method,
  target: request.target,
  path: request.path,
  headers: request.headers,
  body: request.body,
  bodySha256: createHash('sha256').update(request.body).digest('hex'),
  json: request.body === '' ? undefined : jsonOf(request.body),
});

export interface Recorder {
  readonly requests: readonly RecordedRequest[];
  /** Returns those of them that may change something. */
  writes(): readonly RecordedRequest[];
  add(listener: ListenerName, request: Incoming): void;
  clear(): void;
  /** The next request from now on that fits; rejects when the gateway closes first. */
  next(pattern: RequestPattern): Promise<RecordedRequest>;
  close(): void;
}

export function makeRecorder(): Recorder {
  const requests: RecordedRequest[] = [];
  type Waiter = {
    pattern: RequestPattern;
    resolve: (request: RecordedRequest) => void;
    reject: (reason: Error) => void;
  };
  let waiters: readonly Waiter[] = [];
  return {
    requests,
    writes: () => requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD'),
    add: (listener, request) => {
      const record = toRecord(listener, request);
      requests.push(record);
      const served = waiters.filter(({ pattern }) => fits(pattern, record));
      waiters = waiters.filter((waiter) => !served.includes(waiter));
      for (const { resolve } of served) resolve(record);
    },
    clear: () => void requests.splice(0),
    next: (pattern) => new Promise((resolve, reject) => (waiters = [...waiters, { pattern, resolve, reject }])),
    close: () => {
      for (const { reject } of waiters) reject(new Error('The gateway closed before such a request came.'));
      waiters = [];
    },
  };
}
