import type { DialectId } from '../../gateway/gateway';
import { isRecord } from '../../shared/isRecord';
import type { Translate } from '../../shared/translate';
import { originOf } from './address';

/** One entry of the setting `api7Certificates.connections`. Never holds a token. */
export interface Connection {
  /** Identifies the connection; the token is kept under it. */
  readonly id: string;
  readonly name: string;
  readonly dialect: DialectId;
  /** The value from the settings; checked where it is used. */
  readonly address: string;
  /** API7 Cloud: digits of a 64-bit number. */
  readonly organization?: string;
  readonly cluster?: string;
  /** API7 Enterprise: id of the gateway group; absent where the token is an admin key of one. */
  readonly gatewayGroup?: string;
  /** PEM file of trusted CAs: absolute, or from the home directory on with `~/`. */
  readonly caFile?: string;
  /** `replace`: only the CAs of `caFile` are trusted. Absent or `add`: they are trusted beside the system's. */
  readonly caFileUse?: 'add' | 'replace';
  /** PEM file of the certificate that the connection shows to its gateway, with its chain; placed as `caFile`. */
  readonly clientCertificateFile?: string;
  /**
   * PEM file of its private key; the same file where absent. The password of a protected one is kept beside the token.
   */
  readonly clientKeyFile?: string;
  /** A person confirmed that the token may travel unencrypted to another machine. */
  readonly allowPlainHttp?: boolean;
  /** Nothing is ever written to it from here. */
  readonly readOnly?: boolean;
  /** Shown wherever something is about to be written to this gateway. */
  readonly production?: boolean;
}

const flags = ['allowPlainHttp', 'readOnly', 'production'] as const;

/** Members that are texts. The first of them have to be there. */
const texts = [
  'id',
  'name',
  'dialect',
  'address',
  'organization',
  'cluster',
  'gatewayGroup',
  'caFile',
  'clientCertificateFile',
  'clientKeyFile',
] as const;
const requiredTexts = 4;

export interface ConnectionsReading {
  readonly connections: readonly Connection[];
  /** One plain sentence for each entry that was left out. Nothing of its values but the name. */
  readonly problems: readonly string[];
}

const maxConnections = 200;
const maxTextLength = 2_048;

/** Reads what the user settings hold. Never throws; a bad entry is left out and named, the others stay. */
export function readConnections(raw: unknown, translate: Translate): ConnectionsReading {
  if (raw === undefined || raw === null) return { connections: [], problems: [] };
  if (!Array.isArray(raw))
    return { connections: [], problems: [translate('The setting is not a list of connections.')] };
  const connections: Connection[] = [];
  const problems: string[] = [];
  const entries: readonly unknown[] = raw.slice(0, maxConnections);
  entries.forEach((entry, index) => {
    const reading = readConnection(entry, translate);
    const isTwin = reading.ok && connections.some(({ id }) => id === reading.connection.id);
    if (reading.ok && !isTwin) connections.push(reading.connection);
    else
      problems.push(
        translate('{place}: {sentence}', {
          place: place(index, entry, translate),
          sentence: reading.ok ? translate('its id already belongs to another connection.') : reading.problem,
        }),
      );
  });
  if (raw.length > maxConnections)
    problems.push(translate('Only the first {count} connections are read.', { count: maxConnections }));
  return { connections, problems };
}

type ConnectionReading =
  { readonly ok: true; readonly connection: Connection } | { readonly ok: false; readonly problem: string };

