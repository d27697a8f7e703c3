import type { Answer } from '../http/exchange';
import type { Json, JsonObject } from '../json';
import type { Stored } from '../store';
import type { Features } from './version';

export type Write = 'set' | 'create' | 'compareAndSwap';

const cors = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Credentials': 'true',
  'Access-Control-Expose-Headers': '*',
  'Access-Control-Max-Age': '3600',
} as const;

const reasons = {
  400: 'Bad Request',
  404: 'Not Found',
  405: 'Not Allowed',
  414: 'Request-URI Too Large',
  500: 'Internal Server Error',
} as const;

/** Builds the answers of one version. */
export interface Envelope {
  /** An answer from before the resource is known: no `X-API-VERSION`. */
  early(status: number, body: JsonObject): Answer;
  json(status: number, body: JsonObject): Answer;
  error(status: number, message: string): Answer;
  /** Plain text that is labelled JSON all the same. */
  text(status: number, body: string): Answer;
  /** A page. `isOutside`: nginx's own, before APISIX looks at the request, without the headers for browsers. */
  html(status: keyof typeof reasons, how?: { readonly isHead?: boolean; readonly isOutside?: boolean }): Answer;
  /** The answer to HEAD at the root: 200, labelled JSON. */
  probe(): Answer;
  /** 200 and nothing, in no chunk at all. */
  nothing(): Answer;
  /** 200 and a length of 0. */
  plain(): Answer;
  one(stored: Stored, value: JsonObject, count: number): Answer;
  list(
    items: readonly { readonly stored: Stored; readonly value: JsonObject }[],
    facts: { directory: string; total: number; isPaged: boolean },
  ): Answer;
  written(stored: Stored, facts: { readonly action: Write; readonly isNew: boolean }): Answer;
  deleted(key: string): Answer;
}

export function makeEnvelope({ version, isV2 }: Features): Envelope {
  const base = { Server: `APISIX/${version}`, ...cors };
  const json = { ...base, 'Content-Type': 'application/json' };
  const versioned = isV2 ? json : { ...json, 'X-API-VERSION': 'v3' };
  // The JSON library that 2.15 uses escapes slashes.
  const write = (body: JsonObject): string =>
    `${isV2 ? JSON.stringify(body).replaceAll('/', '\\/') : JSON.stringify(body)}\n`;
  const answer = (status: number, body: JsonObject): Answer => ({ status, headers: versioned, body: write(body) });
  const indices = ({ created, modified }: Stored): JsonObject => ({ createdIndex: created, modifiedIndex: modified });
  return {
    early: (status, body) => ({ status, headers: json, body: write(body) }),
    json: answer,
    error: (status, message) => answer(status, { error_msg: message }),
    text: (status, body) => ({ status, headers: versioned, body }),
    html: (status, { isHead = false, isOutside = false } = {}) => {
      const title = `${status} ${reasons[status]}`;
      const body = [
        '<html>',
        `<head><title>${title}</title></head>`,
        '<body>',
        `<center><h1>${title}</h1></center>`,
        '<hr><center>openresty</center>',
        '<p><em>Powered by <a href="https://apisix.apache.org/">APISIX</a>.</em></p></body>',
        '</html>',
        '',
      ].join('\r\n');
      const headers = {
        ...(isOutside ? { Server: `APISIX/${version}` } : base),
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Length': String(body.length),
      };
      return { status, headers, body: isHead ? '' : body };
    },
    nothing: () => ({ status: 200, headers: { ...json, 'Transfer-Encoding': 'chunked' }, body: '' }),
    probe: () => ({ status: 200, headers: { ...json, 'Content-Length': '0' }, body: '' }),
    plain: () => ({
      status: 200,
      headers: { ...base, 'Content-Type': 'text/plain; charset=utf-8', 'Content-Length': '0' },
      body: '',
    }),
    one: (stored, value, count) =>
      answer(
        200,
        isV2
          ? { count, node: { key: stored.key, value }, action: 'get' }
          : { key: stored.key, value, ...indices(stored) },
      ),
    list: (items, { directory, total, isPaged }) => {
      const nodes: Json[] = items.map(({ stored, value }) => ({ key: stored.key, value, ...indices(stored) }));
      if (isV2) return answer(200, { count: total, node: { key: directory, nodes, dir: true }, action: 'get' });
      // An empty page is an empty Lua table, which is written as an object.
      return answer(200, { total, list: isPaged && nodes.length === 0 ? {} : nodes });
    },
    written: ({ key, value }, { action, isNew }) =>
      isV2
        ? answer(isNew || action === 'compareAndSwap' ? 201 : 200, { node: { key, value }, action })
        : answer(isNew ? 201 : 200, { key, value }),
    deleted: (key) => answer(200, isV2 ? { node: {}, key, deleted: '1', action: 'delete' } : { key, deleted: '1' }),
  };
}
