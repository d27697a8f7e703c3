import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Json, JsonObject } from './json';
import { isObject, readJson } from './json';

/** One raw request, without anything a convenient client adds or hides. */
export interface RawRequest {
  readonly method?: string;
  /** Path and query to be sent as they are; those of the address by default, with their dots resolved. */
  readonly target?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** PEM of a CA to trust, for HTTPS. */
  readonly ca?: string;
  readonly signal?: AbortSignal;
}

export interface RawAnswer {
  readonly status: number;
  /** Headers as they came, in order. */
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

const pairs = (raw: readonly string[]): readonly (readonly [string, string])[] =>
  raw.flatMap((name, index) => (index % 2 === 0 ? [[name, raw[index + 1] ?? ''] as const] : []));

/** Sends it and takes the whole answer; rejects where the connection or the answer breaks off. */
export function exchange(
  url: string,
  { method = 'GET', target, headers = {}, body, ca, signal }: RawRequest = {},
): Promise<RawAnswer> {
  const start = url.startsWith('https:') ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    // Node frames no body of a DELETE by itself.
    const length: Record<string, string> =
      body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    const options = {
      method,
      headers: { ...length, ...headers },
      ...(target === undefined ? {} : { path: target }),
      ...(ca === undefined ? {} : { ca }),
      ...(signal === undefined ? {} : { signal }),
    };
    const request = start(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: pairs(response.rawHeaders),
          body: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}

export const headerOf = ({ headers }: RawAnswer, name: string): string | undefined =>
  headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];

/** The answer's JSON object, or an empty one where it is something else. */
export function objectIn({ body }: RawAnswer): JsonObject {
  const value: Json = readJson(body);
  return isObject(value) ? value : {};
}
