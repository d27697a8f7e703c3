import type { JsonObject } from '../json';
import { textAt, textsOf, without } from '../json';
import { allowedTypes, fitsKey, metadataOf, parseLeaf } from './certificateFacts';

/** A stored certificate object holds the public PEM; the private key is checked and dropped, nothing here needs it. */
export type Judged =
  { readonly ok: true; readonly object: JsonObject } | { readonly ok: false; readonly error: string };

const refuse = (error: string): Judged => ({ ok: false, error });

/**
 * Checks and reads what was sent. That PEM, key and type are checked is known, the wording of a refusal is not.
 * Management fields that Go clients send as zero values are ignored.
 */
export function judgeCertificate(body: JsonObject): Judged {
  const certificate = textAt(body, 'certificate') ?? '';
  const privateKey = textAt(body, 'private_key') ?? '';
  const ca = textAt(body, 'ca_certificate') ?? '';
  const type = textAt(body, 'type') ?? 'Server';
  const leaf = parseLeaf(certificate);
  if (leaf === undefined) return refuse('invalid certificate: failed to decode PEM');
  if (type !== 'Server' && type !== 'Client') return refuse(`invalid certificate type: ${type}`);
  if (!allowedTypes(leaf).includes(type))
    return refuse(`certificate cannot be used as ${type}: extended key usage does not allow it`);
  if (!fitsKey(certificate, privateKey)) return refuse('private key does not match the certificate');
  const caLeaf = ca === '' ? undefined : parseLeaf(ca);
  if (ca !== '' && caLeaf === undefined) return refuse('invalid ca_certificate: failed to decode PEM');
  const labels = textsOf(body['labels']);
  return {
    ok: true,
    object: {
      type,
      ...metadataOf(leaf),
      ...(labels.length > 0 ? { labels } : {}),
      ...(caLeaf === undefined ? {} : { ca_certificate: metadataOf(caLeaf) }),
      pem: certificate,
      ...(ca === '' ? {} : { ca_pem: ca }),
    },
  };
}

const withheld = ['pem', 'ca_pem'];

/** Returns the answer of GET, lists and POST: flat, without any PEM. */
export const toDetails = (object: JsonObject): JsonObject => without(object, ...withheld);

const managed = ['id', 'cluster_id', 'created_at', 'updated_at', 'status', 'type', 'labels', 'ca_certificate'];

/** Returns the answer of PUT: facts read from the certificate are nested under `Metadata`. */
export function toReplaced(object: JsonObject): JsonObject {
  const entries = Object.entries(toDetails(object));
  const siblings = entries.filter(([name]) => managed.includes(name));
  return {
    ...Object.fromEntries(siblings),
    Metadata: Object.fromEntries(entries.filter(([name]) => !managed.includes(name))),
  };
}

/** The debug view: the gateway's own object, as JSON in a text, without its key. */
export function toDebugView(object: JsonObject): JsonObject {
  const { id = '', type = 'Server', snis = [], labels = [], pem = '', ca_pem: ca } = object;
  const value = {
    id,
    type: String(type).toLowerCase(),
    snis,
    cert: pem,
    labels: Object.fromEntries(textsOf(labels).map((label) => [label, 'true'])),
    ...(ca === undefined ? {} : { client: { ca, depth: 1 } }),
    status: 1,
  };
  return { certificates: [{ value: JSON.stringify(value) }] };
}

const covers = (sni: string, host: string): boolean =>
  sni === host || (sni.startsWith('*.') && host.includes('.') && host.slice(host.indexOf('.')) === sni.slice(1));

/** An application as it is answered, with the certificates its hosts could use. */
export function toApplication(app: JsonObject, certificates: readonly JsonObject[]): JsonObject {
  const hosts = textsOf(app['hosts']);
  const usable = certificates.filter(
    ({ type, snis }) => type === 'Server' && textsOf(snis).some((sni) => hosts.some((host) => covers(sni, host))),
  );
  const ids = usable.map(({ id }) => id ?? '');
  return {
    ...app,
    available_cert_ids: ids.length > 0 ? ids : null,
    canary_release_id: null,
    canary_upstream_version_list: null,
  };
}
