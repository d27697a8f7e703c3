import type { RawRequest } from '../wire';
import type { Pki } from './pki';

type Body = (pki: Pki) => string;

/** A request by the name that its answer was written down under. Files of the {@link Pki} are made anew. */
export interface OddRequest {
  readonly method: string;
  /** Behind `/apisix/admin`, as it is on the wire. */
  readonly target: string;
  /** `none`: no key is sent; the admin key by default. */
  readonly as?: 'viewer' | 'none';
  readonly headers?: RawRequest['headers'];
  readonly body?: Body;
  /** Done before, on a gateway without objects. */
  readonly after?: (pki: Pki) => readonly (readonly [path: string, body: object])[];
}

const ssl = (pki: Pki, more: object = {}) => ({
  cert: pki['ec.crt'],
  key: pki['ec.key'],
  snis: ['ec.example.com'],
  ...more,
});

const three: OddRequest['after'] = (pki) => [
  ['/ssls/1', ssl(pki)],
  ['/ssls/2', ssl(pki, { labels: { env: 'prod', team: 'a' } })],
  ['/ssls/3', ssl(pki, { snis: ['three.test'], labels: { env: 'dev' } })],
];

const text =
  (body: string): Body =>
  () =>
    body;

const put = (body: Body, target = '/ssls/1'): OddRequest => ({ method: 'PUT', target, body });
const patch = (target: string, body: string): OddRequest => ({
  method: 'PATCH',
  target,
  body: text(body),
  after: three,
});
const get = (target: string): OddRequest => ({ method: 'GET', target, after: three });
const head = (target: string, more: Partial<OddRequest> = {}): OddRequest => ({
  method: 'HEAD',
  target,
  after: three,
  ...more,
});
const whole: Body = (pki) => JSON.stringify(ssl(pki));

const upstream = { type: 'roundrobin', nodes: { '127.0.0.1:1': 1 } };
const references = (cert: string): OddRequest =>
  put(text(JSON.stringify({ cert, key: cert, snis: ['ec.example.com'] })));

/**
 * Only the answers were written down: the requests are put together from their names and from what the answers say of
 * them.
 */
export const oddRequests: Readonly<Record<string, OddRequest>> = {
  'PUT null': put(text('null')),
  'PUT number': put(text('1')),
  'PUT true': put(text('true')),
  'PUT NaN': put(text('{"a":NaN}')),
  'deep nesting': put(text('['.repeat(2_000) + ']'.repeat(2_000))),
  'lone surrogate in a label': put((pki) =>
    JSON.stringify(ssl(pki, { labels: { a: 'X' } })).replace('"X"', '"\\ud83d"'),
  ),
  'PUT id encoded dot dot': put(whole, '/ssls/%2E%2E'),
  'PUT with sub path': put(text('["p.test"]'), '/ssls/1/snis'),
  'PATCH [1]': patch('/ssls/1', '[1]'),
  'PATCH key null': patch('/ssls/1', '{"key":null}'),
  'PATCH labels {}': patch('/ssls/2', '{"labels":{}}'),
  'PATCH labels []': patch('/ssls/2', '{"labels":[]}'),
  'PATCH sub path snis item': patch('/ssls/1/snis/0', '"p.test"'),
  'PATCH sub path snis item 1': patch('/ssls/1/snis/1', '"p.test"'),
  'PATCH sub path labels/new where none': patch('/ssls/1/labels/new', '"x"'),
  'PATCH sub path unknown': patch('/ssls/1/foo/bar', '1'),
  'PATCH sub path labels null': patch('/ssls/2/labels', 'null'),
  'PATCH sub path into a text': patch('/ssls/1/cert/x', '1'),
  'ttl text': put(whole, '/ssls/1?ttl=soon'),
  'ttl 1.5': put(whole, '/ssls/1?ttl=1.5'),
  'ttl empty': put(whole, '/ssls/1?ttl='),
  'ttl twice': put(whole, '/ssls/1?ttl=60&ttl=61'),
  'GET label twice': get('/ssls?label=env&label=team'),
  'GET name empty': get('/ssls?name='),
  'GET double slash': get('//ssls/1'),
  'GET dot segment': get('/./ssls/1'),
  'GET dot dot segment': get('/routes/../ssls/1'),
  'GET admin root': get(''),
  'HEAD admin root': head(''),
  'HEAD ssls': head('/ssls'),
  'HEAD one': head('/ssls/1'),
  'HEAD no key': head('', { as: 'none' }),
  TRACE: { method: 'TRACE', target: '/ssls/1' },
  PROPFIND: { method: 'PROPFIND', target: '/ssls/1' },
  COPY: { method: 'COPY', target: '/ssls/1' },
  'viewer HEAD': head('/ssls', { as: 'viewer' }),
  'body over 1.5 MiB': put(text(JSON.stringify({ x: 'y'.repeat(1_572_864) }))),
  'header too large': { ...get('/ssls'), headers: { 'X-Large': 'x'.repeat(40_000) } },
  'uri too long': get(`/ssls?x=${'x'.repeat(40_000)}`),
  'schema validate unknown': { method: 'POST', target: '/schema/validate/foos', body: text('{}') },
  'upstream with cert id and cert': put(
    (pki) =>
      JSON.stringify({
        ...upstream,
        tls: { client_cert_id: 'c', client_cert: pki['client1.crt'], client_key: pki['client1.key'] },
      }),
    '/upstreams/u',
  ),
  'route without anything': put(text('{"uri":"/x"}'), '/routes/r'),
  'stream route': put(text(JSON.stringify({ sni: 'a.test', upstream })), '/stream_routes/s'),
  'routes filter by uri': { ...get('/routes?uri=x'), after: () => [['/routes/r', { uri: '/x', upstream }]] },
  'secret upper': references('$SECRET://vault/a/key'),
  'env upper': references('$ENV://A'),
};
