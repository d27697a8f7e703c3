import type { ListedCertificate, StoredCertificate } from '../../core/model';
import { checkReadWhole } from '../failures';
import type { CertificateBundle, CertificateChange, Scope } from '../gateway';
import type { JsonRecord } from '../read';
import { readRecord, toRevision } from '../read';
import type { LabelLimits, Writable } from '../sslBody';
import { noteMissingPem, refused, setOptionalFacts, toBody, toClient, toEnabled, toPairs, toType } from '../sslBody';
import type { GroupRecord, SslRecord } from './records';
import { carriedOf, unreadOf } from './records';

const labelLimits: LabelLimits = { maxLength: 65_536, allowsSpace: true };

/** Translates an object. The revision is of the whole object but its keys. */
export const toStored = (record: SslRecord): StoredCertificate => ({
  ...toListed(record),
  revision: toRevision({ ...record.value, id: record.id }),
});

/** Does what {@link toStored} does, for one of many. */
export function toListed(record: SslRecord): ListedCertificate {
  const notes = [...record.notes];
  const type = toType(record.type, notes);
  const isEnabled = toEnabled(record.status, notes);
  noteMissingPem(record, notes);
  const listed: Writable<ListedCertificate> = {
    id: record.id,
    type,
    names: record.snis,
    labels: toPairs(record.labels),
    isEnabled,
    extraCertificates: record.certs,
    notes,
  };
  setOptionalFacts(listed, record);
  return listed;
}

/** Builds the body of a POST: what both official clients send, and nothing else. */
export const toSslBody = (bundle: CertificateBundle): JsonRecord => toBody(bundle, labelLimits);

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
  if (change.furtherPairs !== undefined)
    throw refused('API7 Enterprise changes further pairs only together with the private key of every pair.');
  if (before.extraCertificates.length > 0)
    throw refused(
      'The object has further pairs, whose private keys API7 Enterprise does not return; they would be lost.',
    );
  return { certificate, privateKey, type, names, labels, isEnabled };
}

/** Builds the body of a PUT, which replaces the whole object: what the change does not name is sent as it was read. */
export function toReplacementBody(record: SslRecord, change: CertificateChange): JsonRecord {
  checkReadWhole(unreadOf(record));
  const { isEnabled, ...bundle } = toReplacement(toStored(record), change);
  const client = toClientMember(record, change);
  const body = toSslBody(bundle);
  const { client: _, ...carried } = carriedOf(record);
  return { ...carried, ...body, status: isEnabled ? 1 : 0, ...(client && { client }) };
}

function toClientMember(record: SslRecord, { ca }: CertificateChange): JsonRecord | undefined {
  const { client } = record;
  if (ca?.kind === 'remove') return undefined;
  const rest = readRecord(carriedOf(record)['client']) ?? {};
  if (ca?.kind === 'set') return { ...rest, ...toClient({ pem: ca.pem, depth: ca.depth ?? client?.depth }) };
  if (client === undefined) return undefined;
  if (client.ca === undefined)
    throw refused('The object has a CA certificate that the gateway does not return; it would be lost.');
  return { ...rest, ca: client.ca, ...(client.depth === undefined ? {} : { depth: client.depth }) };
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

const ingress = { state: 'configured by the ingress controller' } as const;
