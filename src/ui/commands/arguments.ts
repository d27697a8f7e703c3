/**
 * Reads what VS Code, or any other program, hands to a command. Only ids and addresses are taken from it, which the
 * command looks up: anybody can call a command with a name or a title of their own.
 */
import type { ConnectionField } from '../../app/connections/connectionField';
import { connectionFields } from '../../app/connections/connectionField';
import type { GatewaySubject } from '../../shared/protocol';
import { readSubject } from '../../shared/protocol';
import type { SplitRequest } from '../editor/split/splitRequest';
import type { FindingTarget } from '../editor/turnOff';

/** The id of the connection that a row of the tree belongs to. */
export function readConnectionId(target: unknown): string | undefined {
  const { id } = toRecord(toRecord(target)['connection']);
  return typeof id === 'string' ? id : undefined;
}

/** The field of a connection that a message says is wrong. */
export function readConnectionField(target: unknown): ConnectionField | undefined {
  const { field } = toRecord(target);
  return connectionFields.find((known) => known === field);
}

/** The check that an action of an editor is about, and the file whose folder it is of. */
export function readFindingTarget(target: unknown): FindingTarget | undefined {
  const { uri, code } = toRecord(target);
  return typeof uri === 'string' && typeof code === 'string' && /^[A-Za-z0-9]{1,64}$/.test(code)
    ? { uri, code }
    : undefined;
}

/** A key of the tree was pressed: VS Code hands over no row, so package.json asks for what is selected. */
export const isSelectionAsked = (target: unknown): boolean => target === 'selection';

/**
 * The rows that a command is about: those selected where a key was pressed or several are, else the one it was called
 * on.
 */
export function selectedRows(
  { tree }: { readonly tree: { readonly selection: readonly unknown[] } },
  target: unknown,
  selection: unknown,
): readonly unknown[] {
  if (isSelectionAsked(target)) return tree.selection;
  return Array.isArray(selection) && selection.length > 0 ? selection : [target];
}

/** The id of an unfinished write, from its row in the tree. */
export function readWriteId(target: unknown): string | undefined {
  const { kind, write } = toRecord(target);
  const { id } = toRecord(write);
  return kind === 'unfinished' && typeof id === 'string' ? id : undefined;
}

/** The host of a row of the tree. Only a question: what is served for it is looked up. */
export function readHost(target: unknown): string | undefined {
  const { kind, host } = toRecord(target);
  return kind === 'host' && typeof host === 'string' ? host : undefined;
}

/** The certificates on gateways that are selected in the tree, or the one of a row or of a details page. */
export function readCertificates(target: unknown, selection?: unknown): readonly GatewaySubject[] {
  const rows: readonly unknown[] = Array.isArray(selection) && selection.length > 0 ? selection : [target];
  return rows.flatMap((row) => readCertificate(row) ?? []);
}

export function readCertificate(target: unknown): GatewaySubject | undefined {
  const subject = readSubject(target);
  if (subject) return subject.from === 'gateway' ? subject : undefined;
  const { kind, entry } = toRecord(target);
  const connection = readConnectionId(target);
  const { id } = toRecord(toRecord(entry)['stored']);
  return kind === 'certificate' && connection !== undefined && typeof id === 'string'
    ? { from: 'gateway', connection, id }
    : undefined;
}

/** The URI of the Explorer's or the editor's file, or of a row of the workspace check. */
export function readUri(target: unknown): string | undefined {
  const record = toRecord(target);
  // A URI of VS Code's is an object of parts, which knows its text.
  const isUri = typeof record['scheme'] === 'string' && typeof record['path'] === 'string';
  const uri = isUri ? String(target) : record['uri'];
  return typeof uri === 'string' && /^[a-z][a-z0-9+.-]*:/i.test(uri) ? uri : undefined;
}

/** The URIs of files that are selected, or dropped. */
export const readUris = (selection: unknown): readonly string[] =>
  Array.isArray(selection) ? selection.flatMap((each: unknown) => readUri(each) ?? []) : [];

/** The SHA-256 fingerprint of one certificate of a file. */
export function readFingerprint(target: unknown): string | undefined {
  const { certificate } = toRecord(target);
  return typeof certificate === 'string' && /^[0-9a-f:]{64,95}$/i.test(certificate) ? certificate : undefined;
}

/** A place in a text, in UTF-16 units. */
export const readOffset = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

export function readSplitRequest(target: unknown): SplitRequest | undefined {
  const { uri, version, wanted } = toRecord(target);
  const { way, index } = toRecord(wanted);
  if (typeof uri !== 'string' || typeof version !== 'number') return undefined;
  if (way === 'use' || way === 'block' || way === 'ignore') return { uri, version, wanted: { way } };
  return way === 'move' && typeof index === 'number' ? { uri, version, wanted: { way, index } } : undefined;
}

const toRecord = (value: unknown): Partial<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
