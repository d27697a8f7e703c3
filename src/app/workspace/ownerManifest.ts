/**
 * Finds the file of the workspace that makes an object which another tool manages, by the object's labels. Reads text
 * alone.
 */
import type { Owner } from '../inventory/owner';

/** The Kubernetes object that a controller's labels name: `ApisixTls shop/tls`. */
interface Source {
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

/** Longest file that is looked through. */
export const maxManifestLength = 1024 * 1024;

/** Names of an object that are looked for: each costs a look through the whole text. */
const maxNames = 100;

/** Within its line: empty lines, counted from each of them, would take the square of their number. */
const blank = '[^\\S\\n\\r\\u2028\\u2029]';
const hasSsls = new RegExp(`^${blank}*"?ssls"?\\s*:`, 'm');
const hasNamespace = new RegExp(`^${blank}+"?namespace"?\\s*:`, 'm');

/** Returns whether a YAML or JSON text makes the object. `names` are those that the object is served for. */
export function makesObject(text: string, owner: Owner, names: readonly string[]): boolean {
  if (text.length > maxManifestLength) return false;
  if (owner.kind === 'adc') return hasSsls.test(text) && hasAnyName(text, names);
  const source = parseSource(owner.source);
  if (source) return documentsOf(text).some((document) => isSource(document, source));
  // Nothing says of which manifest it is made: one that has its name.
  return owner.source === undefined && documentsOf(text).some((document) => servesNames(document, names));
}

/**
 * The relation of a text to a certificate that is to be created: it serves its name already, or is where adc would have
 * it.
 */
export type ManifestUse = 'hasName' | 'hasCertificates';

/**
 * Returns what a YAML or JSON text has to do with a new certificate of these names, on a gateway that `owners` manage.
 */
export function manifestUse(
  text: string,
  owners: readonly Owner['kind'][],
  names: readonly string[],
): ManifestUse | undefined {
  if (text.length > maxManifestLength) return undefined;
  if (owners.includes('adc') && hasSsls.test(text)) return hasAnyName(text, names) ? 'hasName' : 'hasCertificates';
  return owners.includes('ingressController') && documentsOf(text).some((document) => servesNames(document, names))
    ? 'hasName'
    : undefined;
}

/** Kinds of objects of which the controller makes ssl objects. */
const servingKinds: ReadonlySet<string | undefined> = new Set(['ApisixTls', 'Ingress', 'Gateway']);

const servesNames = (document: string, names: readonly string[]): boolean =>
  servingKinds.has(valueOf(document, 'kind')) && hasAnyName(document, names);

const hasAnyName = (text: string, names: readonly string[]): boolean =>
  names.slice(0, maxNames).some((name) => hasWord(text, name));

/** `ApisixTls shop/tls`, `Ingress tls`. */
function parseSource(text: string | undefined): Source | undefined {
  const [, kind, namespace, name] = /^(\w+) (?:([^/\s]+)\/)?([^/\s]+)$/.exec(text ?? '') ?? [];
  return kind === undefined || name === undefined ? undefined : { kind, namespace, name };
}

const documentsOf = (text: string): readonly string[] => text.split(/^---(?:\s.*)?$/m);

/** A manifest may leave its namespace to whoever applies it. */
function isSource(document: string, { kind, namespace, name }: Source): boolean {
  if (valueOf(document, 'kind') !== kind || !hasLine(document, 'name', name)) return false;
  const own = hasNamespace.test(document);
  return namespace === undefined || !own || hasLine(document, 'namespace', namespace);
}

/** The value of a key at the left margin, or first in JSON. */
const valueOf = (document: string, key: string): string | undefined =>
  new RegExp(`^\\s{0,4}"?${key}"?\\s*:\\s*["']?([\\w.-]+)`, 'm').exec(document)?.[1];

const hasLine = (document: string, key: string, value: string): boolean =>
  new RegExp(`^${blank}+"?${key}"?\\s*:\\s*["']?${escape(value)}["']?${blank}*(?:,${blank}*)?(?:#.*)?$`, 'm').test(
    document,
  );

const hasWord = (text: string, word: string): boolean =>
  new RegExp(`(?<![\\w.-])${escape(word)}(?![\\w.-])`).test(text);

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