function readConnection(entry: unknown, translate: Translate): ConnectionReading {
  const bad = (problem: string): ConnectionReading => ({ ok: false, problem });
  if (!isRecord(entry)) return bad(translate('it is not an object with id, name, dialect and address.'));
  for (const member of texts) {
    const value = entry[member];
    if (value === undefined && texts.indexOf(member) >= requiredTexts) continue;
    if (value === undefined || value === '') return bad(translate('{member} is missing.', { member }));
    if (typeof value !== 'string') return bad(translate('{member} is not a string.', { member }));
    if (value.length > maxTextLength) return bad(translate('{member} is too long.', { member }));
  }
  const { id, name, dialect, address, caFileUse } = entry;
  if (!isText(id) || !isText(name) || !isText(address))
    return bad(translate('it is not an object with id, name, dialect and address.'));
  if (!isDialectId(dialect)) return bad(translate('dialect is neither {known}.', { known: dialectIds.join(', ') }));
  if (caFileUse !== undefined && caFileUse !== 'add' && caFileUse !== 'replace')
    return bad(translate('caFileUse is neither add nor replace.'));
  // Such an address may hold a password or key: it must not get as far as a row, a tooltip or a log line.
  if (/[@?#]/.test(address))
    return bad(translate('address holds a user name, password or query. Leave it out; the token is kept apart.'));
  const scribble = flags.find((member) => entry[member] !== undefined && typeof entry[member] !== 'boolean');
  if (scribble) return bad(translate('{member} is neither true nor false.', { member: scribble }));
  return {
    ok: true,
    connection: {
      id,
      name,
      dialect,
      address,
      ...scopesOf(entry),
      ...membersOf(entry, ['caFile', 'clientCertificateFile', 'clientKeyFile'], isText),
      ...(isText(entry['caFile']) && caFileUse !== undefined && { caFileUse }),
      ...membersOf(entry, flags, isTrue),
    },
  };
}

/** Returns the position of the entry, counted from 1, with its name if it has one. */
function place(index: number, entry: unknown, translate: Translate): string {
  const name = isRecord(entry) ? entry['name'] : undefined;
  return typeof name === 'string' && name !== '' && name.length <= 100
    ? translate('Connection {number} (“{name}”)', { number: index + 1, name })
    : translate('Connection {number}', { number: index + 1 });
}

const dialectIds: readonly DialectId[] = ['api7cloud', 'apisix', 'api7enterprise'];
/** Returns the members that say which part of a gateway is meant; those alone that are there. */
export const scopesOf = (
  entry: Readonly<Partial<Record<'organization' | 'cluster' | 'gatewayGroup', unknown>>>,
): Pick<Connection, 'organization' | 'cluster' | 'gatewayGroup'> =>
  membersOf(entry, ['organization', 'cluster', 'gatewayGroup'], isText);

function membersOf<Name extends string, Value>(
  entry: Readonly<Partial<Record<Name, unknown>>>,
  names: readonly Name[],
  passes: (value: unknown) => value is Value,
): Partial<Record<Name, Value>> {
  const members: Partial<Record<Name, Value>> = {};
  for (const name of names) {
    const value = entry[name];
    if (passes(value)) members[name] = value;
  }
  return members;
}

export const isDialectId = (value: unknown): value is DialectId => dialectIds.some((id) => id === value);
const isTrue = (value: unknown): value is true => value === true;
const isText = (value: unknown): value is string => typeof value === 'string';
/**
 * Returns the list with this connection in it: in the place of the entry with its id, else at the end. Unreadable
 * entries stay as they are.
 */
export function putConnection(raw: unknown, connection: Connection): readonly unknown[] {
  const entries = toEntries(raw);
  return entries.some((entry) => hasId(entry, connection.id))
    ? entries.map((entry) => (hasId(entry, connection.id) ? connection : entry))
    : [...entries, connection];
}

/** Returns the ids that entries of the setting have, also entries that cannot be read otherwise. */
export const namedIds = (raw: unknown): ReadonlySet<string> =>
  new Set(toEntries(raw).flatMap((entry) => (isRecord(entry) && isText(entry['id']) ? [entry['id']] : [])));

/** Returns the list without the entries that have this id. */
export function dropConnection(raw: unknown, id: string): readonly unknown[] {
  return toEntries(raw).filter((entry) => !hasId(entry, id));
}

// What is not a list is kept as an entry of one: nothing that a person typed is lost.
const toEntries = (raw: unknown): readonly unknown[] =>
  Array.isArray(raw) ? raw : raw === undefined || raw === null ? [] : [raw];
const hasId = (entry: unknown, id: string): boolean => isRecord(entry) && entry['id'] === id;

/** Returns `base`, or `base 2`, `base 3` … where the name is taken. */
export function freeName(base: string, connections: readonly Connection[]): string {
  const taken = new Set(connections.map(({ name }) => name));
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base} ${number}`;
    if (!taken.has(name)) return name;
  }
}

/** Returns the same text for connections that lead to the same list of certificates. */
export const gatewayKey = ({ dialect, address, organization, cluster, gatewayGroup }: Connection): string =>
  JSON.stringify([dialect, originOf(address) ?? address, organization, cluster, gatewayGroup]);
