import type { Answer } from '../http/exchange';
import type { Json, JsonObject } from '../json';
import { isList, isObject } from '../json';
import type { Store, Stored } from '../store';
import type { Envelope, Write } from './envelope';
import type { Schema } from './jsonSchema';
import { fillDefaults } from './jsonSchema';
import type { Kind } from './objects';
import { findObject } from './objects';
import { merge, replaceAt, toTable } from './patch';
import { findObjectError, findUser } from './references';
import type { SslRules } from './ssl';
import { encryptSsl, findSslError } from './ssl';
import { routeSchema, sslSchema, upstreamSchema } from './sslSchema';
import type { Features } from './version';

export interface AdminServer extends SslRules {
  readonly store: Store;
  readonly envelope: Envelope;
  readonly now: () => number;
}

export interface Target {
  readonly kind: Kind;
  /** From the path. */
  readonly id: string | undefined;
  readonly subPath: readonly string[];
  readonly body: Json | undefined;
  /** Milliseconds since 1970. */
  readonly expires: number | undefined;
  /** The error in the time to live, which the store alone reports. */
  readonly expiresError: string | undefined;
  readonly isForced: boolean;
}

type Checked =
  | { readonly ok: true; readonly object: JsonObject; readonly id: string }
  | { readonly ok: false; readonly error: string };

const idOf = (value: Json | undefined): string | number | undefined =>
  typeof value === 'string' || typeof value === 'number' ? value : undefined;

/** Writes a number like Lua's `%.14g`: from 15 digits on it is float text. */
const idText = (id: string | number): string =>
  typeof id === 'string' || Math.abs(id) < 1e14 ? String(id) : id.toExponential(13).replace(/\.?0*e/, 'e');

/** Ids first, then forbidden times, then what the kind itself asks for. */
function check(
  server: AdminServer,
  { kind, id }: Target,
  facts: { readonly body: Json; readonly needsId: boolean; readonly mayHaveTimes: boolean },
): Checked {
  const refuse = (error: string): Checked => ({ ok: false, error });
  // An array is a table too.
  const body = isObject(facts.body) || isList(facts.body) ? toTable(facts.body) : {};
  const ownId = idOf(body['id']) ?? (kind.plural === 'consumers' ? idOf(body['username']) : undefined);
  const wantedId = id ?? ownId;
  if (facts.needsId && wantedId === undefined) return refuse(`missing ${kind.singular} id`);
  if (!facts.needsId && wantedId !== undefined) return refuse(`wrong ${kind.singular} id, do not need it`);
  if (ownId !== undefined && String(ownId) !== String(wantedId)) return refuse(`wrong ${kind.singular} id`);
  if (!facts.mayHaveTimes && !server.features.hasValidityFields) {
    const forbidden = ['create_time', 'update_time'].find((name) => name in body);
    if (forbidden !== undefined) return refuse(`the property is forbidden:  ${forbidden}`);
  }
  const object: JsonObject = wantedId === undefined ? body : { ...body, id: wantedId };
  const error =
    kind.plural === 'ssls' ? findSslError(server, object) : findObjectError(server.store, server, { kind, object });
  return error === undefined ? { ok: true, object, id: idText(wantedId ?? '') } : refuse(error);
}

const isOneOf = <T extends object>(of: T, name: PropertyKey): name is keyof T => Object.hasOwn(of, name);

function withDefaults({ features }: AdminServer, { plural }: Kind, object: JsonObject): JsonObject {
  if (!features.storesDefaults) return object;
  const upstream = upstreamSchema(features);
  const inner = { properties: { upstream } };
  const schemas = {
    ssls: sslSchema(features),
    upstreams: upstream,
    routes: { properties: { ...routeSchema.properties, upstream } },
    services: inner,
    stream_routes: inner,
  };
  const schema: Schema = isOneOf(schemas, plural) ? schemas[plural] : {};
  const filled = fillDefaults(schema, object);
  return isObject(filled) ? filled : object;
}

