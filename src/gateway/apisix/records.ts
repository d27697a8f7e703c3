import type { Sentence } from '../../shared/translate';
import { unreadable } from '../answerLimits';
import type { WirePage } from '../paging';
import type { JsonRecord, Notes } from '../read';
import { readId, readList, readNumber, readRecord, readSeconds } from '../read';
import type { SslMembers } from '../sslRecord';
import { readSslMembers } from '../sslRecord';

/** schema_def.lua's `id_schema`: what an object's id can be; whole numbers, which it takes too, are such a text. */
const idPattern = /^[A-Za-z0-9._-]{1,64}$/;

/** A whole number of 15 digits and more, as Lua writes it into the name of the object: `1.2345678901235e+14`. */
const longNumber = /^[0-9]\.?[0-9]{0,14}e\+[0-9]{2,3}$/;

/** Reads an id as text; undefined for what no object of APISIX can be called: such a text is shown to nobody. */
export function readApisixId(json: unknown): string | undefined {
  const id = readId(json);
  return id !== undefined && (idPattern.test(id) || longNumber.test(id)) ? id : undefined;
}

/** Returns whether a path can lead to the object: servers take `.` and `..` out of it before they look. */
export const isAddressable = (id: string): boolean => id !== '.' && id !== '..' && readApisixId(id) !== undefined;

/** Says of an object that a list can show though no path leads to it. */
export function noteUnaddressable(id: string, notes: Notes): void {
  if (id === '.' || id === '..')
    notes.push('No address leads to an object with this ID: it can be changed and removed only in the store itself.');
}

/**
 * An ssl object as the Admin API writes it (apisix/schema_def.lua), every member checked. Keys are gone before.
 * Members that are absent are undefined here; what their absence means is `translate.ts`'s business.
 */
export interface SslRecord extends SslMembers {
  readonly id: string;
  readonly isGm: boolean;
  readonly ocspStapling: { readonly isEnabled: boolean; readonly skipsVerification: boolean } | undefined;
  /** Milliseconds. */
  readonly createdAt: number | undefined;
  readonly updatedAt: number | undefined;
  /** The object itself, as it came, without its keys: for telling what has changed in it. */
  readonly value: JsonRecord;
  readonly notes: readonly Sentence[];
}

/**
 * Reads a list in both envelopes: version 3 (`list`, `total`) and version 2 (`node.nodes`, `count`). Undefined for
 * anything else.
 */
export function readPage(json: unknown): (WirePage & { readonly envelope: 'v3' | 'v2' }) | undefined {
  const answer = readRecord(json);
  if (answer === undefined) return undefined;
  const list = readList(answer['list']);
  if (list !== undefined)
    return { objects: list, total: readNumber(answer, 'total', []), isLast: false, envelope: 'v3' };
  const node = readRecord(answer['node']);
  const nodes = readList(node?.['nodes']);
  // Version 2 knows no paging: this is all there is.
  if (node?.['dir'] !== true || nodes === undefined) return undefined;
  return { objects: nodes, total: readNumber(answer, 'count', []), isLast: true, envelope: 'v2' };
}

/**
 * Reads an object of any kind in either envelope, or says what is wrong with it.
 */
export function readItem(json: unknown): { readonly id: string; readonly value: JsonRecord } | string {
  const answer = readRecord(json);
  const item = readRecord(answer?.['node']) ?? answer;
  if (item === undefined) return unreadable.noObject;
  const value = readRecord(item['value']);
  if (value === undefined) return unreadable.noValue;
  // Etcd's name is where the object is: Lua writes a large number into it in another form than into the object.
  const rawId = lastSegment(item['key']) ?? value['id'];
  if (rawId === undefined || rawId === null || rawId === '') return unreadable.noId;
  const id = readApisixId(rawId);
  return id === undefined ? unreadable.impossibleId : { id, value };
}

/** Reads an ssl object in either envelope, or says what is wrong with it. */
export function readSslItem(json: unknown): SslRecord | string {
  const item = readItem(json);
  return typeof item === 'string' ? item : readSsl(item.id, item.value);
}

function readSsl(id: string, value: JsonRecord): SslRecord | string {
  const notes: Notes = [];
  const members = readSslMembers(value, notes);
  if (typeof members === 'string') return members;
  return {
    id,
    ...members,
    isGm: value['gm'] === true,
    ocspStapling: readStapling(value['ocsp_stapling'], notes),
    createdAt: readSeconds(value, 'create_time', notes),
    updatedAt: readSeconds(value, 'update_time', notes),
    value,
    notes,
  };
}

/**
 * Reads the settings of OCSP stapling. Both members are `false` where they are absent
 * (apisix/plugins/ocsp-stapling.lua).
 */
function readStapling(json: unknown, notes: Notes): SslRecord['ocspStapling'] {
  if (json === undefined || json === null) return undefined;
  const record = readRecord(json);
  if (record === undefined) notes.push('`ocsp_stapling` is not an object.');
  return record && { isEnabled: record['enabled'] === true, skipsVerification: record['skip_verify'] === true };
}

/** Returns the id at the end of etcd's name of the object, `/apisix/ssls/1`. */
function lastSegment(key: unknown): string | undefined {
  const segment = typeof key === 'string' ? key.slice(key.lastIndexOf('/') + 1) : '';
  return segment === '' ? undefined : segment;
}

/** Reads an error's words. `error_msg` is APISIX's own, `message` etcd's; `description` says more since 3.10. */
export function readErrorWords(json: unknown): string | undefined {
  const answer = readRecord(json);
  if (answer === undefined) return typeof json === 'string' ? json : undefined;
  const said = [answer['error_msg'], answer['description'], answer['message']].filter(
    (text) => typeof text === 'string',
  );
  return said.length === 0 ? undefined : said.join(': ');
}
