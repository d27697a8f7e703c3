/**
 * Reads what VS Code, or any other program, hands to a command, into the type that the command names. Only ids and
 * addresses are taken from it, which the command looks up: anybody can call a command with a name or a title of their
 * own. `commandTable.ts` alone calls this.
 */
import type { ConnectionField } from '../../app/connections/connectionField';
import { connectionFields } from '../../app/connections/connectionField';
import type { DetailSubject, FileSubject, GatewaySubject, HostSubject } from '../../shared/protocol';
import { readHostSubject, readSubject } from '../../shared/protocol';
import type { SplitRequest } from '../editor/split/splitRequest';
import type { FindingTarget } from '../editor/turnOff';

/** A connection, by the row of the tree or the message that the command was called from. */
export interface ConnectionTarget {
  readonly connection: string | undefined;
  /** The field that a message says is wrong. */
  readonly field: ConnectionField | undefined;
}

/** A certificate on a gateway, and what it is to be changed to. */
export interface CertificateTarget {
  readonly certificate: GatewaySubject | undefined;
  /** URIs of files to take the new certificate from: those that were dropped, or the one in the editor. */
  readonly files: readonly string[];
  /** SHA-256 of the one certificate that is meant among those of the files. */
  readonly fingerprint: string | undefined;
}

/** Certificates on gateways that are selected in the tree, or the one of a row or page; else those of a file. */
export interface CertificatesTarget {
  /** The one that the command was called on. */
  readonly certificate: GatewaySubject | undefined;
  /** The certificates that are selected with it, or it alone. */
  readonly certificates: readonly GatewaySubject[];
  /** Set where a key of the tree was pressed, which is about what is selected and nothing else. */
  readonly isSelectionAsked: boolean;
  /** URI of the file that the command was called on. */
  readonly file: string | undefined;
}

/** A file by its URI, and a place in its text in UTF-16 units. */
export interface FileTarget {
  readonly uri: string | undefined;
  readonly offset: number | undefined;
}

/** A certificate whose page is to be shown. */
export interface DetailTarget {
  readonly subject: DetailSubject | undefined;
  /** Set where it was chosen in the tree: the focus stays there, so that arrow keys go on walking. */
  readonly isRow: boolean;
}

/** A host, or what to take likely hosts from. */
export type HostTarget = HostSubject | GatewaySubject | FileSubject | { readonly from: 'editor'; readonly uri: string };

/** The files to be uploaded, and the connection. */
export interface UploadTarget {
  readonly connection: string | undefined;
  /** URIs of the files that are selected or dropped, or of the one that was clicked. */
  readonly files: readonly string[];
  /** SHA-256 of the one certificate that is meant among those of the files. */
  readonly fingerprint: string | undefined;
}

/** An unfinished write, by its row in the tree. */
export interface WriteTarget {
  readonly write: string | undefined;
}

/** The tree as far as its keys need it: VS Code hands no row to them. */
interface TreeSelection {
  readonly tree: { readonly selection: readonly unknown[] };
}

export const readConnectionTarget = (target: unknown): ConnectionTarget => ({
  connection: readConnectionId(target),
  field: readConnectionField(target),
});

export function readCertificateTarget(target: unknown, selection: unknown): CertificateTarget {
  const certificate = readCertificate(target);
  const file = certificate ? undefined : readUri(target);
  return {
    certificate,
    files: file === undefined ? readUris(selection) : [file],
    fingerprint: readFingerprint(target),
  };
}

export function readCertificatesTarget(
  target: unknown,
  selection: unknown,
  { tree }: TreeSelection,
): CertificatesTarget {
  // Keys of the tree: package.json asks for what is selected.
  const isSelectionAsked = target === 'selection';
  const rows: readonly unknown[] = isSelectionAsked ? tree.selection : Array.isArray(selection) ? selection : [];
  return {
    certificate: readCertificate(target),
    certificates: (rows.length > 0 ? rows : [target]).flatMap((row) => readCertificate(row) ?? []),
    isSelectionAsked,
    file: readUri(target),
  };
}

export const readFileTarget = (target: unknown, offset: unknown): FileTarget => ({
  uri: readUri(target),
  offset: readOffset(offset),
});

