import type { Cooperative } from '../shared/cooperative';
import { isRecord } from '../shared/isRecord';

/**
 * Gateways put private keys into answers: APISIX into every write's answer, into lists before 3.17, into the 404 of a
 * read whose id begins another one (`kvs`), and it echoes a broken request whole (`req_body`). All of it goes here,
 * right after parsing, before anything else looks at an answer.
 */
const secretMembers = new Set([
  'key',
  'keys',
  'privatekey',
  'privatekeys',
  'clientkey',
  'apikey',
  'adminkey',
  'reqbody',
  'kvs',
  'secret',
  'password',
  'passphrase',
  'token',
  'accesstoken',
  'refreshtoken',
  'authorization',
]);

/** Any other member that is named after a key or password: `tls_key`, `serverKey`, `control_plane_password`. */
const keyName = /(?:[-_](?:[Kk]ey|KEY)|[a-z]Key)s?$|[-_]password$|[a-z]Password$/;

/** Deeper than any answer of a gateway; what lies below is dropped. */
const deepest = 64;

/** A private key inside another text, e.g. in `cert`, up to its end or the end of the text. */
const privateKeyBlock = /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/g;

/** Etcd's name of an object, which APISIX calls `key` too. */
export const objectPath = /^[\w./-]{0,256}\/ssls?(?:\/[\w.+-]{1,64})?$/;

/** Values between two pauses. */
const stepValues = 500;

/**
 * Copies `json` without members that hold key material or tokens, and without private key blocks inside texts and
 * names. Pauses often enough for any size.
 */
export function* withoutKeyMaterial(json: unknown): Cooperative<unknown> {
  let count = 0;
  return yield* strip(json, 0);

  function* strip(value: unknown, depth: number): Cooperative<unknown> {
    count += 1;
    if (count % stepValues === 0) yield;
    if (typeof value === 'string') return withoutBlocks(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth >= deepest) return undefined;
    return Array.isArray(value)
      ? yield* stripItems(value, depth)
      : yield* stripMembers(value, { depth, isKept: isKeptMember });
  }

  function* stripItems(items: readonly unknown[], depth: number): Cooperative<unknown> {
    const stripped: unknown[] = [];
    for (const item of items) stripped.push(mayHold(item) ? yield* strip(item, depth + 1) : item);
    return stripped;
  }

  function* stripMembers(
    record: object,
    { depth, isKept }: { readonly depth: number; readonly isKept: IsKept },
  ): Cooperative<unknown> {
    const stripped: [string, unknown][] = [];
    for (const [name, value] of Object.entries(record)) {
      if (!isKept(name, value, record)) continue;
      const isLabels = name === 'labels' && isKept === isKeptMember && isRecord(value);
      const inner = isLabels
        ? yield* stripMembers(value, { depth: depth + 1, isKept: isKeptLabel })
        : yield* strip(value, depth + 1);
      stripped.push([withoutBlocks(name), inner]);
    }
    return Object.fromEntries(stripped);
  }
}

type IsKept = (name: string, value: unknown, record: object) => boolean;

const isKeptMember: IsKept = (name, value, record) => !isSecretMember(name) || isObjectPath(name, value, record);

/**
 * Returns whether a value of a label is kept: a person may call a label `key`. Label values are short words; anything
 * longer is not a label's.
 */
const isKeptLabel: IsKept = (name, value) => !isSecretMember(name) || isLabelText(value);

export const isLabelText = (value: unknown): boolean => typeof value === 'string' && /^\S{1,256}$/.test(value);

const withoutBlocks = (text: string): string => text.replace(privateKeyBlock, '[private key removed]');
/**
 * Returns whether a value may hold a secret: numbers and the like hold nothing, and a list may have a million of them.
 */
const mayHold = (value: unknown): boolean => typeof value === 'string' || typeof value === 'object';

export function isSecretMember(name: string): boolean {
  return secretMembers.has(name.toLowerCase().replace(/[-_]/g, '')) || (keyName.test(name) && !/public/i.test(name));
}

/**
 * Returns whether `key` is etcd's name of an object. It has one only in an envelope: an ssl object of its own never has
 * these members.
 */
function isObjectPath(name: string, value: unknown, envelope: object): boolean {
  return name === 'key' && isEnvelope(envelope) && typeof value === 'string' && objectPath.test(value);
}

export const isEnvelope = (record: object): boolean =>
  'value' in record || 'node' in record || 'nodes' in record || 'deleted' in record;
