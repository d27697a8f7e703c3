import type { Label } from '../../core/model';
import { isSameList } from '../../shared/isSame';
import type { CaChange, CertificateChange } from '../gateway';
import type { JsonRecord } from '../read';
import { readRecord, toRevision } from '../read';
import { refused, toClient, toKey, toLabels, withLineBreak } from '../sslBody';
import type { ApisixVersion } from './members';
import { labelLimits, withoutObsolete } from './members';
import type { SslRecord } from './records';
import { toStored } from './translate';

/** A body of PATCH: objects are merged, everything else is replaced whole, `null` removes. */
export type Patch = JsonRecord;

/**
 * Builds the body of a PATCH that makes `change` of `before`: only what differs, so that everything else stays, whether
 * this version knows it or not. Empty where nothing differs. A certificate and a key are always sent, further pairs
 * too: stored keys are not known.
 */
export function toPatch(before: SslRecord, change: CertificateChange, version: ApisixVersion | undefined): Patch {
  const { certificate, privateKey, type, isEnabled } = change;
  const stored = toStored(before, version);
  const names = change.names ?? stored.names;
  const isServer = (type ?? stored.type ?? 'server') === 'server';
  if ((change.names ?? type) !== undefined && isServer && names.length === 0)
    throw refused('A certificate of type server needs at least one name.');
  const patch: Patch = {
    ...(type === undefined || type === stored.type ? {} : { type }),
    ...(isEnabled === undefined || isEnabled === stored.isEnabled ? {} : { status: isEnabled ? 1 : 0 }),
    ...(certificate === undefined ? {} : { cert: withLineBreak(certificate) }),
    ...(privateKey === undefined ? {} : { key: toKey(privateKey) }),
    ...(isSameList(names, stored.names) ? {} : toNamesPatch(before, names)),
    ...(change.labels === undefined ? {} : toLabelsPatch(before.labels, change.labels, version)),
    ...toCaPatch(before, change.ca),
    ...toPairsPatch(before, change.furtherPairs),
  };
  return Object.keys(patch).length === 0 ? patch : { ...patch, ...withoutObsolete(before.value, version) };
}

/** Builds the change of names: an object may have `sni` or `snis`, not both. */
function toNamesPatch(before: SslRecord, names: readonly string[]): Patch {
  return { snis: names.length === 0 ? null : names, ...(before.sni === undefined ? {} : { sni: null }) };
}

function toLabelsPatch(
  before: SslRecord['labels'],
  labels: readonly Label[],
  version: ApisixVersion | undefined,
): Patch {
  const keys = new Set(labels.map(({ key }) => key));
  if (keys.size < labels.length) throw refused('A label is given twice.');
  if (keys.size === 0) return before.size === 0 ? {} : { labels: null };
  const changed = toLabels(
    labels.filter(({ key, value }) => before.get(key) !== value),
    labelLimits(version),
  );
  const removed = [...before.keys()].filter((key) => !keys.has(key)).map((key) => [key, null] as const);
  const patch = [...Object.entries(changed), ...removed];
  return patch.length === 0 ? {} : { labels: Object.fromEntries(patch) };
}

/** Builds the change of the CA: `depth` and `skip_mtls_uri_regex` beside it stay. */
function toCaPatch(before: SslRecord, change: CaChange | undefined): Patch {
  switch (change?.kind) {
    case undefined:
    case 'keep':
      return {};
    case 'remove':
      return 'client' in before.value ? { client: null } : {};
    case 'set':
      return { client: toClient(change) };
  }
}

/**
 * Builds the change of further pairs. Both lists are always sent, and replaced whole. `null` for the keys is a 500
 * (apisix/admin/resource.lua), so that an empty list takes them away.
 */
function toPairsPatch({ certs, isGm }: SslRecord, pairs: CertificateChange['furtherPairs']): Patch {
  if (pairs === undefined || (pairs.length === 0 && certs.length === 0)) return {};
  if (isGm && pairs.length !== 1)
    throw refused('With `gm` an object holds exactly two pairs: one that encrypts and one that signs.');
  return {
    certs: pairs.map(({ certificate }) => withLineBreak(certificate)),
    keys: pairs.map(({ privateKey }) => toKey(privateKey)),
  };
}

/** The members that a version writes of its own accord, beside those it was asked to. */
const written = new Set(['update_time', 'validity_start', 'validity_end', 'exptime']);
const defaults: Readonly<Record<string, unknown>> = { type: 'server', status: 1, depth: 1 };

/** Returns whether everything that `patch` does not name is as it was. If not, somebody else has written in between. */
export function isOnlyPatched(before: JsonRecord, after: JsonRecord, patch: Patch): boolean {
  const [was, is] = [before, after].map((value) => toRevision(restOf(withTextId(value), patch)));
  return was === is;
}

/**
 * Turns a number that is the id into text, as a PATCH returns it; a long one in another form (`1.2345678901235e+14`).
 */
function withTextId(value: JsonRecord): JsonRecord {
  const id = value['id'];
  return typeof id === 'string' || typeof id === 'number' ? { ...value, id: String(Number(id) || id) } : value;
}

function restOf(value: JsonRecord, patch: Patch): JsonRecord {
  const rest = Object.entries(value).flatMap(([name, member]): [string, unknown][] => {
    const inner = readRecord(patch[name]);
    // Before 3.14 defaults are put in with every write.
    if (written.has(name) || member === defaults[name] || (Object.hasOwn(patch, name) && inner === undefined))
      return [];
    const record = readRecord(member);
    if (record === undefined) return [[name, member]];
    const left = restOf(record, inner ?? {});
    return Object.keys(left).length === 0 ? [] : [[name, left]];
  });
  return Object.fromEntries(rest);
}
