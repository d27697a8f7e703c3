/** Names the values of a manifest or configuration by their place in it. */
import type { ParsedNode, Scalar, YAMLMap } from 'yaml';
import { isMap, isScalar, isSeq, parseAllDocuments } from 'yaml';
import { limits } from '../../core/limits';
import type { Span } from '../../core/model';
import { isTangledYaml } from './yamlShape';

export interface NamedValue {
  /** `shop-tls/tls.crt` of a Kubernetes object, `ssls[0].cert` of anything else. */
  readonly name: string;
  /** Of the whole scalar, quotes included. */
  readonly span: Span;
  /** `data` of a Secret for which `stringData` has the same key, and wins as in the API server. */
  readonly isOverridden: boolean;
}

export interface ValueNames {
  readonly values: readonly NamedValue[];
  readonly hasSecret: boolean;
}

/** Shorter values hold no key and no certificate. */
const shortest = 48;

/** A line like those of YAML or JSON. Within the line: empty ones, counted from each, would take the square of their number. */
const looksStructured = /^[^\S\n\r\u2028\u2029]*(?:[[{]|["']?[\w./-]+["']?[^\S\n\r\u2028\u2029]*:(?:\s|$))/m;

/** Reads the scalars of YAML or JSON. None of a text that is neither, is larger than `objectBytes`, or made to cost time. */
export function readValueNames(text: string): ValueNames {
  const found: Found = { values: [], hasSecret: false };
  const offset = text.startsWith('\ufeff') ? 1 : 0;
  if (text.length > limits.objectBytes || !looksStructured.test(text)) return found;
  try {
    if (isTangledYaml(text)) return found;
    // Without the search for equal keys, which takes the square of their number. Aliases are not followed.
    for (const document of parseAllDocuments(text.slice(offset), { uniqueKeys: false, logLevel: 'silent' }))
      if ('contents' in document && document.errors.length === 0)
        walk(document.contents, { path: '', owner: '', offset, overridden: none }, found);
  } catch {
    // The parser's message would quote the text.
  }
  return found;
}

interface Found {
  values: NamedValue[];
  hasSecret: boolean;
}

interface Place {
  /** Below the owner, as a program would write it. */
  readonly path: string;
  /** Name of the Kubernetes object that it is in. */
  readonly owner: string;
  readonly offset: number;
  /** Keys of `data` that `stringData` has, too. */
  readonly overridden: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

function walk(node: ParsedNode | null, place: Place, found: Found): void {
  if (isMap(node)) walkMap(node, place, found);
  else if (isSeq(node))
    for (const [index, item] of node.items.entries()) walk(item, { ...place, path: `${place.path}[${index}]` }, found);
  else if (isScalar(node)) addScalar(node, place, found);
}

function addScalar({ value, range }: Scalar.Parsed, { path, owner, offset, overridden }: Place, found: Found): void {
  if (typeof value !== 'string' || value.length < shortest) return;
  found.values.push({
    name: owner === '' ? path : `${owner}/${path}`,
    span: { start: range[0] + offset, end: range[1] + offset },
    isOverridden: overridden.has(path),
  });
}

type Pairs = YAMLMap.Parsed;

function walkMap(map: Pairs, place: Place, found: Found): void {
  const kind = textAt(map, 'kind');
  const name = textIn(map, 'metadata', 'name');
  const isObject = kind !== undefined || name !== undefined || hasMember(map, 'stringData');
  if (kind === 'Secret') found.hasSecret = true;
  const own: Place = isObject ? { ...place, path: '', owner: name ?? '', overridden: none } : place;
  for (const { key, value } of map.items) {
    const word = isScalar(key) ? String(key.value) : '?';
    if (isObject && (word === 'data' || word === 'stringData')) {
      const overridden = word === 'data' ? keysOf(map, 'stringData') : none;
      walk(value, { ...own, overridden }, found);
    } else walk(value, { ...own, path: own.path === '' ? word : `${own.path}.${word}` }, found);
  }
}

const memberOf = (map: Pairs, name: string): unknown =>
  map.items.find(({ key }) => isScalar(key) && key.value === name)?.value;
const hasMember = (map: Pairs, name: string): boolean => memberOf(map, name) !== undefined;

function textAt(map: Pairs, name: string): string | undefined {
  const value = memberOf(map, name);
  return isScalar(value) && typeof value.value === 'string' ? value.value : undefined;
}

function textIn(map: Pairs, outer: string, inner: string): string | undefined {
  const value = memberOf(map, outer);
  if (!isMap(value)) return undefined;
  const found = value.items.find(({ key }) => isScalar(key) && key.value === inner)?.value;
  return isScalar(found) && typeof found.value === 'string' ? found.value : undefined;
}

function keysOf(map: Pairs, name: string): ReadonlySet<string> {
  const value = memberOf(map, name);
  return isMap(value) ? new Set(value.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : []))) : none;
}

/** The key that stands before a value, in whatever format; empty where there is none. */
export function keyBefore(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - 200), at);
  const match =
    /([A-Za-z_][\w.-]{0,80})["'`]?\s{0,20}(?::=|=>|[:=>])\s{0,20}(?:[|>][+-]?\d?\s{0,40})?(?:["'`[(\s-]){0,60}$/.exec(
      before,
    );
  return match?.[1] ?? '';
}
