import type { JsonRecord } from '../read';
import { readList, readRecord } from '../read';
import type { LabelLimits } from '../sslBody';

/** A version of APISIX, which decides what members and label values it takes. */
export interface ApisixVersion {
  readonly major: number;
  readonly minor: number;
  readonly text: string;
}

/** Parses `APISIX/3.18.0`; undefined where the server hides its version or is another one. */
export function parseVersion(server: string | undefined): ApisixVersion | undefined {
  const match = /\bAPISIX\/((\d{1,4})\.(\d{1,4})[\w.-]{0,20})/i.exec(server ?? '');
  return match?.[1] === undefined ? undefined : { text: match[1], major: Number(match[2]), minor: Number(match[3]) };
}

const isSince = ({ major, minor }: ApisixVersion, since: number): boolean =>
  major > 3 || (major === 3 && minor >= since);

/**
 * The members of an ssl object (apisix/schema_def.lua), with the minor version of 3 that brought those that are new.
 */
const members: ReadonlyMap<string, number> = new Map(
  Object.entries({
    id: 0,
    labels: 0,
    create_time: 0,
    update_time: 0,
    type: 0,
    status: 0,
    cert: 0,
    key: 0,
    certs: 0,
    keys: 0,
    sni: 0,
    snis: 0,
    client: 0,
    ssl_protocols: 5,
    desc: 13,
    // By plugins. Whether one is switched on is not known here.
    gm: 0,
    ocsp_stapling: 0,
  }),
);

/** Members of earlier versions, removed in 3.7. No version 3 reads them. */
const obsolete: readonly string[] = ['exptime', 'validity_start', 'validity_end'];
export const isObsolete = (name: string): boolean => obsolete.includes(name);

/**
 * The pattern of names (`host_def` in apisix/schema_def.lua), the same in every version 3; a lone `*` came with 3.15.
 */
const hostPattern = /^\*?[0-9a-zA-Z\-._[\]:]+$/;

/**
 * Names what makes the data plane drop an object while the Admin API still lists it: members that the schema of this
 * version forbids (3.6 and later take none they do not know), and values that the schema refuses. Certificates are left
 * out: what cannot be read of them is said by itself.
 */
export function forbiddenMembers(ssl: JsonRecord, version: ApisixVersion | undefined): readonly string[] {
  let found: string[] | undefined;
  // Of each of a hundred thousand objects, which nearly all have none: nothing is made before one is found.
  for (const name of Object.keys(ssl))
    if (isForbidden(name, version) || isRefused(name, ssl[name], version)) (found ??= []).push(name);
  if (hasBothNames(ssl)) for (const name of ['sni', 'snis']) if (!found?.includes(name)) (found ??= []).push(name);
  return found?.sort() ?? none;
}

const none: readonly string[] = [];

function isForbidden(name: string, version: ApisixVersion | undefined): boolean {
  if (version === undefined || version.major < 3) return false;
  const since = members.get(name);
  if (since !== undefined) return since > 0 && isSince(version, 6) && !isSince(version, since);
  return isSince(version, isObsolete(name) ? 7 : 6);
}

/** An object of type server has one of the two. */
const hasBothNames = (ssl: JsonRecord): boolean =>
  ssl['snis'] !== undefined && ssl['sni'] !== undefined && ssl['type'] !== 'client';

const isName = (name: unknown, version: ApisixVersion | undefined): boolean =>
  name === '*' ? version === undefined || isSince(version, 15) : typeof name === 'string' && hostPattern.test(name);

/** Whole numbers that are too large for a number come as text. */
const isTime = (value: unknown): boolean =>
  Number.isInteger(value) || (typeof value === 'string' && /^-?\d{16,}$/.test(value));

function areLabels(value: unknown, version: ApisixVersion | undefined): boolean {
  const labels = readRecord(value);
  // Lua writes `{}` as either.
  if (labels === undefined) return Array.isArray(value) && value.length === 0;
  const { maxLength } = labelLimits(version);
  for (const name of Object.keys(labels)) {
    const label = labels[name];
    if (typeof label !== 'string' || label === '' || label.length > maxLength || /\s/.test(label)) return false;
  }
  return true;
}

function areNames(value: unknown, version: ApisixVersion | undefined): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  for (const name of value) if (!isName(name, version)) return false;
  return true;
}

const protocols: readonly unknown[] = ['TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
const areProtocols = (list: readonly unknown[] | undefined): boolean =>
  list?.every((each, index) => protocols.includes(each) && list.indexOf(each) === index) === true;

function isClient(value: unknown): boolean {
  const client = readRecord(value);
  const [ca, depth] = [client?.['ca'], client?.['depth']];
  const isDepth = depth === undefined || (Number.isInteger(depth) && Number(depth) >= 0);
  return ca !== undefined && ca !== null && isDepth;
}

const knows = (version: ApisixVersion | undefined, since: number): boolean =>
  version !== undefined && isSince(version, since);

/** Returns whether the schema refuses a value. A member that a version does not know may hold anything there. */
function isRefused(name: string, value: unknown, version: ApisixVersion | undefined): boolean {
  switch (name) {
    case 'sni':
      return !isName(value, version);
    case 'snis':
      return !areNames(value, version);
    case 'type':
      return value !== 'server' && value !== 'client';
    case 'status':
      return value !== 0 && value !== 1;
    case 'create_time':
    case 'update_time':
      return !isTime(value);
    case 'labels':
      return !areLabels(value, version);
    case 'client':
      return !isClient(value);
    case 'ssl_protocols':
      return knows(version, 5) && !areProtocols(readList(value));
    case 'desc':
      // Characters or bytes are counted: what is too long either way is refused.
      return knows(version, 13) && (typeof value !== 'string' || [...value].length > 256);
    default:
      return false;
  }
}

export const labelLimits = (version: ApisixVersion | undefined): LabelLimits => ({
  maxLength: version !== undefined && version.major === 3 && version.minor < 4 ? 64 : 256,
  allowsSpace: false,
});

/**
 * Removes members that 3.7 and later refuse with every write; where the version is hidden, too: no version 3 reads
 * them.
 */
export const withoutObsolete = (ssl: JsonRecord, version: ApisixVersion | undefined): JsonRecord =>
  version === undefined || isSince(version, 7)
    ? Object.fromEntries(obsolete.filter((name) => Object.hasOwn(ssl, name)).map((name) => [name, null]))
    : {};