function store(
  server: AdminServer,
  { kind, expires }: Target,
  { object, id }: { readonly object: JsonObject; readonly id: string },
): Stored {
  const whole = withDefaults(server, kind, object);
  return server.store.put(
    `${kind.directory}/${id}`,
    kind.plural === 'ssls' ? encryptSsl(server.keyring, whole) : whole,
    expires,
  );
}

const seconds = ({ now }: AdminServer): number => Math.floor(now() / 1000);

export function put(server: AdminServer, target: Target): Answer {
  const { envelope } = server;
  if (target.body === undefined) return envelope.error(400, 'missing configurations');
  const checked = check(server, target, { body: target.body, needsId: true, mayHaveTimes: false });
  if (!checked.ok) return envelope.error(400, checked.error);
  if (target.expiresError !== undefined) return envelope.error(503, target.expiresError);
  const before = server.store.get(`${target.kind.directory}/${checked.id}`);
  const now = seconds(server);
  const times = { create_time: before?.value['create_time'] ?? now, update_time: now };
  const stored = store(server, target, { object: { ...times, ...checked.object }, id: checked.id });
  return envelope.written(stored, { action: 'set', isNew: before === undefined });
}

export function post(server: AdminServer, target: Target): Answer {
  const { envelope } = server;
  if (target.body === undefined) return envelope.error(400, 'missing configurations');
  const checked = check(server, target, { body: target.body, needsId: false, mayHaveTimes: false });
  if (!checked.ok) return envelope.error(400, checked.error);
  if (target.expiresError !== undefined) return envelope.error(503, target.expiresError);
  // A counter is written first; its revision is the id.
  const id = String(server.store.bump()).padStart(20, '0');
  const now = seconds(server);
  const stored = store(server, target, { object: { create_time: now, update_time: now, ...checked.object, id }, id });
  return envelope.written(stored, { action: 'create', isNew: true });
}

function change(
  before: JsonObject,
  {
    subPath,
    body,
    features,
  }: { readonly subPath: readonly string[]; readonly body: Json; readonly features: Features },
): ReturnType<typeof replaceAt> {
  if (subPath.length > 0) return replaceAt(before, subPath, body);
  return { ok: true, value: isObject(body) || isList(body) ? merge(before, toTable(body), features) : before };
}

export function patch(server: AdminServer, target: Target): Answer {
  const { envelope } = server;
  const { kind, id, body, subPath } = target;
  if (id === undefined) return envelope.error(400, `missing ${kind.singular} id`);
  if (body === undefined) return envelope.error(400, 'missing new configuration');
  if (subPath.length === 0 && (typeof body !== 'object' || body === null))
    return envelope.error(400, 'invalid configuration');
  const found = findObject(server.store, kind, id);
  if (!found.ok) return envelope.json(404, found.body);
  // Before anything is looked at, a key is to be encrypted; `null` is none, and the program fails.
  const isKeyNull = (value: Json): boolean => isObject(value) && (value['key'] === null || value['keys'] === null);
  if (kind.plural === 'ssls' && subPath.length === 0 && isKeyNull(body)) return envelope.html(500);
  const changed = change(found.stored.value, { subPath, body, features: server.features });
  if (!changed.ok) return envelope.error(400, changed.error);
  const isTimeGiven = subPath.length === 0 && isObject(body) && 'update_time' in body;
  const value =
    isObject(changed.value) && !isTimeGiven ? { ...changed.value, update_time: seconds(server) } : changed.value;
  const checked = check(server, target, { body: value, needsId: true, mayHaveTimes: true });
  if (!checked.ok) return envelope.error(400, checked.error);
  if (target.expiresError !== undefined) return envelope.error(503, target.expiresError);
  const action: Write = 'compareAndSwap';
  return envelope.written(store(server, target, { object: checked.object, id }), { action, isNew: false });
}

export function remove(server: AdminServer, { kind, id, isForced }: Target): Answer {
  const { envelope } = server;
  if (id === undefined) return envelope.error(400, `missing ${kind.singular} id`);
  const user = isForced ? undefined : findUser(server.store, kind, id);
  if (user !== undefined) return envelope.error(400, user);
  const key = `${kind.directory}/${id}`;
  return server.store.delete(key) ? envelope.deleted(key) : envelope.json(404, { message: 'Key not found' });
}
