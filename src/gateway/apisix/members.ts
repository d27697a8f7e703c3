import { isSecretReference } from '../gateway';
import { PemInJson } from '../listedPem';
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
  let forbidden: string[] | undefined;
  // Of each of a hundred thousand objects, which nearly all have none: nothing is made before one is found.
  for (const name of Object.keys(ssl))
    if (isForbidden(name, version) || isRefused(name, ssl[name], version)) (forbidden ??= []).push(name);
  if (hasBothNames(ssl))
    for (const name of ['sni', 'snis']) if (!forbidden?.includes(name)) (forbidden ??= []).push(name);
  return forbidden?.sort() ?? none;
}

const none: readonly string[] = [];

function isForbidden(name: string, version: ApisixVersion | undefined): boolean {
  if (version === undefined || version.major < 3) return false;
  const since = members.get(name);
  if (since !== undefined) return since > 0 && isSince(version, 6) && !isSince(version, since);
  return isSince(version, isObsolete(name) ? 7 : 6);
}

/** Returns whether an object of type server has both `sni` and `snis`, of which it may have one. */
const hasBothNames = (ssl: JsonRecord): boolean =>
  ssl['snis'] !== undefined && ssl['sni'] !== undefined && ssl['type'] !== 'client';

function isName(name: unknown, version: ApisixVersion | undefined): boolean {
  if (typeof name !== 'string') return false;
  if (name === '*') return version === undefined || isSince(version, 15);
  return hostPattern.test(name) || takesReference(name, version);
}

/** Returns whether the data plane resolves it (apisix/secret.lua, `check_secret_uri`). */
const isResolved = (text: string): boolean => text.startsWith('$secret://') || /^\$env:\/\//i.test(text);

/**
 * Returns whether the schema takes a text as a reference: since 3.17 it looks no further at such a text. Where the
 * version is hidden, it may be so.
 */
const takesReference = (text: string, version: ApisixVersion | undefined): boolean =>
  version === undefined ? isSecretReference(text) : isSince(version, 17) && isResolved(text);

/** Certificates are at least this long (`certificate_scheme` in apisix/schema_def.lua). */
const minCertificateLength = 128;

/**
 * Returns whether a text may stand for a certificate. Only references are judged here: what is no PEM is said by
 * itself. Before 3.17 the schema wants either the length of a certificate or a reference that it lists, not both.
 *
 * @param since the minor version of 3 that brought references in this place
 */
function isCertificate(text: unknown, version: ApisixVersion | undefined, since: number): boolean {
  if (typeof text !== 'string') return text === undefined || text instanceof PemInJson;
  if (version === undefined || !isSecretReference(text)) return true;
  if (!isSince(version, since) || !isResolved(text)) return false;
  if (isSince(version, 17)) return true;
  const isListed = (isSince(version, 10) ? /^\$(?:secret|env|ENV):/ : /^\$(?:secret|env):/).test(text);
  return text.length >= minCertificateLength !== isListed;
}

/** Returns whether a value is a time. Whole numbers that are too large for a number come as text. */
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

function isClient(value: unknown, version: ApisixVersion | undefined): boolean {
  const client = readRecord(value);
  const [ca, depth] = [client?.['ca'], client?.['depth']];
  const isDepth = depth === undefined || (Number.isInteger(depth) && Number(depth) >= 0);
  return ca !== undefined && ca !== null && isDepth && isCertificate(ca, version, 18) && areSkipped(client, version);
}

/** Checks the patterns of addresses that are let through without a client certificate: at least one, each once. */
function areSkipped(client: JsonRecord | undefined, version: ApisixVersion | undefined): boolean {
  const skipped = client?.['skip_mtls_uri_regex'];
  if (skipped === undefined || !knows(version, 4)) return true;
  const list = readList(skipped) ?? [];
  return list.length > 0 && list.every((each) => typeof each === 'string') && new Set(list).size === list.length;
}

const knows = (version: ApisixVersion | undefined, since: number): boolean =>
  version !== undefined && isSince(version, since);

/** 2020-05-01, in seconds: the least that the versions that read it take. */
const minExptime = 1_588_262_400;

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
      return !isClient(value, version);
    case 'cert':
      return !isCertificate(value, version, 3);
    case 'certs':
      return readList(value)?.some((each) => !isCertificate(each, version, 10)) === true;
    case 'exptime':
      return version !== undefined && !(isTime(value) && Number(value) >= minExptime);
    case 'validity_start':
    case 'validity_end':
      return version !== undefined && !isTime(value);
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