export function readDetailTarget(target: unknown): DetailTarget {
  const page = readSubject(target);
  const row = page ? undefined : readCertificate(target);
  return { subject: page ?? row, isRow: row !== undefined };
}

export function readHostTarget(target: unknown): HostTarget | undefined {
  const { kind, host } = toRecord(target);
  const subject = readHostSubject(target) ?? readSubject(target) ?? readCertificate(target);
  if (subject) return subject;
  // The host of a row of the tree is only a question: what is served for it is looked up.
  if (kind === 'host' && typeof host === 'string') return { from: 'host', host };
  const uri = readUri(target);
  return uri === undefined ? undefined : { from: 'editor', uri };
}

export function readUploadTarget(target: unknown, selection: unknown): UploadTarget {
  const uris = readUris(selection);
  const clicked = readUri(target);
  return {
    connection: readConnectionId(target),
    files: uris.length > 0 || clicked === undefined ? uris : [clicked],
    fingerprint: readFingerprint(target),
  };
}

export function readWriteTarget(target: unknown): WriteTarget {
  const { kind, write } = toRecord(target);
  const { id } = toRecord(write);
  return { write: kind === 'unfinished' && typeof id === 'string' ? id : undefined };
}

/** Reads the check that an action of an editor is about, and the file whose folder it is of. */
export function readFindingTarget(target: unknown): FindingTarget | undefined {
  const { uri, code } = toRecord(target);
  return typeof uri === 'string' && typeof code === 'string' && /^[A-Za-z0-9]{1,64}$/.test(code)
    ? { uri, code }
    : undefined;
}

export function readSplitRequest(target: unknown): SplitRequest | undefined {
  const { uri, version, wanted } = toRecord(target);
  const { way, index } = toRecord(wanted);
  if (typeof uri !== 'string' || typeof version !== 'number') return undefined;
  if (way === 'use' || way === 'block' || way === 'ignore') return { uri, version, wanted: { way } };
  return way === 'move' && typeof index === 'number' ? { uri, version, wanted: { way, index } } : undefined;
}

/** Reads the id of the connection that a row of the tree belongs to. */
function readConnectionId(target: unknown): string | undefined {
  const { id } = toRecord(toRecord(target)['connection']);
  return typeof id === 'string' ? id : undefined;
}

/** The field of a connection that a message says is wrong. */
function readConnectionField(target: unknown): ConnectionField | undefined {
  const { field } = toRecord(target);
  return connectionFields.find((known) => known === field);
}

/** Reads the certificate of a row of the tree, or of a page of a gateway's certificate. */
function readCertificate(target: unknown): GatewaySubject | undefined {
  const subject = readSubject(target);
  if (subject) return subject.from === 'gateway' ? subject : undefined;
  const { kind, entry } = toRecord(target);
  const connection = readConnectionId(target);
  const { id } = toRecord(toRecord(entry)['stored']);
  return kind === 'certificate' && connection !== undefined && typeof id === 'string'
    ? { from: 'gateway', connection, id }
    : undefined;
}

/** Reads the URI of the Explorer's or the editor's file, or of a row of the workspace check. */
function readUri(target: unknown): string | undefined {
  const record = toRecord(target);
  // A URI of VS Code's is an object of parts, which knows its text.
  const isUri = typeof record['scheme'] === 'string' && typeof record['path'] === 'string';
  const uri = isUri ? String(target) : record['uri'];
  return typeof uri === 'string' && /^[a-z][a-z0-9+.-]*:/i.test(uri) ? uri : undefined;
}

/** Reads the URIs of files that are selected, or dropped. */
const readUris = (selection: unknown): readonly string[] =>
  Array.isArray(selection) ? selection.flatMap((each: unknown) => readUri(each) ?? []) : [];

/** Reads the SHA-256 fingerprint of one certificate of a file. */
function readFingerprint(target: unknown): string | undefined {
  const { certificate } = toRecord(target);
  return typeof certificate === 'string' && /^[0-9a-f:]{64,95}$/i.test(certificate) ? certificate : undefined;
}

const readOffset = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

const toRecord = (value: unknown): Partial<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
