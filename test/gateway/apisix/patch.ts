import type { Json, JsonObject } from '../json';
import { isList, isObject } from '../json';

/** Objects are merged, everything else is replaced, `null` removes. */
export function merge(target: JsonObject, change: JsonObject): JsonObject {
  const merged: Record<string, Json> = { ...target };
  for (const [name, value] of Object.entries(change)) {
    const before = target[name];
    // Where nothing was, the value is taken as it is, with any null inside.
    if (value === null) Reflect.deleteProperty(merged, name);
    else
      merged[name] =
        isObject(before) && isObject(value) && Object.keys(before).length > 0 ? merge(before, value) : value;
  }
  return merged;
}

export type Patched = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly error: string };

/** Puts `value` at the end of `segments`; `null` removes what is there. Members of arrays are counted from 0. */
export function replaceAt(target: Json, segments: readonly string[], value: Json, path = ''): Patched {
  const [name, ...rest] = segments;
  if (name === undefined) return { ok: true, value };
  const here = `${path}/${name}`;
  if (!isObject(target) && !isList(target)) return { ok: false, error: `invalid sub-path: ${path}` };
  const entries = new Map(Object.entries(target));
  const before = entries.get(name);
  if (rest.length > 0 && before === undefined) return { ok: false, error: `invalid sub-path: ${here}` };
  const inner = replaceAt(before ?? null, rest, value, here);
  if (!inner.ok) return inner;
  if (rest.length === 0 && value === null) entries.delete(name);
  else entries.set(name, inner.value);
  return { ok: true, value: isList(target) ? [...entries.values()] : Object.fromEntries(entries) };
}
