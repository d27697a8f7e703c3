import type { Sentence } from '../../shared/translate';
import { unreadable } from '../answerLimits';
import type { WirePage } from '../paging';
import type { JsonRecord, Notes } from '../read';
import { readList, readMember, readNumber, readRecord, readSeconds, readText, readTextMap, readTexts } from '../read';
import type { SslMembers } from '../sslRecord';
import { readSslMembers } from '../sslRecord';
import { redirectsToHttps } from '../uses';
import { readEnterpriseId } from './ids';

/** An ssl object of `/apisix/admin/ssls`, every member checked. Keys are gone before. */
export interface SslRecord extends Omit<SslMembers, 'sni'> {
  readonly id: string;
  /** Milliseconds. */
  readonly createdAt: number | undefined;
  readonly updatedAt: number | undefined;
  /** The object itself, without its keys: for telling whether it has changed. */
  readonly value: JsonRecord;
  readonly notes: readonly Sentence[];
}

/** A gateway group. Its `config` is left where it is: the password of its store stands in it. */
export interface GroupRecord {
  readonly id: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  /** Fed by the ingress controller. */
  readonly isIngress: boolean;
}

/** A certificate as the console has it, or a CA certificate: another face of the same store. */
export interface NativeRecord {
  readonly id: string;
  readonly name: string | undefined;
  readonly commonName: string | undefined;
}

/** Reads a list; undefined where the answer is none. Its items are the objects themselves. */
export function readPage(json: unknown): WirePage | undefined {
  const answer = readRecord(json);
  const objects = answer?.['list'] === null ? [] : readList(answer?.['list']);
  return answer && objects && { objects, total: readNumber(answer, 'total', []), isLast: false };
}

/** Reads the object in the envelope of one; undefined where the answer is none. */
export const readValue = (json: unknown): JsonRecord | undefined => readRecord(readRecord(json)?.['value']);

/** Reads an object of a list: as it is, or in an envelope of its own. */
function readObject(json: unknown): { readonly id: string; readonly value: JsonRecord } | string {
  const item = readRecord(json);
  if (item === undefined) return unreadable.noObject;
  const value = item['id'] === undefined ? (readRecord(item['value']) ?? item) : item;
  const rawId = value['id'];
  if (rawId === undefined || rawId === null || rawId === '') return unreadable.noId;
  const id = readEnterpriseId(rawId);
  return id === undefined ? unreadable.impossibleId : { id, value };
}

/** Reads an ssl object, or says what is wrong with it. */
export function readSsl(json: unknown): SslRecord | string {
  const object = readObject(json);
  if (typeof object === 'string') return object;
  const { id, value } = object;
  const notes: Notes = [];
  const members = readSslMembers(value, notes);
  if (typeof members === 'string') return members;
  const { sni, snis } = members;
  return {
    ...members,
    id,
    snis: snis.length > 0 || sni === undefined ? snis : [sni],
    description: members.description ?? readText(value, 'name', notes),
    createdAt: readSeconds(value, 'created_at', notes),
    updatedAt: readSeconds(value, 'updated_at', notes),
    value,
    notes,
  };
}

/**
 * Returns the members that are not read here and would be lost with a PUT, as they came: it replaces the whole object.
 */
export function carriedOf({ value }: Pick<SslRecord, 'value'>): JsonRecord {
  const client = readRecord(value['client']);
  return { ...pick(value, carriedMembers), ...(client && { client: pick(client, carriedOfClient) }) };
}

/** Notes those of the members that a PUT replaces by what was read of them, and that are in a form that is not read. */
export function unreadOf({ value }: Pick<SslRecord, 'value'>): Notes {
  const notes: Notes = [];
  for (const member of ['type', 'sni']) readText(value, member, notes);
  for (const member of ['snis', 'certs']) readTexts(value, member, notes);
  readNumber(value, 'status', notes);
  readTextMap(value, 'labels', notes);
  const client = isFilled(value['client']) ? readMember(value, 'client', notes) : undefined;
  if (client) readNumber(client, 'depth', notes);
  return notes;
}

/** Members of an ssl object that API7 Enterprise or APISIX document, beside those that are always sent. */
const carriedMembers = ['name', 'desc', 'ssl_protocols', 'gm', 'ocsp_stapling'];
const carriedOfClient = ['skip_mtls_uri_regex'];

