import type { Json, JsonObject } from '../json';
import { isObject, textAt } from '../json';
import type { Store, Stored } from '../store';
import { findSchemaError } from './jsonSchema';
import type { Kind, Plural } from './objects';
import { kindOf } from './objects';
import type { SslRules } from './ssl';
import { findPairError } from './ssl';
import { looseSchema, routeSchema, upstreamSchema } from './sslSchema';

const idText = (value: Json | undefined): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

function findTlsError(store: Store, rules: SslRules, upstream: JsonObject): string | undefined {
  const { tls } = upstream;
  if (!isObject(tls)) return undefined;
  const id = idText(tls['client_cert_id']);
  if (id !== undefined) {
    const ssl = store.get(`${kindOf('ssls', rules.features).directory}/${id}`);
    if (!ssl) return `failed to fetch ssl info by ssl id [${id}], response code: 404`;
    return ssl.value['type'] === 'client' ? undefined : `failed to fetch ssl info by ssl id [${id}], wrong ssl type`;
  }
  const cert = textAt(tls, 'client_cert');
  const key = textAt(tls, 'client_key');
  return cert !== undefined && key !== undefined ? findPairError(rules, cert, key) : undefined;
}

function findUpstreamError(store: Store, rules: SslRules, upstream: Json): string | undefined {
  const schemaError = findSchemaError(upstreamSchema(rules.features), upstream, () => false);
  if (schemaError !== undefined) return `invalid configuration: ${schemaError}`;
  return isObject(upstream) ? findTlsError(store, rules, upstream) : undefined;
}

function findMissingReference(store: Store, object: JsonObject): string | undefined {
  for (const name of ['upstream', 'service']) {
    const id = idText(object[`${name}_id`]);
    if (id !== undefined && !store.get(`/apisix/${name}s/${id}`)) {
      return `failed to fetch ${name} info by ${name} id [${id}], response code: 404`;
    }
  }
  return undefined;
}

/**
 * For every kind but ssls: the id, what a route is made of, the client certificate of its upstream, and what it refers
 * to. Nothing else is looked at.
 */
export function findObjectError(
  store: Store,
  rules: SslRules,
  { kind, object }: { readonly kind: Kind; readonly object: Json },
): string | undefined {
  if (kind.plural === 'upstreams') return findUpstreamError(store, rules, object);
  const schemaError = findSchemaError(kind.plural === 'routes' ? routeSchema : looseSchema, object, () => false);
  if (schemaError !== undefined) return `invalid configuration: ${schemaError}`;
  if (!isObject(object)) return undefined;
  const inline = object['upstream'];
  return (
    (inline === undefined ? undefined : findUpstreamError(store, rules, inline)) ?? findMissingReference(store, object)
  );
}

const users: Partial<Record<Plural, readonly Plural[]>> = {
  upstreams: ['routes', 'services', 'stream_routes'],
  services: ['routes', 'stream_routes'],
};

/** Returns who keeps an object from being deleted. An ssl always may be, whoever refers to it. */
export function findUser(store: Store, kind: Kind, id: string): string | undefined {
  for (const plural of users[kind.plural] ?? []) {
    const uses = ({ value }: Stored): boolean => idText(value[`${kind.singular}_id`]) === id;
    const user = store.under(`/apisix/${plural}/`).find(uses);
    const singular = plural.slice(0, -1);
    if (user)
      return `can not delete this ${kind.singular}, ${singular} [${idText(user.value['id']) ?? ''}] is still using it now`;
  }
  return undefined;
}
