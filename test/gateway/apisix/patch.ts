import type { Json, JsonObject } from '../json';
import { isList, isObject } from '../json';
import type { Features } from './version';

/** Lua has one kind of table: the members of a list are called by their numbers, from 1 on. */
export const toTable = (value: JsonObject | readonly Json[]): JsonObject =>
  isList(value) ? Object.fromEntries(value.map((item, index) => [String(index + 1), item])) : value;

const isEmpty = (value: Json): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** Objects are merged, everything else is replaced, `null` removes. */
export function merge(target: JsonObject, change: JsonObject, features: Features): JsonObject {
  const merged: Record<string, Json> = { ...target };
  for (const [name, value] of Object.entries(change)) {
    const before = target[name];
    // Where nothing was, the value is taken as it is, with any null inside.
    if (value === null) Reflect.deleteProperty(merged, name);
    else
      merged[name] =
        isObject(before) &&
        !isEmpty(before) &&
        (isObject(value) || isList(value)) &&
        !(features.replacesByEmpty && isEmpty(value))
          ? merge(before, toTable(value), features)
          : value;
  }
  return merged;
}

export type Patched = { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly error: string };

/**
 * Puts `value` at the end of `segments`, `null` too, and makes objects on the way. Names are texts: one put into a list
 * makes it no list any more.
 */
export function replaceAt(target: JsonObject, segments: readonly string[], value: Json): Patched {
  const put = (before: Json, at: number): Patched => {
    const name = segments[at];
    if (name === undefined) return { ok: true, value };
    // The words are the gateway's own: the path from here on, joined by the number 1.
    if (!isObject(before) && !isList(before))
      return { ok: false, error: `invalid sub-path: /${segments.slice(at - 1).join('1')}` };
    const inner = put((isObject(before) ? before[name] : undefined) ?? {}, at + 1);
    return inner.ok ? { ok: true, value: { ...toTable(before), [name]: inner.value } } : inner;
  };
  return put(target, 0);
}
