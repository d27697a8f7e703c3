import type { Label, ListedCertificate, StoredCertificate } from '../../core/model';
import type { CertificateBundle, CertificateChange, Scope } from '../gateway';
import type { JsonRecord } from '../read';
import { readRecord, toRevision } from '../read';
import { noteReference, refused, toClient, toEnabled, toKey, toType, withLineBreak } from '../sslBody';
import type { GroupRecord, SslRecord } from './records';

/** Most characters of a label's value. */
const longestLabel = 65_536;

/** The revision is of the whole object but its keys. */
export const toStored = (record: SslRecord): StoredCertificate => ({
  ...toListed(record),
  revision: toRevision({ ...record.value, id: record.id }),
});

/** As {@link toStored}, of one of many. */
export function toListed(record: SslRecord): ListedCertificate {
  const notes = [...record.notes];
  const type = toType(record.type, notes);
  const isEnabled = toEnabled(record.status, notes);
  if (record.cert === undefined) notes.push('There is no certificate in the response.');
  noteReference(record.cert, 'The certificate', notes);
  noteReference(record.client?.ca, 'The CA certificate', notes);
  record.certs.forEach((cert) => noteReference(cert, 'A further certificate', notes));
  const { client } = record;
  return {
    id: record.id,
    type,
    names: record.snis,
    labels: [...record.labels].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => ({ key, value })),
    isEnabled,
    ...(record.cert === undefined ? {} : { certificatePem: record.cert }),
    ...(client === undefined
      ? {}
      : {
          ca: {
            ...(client.ca === undefined ? {} : { pem: client.ca }),
            ...(client.depth === undefined ? {} : { depth: client.depth }),
          },
        }),
    extraCertificates: record.certs,
    ...(record.protocols.length === 0 ? {} : { protocols: record.protocols }),
    ...(record.description === undefined ? {} : { description: record.description }),
    ...(record.createdAt === undefined ? {} : { createdAt: record.createdAt }),
    ...(record.updatedAt === undefined ? {} : { updatedAt: record.updatedAt }),
    notes,
  };
}

/** The body of a POST: what both official clients send, and nothing else. */
export function toSslBody(bundle: CertificateBundle): JsonRecord {
  if (bundle.type === 'server' && bundle.names.length === 0)
    throw refused('A certificate of type server needs at least one name.');
  return {
    type: bundle.type,
    status: 1,
    cert: withLineBreak(bundle.certificate),
    key: toKey(bundle.privateKey),
    ...(bundle.names.length === 0 ? {} : { snis: bundle.names }),
    ...(bundle.caCertificate === undefined
      ? {}
      : { client: toClient({ pem: bundle.caCertificate, depth: bundle.caDepth }) }),
    ...(bundle.labels.length === 0 ? {} : { labels: toLabels(bundle.labels) }),
  };
}

/** The values that a PUT has to bring besides those that are read. */
type Replacement = Omit<CertificateBundle, 'caCertificate' | 'caDepth'> & { readonly isEnabled: boolean };

/** Fails where the change cannot be made: what can neither be read nor is given would be lost with a PUT. */
export function toReplacement(before: StoredCertificate, change: CertificateChange): Replacement {
  const { certificate, privateKey, names = before.names, labels = before.labels, type = before.type } = change;
  if (certificate === undefined)
    throw refused('API7 Enterprise changes an object only together with its certificate, which was not given.');
  if (privateKey === undefined)
    throw refused('API7 Enterprise changes an object only together with its private key, which was not given.');
  if (type === undefined) throw refused('The type of the object is not known, and was not given.');
  const isEnabled = change.isEnabled ?? before.isEnabled;
  if (isEnabled === undefined) throw refused('The status of the object is not known, and was not given.');
  if (before.extraCertificates.length > 0)
    throw refused(
      'The object has further pairs, whose private keys API7 Enterprise does not return; they would be lost.',
    );
  return { certificate, privateKey, type, names, labels, isEnabled };
}

/** The body of a PUT, which replaces the whole object: what the change does not name is sent as it was read. */
export function toReplacementBody(record: SslRecord, change: CertificateChange): JsonRecord {
  const { isEnabled, ...bundle } = toReplacement(toStored(record), change);
  const client = toClientMember(record, change);
  const body = toSslBody(bundle);
  const { client: _, ...carried } = record.carried;
  return { ...carried, ...body, status: isEnabled ? 1 : 0, ...(client && { client }) };
}

function toClientMember({ client, carried }: SslRecord, { ca }: CertificateChange): JsonRecord | undefined {
  if (ca?.kind === 'remove') return undefined;
  const rest = readRecord(carried['client']) ?? {};
  if (ca?.kind === 'set') return { ...rest, ...toClient({ pem: ca.pem, depth: ca.depth ?? client?.depth }) };
  if (client === undefined) return undefined;
  if (client.ca === undefined)
    throw refused('The object has a CA certificate that the gateway does not return; it would be lost.');
  return { ...rest, ca: client.ca, ...(client.depth === undefined ? {} : { depth: client.depth }) };
}

function toLabels(labels: readonly Label[]): Readonly<Record<string, string>> {
  const pairs = new Map<string, string>();
  for (const { key, value } of labels) {
    if (value === undefined || value === '') throw refused(`The label ${key} has no value.`);
    if ([...value].length > longestLabel)
      throw refused(`The value of the label ${key} is longer than ${String(longestLabel)} characters.`);
    if (pairs.has(key)) throw refused(`The label ${key} is given twice.`);
    pairs.set(key, value);
  }
  return Object.fromEntries(pairs);
}

export function toScope({ id, name, description, isIngress }: GroupRecord): Scope {
  const detail = isIngress ? ingress.state : description;
  return {
    id,
    name: name ?? id,
    ...(detail === undefined || detail === '' ? {} : { detail }),
    ...(isIngress && { isManaged: true }),
  };
}

const ingress = { state: 'fed by the ingress controller' } as const;
