import type { Label, ListedCertificate, StoredCertificate } from '../../core/model';
import type { CertificateBundle } from '../gateway';
import { toRevision } from '../read';
import { noteReference, refused, toClient, toEnabled, toKey, toType, withLineBreak } from '../sslBody';
import { isOutOfReach } from './ids';
import type { ApisixVersion } from './members';
import { forbiddenMembers, isObsolete } from './members';
import type { SslRecord } from './records';

/**
 * The revision is of the whole object but its keys, `update_time` included. Etcd's `modifiedIndex` is left out: a create's answer has none, and
 * the object it describes would seem changed at the next read. A PATCH writes a number that is the id as text.
 *
 * @param version of the gateway that answered; undefined where it hides it
 */
export const toStored = (record: SslRecord, version: ApisixVersion | undefined): StoredCertificate => ({
  ...toListed(record, version),
  revision: toRevision({ ...record.value, id: record.id }),
});

/** As {@link toStored}, of one of many. */
export function toListed(record: SslRecord, version: ApisixVersion | undefined): ListedCertificate {
  const notes = [...record.notes];
  const type = toType(record.type, notes);
  const isEnabled = toEnabled(record.status, notes);
  if (record.cert === undefined) notes.push('There is no certificate in the response.');
  noteReference(record.cert, 'The certificate', notes);
  noteReference(record.client?.ca, 'The CA certificate', notes);
  record.certs.forEach((cert) => noteReference(cert, 'A further certificate', notes));
  if (isOutOfReach(record.id))
    notes.push('No address leads to an object with this ID: it can be changed and removed only in the store itself.');
  if (record.id.includes('+'))
    notes.push('Its ID is a long number, which the gateway writes in two ways: it can be removed, but not changed.');
  const ignored = forbiddenMembers(record.value, version);
  if (ignored.length > 0)
    notes.push('It has fields that this version forbids: the gateway ignores the whole object and does not serve it.');
  const { client } = record;
  const isSingle = record.snis.length === 0 && record.sni !== undefined;
  const listed: Writable<ListedCertificate> = {
    id: record.id,
    type,
    // The data plane looks at `sni` only where `snis` is absent or empty.
    names: isSingle ? [record.sni] : record.snis,
    labels: toPairs(record.labels),
    isEnabled,
    extraCertificates: record.certs,
    notes,
  };
  if (isSingle) listed.isSingleName = true;
  if (record.cert !== undefined) listed.certificatePem = record.cert;
  if (client !== undefined)
    listed.ca = {
      ...(client.ca === undefined ? {} : { pem: client.ca }),
      ...(client.depth === undefined ? {} : { depth: client.depth }),
    };
  if (record.protocols.length > 0) listed.protocols = record.protocols;
  if (record.description !== undefined) listed.description = record.description;
  if (record.isGm) listed.isGm = true;
  if (record.ocspStapling !== undefined) listed.ocspStapling = record.ocspStapling;
  if (ignored.length > 0) listed.ignored = { members: ignored, endsWithUpdate: ignored.every(isObsolete) };
  if (version !== undefined) listed.gatewayVersion = version.text;
  if (record.createdAt !== undefined) listed.createdAt = record.createdAt;
  if (record.updatedAt !== undefined) listed.updatedAt = record.updatedAt;
  return listed;
}

/** Assigned one by one: a list has a hundred thousand of them, and spreading costs more than everything else. */
type Writable<T> = { -readonly [Member in keyof T]: T[Member] };

/** Their order differs from answer to answer. */
function toPairs(labels: ReadonlyMap<string, string>): readonly Label[] {
  if (labels.size === 0) return [];
  return [...labels].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => ({ key, value }));
}

/**
 * The body of a POST. Type and status are said outright: clients that read them back must not depend on defaults.
 * Nothing that a 3.0 does not know.
 */
export function toSslBody(
  bundle: CertificateBundle,
  version: ApisixVersion | undefined,
): Readonly<Record<string, unknown>> {
  if (bundle.type === 'server' && bundle.names.length === 0)
    throw refused('A certificate of type server needs at least one name.');
  return {
    type: bundle.type,
    status: 1,
    cert: withLineBreak(bundle.certificate),
    key: toKey(bundle.privateKey),
    // Of type client they serve nobody; adc 0.28 refuses to read a gateway that has an object without names.
    ...(bundle.names.length > 0 ? { snis: bundle.names } : {}),
    ...(bundle.caCertificate === undefined
      ? {}
      : { client: toClient({ pem: bundle.caCertificate, depth: bundle.caDepth }) }),
    ...(bundle.labels.length === 0 ? {} : { labels: toLabels(bundle.labels, version) }),
  };
}

export function toLabels(
  labels: readonly Label[],
  version: ApisixVersion | undefined,
): Readonly<Record<string, string>> {
  const longest = version !== undefined && version.major === 3 && version.minor < 4 ? 64 : 256;
  const pairs = new Map<string, string>();
  for (const { key, value } of labels) {
    if (value === undefined || value === '') throw refused(`The label ${key} has no value.`);
    if (/\s/.test(value)) throw refused(`The value of the label ${key} holds white space.`);
    if ([...value].length > longest)
      throw refused(`The value of the label ${key} is longer than ${String(longest)} characters.`);
    if (pairs.has(key)) throw refused(`The label ${key} is given twice.`);
    pairs.set(key, value);
  }
  return Object.fromEntries(pairs);
}
