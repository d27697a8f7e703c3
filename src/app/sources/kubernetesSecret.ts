import { parseAllDocuments } from 'yaml';
import { decodeBase64 } from '../../core/pem/base64';
import { limits } from '../../core/limits';
import { isTangledYaml } from './yamlShape';

/** One value of a Kubernetes Secret that looks like PEM. Secret: hand it on, never keep or show it. */
export interface SecretEntry {
  /** `name/key`, e.g. `shop-tls/tls.crt`; the key alone where the Secret has no name. */
  readonly name: string;
  readonly text: string;
}

/**
 * Reads the PEM values of every Secret in a manifest: YAML with one document or many, or JSON, also inside a List. Both
 * `data` (base64) and `stringData`, which wins as in the API server. Never throws.
 *
 * @returns undefined for a text that holds no Secret
 */
export function readSecrets(text: string): readonly SecretEntry[] | undefined {
  if (text.length > limits.objectBytes || !/(^|[\s,{"'])kind["']?\s*:\s*["']?(Secret|List|SecretList)\b/.test(text))
    return undefined;
  const secrets = parseManifest(text).flatMap(secretsIn).slice(0, maxSecrets);
  return secrets.length === 0 ? undefined : secrets.flatMap(entriesOf);
}

const maxSecrets = 200;

type Members = Readonly<Record<string, unknown>>;

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parseManifest(text: string): readonly unknown[] {
  try {
    if (/^\s*\{/.test(text)) return [JSON.parse(text)];
    if (isTangledYaml(text)) return [];
    // Without the search for equal keys, which takes the square of their number; aliases are of no use in a Secret.
    return parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent' }).map((document): unknown =>
      'toJS' in document && document.errors.length === 0 ? document.toJS({ maxAliasCount: 0 }) : undefined,
    );
  } catch {
    // The parser's message would quote the Secret.
    return [];
  }
}

function secretsIn(manifest: unknown): readonly Members[] {
  if (!isMembers(manifest)) return [];
  if (manifest['kind'] === 'Secret') return [manifest];
  const { items } = manifest;
  return Array.isArray(items)
    ? items.filter(isMembers).filter(({ kind }) => kind === 'Secret' || kind === undefined)
    : [];
}

function entriesOf({ metadata, data, stringData }: Members): readonly SecretEntry[] {
  const name = isMembers(metadata) && typeof metadata['name'] === 'string' ? `${metadata['name']}/` : '';
  const texts = new Map([...textsOf(data, fromBase64), ...textsOf(stringData, (value) => value)]);
  return [...texts].flatMap(([key, text]) => (text.includes('-----BEGIN ') ? [{ name: `${name}${key}`, text }] : []));
}

function textsOf(values: unknown, toText: (value: string) => string): readonly (readonly [string, string])[] {
  if (!isMembers(values)) return [];
  return Object.entries(values).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, toText(value)] as const] : [],
  );
}

function fromBase64(value: string): string {
  const decoded = decodeBase64(value, { start: 0, end: value.length });
  return decoded.ok ? new TextDecoder().decode(decoded.bytes) : '';
}
