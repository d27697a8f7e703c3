import type { Connection } from '../../app/connections/connection';
import type { Group, GroupKey } from '../../app/inventory/arrange';
import type { CertificateEntry } from '../../app/inventory/certificateEntry';
import type { HostState, ListedHost } from '../../app/usage/hostList';
import type { UnfinishedWrite } from '../../app/writes/unfinishedWrite';
import type { Wording } from '../text/words';
import type { RowText } from './rowText';

/** A row of the tree. Commands take these as arguments. */
export type Row =
  | ConnectionRow
  | GroupRow
  | RangeRow
  | CertificateRow
  | MessageRow
  | UnfinishedRow
  | HostRow
  | HostRangeRow
  | UnusedRow
  | ProblemRow;

interface RowBase {
  /** Unique in the tree and the same after a refresh, so that selection and folding stay. */
  readonly id: string;
  readonly connection: Connection;
  readonly parent: Row | undefined;
}

export interface ConnectionRow extends RowBase {
  readonly kind: 'connection';
}

export interface GroupRow extends RowBase {
  readonly kind: 'group';
  readonly key: GroupKey;
  readonly entries: readonly CertificateEntry[];
}

/** A stretch of a list too long to be shown at once, as debuggers show long arrays. */
export interface RangeRow extends RowBase {
  readonly kind: 'range';
  /** 0-based position of the first entry in the whole list. */
  readonly start: number;
  readonly entries: readonly CertificateEntry[];
}

export interface CertificateRow extends RowBase {
  readonly kind: 'certificate';
  readonly entry: CertificateEntry;
}

/** A host that the gateway is to answer for; its certificates are beneath it. */
export interface HostRow extends RowBase {
  readonly kind: 'host';
  readonly host: string;
  readonly listed: ListedHost;
  readonly state: HostState;
  readonly entries: readonly CertificateEntry[];
  readonly text: ShownHost['text'];
}

/** A stretch of a long list of hosts. */
export interface HostRangeRow extends RowBase {
  readonly kind: 'hostRange';
  readonly start: number;
  readonly hosts: readonly ShownHost[];
}

/** Certificates that stand beneath no host: nothing uses them, or they are for no host, or it is not known. */
export interface UnusedRow extends RowBase {
  readonly kind: 'unused' | 'others';
  readonly entries: readonly CertificateEntry[];
}

export interface ShownHost {
  readonly listed: ListedHost;
  readonly state: HostState;
  readonly entries: readonly CertificateEntry[];
  /** Makes the text when the row is drawn. */
  readonly text: (host: Omit<ShownHost, 'text'>, wording: Wording) => RowText;
}

/** The hosts of a gateway as they are drawn, worst first. */
export interface ShownHosts {
  readonly hosts: readonly ShownHost[];
  /** Certificates that nothing uses, for certain. */
  readonly unused: readonly CertificateEntry[];
  /** Certificates that belong nowhere else: of type client, or of unknown use. */
  readonly others: readonly CertificateEntry[];
  readonly isAll: boolean;
}

export interface MessageRow extends RowBase {
  readonly kind: 'message';
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
  /** More words, e.g. the gateway's own. Chosen by strangers. */
  readonly details: readonly string[];
}

/** A write whose outcome is unknown. At the root where its connection is gone. */
export interface UnfinishedRow extends RowBase {
  readonly kind: 'unfinished';
  readonly write: UnfinishedWrite;
}

/** A connection of the settings that cannot be read, at the root. It belongs to no connection. */
export interface ProblemRow {
  readonly kind: 'problem';
  readonly id: string;
  readonly connection: undefined;
  readonly parent: undefined;
  /** A sentence that says what is wrong. */
  readonly text: string;
}

/** Longest list a node shows; VS Code builds every child of an open node. */
const maxListLength = 1_000;

export function toConnectionRow(connection: Connection): ConnectionRow {
  return { kind: 'connection', id: pathOf(connection.id), connection, parent: undefined };
}

