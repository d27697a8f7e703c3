/** Names the values of a manifest or configuration by their place in it. */
import type { CST, Document, ParsedNode, Scalar, YAMLMap } from 'yaml';
import { Composer, isMap, isScalar, isSeq, Lexer, Parser } from 'yaml';
import { limits } from '../../core/limits';
import type { Span } from '../../core/model';
import { dashes } from '../../core/pem/boundaryText';
import type { Cooperative } from '../../shared/cooperative';
import type { HostBinding, SniList } from './hostBindings';
import { readBinding, readSniLists } from './hostBindings';
import { emptyLongScalars, isTangledYaml } from './yamlShape';

/** A Kubernetes object that holds values. Its identity distinguishes it from another one of the same name. */
export interface ManifestObject {
  readonly kind: string;
  readonly name: string;
  /** Empty where the manifest leaves it to whoever applies it. */
  readonly namespace: string;
}

export interface NamedValue {
  /** `shop-tls/tls.crt` of a Kubernetes object, `ssls[0].cert` of anything else. */
  readonly name: string;
  /** The place of the whole scalar, quotes included. */
  readonly span: Span;
  /** `data` of a Secret for which `stringData` has the same key, and wins as in the API server. */
  readonly isOverridden: boolean;
  readonly object?: ManifestObject;
  /** The part of a Secret that it is in. */
  readonly section?: SecretSection;
  /** The text that a YAML reader gets, where that is meant as PEM and nothing else. */
  readonly pem?: string;
}

export interface ValueNames {
  readonly values: readonly NamedValue[];
  readonly hasSecret: boolean;
  /** The places that say by which Secret a host is served. */
  readonly bindings: readonly HostBinding[];
  readonly sniLists: readonly SniList[];
}

/** Kubernetes decodes values of `data`, and takes those of `stringData` as they are. */
export type SecretSection = 'data' | 'stringData';

/** Shorter values hold no key and no certificate. */
const shortest = 48;

/**
 * A line like those of YAML or JSON. Within the line: empty ones, counted from each, would take the square of their
 * number.
 */
