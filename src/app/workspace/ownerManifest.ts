/**
 * Finds the file of the workspace that makes an object which another tool manages, by the object's labels. Reads text
 * alone.
 */
import type { Cooperative } from '../../shared/cooperative';
import type { Owner } from '../inventory/owner';

/** The Kubernetes object that a controller's labels name: `ApisixTls shop/tls`. */
interface Source {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

/** Longest file that is looked through. */
export const maxManifestLength = 1024 * 1024;

const maxNames = 100;
/** Characters of a host's name. */
const maxName = 253;

/** White space within a line: empty lines, counted from each of them, would take the square of their number. */
const blank = '[^\\S\\n\\r\\u2028\\u2029]';
const hasSsls = new RegExp(`^${blank}*"?ssls"?\\s*:`, 'm');
const hasNamespace = new RegExp(`^${blank}+"?namespace"?\\s*:`, 'm');

/** Returns whether a YAML or JSON text makes the object. `names` are those that the object is served for. */
export function* makesObjectSteps(text: string, owner: Owner, names: readonly string[]): Cooperative<boolean> {
  if (text.length > maxManifestLength) return false;
  if (owner.kind === 'adc') return hasSsls.test(text) && (yield* hasAnyNameSteps(text, names));
  const source = parseSource(owner.source);
  if (source) {
    for (const document of documentsOf(text)) {
      yield;
      if (isSource(document, source)) return true;
    }
    return false;
  }
  // Nothing says of which manifest it is made: one that has its name.
  return owner.source === undefined && (yield* servesNamesSteps(text, names));
}

/**
 * The relation of a text to a certificate that is to be created: it serves its name already, or is where adc would have
 * it.
 */
export type ManifestUse = 'hasName' | 'hasCertificates';

/**
 * Returns what a YAML or JSON text has to do with a new certificate of these names, on a gateway that `owners` manage.
 */
export function* manifestUseSteps(
  text: string,
  owners: readonly Owner['kind'][],
  names: readonly string[],
): Cooperative<ManifestUse | undefined> {
  if (text.length > maxManifestLength) return undefined;
  if (owners.includes('adc') && hasSsls.test(text))
    return (yield* hasAnyNameSteps(text, names)) ? 'hasName' : 'hasCertificates';
  return owners.includes('ingressController') && (yield* servesNamesSteps(text, names)) ? 'hasName' : undefined;
}

/** Kinds of objects of which the controller makes ssl objects. */
const servingKinds: ReadonlySet<string | undefined> = new Set(['ApisixTls', 'Ingress', 'Gateway']);

function* servesNamesSteps(text: string, names: readonly string[]): Cooperative<boolean> {
  for (const document of documentsOf(text)) {
    yield;
    if (servingKinds.has(valueOf(document, 'kind')) && (yield* hasAnyNameSteps(document, names))) return true;
  }
  return false;
}

/** Matches names with nothing of a name before or behind them. */
const hostWords = /(?:(?<![\w.-])\*)?[\w.\u0080-\uffff-]+/g;
const addressWords = /[\da-f.:]+/gi;

/** Words that are looked at without a pause. */
const stepLength = 500;

/** Looks through the text once, however many names there are. */
function* hasAnyNameSteps(text: string, names: readonly string[]): Cooperative<boolean> {
  const wanted = names.filter(({ length }) => length <= maxName).slice(0, maxNames);
  const isAddress = (name: string): boolean => name.includes(':');
  const [hosts, addresses] = [wanted.filter((name) => !isAddress(name)), wanted.filter(isAddress)];
  return (
    (yield* hasAnyWordSteps(text, hostWords, new Set(hosts))) ||
    (yield* hasAnyWordSteps(text, addressWords, new Set(addresses)))
  );
}

function* hasAnyWordSteps(text: string, words: RegExp, wanted: ReadonlySet<string>): Cooperative<boolean> {
  if (wanted.size === 0) return false;
  let count = 0;
  for (const [word] of text.matchAll(words)) {
    if (++count % stepLength === 0) yield;
    if (word.length <= maxName && wanted.has(word)) return true;
  }
  return false;
}

/** Parses `ApisixTls shop/tls`, `Ingress tls`. */
function parseSource(text: string | undefined): Source | undefined {
  const [, kind, namespace, name] = /^(\w+) (?:([^/\s]+)\/)?([^/\s]+)$/.exec(text ?? '') ?? [];
  return kind === undefined || name === undefined ? undefined : { kind, namespace, name };
}

/** Yields the documents of a text, one by one: there may be very many. */
function* documentsOf(text: string): Generator<string> {
  let start = 0;
  for (const { index, 0: line } of text.matchAll(/^---(?:\s.*)?$/gm)) {
    yield text.slice(start, index);
    start = index + line.length;
  }
  yield text.slice(start);
}

/** Returns whether a document makes the object. A manifest may leave its namespace to whoever applies it. */
function isSource(document: string, { kind, namespace, name }: Source): boolean {
  if (valueOf(document, 'kind') !== kind || !hasLine(document, 'name', name)) return false;
  const own = hasNamespace.test(document);
  return namespace === undefined || !own || hasLine(document, 'namespace', namespace);
}

/** Returns the value of a key at the left margin, or first in JSON. */
const valueOf = (document: string, key: string): string | undefined =>
  new RegExp(`^\\s{0,4}"?${key}"?\\s*:\\s*["']?([\\w.-]+)`, 'm').exec(document)?.[1];

const hasLine = (document: string, key: string, value: string): boolean =>
  new RegExp(`^${blank}+"?${key}"?\\s*:\\s*["']?${escape(value)}["']?${blank}*(?:,${blank}*)?(?:#.*)?$`, 'm').test(
    document,
  );

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
