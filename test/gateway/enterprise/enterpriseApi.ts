import { createHash } from 'node:crypto';
import { findCertError, findKeyError } from '../apisix/pem';
import { metadataOf, parseLeaf } from '../cloud/certificateFacts';
import type { Answer, Handler, Incoming } from '../http/exchange';
import type { JsonObject } from '../json';
import { isList, isObject, readJson, textAt, textsOf, without } from '../json';
import { rememberOfList } from '../remember';
import type { Store, Stored } from '../store';
import { answerList, fail, succeed, succeedEmpty } from './envelope';
import { groups } from './groups';

/** Switches for behaviour that is not known of the real one, or differs between versions. */
export interface EnterpriseSwitches {
  /** `dev`, or numbers. */
  readonly version: string;
  /** Requests for something that does not exist get 404 instead of 400. */
  readonly missingIs404: boolean;
  /** A certificate that is there already is refused. */
  readonly refusesDuplicates: boolean;
  /** Every list comes whole, whatever page is asked for. */
  readonly ignoresPaging: boolean;
}

export interface EnterpriseApiOptions {
  readonly store: Store;
  readonly token: string;
  /** Belongs to the first gateway group. */
  readonly adminKey: string;
  readonly switches: EnterpriseSwitches;
  readonly now: () => number;
}

const idPattern = /^[A-Za-z0-9._-]{1,256}$/;
const idOfGroup = (group: JsonObject | undefined): string => String(group?.['id']);

/** Kinds of objects that are kept as they come, by their path. */
type Kind = 'ssls' | 'services' | 'certificates' | 'ca_certificates' | 'snis' | 'upstreams';

const keyOf = (group: string, kind: Kind, id: string): string => `/${kind}/${group}/${id}`;

/** A request whose token and gateway group were found good. */
interface Call extends EnterpriseApiOptions {
  readonly request: Incoming;
  readonly group: string;
}

const listOf = ({ store, group }: Call, kind: Kind, below = ''): readonly JsonObject[] =>
  valuesOf(store.under(keyOf(group, kind, below)));

/** Once for each list: one of 100,000 is asked for in a thousand pages. */
const valuesOf = rememberOfList((list: readonly Stored[]) => list.map(({ value }) => value));

const missing = ({ switches }: Call, what: string): Answer =>
  fail(`${what} not found`, switches.missingIs404 ? 404 : 400);

/** Keys never leave, so that none is kept. */
const shown = (ssl: JsonObject): JsonObject => without(ssl, 'key', 'keys');

