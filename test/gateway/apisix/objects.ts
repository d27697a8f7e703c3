import type { JsonObject } from '../json';
import { without } from '../json';
import type { Store, Stored } from '../store';
import type { Features } from './version';

/** Plural name in the path, singular name in messages. */
const kinds = {
  ssls: 'ssl',
  routes: 'route',
  services: 'service',
  upstreams: 'upstream',
  stream_routes: 'stream_route',
  consumers: 'consumer',
  consumer_groups: 'consumer_group',
  global_rules: 'global_rule',
  plugin_configs: 'plugin_config',
  plugin_metadata: 'plugin_metadata',
  protos: 'proto',
} as const;

export type Plural = keyof typeof kinds;

/** A kind of object as one version names it. */
export interface Kind {
  readonly plural: Plural;
  readonly singular: string;
  /** `/apisix/ssls`; the objects are below. */
  readonly directory: string;
}

const isPlural = (name: string): name is Plural => Object.hasOwn(kinds, name);

export function kindNamed(name: string, { isV2 }: Features): Kind | undefined {
  // 2.15 calls the ssl objects by their singular.
  const plural = isV2 && (name === 'ssl' || name === 'ssls') ? (name === 'ssl' ? 'ssls' : '') : name;
  return isPlural(plural) ? { plural, singular: kinds[plural], directory: `/apisix/${name}` } : undefined;
}

export const kindOf = (plural: Plural, { isV2 }: Features): Kind => ({
  plural,
  singular: kinds[plural],
  directory: `/apisix/${isV2 && plural === 'ssls' ? 'ssl' : plural}`,
});

export type Found =
  | { readonly ok: true; readonly stored: Stored; readonly count: number }
  /** `kvs`: other objects that the underlying prefix read met, raw, keys and all. */
  | { readonly ok: false; readonly body: JsonObject };

const toRaw = ({ key, value, created, modified, version }: Stored): JsonObject => ({
  key,
  value,
  create_revision: String(created),
  mod_revision: String(modified),
  version: String(version),
});

export function findObject(store: Store, kind: Kind, id: string): Found {
  const key = `${kind.directory}/${id}`;
  const stored = store.get(key);
  const near = store.under(key);
  if (stored) return { ok: true, stored, count: near.length };
  const kvs = [...near].sort((a, b) => (a.key < b.key ? -1 : 1)).map(toRaw);
  return { ok: false, body: { message: 'Key not found', ...(kvs.length > 0 ? { kvs } : {}) } };
}

/** Returns an object as GET shows it. Before 3.17 `keys` is shown, and lists show `key` too. */
export function shown(
  kind: Kind,
  { value }: Stored,
  { features, isList }: { readonly features: Features; readonly isList: boolean },
): JsonObject {
  if (kind.plural !== 'ssls') return value;
  if (features.hidesAllKeys) return without(value, 'key', 'keys');
  return isList ? value : without(value, 'key');
}
