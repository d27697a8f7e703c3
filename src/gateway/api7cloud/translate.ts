import type {
  CertificateMetadata,
  CertificateType,
  Label,
  ListedCertificate,
  StoredCertificate,
} from '../../core/model';
import type { CertificateBundle, CertificateChange, Scope } from '../gateway';
import { GatewayError } from '../gateway';
import type { Notes } from '../read';
import { toRevision } from '../read';
import type { CertificateRecord, MetadataRecord, NamedRecord } from './records';

export const toStored = (record: CertificateRecord): StoredCertificate => ({
  ...toListed(record),
  revision: toRevision(record.value),
});

/** Does what {@link toStored} does, for one of many. */
export function toListed(record: CertificateRecord): ListedCertificate {
  const notes = [...record.notes];
  const type = toType(record.type, notes);
  if (record.status === 100) notes.push('API7 Cloud marks it as deleted.');
  return {
    id: record.id,
    type,
    names: record.leaf.names,
    labels: record.labels.map((key) => ({ key })),
    // EntityStatus tells of the object's life, not whether it is served.
    isEnabled: undefined,
    metadata: toMetadata(record.leaf),
    ...(record.ca === undefined ? {} : { ca: { metadata: toMetadata(record.ca) } }),
    extraCertificates: [],
    ...(record.createdAt === undefined ? {} : { createdAt: record.createdAt }),
    ...(record.updatedAt === undefined ? {} : { updatedAt: record.updatedAt }),
    notes,
  };
}

function toMetadata(record: MetadataRecord): CertificateMetadata {
  const { subject, issuer, serial, signatureAlgorithm, notBefore, notAfter } = record;
  return {
    ...(subject === undefined ? {} : { subject }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(serial === undefined ? {} : { serial }),
    ...(signatureAlgorithm === undefined ? {} : { signatureAlgorithm }),
    ...(notBefore === undefined || notAfter === undefined ? {} : { validity: { notBefore, notAfter } }),
    names: record.names,
    extensions: Object.fromEntries(record.extensions),
  };
}

/** Reads a type. The API writes `Server` and `Client`; older versions took lower case. */
function toType(type: string | undefined, notes: Notes): CertificateType | undefined {
  const known = type?.toLowerCase();
  if (known === 'server' || known === 'client') return known;
  notes.push(type === undefined ? 'The response does not contain the type.' : 'The type is neither Server nor Client.');
  return undefined;
}

const wireTypes = { server: 'Server', client: 'Client' } as const;

/**
 * Builds the body of a POST, and of a PUT. The API derives the names from the certificate; ids and times are its own.
 */
export function toCertificateBody(bundle: Omit<CertificateBundle, 'names'>): Readonly<Record<string, unknown>> {
  if (bundle.caDepth !== undefined) throw withoutDepth();
  return {
    certificate: bundle.certificate,
    private_key: bundle.privateKey,
    ...(bundle.caCertificate === undefined ? {} : { ca_certificate: bundle.caCertificate }),
    ...(bundle.labels.length === 0 ? {} : { labels: bundle.labels.map(toWord) }),
    type: wireTypes[bundle.type],
  };
}

/**
 * Builds the body of a PUT, which replaces the whole object: what the change does not name is sent as it was read. What
 * can neither be read nor is given would be lost; then nothing is sent.
 */
export function toReplacementBody(
  before: StoredCertificate,
  change: CertificateChange,
): Readonly<Record<string, unknown>> {
  const { certificate, privateKey, ca, labels = before.labels, type = before.type } = change;
  if (certificate === undefined)
    throw refused('API7 Cloud changes an object only together with its certificate, which was not given.');
  if (privateKey === undefined)
    throw refused('API7 Cloud changes an object only together with its private key, which was not given.');
  if (change.isEnabled !== undefined) throw refused('API7 Cloud cannot switch a certificate on or off.');
  if (change.furtherPairs !== undefined) throw refused('An object of API7 Cloud holds one pair.');
  if (type === undefined) throw refused('The type of the object is not known, and was not given.');
  if (before.ca !== undefined && (ca === undefined || ca.kind === 'keep')) {
    throw refused(
      'The object has a CA certificate that API7 Cloud does not return; without it being given again, it would be lost.',
    );
  }
  if (ca?.kind === 'set' && ca.depth !== undefined) throw withoutDepth();
  return toCertificateBody({
    certificate,
    privateKey,
    type,
    labels,
    ...(ca?.kind === 'set' ? { caCertificate: ca.pem } : {}),
  });
}

const refused = (sentence: string) => new GatewayError('rejected', sentence);
const withoutDepth = () => refused('API7 Cloud has no depth beside a CA certificate.');

function toWord({ key, value }: Label): string {
  if (value !== undefined) throw refused(`Labels of API7 Cloud are single words; ${key} has a value.`);
  return key;
}

/** `ClusterStatus` of the API; 3 is the ordinary one. */
const clusterStates: Readonly<Record<number, ClusterState>> = {
  1: { state: 'pending', warning: 'The cluster is pending.' },
  2: { state: 'being created', warning: 'The cluster is being created.' },
  4: { state: 'failed to be created', warning: 'The cluster failed to be created.' },
  5: { state: 'being deleted', warning: 'The cluster is being deleted.' },
  6: { state: 'deleted', warning: 'The cluster is deleted.' },
};

interface ClusterState {
  readonly state: string;
  readonly warning: string;
}

/** Returns the state of a cluster; undefined for the ordinary one. */
export function toClusterState(status: number | undefined): ClusterState | undefined {
  return status === undefined ? undefined : clusterStates[status];
}

export function toScope({ id, name, status, domain }: NamedRecord): Scope {
  const detail = toClusterState(status)?.state ?? domain;
  return { id, name: name ?? id, ...(detail === undefined || detail === '' ? {} : { detail }) };
}
