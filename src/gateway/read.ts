import { createHash } from 'node:crypto';
import { isRecord } from '../shared/isRecord';
import type { Sentence } from '../shared/translate';

/** An object of an answer, its members still unchecked. */
export type JsonRecord = Readonly<Record<string, unknown>>;

/** The notes of a reader: what it could not read, in plain words about the member, never its content. */
export type Notes = Sentence[];

export function readRecord(json: unknown): JsonRecord | undefined {
  return isRecord(json) ? json : undefined;
}

/** Reads a list. Lua writes an empty one as `{}`. */
export function readList(json: unknown): readonly unknown[] | undefined {
  if (Array.isArray(json)) return json;
  const record = readRecord(json);
  return record !== undefined && Object.keys(record).length === 0 ? [] : undefined;
}

/** Reads an id as text. Large ones come as text from `parseJson` already, so that no digit is lost. */
export function readId(json: unknown): string | undefined {
  if (typeof json === 'string') return json === '' ? undefined : json;
  return Number.isSafeInteger(json) ? String(json) : undefined;
}

export function readText(record: JsonRecord, member: string, notes: Notes): string | undefined {
  const json = record[member];
  if (isAbsent(json)) return undefined;
  if (typeof json === 'string') return json;
  notes.push({ text: '`{member}` is not a string.', values: { member } });
  return undefined;
}

export function readNumber(record: JsonRecord, member: string, notes: Notes): number | undefined {
  const json = record[member];
  if (isAbsent(json)) return undefined;
  if (typeof json === 'number' && Number.isFinite(json)) return json;
  notes.push({ text: '`{member}` is not a number.', values: { member } });
  return undefined;
}

/** Reads a list of texts; anything else in it is left out and noted. */
export function readTexts(record: JsonRecord, member: string, notes: Notes): readonly string[] {
  const json = record[member];
  if (isAbsent(json)) return [];
  const list = readList(json);
  if (list === undefined) {
    notes.push({ text: '`{member}` is not a list.', values: { member } });
    return [];
  }
  const texts = list.filter((item) => typeof item === 'string');
  if (texts.length < list.length)
    notes.push({ text: '`{member}` holds something that is not a string.', values: { member } });
  return texts;
}

/** Reads a member that is an object. */
export function readMember(record: JsonRecord, member: string, notes: Notes): JsonRecord | undefined {
  const json = record[member];
  const read = readRecord(json);
  if (read === undefined && !isAbsent(json)) notes.push({ text: '`{member}` is not an object.', values: { member } });
  return read;
}

/** Reads members that are texts, by name. Not into an ordinary object: a certificate may well say `__proto__`. */
export function readTextMap(record: JsonRecord, member: string, notes: Notes): ReadonlyMap<string, string> {
  const json = record[member];
  const texts = new Map<string, string>();
  if (isAbsent(json) || (Array.isArray(json) && json.length === 0)) return texts;
  const map = readRecord(json);
  if (map === undefined) {
    notes.push({ text: '`{member}` is not an object.', values: { member } });
    return texts;
  }
  let isAll = true;
  // One by one: a list has a hundred thousand objects, and each list of pairs would be made for nothing.
  for (const name of Object.keys(map)) {
    const text = map[name];
    if (typeof text === 'string') texts.set(name, text);
    else isAll = false;
  }
  if (!isAll) notes.push({ text: '`{member}` holds something that is not a string.', values: { member } });
  return texts;
}

/** Reads RFC 3339 text as milliseconds. Go's zero time, in the year 1, says that there is none. */
export function readTime(record: JsonRecord, member: string, notes: Notes): number | undefined {
  const text = readText(record, member, notes);
  if (text === undefined || text === '' || text.startsWith('0001-01-01')) return undefined;
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text) ? Date.parse(text) : NaN;
  if (Number.isFinite(time)) return time;
  notes.push({ text: '`{member}` is not a time.', values: { member } });
  return undefined;
}

/** Reads Unix seconds as milliseconds. */
export function readSeconds(record: JsonRecord, member: string, notes: Notes): number | undefined {
  const seconds = readNumber(record, member, notes);
  return seconds === undefined ? undefined : seconds * 1_000;
}

/** Returns a text that differs whenever `json` does, whatever the order of its members. */
export function toRevision(json: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(json)) ?? '')
    .digest('base64url');
}

function sorted(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(sorted);
  const record = readRecord(json);
  if (record === undefined) return json;
  // Pairs instead of an object: an object would put members that look like numbers in an order of its own.
  return {
    of: Object.keys(record)
      .sort()
      .map((name) => [name, sorted(record[name])]),
  };
}

const isAbsent = (json: unknown): json is undefined | null => json === undefined || json === null;
