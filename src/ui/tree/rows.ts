import type { Connection } from '../../app/connections/connection';
import type { Group, GroupKey } from '../../app/inventory/arrange';
import type { CertificateEntry } from '../../app/inventory/certificateEntry';
import type { UnfinishedWrite } from '../../app/writes/unfinishedWrite';

/** A row of the tree. Commands take these as arguments. */
export type Row = ConnectionRow | GroupRow | RangeRow | CertificateRow | MessageRow | UnfinishedRow;

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
  message: Pick<MessageRow, 'severity' | 'text' | 'details'>,
): MessageRow {
  return {
    kind: 'message',
    id: pathOf(parent.id, 'message', message.text),
    connection: parent.connection,
    parent,
    ...message,
  };
}

export const toUnfinishedRow = (parent: ConnectionRow | undefined, write: UnfinishedWrite): UnfinishedRow => ({
  kind: 'unfinished',
  id: pathOf(parent?.id ?? '', 'unfinished', write.id),
  connection: parent?.connection ?? write.place,
  parent,
  write,
});

/** Rows for a list, cut into ranges where it is long. */
export function toListRows(
  parent: ConnectionRow | GroupRow,
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
  parent: ConnectionRow | GroupRow | RangeRow,
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

/** JSON, because ids and labels may hold any separator. */
const pathOf = (...parts: readonly (string | number | null)[]): string => JSON.stringify(parts);
