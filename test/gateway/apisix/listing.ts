import type { Json } from '../json';
import { isObject, textAt, textsOf } from '../json';
import type { Stored } from '../store';

export type Listing =
  | { readonly ok: true; readonly items: readonly Stored[]; readonly total: number; readonly isPaged: boolean }
  | { readonly ok: false; readonly text: string };

/** Reads a number like Lua's `tonumber`; nothing where it is none. */
const numberAt = (query: URLSearchParams, name: string): number | undefined => {
  const text = query.get(name)?.trim() ?? '';
  const value = Number(text);
  return text === '' || Number.isNaN(value) ? undefined : value;
};

const patternOf = (text: string): RegExp | undefined => {
  try {
    return new RegExp(text);
  } catch {
    return undefined;
  }
};

const matchesSome = (pattern: string, texts: readonly (string | undefined)[]): boolean =>
  texts.some((text) => text !== undefined && (patternOf(pattern)?.test(text) ?? false));

const urisOf = (value: { readonly [key: string]: Json }): readonly (string | undefined)[] => [
  textAt(value, 'uri'),
  ...textsOf(value['uris']),
];

function isWanted({ value }: Stored, query: URLSearchParams): boolean {
  const [label, name, uri] = ['label', 'name', 'uri'].map((key) => query.get(key));
  const { labels } = value;
  // Two of a kind are a list, which is no label's name.
  if (query.getAll('label').length > 1) return false;
  if (typeof label === 'string' && !(isObject(labels) && label in labels)) return false;
  if (typeof name === 'string' && name !== '' && !matchesSome(name, [textAt(value, 'name')])) return false;
  return typeof uri !== 'string' || matchesSome(uri, urisOf(value));
}

/** Plain lists are in the order of the keys; pages in that of creation. A page needs both `page` and `page_size`. */
export function listItems(items: readonly Stored[], query: URLSearchParams): Listing {
  const wanted = items.filter((item) => isWanted(item, query));
  const page = numberAt(query, 'page');
  const size = numberAt(query, 'page_size');
  if (page === undefined || size === undefined) {
    const inKeyOrder = [...wanted].sort((a, b) => (a.key < b.key ? -1 : 1));
    return { ok: true, items: inKeyOrder, total: wanted.length, isPaged: false };
  }
  if (size < 10 || size > 500) return { ok: false, text: 'page_size must be between 10 and 500' };
  const start = Math.floor((Math.max(page, 1) - 1) * size);
  const inOrder = [...wanted].sort((a, b) => a.created - b.created);
  return { ok: true, items: inOrder.slice(start, start + size), total: wanted.length, isPaged: true };
}