const pick = (record: JsonRecord, names: readonly string[]): JsonRecord =>
  Object.fromEntries(names.flatMap((name) => (isFilled(record[name]) ? [[name, record[name]]] : [])));

const isFilled = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== '' &&
  !(typeof value === 'object' && Object.keys(value).length === 0);

export function readGroup(json: unknown): GroupRecord | undefined {
  const object = readObject(json);
  if (typeof object === 'string') return undefined;
  const { id, value } = object;
  return {
    id,
    name: readText(value, 'name', []),
    description: readText(value, 'description', []),
    isIngress: value['type'] === 'api7_ingress_controller',
  };
}

export function readNative(json: unknown): NativeRecord | string {
  const object = readObject(json);
  if (typeof object === 'string') return object;
  const { id, value } = object;
  return { id, name: readText(value, 'name', []), commonName: readText(value, 'common_name', []) };
}

/** A service's or upstream's client certificate. */
export interface UpstreamRecord {
  /** Its name, where it has one of its own. */
  readonly name: string | undefined;
  /** `client_certificate`: the id of a certificate as the console has it. */
  readonly nativeId: string | undefined;
  /** `tls.client_cert_id`, deprecated: the id of an ssl object. */
  readonly sslId: string | undefined;
  /** `tls.client_cert`, deprecated: PEM, no object is meant. */
  readonly certificatePem: string | undefined;
}

export interface ServiceRecord {
  readonly id: string;
  readonly name: string | undefined;
  readonly hosts: readonly string[];
  readonly isStream: boolean;
  readonly status: number | undefined;
  readonly redirectsToHttps: boolean;
  readonly upstream: UpstreamRecord | undefined;
  readonly notes: readonly Sentence[];
}

export function readService(json: unknown): ServiceRecord | string {
  const object = readObject(json);
  if (typeof object === 'string') return object;
  const { id, value } = object;
  const notes: Notes = [];
  const upstream = readMember(value, 'upstream', notes);
  return {
    id,
    name: readText(value, 'name', notes),
    hosts: readTexts(value, 'hosts', notes),
    isStream: value['type'] === 'stream',
    status: readNumber(value, 'status', notes),
    redirectsToHttps: redirectsToHttps(value),
    upstream: upstream && toUpstream(upstream, notes),
    notes,
  };
}

function toUpstream(value: JsonRecord, notes: Notes): UpstreamRecord {
  const tls = readMember(value, 'tls', notes);
  return {
    name: readText(value, 'name', notes),
    nativeId: readReference(value, 'client_certificate', notes),
    sslId: tls && readReference(tls, 'client_cert_id', notes),
    certificatePem: tls && readText(tls, 'client_cert', notes),
  };
}

function readReference(value: JsonRecord, member: string, notes: Notes): string | undefined {
  const id = readEnterpriseId(value[member]);
  if (id === undefined && isFilled(value[member])) notes.push({ text: '`{member}` is not an ID.', values: { member } });
  return id;
}

/** Reads the upstreams of a service, or undefined where the answer is no list. */
export function readUpstreams(
  json: unknown,
): (Pick<ServiceRecord, 'notes'> & { readonly upstreams: readonly UpstreamRecord[] }) | undefined {
  const page = readPage(json);
  if (page === undefined) return undefined;
  const notes: Notes = [];
  const records = page.objects.map((object) => {
    const item = readRecord(object);
    return item?.['id'] === undefined ? (readRecord(item?.['value']) ?? item) : item;
  });
  if (records.includes(undefined)) notes.push('One of its upstreams is not an object.');
  return { upstreams: records.flatMap((record) => (record === undefined ? [] : [toUpstream(record, notes)])), notes };
}

export function readErrorWords(json: unknown): string | undefined {
  const answer = readRecord(json);
  if (answer === undefined) return typeof json === 'string' ? json : undefined;
  const said = [answer['error_msg'], answer['message']].filter((text) => typeof text === 'string' && text !== '');
  return said.length === 0 ? undefined : said.join(': ');
}

/** Reads a version like `3.10.5`; a build of the vendor's own says `dev`. */
export function readVersion(json: unknown): string | undefined {
  const version = readRecord(json)?.['value'];
  return typeof version === 'string' && /^[\w.-]{1,40}$/.test(version) ? version : undefined;
}
