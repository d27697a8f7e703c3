import type { JsonRecord } from '../read';

/** Where label values were limited to 64 characters, and where `type` and paths were other ones. */
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
 * version forbids (3.6 and later take none they do not know), names that are no host pattern, a lone `*` before 3.15
 * among them, and a status that there is not.
 */
export function forbiddenMembers(ssl: JsonRecord, version: ApisixVersion | undefined): readonly string[] {
  let found: string[] | undefined;
  // Of each of a hundred thousand objects, which nearly all have none: nothing is made before one is found.
  if (version !== undefined && version.major >= 3)
    for (const name of Object.keys(ssl)) if (isForbidden(name, version)) (found ??= []).push(name);
  for (const name of oddMembers) if (isOdd[name](ssl[name], version)) (found ??= []).push(name);
  return found?.sort() ?? none;
}

const none: readonly string[] = [];

function isForbidden(name: string, version: ApisixVersion): boolean {
  if (isObsolete(name)) return isSince(version, 7);
  const since = members.get(name);
  return isSince(version, 6) && (since === undefined || !isSince(version, since));
}

const isName = (name: string, version: ApisixVersion | undefined): boolean =>
  name === '*' ? version === undefined || isSince(version, 15) : hostPattern.test(name);

const oddMembers = ['sni', 'snis', 'status'] as const;

/** Finds values that the schema refuses. The reader has already noted what is no text. */
const isOdd: Readonly<
  Record<(typeof oddMembers)[number], (value: unknown, version: ApisixVersion | undefined) => boolean>
> = {
  sni: (value, version) => typeof value === 'string' && !isName(value, version),
  snis: (value, version) =>
    Array.isArray(value) && value.some((name) => typeof name === 'string' && !isName(name, version)),
  status: (value) => typeof value === 'number' && value !== 0 && value !== 1,
};

/**
 * Removes members that 3.7 and later refuse with every write; where the version is hidden, too: no version 3 reads
 * them.
 */
export const withoutObsolete = (ssl: JsonRecord, version: ApisixVersion | undefined): JsonRecord =>
  version === undefined || isSince(version, 7)
    ? Object.fromEntries(obsolete.filter((name) => Object.hasOwn(ssl, name)).map((name) => [name, null]))
    : {};