function bodyOf({ body }: Incoming): JsonObject | undefined {
  try {
    const value = readJson(body);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Names, dates and purpose are not looked at, as adc's tests against real ones show. */
function findSslError(ssl: JsonObject): string | undefined {
  const { cert, key, snis = [], labels = {}, type = 'server', status = 1 } = ssl;
  if (type !== 'server' && type !== 'client') return 'invalid ssl: type should be server or client';
  if (status !== 0 && status !== 1) return 'invalid ssl: status should be 0 or 1';
  if (!isList(snis) || textsOf(snis).length < snis.length) return 'invalid ssl: snis should be a list of strings';
  if (type === 'server' && snis.length === 0) return 'invalid ssl: snis is required';
  if (!isObject(labels) || !Object.values(labels).every((value) => typeof value === 'string' && value !== ''))
    return 'invalid ssl: a value of labels should be a string';
  if (typeof cert !== 'string' || typeof key !== 'string') return 'invalid ssl: cert and key are required';
  if (/^\$(?:secret|env):\/\//i.test(cert) || /^\$(?:secret|env):\/\//i.test(key)) return undefined;
  const { client } = ssl;
  const ca = isObject(client) ? textAt(client, 'ca') : undefined;
  return findCertError(cert) ?? findKeyError(key) ?? (ca === undefined ? undefined : findCertError(ca));
}

/** The same certificate as the console lists it. */
function toNative(ssl: JsonObject): JsonObject {
  const cert = textAt(ssl, 'cert') ?? '';
  const leaf = parseLeaf(cert);
  const metadata = leaf === undefined ? {} : metadataOf(leaf);
  const digest = createHash('sha1').update(cert).digest('hex');
  return {
    id: `native-${digest.slice(0, 12)}`,
    name: `certificate ${String(ssl['id'])}`,
    common_name: /CN=([^,\n]+)/.exec(String(metadata['subject'] ?? ''))?.[1] ?? '',
    exptime: Math.floor(Date.parse(String(metadata['not_after'] ?? '')) / 1000) || 0,
  };
}

function saveSsl(call: Call, id: string, before: JsonObject | undefined): Answer {
  const { store, request, group, switches, now } = call;
  const body = bodyOf(request);
  if (body === undefined) return fail('invalid request body');
  if (body['id'] !== undefined && body['id'] !== id) return fail('wrong ssl id');
  const error = findSslError(body);
  if (error !== undefined) return fail(error);
  const isTwin = ({ value }: { readonly value: JsonObject }) => value['cert'] === body['cert'] && value['id'] !== id;
  if (switches.refusesDuplicates && store.under(keyOf(group, 'ssls', '')).some(isTwin))
    return fail('the certificate already exists');
  const time = Math.floor(now() / 1000);
  const value = shown({ ...body, id, created_at: before?.['created_at'] ?? time, updated_at: time });
  store.put(keyOf(group, 'ssls', id), value);
  return succeed(value);
}

/** `/apisix/admin/ssls[/{id}]` */
function answerSsls(call: Call, id: string | undefined): Answer {
  const { store, request, group, switches } = call;
  const { method, query } = request;
  if (id === undefined) {
    if (method === 'GET') return answerList(listOf(call, 'ssls'), { query, ignoresPaging: switches.ignoresPaging });
    const fresh = createHash('sha1')
      .update(`${group}${String(store.bump())}`)
      .digest('hex');
    return method === 'POST' ? saveSsl(call, fresh, undefined) : missing(call, 'endpoint');
  }
  if (!idPattern.test(id)) return fail('invalid id');
  const before = store.get(keyOf(group, 'ssls', id))?.value;
  if (method === 'PUT') return saveSsl(call, id, before);
  if (before === undefined) return missing(call, 'ssl');
  if (method === 'GET') return succeed(before);
  if (method !== 'DELETE') return missing(call, 'endpoint');
  store.delete(keyOf(group, 'ssls', id));
  return succeedEmpty();
}

/** Kept as they come, for seeding: `/apisix/admin/services[/{id}[/upstreams[/{id}]]]`. */
function answerServices(call: Call, [id, part, inner]: readonly string[]): Answer {
  const { store, request, group, switches, now } = call;
  const { method, query } = request;
  const paging = { query, ignoresPaging: switches.ignoresPaging };
  if (id === undefined)
    return method === 'GET' ? answerList(listOf(call, 'services'), paging) : missing(call, 'endpoint');
  const isUpstream = part === 'upstreams';
  if (isUpstream && inner === undefined && method === 'GET')
    return answerList(listOf(call, 'upstreams', `${id}/`), paging);
  const key = isUpstream ? keyOf(group, 'upstreams', `${id}/${inner ?? ''}`) : keyOf(group, 'services', id);
  const before = store.get(key)?.value;
  if (method === 'GET') return before === undefined ? missing(call, 'service') : succeed(before);
  if (method !== 'PUT') return missing(call, 'endpoint');
  const body = bodyOf(request);
  if (body === undefined) return fail('invalid request body');
  const time = Math.floor(now() / 1000);
  const value = { ...body, id: inner ?? id, created_at: before?.['created_at'] ?? time, updated_at: time };
  store.put(key, value);
  return succeed(value);
}

/** Answers for the console's objects, since 3.4: here one for each ssl object. How they really relate is not known. */
function answerNative(call: Call, kind: 'certificates' | 'ca_certificates' | 'snis'): Answer {
  const { request, switches } = call;
  if (request.method !== 'GET') return missing(call, 'endpoint');
  const items = kind === 'certificates' ? listOf(call, 'ssls').map(toNative) : [];
  return answerList(items, { query: request.query, ignoresPaging: switches.ignoresPaging });
}

const isSince = (version: string, minor: number): boolean =>
  version === 'dev' || Number(version.split('.')[1]) >= minor;

function answerAdmin(call: Call, [kind, ...rest]: readonly string[]): Answer {
  const { version } = call.switches;
  switch (kind) {
    case 'ssls':
      return rest.length > 1 ? missing(call, 'endpoint') : answerSsls(call, rest[0]);
    case 'services':
      if (rest[1] === 'upstreams' && !isSince(version, 5)) return fail('404 page not found', 404);
      return answerServices(call, rest);
    case 'certificates':
    case 'ca_certificates':
    case 'snis':
      return isSince(version, 4) ? answerNative(call, kind) : fail('404 page not found', 404);
    default:
      return fail('404 page not found', 404);
  }
}

function answerGroups({ query }: Incoming, { switches }: EnterpriseApiOptions): Answer {
  const [search, name] = [query.get('search') ?? '', query.get('name') ?? ''];
  const found = groups.filter((group) => [search, name].every((text) => String(group['name']).includes(text)));
  return answerList(found, { query, ignoresPaging: switches.ignoresPaging });
}

/** The API of API7 Enterprise's dashboard over one store. */
export function makeEnterpriseApi(options: EnterpriseApiOptions): Handler {
  const { token, adminKey, switches } = options;
  return (request) => {
    const { method, path, query, headers } = request;
    const given = headers['x-api-key'];
    if (given !== token && given !== adminKey) return fail('invalid token', 401);
    const [first, second, ...rest] = path.split('/').filter((segment) => segment !== '');
    if (first === 'api' && method === 'GET') {
      if (second === 'version') return succeed(switches.version);
      if (second === 'schema') return succeed({ ssl: {} });
      // Whether an admin key may read them is not known.
      if (second === 'gateway_groups' && given === token) return answerGroups(request, options);
      return fail('permission denied', 403);
    }
    if (first !== 'apisix' || second !== 'admin') return fail('404 page not found', 404);
    const asked = query.get('gateway_group_id');
    if (asked === null && given === token) return fail('gateway_group_id is required');
    const group = asked === null ? groups[0] : groups.find(({ id }) => id === asked);
    if (group === undefined) return fail('gateway group not found');
    return answerAdmin({ ...options, request, group: idOfGroup(group) }, rest);
  };
}
