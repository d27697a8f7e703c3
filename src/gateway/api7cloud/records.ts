import type { Sentence } from '../../shared/translate';
import { excessOf, unreadable } from '../answerLimits';
import type { WirePage } from '../paging';
import type { JsonRecord, Notes } from '../read';
import {
  readId,
  readList,
  readMember,
  readNumber,
  readRecord,
  readText,
  readTextMap,
  readTexts,
  readTime,
} from '../read';

/** 64-bit unsigned, in decimal digits, as the API writes its ids; 0 stands for none. */
const idPattern = /^[1-9]\d{0,19}$/;
const largest = 2n ** 64n - 1n;

export const isCloudId = (id: string): boolean => idPattern.test(id) && BigInt(id) <= largest;

/** Reads an id as text; undefined for what no object of API7 Cloud can be called: such a text is shown to nobody. */
export function readCloudId(json: unknown): string | undefined {
  const id = readId(json);
  return id !== undefined && isCloudId(id) ? id : undefined;
}

/** The API's metadata of a leaf or a CA. It never returns PEM. */
export interface MetadataRecord {
  readonly names: readonly string[];
  readonly subject: string | undefined;
  readonly issuer: string | undefined;
  readonly serial: string | undefined;
  readonly signatureAlgorithm: string | undefined;
  /** Milliseconds. */
  readonly notBefore: number | undefined;
  readonly notAfter: number | undefined;
  readonly extensions: ReadonlyMap<string, string>;
}

/**
 * A certificate as GET, lists and POST write it (flat) or as PUT does (leaf under `Metadata`), every member checked.
 */
export interface CertificateRecord {
  readonly id: string;
  readonly type: string | undefined;
  /** EntityStatus: 0 uninitialised, 50 normal, 100 deleted. */
  readonly status: number | undefined;
  readonly labels: readonly string[];
  readonly leaf: MetadataRecord;
  readonly ca: MetadataRecord | undefined;
  readonly createdAt: number | undefined;
  readonly updatedAt: number | undefined;
  /** The object itself, in one shape, for telling whether it has changed. */
  readonly value: JsonRecord;
  readonly notes: readonly Sentence[];
}

/** An organisation or cluster, as far as it is shown. */
export interface NamedRecord {
  readonly id: string;
  readonly name: string | undefined;
  readonly status: number | undefined;
  readonly domain: string | undefined;
}

/** Returns the payload of the success envelope; undefined where the answer is no such envelope. */
export function readPayload(json: unknown): unknown {
  return readRecord(json)?.['payload'];
}

export function readListPayload(json: unknown): WirePage | undefined {
  const payload = readRecord(readPayload(json));
  if (payload === undefined) return undefined;
  // Go writes an empty list as null.
  const objects = payload['list'] === null ? [] : readList(payload['list']);
  return objects && { objects, total: readNumber(payload, 'count', []), isLast: false };
}

/** Reads a certificate, or says what is wrong with it. */
export function readCertificate(json: unknown): CertificateRecord | string {
  const outer = readRecord(json);
  if (outer === undefined) return unreadable.noObject;
  const id = readCloudId(outer['id']);
  if (id === undefined) return hasId(outer) ? unreadable.impossibleId : unreadable.noId;
  // One shape from here on, so that the same certificate has the same revision in both.
  const { Metadata: nested, ...rest } = outer;
  const flat: JsonRecord = { ...readRecord(nested), ...rest };
  const notes: Notes = [];
  const ca = readMember(flat, 'ca_certificate', notes);
  const [type, status] = [readText(flat, 'type', notes), readNumber(flat, 'status', notes)];
  const labels = readTexts(flat, 'labels', notes);
  const leaf = readMetadata(flat, notes);
  const excess = excessOf({ names: leaf.names, labels: labels.length, pems: [] });
  if (excess !== undefined) return excess;
  return {
    id,
    type,
    status,
    labels,
    leaf,
    ca: ca && readMetadata(ca, notes),
    createdAt: readTime(flat, 'created_at', notes),
    updatedAt: readTime(flat, 'updated_at', notes),
    value: flat,
    notes,
  };
}

/** Notes those of the members that a PUT replaces by what was read of them, and that are in a form that is not read. */
export function unreadOf({ value }: Pick<CertificateRecord, 'value'>): Notes {
  const notes: Notes = [];
  readTexts(value, 'labels', notes);
  readMember(value, 'ca_certificate', notes);
  return notes;
}

/** Returns whether it has an id. Go writes an absent one as 0. */
export const hasId = ({ id }: JsonRecord): boolean =>
  id !== undefined && id !== null && id !== '' && id !== 0 && id !== '0';

function readMetadata(record: JsonRecord, notes: Notes): MetadataRecord {
  return {
    names: readTexts(record, 'snis', notes),
    subject: readText(record, 'subject', notes),
    issuer: readText(record, 'issuer', notes),
    serial:
      typeof record['serial_number'] === 'number'
        ? readId(record['serial_number'])
        : readText(record, 'serial_number', notes),
    signatureAlgorithm: readText(record, 'signature_algorithm', notes),
    notBefore: readTime(record, 'not_before', notes),
    notAfter: readTime(record, 'not_after', notes),
    extensions: readTextMap(record, 'extensions', notes),
  };
}

/** Reads ids of the organisations a user belongs to: there is no call that lists organisations. */
export function readOrganizationIds(json: unknown): readonly string[] | undefined {
  const user = readRecord(readPayload(json));
  if (user === undefined) return undefined;
  return (readList(user['org_ids'] ?? []) ?? []).map(readCloudId).filter((id) => id !== undefined);
}

export function readNamed(json: unknown): NamedRecord | undefined {
  const record = readRecord(json);
  const id = readCloudId(record?.['id']);
  if (record === undefined || id === undefined) return undefined;
  return {
    id,
    name: readText(record, 'name', []),
    status: readNumber(record, 'status', []),
    domain: readText(record, 'domain', []),
  };
}

/** Reads an error's words: `error` says more than `status.message`. */
export function readErrorWords(json: unknown): string | undefined {
  const envelope = readRecord(json);
  if (envelope === undefined) return typeof json === 'string' ? json : undefined;
  const said = [readRecord(envelope['status'])?.['message'], envelope['error'], envelope['message']];
  const words = said.filter((text) => typeof text === 'string' && text !== '' && text !== 'OK');
  return words.length === 0 ? undefined : words.join(': ');
}
