/** One write whose outcome is not known yet, as it is kept. Never holds a key, a token or a PEM. */
import type { CertificateType, Label, NameAttribute, Validity } from '../../core/model';
import { isRecord } from '../../shared/isRecord';
import type { Connection } from '../connections/connection';
import { isDialectId, scopesOf } from '../connections/connection';
import type { ChainFacts, LeafIdentity, Wanted } from './wanted';

/** `status`: it is switched on or off, and nothing else. `pairs`: only the pairs beside the first change. */
export type ChangeKind = 'replace' | 'labels' | 'status' | 'pairs';

const changeKinds: readonly ChangeKind[] = ['replace', 'labels', 'status', 'pairs'];

/** The facts of a write, and what it takes to look for it afterwards. */
export type WriteFacts =
  | {
      readonly kind: 'create';
      readonly wanted: Wanted;
      /** Ids of objects that may hold the same certificate and were there before. */
      readonly known: readonly string[];
      /** The number of objects that could not be read when the gateway was last listed. */
      readonly unreadable: number;
    }
  | {
      readonly kind: ChangeKind;
      readonly objectId: string;
      readonly revision: string;
      readonly wanted: Wanted;
    }
  | { readonly kind: 'remove'; readonly objectId: string };

/** The connection as it was when the write left: looked at again only where it still leads to the same gateway. */
export type WritePlace = Pick<
  Connection,
  'id' | 'name' | 'dialect' | 'address' | 'organization' | 'cluster' | 'gatewayGroup'
>;

/** The sender of a write. */
export interface WriteOwner {
  /** One life of an extension host: differs after every reload. */
  readonly window: string;
  readonly pid: number;
  /** The machine on which the process id means something. */
  readonly machine: string;
}

export interface UnfinishedWrite {
  readonly id: string;
  readonly owner: WriteOwner;
  readonly place: WritePlace;
  /** The name of the certificate in sentences. Chosen by strangers. */
  readonly title: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The time at which its window last said that it is alive. */
  readonly beat: number;
  /** `sent`: its window waits for the answer. `unknown`: nobody does any more. */
  readonly state: 'sent' | 'unknown';
  readonly facts: WriteFacts;
}

export const toPlace = (connection: Connection): WritePlace => {
  const { id, name, dialect, address } = connection;
  return { id, name, dialect, address, ...scopesOf(connection) };
};

/** Members that decide where a connection leads. */
const target = ['id', 'dialect', 'address', 'organization', 'cluster', 'gatewayGroup'] as const;

export const leadsTo = (connection: Connection, place: WritePlace): boolean =>
  target.every((member) => connection[member] === place[member]);

/** Reads a note, which may be of another version: undefined for anything that is not whole. */
export function readUnfinished(value: unknown): UnfinishedWrite | undefined {
  if (!isRecord(value) || value['version'] !== 1) return undefined;
  const { id, title, at, beat, state } = value;
  const [owner, place, facts] = [readOwner(value['owner']), readPlace(value['place']), readFacts(value['facts'])];
  if (!isText(id) || !isText(title) || !isNumber(at) || !isNumber(beat) || (state !== 'sent' && state !== 'unknown'))
    return undefined;
  return owner && place && facts && { id, owner, place, title, at, beat, state, facts };
}

export const writeUnfinished = (write: UnfinishedWrite): object => ({ version: 1, ...write });

export function readOwner(value: unknown): WriteOwner | undefined {
  if (!isRecord(value)) return undefined;
  const { window, pid, machine } = value;
  return isText(window) && isNumber(pid) && isText(machine) ? { window, pid, machine } : undefined;
}

function readPlace(value: unknown): WritePlace | undefined {
  if (!isRecord(value)) return undefined;
  const { id, name, dialect, address } = value;
  if (!isText(id) || !isText(name) || !isText(address) || !isDialectId(dialect)) return undefined;
  return { id, name, dialect, address, ...scopesOf(value) };
}

function readFacts(value: unknown): WriteFacts | undefined {
  if (!isRecord(value)) return undefined;
  const { kind, objectId, revision, known, unreadable } = value;
  if (kind === 'remove') return isText(objectId) ? { kind, objectId } : undefined;
  const wanted = readWanted(value['wanted']);
  if (!wanted) return undefined;
  if (kind === 'create')
    return isList(known, isText) && isNumber(unreadable) ? { kind, wanted, known, unreadable } : undefined;
  const changeKind = changeKinds.find((each) => each === kind);
  return changeKind && isText(objectId) && isText(revision)
    ? { kind: changeKind, objectId, revision, wanted }
    : undefined;
}

function readWanted(value: unknown): Wanted | undefined {
  if (!isRecord(value)) return undefined;
  const { names, labels, isEnabled } = value;
  const type = types.find((each) => each === value['type']);
  const chain = readChain(value['chain']);
  const ca = readCa(value['ca']);
  // A member that was there and cannot be read would be compared as if it had not been sent.
  if ((value['chain'] !== undefined && !chain) || (value['ca'] !== undefined && !ca)) return undefined;
  const pairs = Array.isArray(value['pairs']) ? value['pairs'].map(readChain) : undefined;
  if ((value['pairs'] !== undefined && !pairs) || !isList(pairs ?? [], isChain)) return undefined;
  if ((names !== undefined && !isList(names, isText)) || (labels !== undefined && !isList(labels, isLabel)))
    return undefined;
  return {
    ...(chain && { chain }),
    ...(type && { type }),
    ...(names && { names }),
    ...(labels && { labels }),
    ...(typeof isEnabled === 'boolean' && { isEnabled }),
    ...(pairs && { pairs: pairs.filter(isChain) }),
    ...(ca && { ca }),
  };
}

const types: readonly CertificateType[] = ['server', 'client'];

function readCa(value: unknown): Wanted['ca'] {
  if (!isRecord(value)) return undefined;
  if (value['kind'] === 'remove') return { kind: 'remove' };
  const chain = readChain(value['chain']);
  return chain && { kind: 'set', chain };
}

function readChain(value: unknown): ChainFacts | undefined {
  if (!isRecord(value)) return undefined;
  const { sha256 } = value;
  const leaf = readLeaf(value['leaf']);
  return isList(sha256, isText) ? { sha256, ...(leaf && { leaf }) } : undefined;
}

const isChain = (value: unknown): value is ChainFacts => value !== undefined;

function readLeaf(value: unknown): LeafIdentity | undefined {
  if (!isRecord(value)) return undefined;
  const { serial, issuer, validity } = value;
  const rdns: unknown = isRecord(issuer) ? issuer['rdns'] : undefined;
  return isText(serial) && isList(rdns, isRdn) && isValidity(validity)
    ? { serial, issuer: { rdns }, validity }
    : undefined;
}

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isList = <T>(value: unknown, isOne: (each: unknown) => each is T): value is readonly T[] =>
  Array.isArray(value) && value.every(isOne);
const isLabel = (value: unknown): value is Label =>
  isRecord(value) && isText(value['key']) && (value['value'] === undefined || isText(value['value']));
const isAttribute = (value: unknown): value is NameAttribute =>
  isRecord(value) && isText(value['oid']) && isText(value['type']) && isText(value['value']);
const isRdn = (value: unknown): value is readonly NameAttribute[] => isList(value, isAttribute);
const isValidity = (value: unknown): value is Validity =>
  isRecord(value) && isNumber(value['notBefore']) && isNumber(value['notAfter']);
