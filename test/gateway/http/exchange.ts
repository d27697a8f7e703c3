import type { IncomingMessage } from 'node:http';

/** A request as the handlers of both dialects see it: read completely, nothing decoded but the path. */
export interface Incoming {
  readonly method: string;
  /** Path and query as they came. */
  readonly target: string;
  /** Percent-decoded path without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Without a `Content-Length` among the headers the body goes out in chunks, as nginx sends it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

export type Handler = (request: Incoming) => Answer;

/** A server has its own limit far below this; it is here so that no test can fill the memory. */
const bodyCap = 64 * 1024 * 1024;

const decode = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

export const readHead = (message: IncomingMessage): Omit<Incoming, 'body'> => {
  const target = message.url ?? '/';
  const [path = '/', ...query] = target.split('?');
  const headers = Object.entries(message.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return {
    method: message.method ?? 'GET',
    target,
    path: decode(path),
    query: new URLSearchParams(query.join('?')),
    headers: Object.fromEntries(headers),
  };
};

export async function readBody(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > bodyCap) throw new Error(`A request body of more than ${bodyCap} bytes.`);
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