const looksStructured = /^[^\S\n\r\u2028\u2029]*(?:[[{]|["']?[\w./-]+["']?[^\S\n\r\u2028\u2029]*:(?:\s|$))/m;
/** Lexemes that are read at once. */
const stride = 200;

/**
 * Reads the scalars of YAML or JSON. None of a text that is neither, is larger than `objectBytes`, or made to cost
 * time.
 */
export function* readValueNamesSteps(text: string): Cooperative<ValueNames> {
  const names: Names = { values: [], hasSecret: false, bindings: [], sniLists: [] };
  const offset = text.startsWith('\ufeff') ? 1 : 0;
  if (text.length > limits.objectBytes || !looksStructured.test(text)) return names;
  const plain = maskTemplates(text).slice(offset);
  try {
    if (yield* isTangledYaml(plain)) return names;
    for (const { document, lengths } of yield* parseYaml(plain)) {
      yield;
      if (document.errors.length === 0)
        walk(document.contents, { path: '', owner: '', offset, text, lengths, overridden: none }, names);
    }
  } catch {
    // The parser's message would quote the text.
  }
  return names;
}

/** Parses YAML without the search for equal keys, which takes the square of their number. Aliases are not followed. */
function* parseYaml(text: string): Cooperative<readonly ParsedDocument[]> {
  const parser = new Parser();
  const composer = new Composer({ uniqueKeys: false, logLevel: 'silent' });
  const documents: ParsedDocument[] = [];
  let lengths: ReadonlyMap<number, number> = new Map();
  function* compose(token: CST.Token): Cooperative<void> {
    const isDocument = token.type === 'document';
    const ownLengths = isDocument ? yield* emptyLongScalars(token) : lengths;
    // A document is given out when the next one begins.
    for (const document of composer.next(token)) documents.push({ document, lengths });
    lengths = ownLengths;
    if (isDocument) yield;
  }
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    if (++lexemes % stride === 0) yield;
    for (const token of parser.next(lexeme)) yield* compose(token);
  }
  for (const token of parser.end()) yield* compose(token);
  for (const document of composer.end()) documents.push({ document, lengths });
  return documents;
}

interface ParsedDocument {
  readonly document: Document.Parsed;
  /** See `emptyLongScalars`. */
  readonly lengths: ReadonlyMap<number, number>;
}

interface Names {
  values: NamedValue[];
  hasSecret: boolean;
  bindings: HostBinding[];
  sniLists: SniList[];
}

interface Place {
  /** Below the owner, as a program would write it. */
  readonly path: string;
  /** Name of the Kubernetes object that it is in. */
  readonly owner: string;
  readonly object?: ManifestObject;
  readonly section?: SecretSection | undefined;
  readonly offset: number;
  readonly lengths: ParsedDocument['lengths'];
  /** The text as it is, templates included. */
  readonly text: string;
  /** Keys of `data` that `stringData` has, too. */
  readonly overridden: ReadonlySet<string>;
}

const none: ReadonlySet<string> = new Set();

function walk(node: ParsedNode | null, place: Place, names: Names): void {
  if (isMap(node)) walkMap(node, place, names);
  else if (isSeq(node))
    for (const [index, item] of node.items.entries()) walk(item, { ...place, path: `${place.path}[${index}]` }, names);
  else if (isScalar(node)) addScalar(node, place, names);
}

function addScalar(
  { value, range }: Scalar.Parsed,
  { path, owner, object, section, offset, lengths, overridden, text }: Place,
  names: Names,
): void {
  const long = lengths.get(range[0]);
  if (typeof value !== 'string' || (long ?? value.length) < shortest) return;
  const span = { start: range[0] + offset, end: (long ? range[0] + long : range[1]) + offset };
  const written = text.slice(span.start, span.end);
  const meant = long ? fromJson(written) : value;
  const isPem = meantAsPem.test(meant) && !written.includes('{{');
  names.values.push({
    name: toName({ path, owner }),
    span,
    isOverridden: overridden.has(path),
    ...(object && { object }),
    ...(section && { section }),
    ...(isPem && { pem: meant }),
  });
}

/** Reads a string of JSON that the parser did not get, for it reads such more slowly. Empty for another one of YAML. */
function fromJson(written: string): string {
  if (written.length > maxString) return '';
  try {
    return String(JSON.parse(written));
  } catch {
    return '';
  }
}

/** Characters of a long chain. */
const maxString = 64 * 1024;

const toName = ({ path, owner }: Pick<Place, 'path' | 'owner'>): string => (owner === '' ? path : `${owner}/${path}`);

/** Matches a text that begins and ends like a block, with dashes of whatever kind. */
const meantAsPem = new RegExp(
  String.raw`^\s*[${dashes}]{1,12} ?BEGIN\W[A-Z0-9 ]{1,40}[${dashes}]{1,12}\s[^]*\s?[${dashes}]{1,12} ?END[A-Z0-9 ]{1,40}[${dashes}]{1,12}\s*$`,
  'i',
);

type Pairs = YAMLMap.Parsed;

function walkMap(map: Pairs, place: Place, names: Names): void {
  const textOf = (node: unknown): string | undefined => scalarText(node, place);
  const kind = textOf(memberOf(map, 'kind'));
  const metadata = memberOf(map, 'metadata');
  const name = isMap(metadata) ? textOf(memberOf(metadata, 'name')) : undefined;
  const isObject = kind !== undefined || name !== undefined || memberOf(map, 'stringData') !== undefined;
  if (kind === 'Secret') names.hasSecret = true;
  const namespace = (isMap(metadata) ? textOf(memberOf(metadata, 'namespace')) : undefined) ?? '';
  const object: ManifestObject = { kind: kind ?? '', name: name ?? '', namespace };
  if (kind !== undefined) names.bindings.push(...readBinding(map, object, place));
  const own: Place = isObject
    ? { ...place, path: '', owner: name ?? '', object, overridden: none, section: undefined }
    : place;
  names.sniLists.push(...readSniLists(map, toName(own), place));
  for (const { key, value } of map.items) {
    const word = isScalar(key) ? wordOf(String(key.value)) : '?';
    if (isObject && (word === 'data' || word === 'stringData')) {
      const overridden = word === 'data' ? keysOf(map, 'stringData') : none;
      walk(value, { ...own, overridden, section: kind === 'Secret' ? word : undefined }, names);
    } else walk(value, { ...own, path: own.path === '' ? word : `${own.path}.${word}` }, names);
  }
}

/**
 * Returns the key without what is not of it: the second colon of LDIF before base64, and comments of JSON before the
 * key, which YAML takes for part of it.
 */
const wordOf = (key: string): string => key.replace(/:$/, '').replace(/^\/[/*].*["']([^"'\s]{1,200})["']$/s, '$1');

const memberOf = (map: YAMLMap, name: string): unknown =>
  map.items.find(({ key }) => isScalar(key) && key.value === name)?.value;

/** Returns a scalar as the text has it: a template in it was masked for the parser. */
function scalarText(node: unknown, { text, offset }: Place): string | undefined {
  if (!isScalar(node) || typeof node.value !== 'string') return undefined;
  const [start, end] = node.range ?? [0, 0];
  const written = text.slice(start + offset, end + offset);
  return written.includes('{{') ? written : node.value;
}

function keysOf(map: Pairs, name: string): ReadonlySet<string> {
  const value = memberOf(map, name);
  return isMap(value) ? new Set(value.items.flatMap(({ key }) => (isScalar(key) ? [String(key.value)] : []))) : none;
}

/** The key that stands before a value, in whatever format; empty where there is none. */
export function keyBefore(text: string, at: number): string {
  const near = text.slice(Math.max(0, at - 240), at);
  // Prose, and a fence of Markdown or an empty line behind it.
  if (/(?:```[\w-]{0,40}|\n[^\S\n]{0,100}\r?\n)[^\S\n]{0,100}\r?\n?[^\S\n]{0,100}$/.test(near)) return '';
  const before = near
    // Quotes and brackets, the mark of a heredoc, and what a string is handed to.
    .replace(/["'`[(\s\\-]{1,200}$/, '')
    .replace(/(?:<<[-~]?["']?|R")\w{1,40}$/, '')
    .replace(/([:=>]\s{0,20})(?:new\s)?[\w.[\]@$]{1,60}$/, '$1')
    .trimEnd()
    // What programs write between a name and its value: a type, subscripts; and attributes of an element.
    .replace(/:\s?(?:&(?:'static )?str|[Ss]tring)\s{0,9}=$/, '=')
    .replace(/\[\d{0,5}\](?:\s{1,9}PROGMEM)?\s{0,9}=$/, '=')
    .replace(/\[["']([\w.-]{1,80})["']\]\s{0,9}=$/, ' $1=')
    .replace(/<([\w.:-]{1,80})\s[^<>]{1,150}>$/, '<$1>')
    // How YAML writes a block, and marks what ansible-vault has encrypted.
    .replace(/(:\s{0,20})(?:!vault\s{1,20})?[|>][-+]?\d?$/, '$1')
    .trimEnd();
  const match = /([A-Za-z_][\w.-]{0,80})["'`]?\s{0,20}(?::=|=>|[:=>])$/.exec(before);
  return !match || (before.endsWith('=') && isEndOfData(near, before, match)) ? '' : (match[1] ?? '');
}

/**
 * Returns whether a name is the end of base64 with its padding: of a private key, perhaps. It is part of a longer word,
 * stands behind data, or has its value on another line.
 */
const isEndOfData = (near: string, before: string, { 0: whole, 1: name = '', index }: RegExpExecArray): boolean =>
  whole === `${name}=` &&
  (/[\w+/.-]$/.test(before.slice(0, index)) ||
    /[A-Za-z0-9+/]{16}\s{1,100}$/.test(before.slice(0, index)) ||
    /^[^\S\r\n]*[\r\n]/.test(near.slice(before.length)));

/**
 * Replaces what templates of Helm, Go and Jinja insert into YAML, character by character: places in the result are
 * places in the text. A line of nothing else becomes blank; within a line, a word stands instead.
 */
function maskTemplates(text: string): string {
  if (!text.includes('{{') && !text.includes('{%')) return text;
  return text
    .replace(/^[ \t]{0,200}(?:\{\{[^\n]{0,400}?\}\}|\{%[^\n]{0,400}?%\})[ \t]{0,200}(?=\r?$)/gm, (line) =>
      ' '.repeat(line.length),
    )
    .replace(/\{\{[^\n]{0,400}?\}\}|\{%[^\n]{0,400}?%\}/g, (each) => 'x'.repeat(each.length));
}
