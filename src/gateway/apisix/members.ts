import type { JsonRecord } from '../read';

/** Where label values were limited to 64 characters, and where `type` and paths were other ones. */
export interface ApisixVersion {
  readonly major: number;
  readonly minor: number;
  readonly text: string;
}

/** `APISIX/3.18.0`; undefined where the server hides its version or is another one. */
export function parseVersion(server: string | undefined): ApisixVersion | undefined {
  const match = /\bAPISIX\/((\d{1,4})\.(\d{1,4})[\w.-]{0,20})/i.exec(server ?? '');
  return match?.[1] === undefined ? undefined : { text: match[1], major: Number(match[2]), minor: Number(match[3]) };
}

const isSince = ({ major, minor }: ApisixVersion, since: number): boolean =>
  major > 3 || (major === 3 && minor >= since);

/** The members of an ssl object (apisix/schema_def.lua), with the minor version of 3 that brought those that are new. */
const members: Readonly<Record<string, number>> = {
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
};

/** Members of earlier versions, removed in 3.7. No version 3 reads them. */
const obsolete: readonly string[] = ['exptime', 'validity_start', 'validity_end'];
export const isObsolete = (name: string): boolean => obsolete.includes(name);

/** The pattern of names (`host_def` in apisix/schema_def.lua), the same in every version 3; a lone `*` came with 3.15. */
const hostPattern = /^\*?[0-9a-zA-Z\-._[\]:]+$/;

/**
 * Names what makes the data plane drop an object while the Admin API still lists it: members that the schema of this version
 * forbids (3.6 and later take none they do not know), names that are no host pattern, a lone `*` before 3.15 among them, and
 * a status that there is not.
 */
export function forbiddenMembers(ssl: JsonRecord, version: ApisixVersion | undefined): readonly string[] {
  const odd = oddMembers(ssl, version);
  if (version === undefined || version.major < 3) return odd;
  const isForbidden = (name: string): boolean => {
    if (isObsolete(name)) return isSince(version, 7);
    const since = Object.hasOwn(members, name) ? members[name] : undefined;
    return isSince(version, 6) && (since === undefined || !isSince(version, since));
  };
  return [...Object.keys(ssl).filter(isForbidden), ...odd].sort();
}

/** Members of a value that the schema does not take. What is no text the reader has noted already. */
function oddMembers(ssl: JsonRecord, version: ApisixVersion | undefined): readonly string[] {
  const takesLoneStar = version === undefined || isSince(version, 15);
  const isName = (name: string): boolean => (name === '*' ? takesLoneStar : hostPattern.test(name));
  const isOdd: Readonly<Record<string, (value: unknown) => boolean>> = {
    sni: (value) => typeof value === 'string' && !isName(value),
    snis: (value) => Array.isArray(value) && value.some((name) => typeof name === 'string' && !isName(name)),
    status: (value) => typeof value === 'number' && value !== 0 && value !== 1,
  };
  return Object.entries(isOdd).flatMap(([name, test]) => (test(ssl[name]) ? [name] : []));
}

/** Takes away what 3.7 and later refuse with every write; where the version is hidden, too: no version 3 reads it. */
export const withoutObsolete = (ssl: JsonRecord, version: ApisixVersion | undefined): JsonRecord =>
  version === undefined || isSince(version, 7)
    ? Object.fromEntries(obsolete.filter((name) => Object.hasOwn(ssl, name)).map((name) => [name, null]))
    : {};
