import type { Answer, Handler, Incoming } from '../http/exchange';
import type { Json } from '../json';
import type { Store } from '../store';
import type { AdminKeys } from './auth';
import { findAuthError } from './auth';
import type { Envelope } from './envelope';
import { makeEnvelope } from './envelope';
import type { Keyring } from './keyring';
import { listItems } from './listing';
import type { Kind } from './objects';
import { findObject, kindNamed, shown } from './objects';
import { decodeBody } from './requestBody';
import { showSchema, validateConfigs, validateSchema } from './validation';
import type { Features } from './version';
import type { AdminServer, Target } from './writing';
import { patch, post, put, remove } from './writing';

export interface AdminApiOptions {
  readonly features: Features;
  readonly keyring: Keyring;
  readonly keys: AdminKeys;
  readonly store: Store;
  readonly now: () => number;
}

const prefix = '/apisix/admin';

function list(server: AdminServer, kind: Kind, query: URLSearchParams): Answer {
  const { store, envelope, features } = server;
  // 2.15 knows neither pages nor filters.
  const listing = listItems(store.under(`${kind.directory}/`), features.isV2 ? new URLSearchParams() : query);
  if (!listing.ok) return envelope.text(400, listing.text);
  const items = listing.items.map((stored) => ({ stored, value: shown(kind, stored, { features, isList: true }) }));
  return envelope.list(items, { directory: kind.directory, total: listing.total, isPaged: listing.isPaged });
}

function get(server: AdminServer, kind: Kind, id: string): Answer {
  const { store, envelope, features } = server;
  const found = findObject(store, kind, id);
  if (!found.ok) return envelope.json(404, found.body);
  return envelope.one(found.stored, shown(kind, found.stored, { features, isList: false }), found.count);
}

function write(server: AdminServer, method: string, target: Target): Answer {
  switch (method) {
    case 'PUT':
      return put(server, target);
    case 'POST':
      return post(server, target);
    case 'PATCH':
      return patch(server, target);
    case 'DELETE':
      return remove(server, target);
    default:
      return server.envelope.html(404);
  }
}

/** The endpoints that are no resource; nothing where the path is none of them. */
function special(
  server: AdminServer,
  { method }: Incoming,
  { segments, body }: { readonly segments: readonly string[]; readonly body: Json | undefined },
): Answer | undefined {
  const { envelope, features } = server;
  const [first, second, third] = segments;
  const notFound = (): Answer => envelope.early(404, { error_msg: 'not found' });
  if (first === 'schema' && second === 'validate' && third !== undefined && method === 'POST') {
    return features.hasSchemaValidate ? validateSchema(server, third, body) : notFound();
  }
  if (first === 'schema' && second !== undefined) return method === 'GET' ? showSchema(server, second) : notFound();
  if (first === 'configs' && second === 'validate' && method === 'POST' && features.hasConfigsValidate)
    return validateConfigs(server, body);
  return undefined;
}

function answer(server: AdminServer, request: Incoming): Answer {
  const { envelope, features, now } = server;
  const [name = '', id, ...subPath] = request.path.slice(prefix.length + 1).split('/');
  const decoded = request.body === '' ? undefined : decodeBody(request.body);
  if (decoded?.ok === false) {
    const error = { error_msg: `invalid request body: ${decoded.reason}` };
    return envelope.early(400, decoded.isEchoed ? { ...error, req_body: request.body } : error);
  }
  const body = decoded?.value;
  const known = special(server, request, {
    segments: [name, id ?? '', ...subPath].filter((segment) => segment !== ''),
    body,
  });
  if (known) return known;
  const kind = kindNamed(name, features);
  if (!kind) {
    const isNamed = features.namesUnsupportedResources;
    // The program fails where it would name nothing.
    if (isNamed && name === '') return envelope.html(500);
    return envelope.early(404, { error_msg: isNamed ? `Unsupported resource type: ${name}` : 'not found' });
  }
  if (request.method === 'GET') return id ? get(server, kind, id) : list(server, kind, request.query);
  const ttls = request.query.getAll('ttl');
  const [ttlText = ''] = ttls;
  const ttl = ttlText.trim() === '' ? Number.NaN : Number(ttlText);
  if (ttls.length > 1 || (ttls.length > 0 && Number.isNaN(ttl)))
    return envelope.early(400, { error_msg: 'invalid argument ttl: should be a number' });
  if (
    (request.method === 'PUT' || request.method === 'POST') &&
    body !== undefined &&
    (typeof body !== 'object' || body === null)
  ) {
    return envelope.html(500);
  }
  return write(server, request.method, {
    kind,
    id: id === undefined || id === '' ? undefined : id,
    subPath: subPath.filter((segment) => segment !== ''),
    body,
    expires: Number.isNaN(ttl) ? undefined : now() + ttl * 1000,
    expiresError: Number.isNaN(ttl) || Number.isInteger(ttl) ? undefined : 'ttl must be integer',
    isForced: request.query.get('force') === 'true',
  });
}

/** Normalises a path like nginx: several slashes are one, and dots lead somewhere else. */
function normalized(path: string): string {
  const segments: string[] = [];
  const parts = path.split(/\/+/).slice(1);
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (part === '..') segments.pop();
    else if (part !== '.' && (part !== '' || isLast)) segments.push(part);
    if (isLast && (part === '.' || part === '..')) segments.push('');
  }
  return `/${segments.join('/')}`;
}

/** Bytes of a line that nginx takes: `large_client_header_buffers`. */
const longestLine = 8_192;

/** Returns nginx's own refusal of a request, if there is one. */
function refuse({ method, target, headers }: Incoming, envelope: Envelope): Answer | undefined {
  if (`${method} ${target} HTTP/1.1\r\n`.length > longestLine) return envelope.html(414, { isOutside: true });
  if (Object.entries(headers).some(([name, value]) => `${name}: ${value}\r\n`.length > longestLine))
    return envelope.html(400, { isOutside: true });
  return method === 'TRACE' ? envelope.html(405, { isOutside: true }) : undefined;
}

/** The Admin API of one APISIX version over one store. */
export function makeAdminApi({ features, keyring, keys, store, now }: AdminApiOptions): Handler {
  const envelope = makeEnvelope(features);
  const server: AdminServer = { features, keyring, store, now, envelope };
  return (given) => {
    const refused = refuse(given, envelope);
    if (refused !== undefined) return refused;
    const request = { ...given, path: normalized(given.path) };
    const { method, path } = request;
    const isHead = method === 'HEAD';
    if (path !== prefix && !path.startsWith(`${prefix}/`)) return envelope.html(404, { isHead, isOutside: true });
    if (isHead) return path === prefix && !features.isV2 ? envelope.probe() : envelope.html(404, { isHead });
    if (path === prefix) return envelope.html(404);
    if (method === 'OPTIONS') return envelope.plain();
    if (!['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) return envelope.html(404);
    const unauthorized = findAuthError(request, keys, features);
    return unauthorized === undefined ? answer(server, request) : envelope.early(401, unauthorized);
  };
}