export function toGroupRow(parent: ConnectionRow, group: Group): GroupRow {
  const id = pathOf(parent.id, 'group', group.key.by, group.key.value ?? null);
  return { kind: 'group', id, connection: parent.connection, parent, key: group.key, entries: group.entries };
}

export function toMessageRow(
  parent: ConnectionRow,
  { severity, text, details = [] }: Pick<MessageRow, 'severity' | 'text'> & Partial<Pick<MessageRow, 'details'>>,
): MessageRow {
  return {
    kind: 'message',
    id: pathOf(parent.id, 'message', text),
    connection: parent.connection,
    parent,
    severity,
    text,
    details,
  };
}

export const toUnfinishedRow = (parent: ConnectionRow | undefined, write: UnfinishedWrite): UnfinishedRow => ({
  kind: 'unfinished',
  id: pathOf(parent?.id ?? '', 'unfinished', write.id),
  connection: parent?.connection ?? write.place,
  parent,
  write,
});

export const toProblemRow = (text: string, index: number): ProblemRow => ({
  kind: 'problem',
  id: pathOf('problem', index),
  connection: undefined,
  parent: undefined,
  text,
});

/** Makes rows for a list, cut into ranges where it is long. */
export function toListRows(
  parent: ConnectionRow | GroupRow | UnusedRow,
  entries: readonly CertificateEntry[],
): readonly (CertificateRow | RangeRow)[] {
  if (entries.length <= maxListLength) return toCertificateRows(parent, entries);
  return Array.from({ length: Math.ceil(entries.length / maxListLength) }, (_, index): RangeRow => {
    const start = index * maxListLength;
    const id = pathOf(parent.id, 'range', start);
    return {
      kind: 'range',
      id,
      connection: parent.connection,
      parent,
      start,
      entries: entries.slice(start, start + maxListLength),
    };
  });
}

export function toCertificateRows(
  parent: ConnectionRow | GroupRow | RangeRow | HostRow | UnusedRow,
  entries: readonly CertificateEntry[],
): readonly CertificateRow[] {
  // A certificate that moves to another range stays the same row; under two labels it is two rows.
  const place = parent.kind === 'range' ? (parent.parent?.id ?? parent.id) : parent.id;
  return entries.map((entry) => ({
    kind: 'certificate',
    id: pathOf(place, 'certificate', entry.stored.id),
    connection: parent.connection,
    parent,
    entry,
  }));
}

/**
 * Makes rows for the hosts of a gateway, cut into ranges where there are many, and for certificates that nothing uses.
 */
export function toHostListRows(
  parent: ConnectionRow,
  { hosts, unused, others }: ShownHosts,
): readonly (HostRow | HostRangeRow | UnusedRow)[] {
  const { connection } = parent;
  const rows =
    hosts.length <= maxListLength
      ? toHostRows(parent, hosts)
      : Array.from({ length: Math.ceil(hosts.length / maxListLength) }, (_, index): HostRangeRow => {
          const start = index * maxListLength;
          const id = pathOf(parent.id, 'hosts', start);
          return { kind: 'hostRange', id, connection, parent, start, hosts: hosts.slice(start, start + maxListLength) };
        });
  const rest = (kind: UnusedRow['kind'], entries: readonly CertificateEntry[]): readonly UnusedRow[] =>
    entries.length === 0 ? [] : [{ kind, id: pathOf(parent.id, kind), connection, parent, entries }];
  return [...rows, ...rest('unused', unused), ...rest('others', others)];
}

export function toHostRows(parent: ConnectionRow | HostRangeRow, hosts: readonly ShownHost[]): readonly HostRow[] {
  const place = parent.kind === 'hostRange' ? (parent.parent?.id ?? parent.id) : parent.id;
  return hosts.map((shown) => ({
    kind: 'host',
    id: pathOf(place, 'host', shown.listed.host),
    connection: parent.connection,
    parent,
    host: shown.listed.host,
    ...shown,
  }));
}

/** Makes an id of parts: JSON, because ids and labels may hold any separator. */
const pathOf = (...parts: readonly (string | number | null)[]): string => JSON.stringify(parts);
