import type { Answer, Handler, Incoming } from '../http/exchange';
import type { Json } from '../json';
import type { Store } from '../store';
import type { AdminKeys } from './auth';
import { findAuthError } from './auth';
import { makeEnvelope } from './envelope';
import type { Keyring } from './keyring';
import { listItems } from './listing';
import type { Kind } from './objects';
import { findObject, kindNamed, shown } from './objects';
import { decodeBody } from './requestBody';
import { showSchema, validateConfigs, validateSchema } from './validation';
import type { Features } from './version';
import type { Target, Workshop } from './writing';
import { patch, post, put, remove } from './writing';

export interface AdminApiOptions {
  readonly features: Features;
  readonly keyring: Keyring;
  readonly keys: AdminKeys;
  readonly store: Store;
  readonly now: () => number;
}

const prefix = '/apisix/admin';

function list(shop: Workshop, kind: Kind, query: URLSearchParams): Answer {
  const { store, envelope, features } = shop;
  // 2.15 knows neither pages nor filters.
  const listing = listItems(store.under(`${kind.directory}/`), features.isV2 ? new URLSearchParams() : query);
  if (!listing.ok) return envelope.text(400, listing.text);
  const items = listing.items.map((stored) => ({ stored, value: shown(kind, stored, { features, isList: true }) }));
  return envelope.list(items, { directory: kind.directory, total: listing.total, isPaged: listing.isPaged });
}

function get(shop: Workshop, kind: Kind, id: string): Answer {
  const { store, envelope, features } = shop;
  const found = findObject(store, kind, id);
  if (!found.ok) return envelope.json(404, found.body);
  return envelope.one(found.stored, shown(kind, found.stored, { features, isList: false }), found.count);
}

function write(shop: Workshop, method: string, target: Target): Answer {
  switch (method) {
    case 'PUT':
      return put(shop, target);
    case 'POST':
      return post(shop, target);
    case 'PATCH':
      return patch(shop, target);
    case 'DELETE':
      return remove(shop, target);
    default:
      return shop.envelope.html(404);
  }
}

/** The endpoints that are no resource; nothing where the path is none of them. */
function special(
  shop: Workshop,
  { method }: Incoming,
  { segments, body }: { readonly segments: readonly string[]; readonly body: Json | undefined },
): Answer | undefined {
  const { envelope, features } = shop;
  const [first, second, third] = segments;
  const notFound = (): Answer => envelope.early(404, { error_msg: 'not found' });
  if (first === 'schema' && second === 'validate' && third !== undefined && method === 'POST') {
    return features.hasSchemaValidate ? validateSchema(shop, third, body) : notFound();
  }
  if (first === 'schema' && second !== undefined) return method === 'GET' ? showSchema(shop, second) : notFound();
  if (first === 'configs' && second === 'validate' && method === 'POST' && features.hasConfigsValidate)
    return validateConfigs(shop, body);
  return undefined;
}

function answer(shop: Workshop, request: Incoming): Answer {
  const { envelope, features, now } = shop;
  const [name = '', id, ...subPath] = request.path.slice(prefix.length + 1).split('/');
  const decoded = request.body === '' ? undefined : decodeBody(request.body);
  if (decoded?.ok === false) {
    // The real one echoes the whole body, keys included.
    return envelope.early(400, { error_msg: `invalid request body: ${decoded.reason}`, req_body: request.body });
  }
  const body = decoded?.value;
  const known = special(shop, request, {
    segments: [name, id ?? '', ...subPath].filter((segment) => segment !== ''),
    body,
  });
  if (known) return known;
  const kind = kindNamed(name, features);
  if (!kind) {
    const isNamed = features.namesUnsupportedResources;
    return envelope.early(404, { error_msg: isNamed ? `Unsupported resource type: ${name}` : 'not found' });
  }
  if (request.method === 'GET') return id ? get(shop, kind, id) : list(shop, kind, request.query);
  const ttlText = request.query.get('ttl');
  const ttl = ttlText === null || ttlText.trim() === '' ? Number.NaN : Number(ttlText);
  if (ttlText !== null && Number.isNaN(ttl)) return envelope.error(400, 'invalid argument ttl: should be a number');
  if (
    (request.method === 'PUT' || request.method === 'POST') &&
    body !== undefined &&
    (typeof body !== 'object' || body === null)
  ) {
    return envelope.html(500);
  }
  return write(shop, request.method, {
    kind,
    id: id === undefined || id === '' ? undefined : id,
    subPath: subPath.filter((segment) => segment !== ''),
    body,
    expires: Number.isNaN(ttl) ? undefined : now() + ttl * 1000,
    isForced: request.query.get('force') === 'true',
  });
}

/** The Admin API of one APISIX version over one store. */
export function makeAdminApi({ features, keyring, keys, store, now }: AdminApiOptions): Handler {
  const envelope = makeEnvelope(features);
  const shop: Workshop = { features, keyring, store, now, envelope };
  return (request) => {
    const { method, path } = request;
    if (method === 'HEAD') {
      return path === prefix && features.hasProbe ? envelope.plain() : envelope.html(404, true);
    }
    if (!path.startsWith(`${prefix}/`)) return envelope.html(404);
    if (method === 'OPTIONS') return envelope.plain();
    if (!['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(method)) return envelope.html(404);
    const refused = findAuthError(request, keys, features);
    return refused === undefined ? answer(shop, request) : envelope.early(401, refused);
  };
}
