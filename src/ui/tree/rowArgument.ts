import type { Connection } from '../../app/connections/connection';
import type { CertificateRow, Row } from './rows';

const kinds: ReadonlySet<unknown> = new Set<Row['kind']>([
  'connection',
  'group',
  'range',
  'certificate',
  'message',
  'unfinished',
]);

/** The connection of the row a command was called on; undefined where it was called from the palette or a welcome view. */
export function connectionOf(argument: unknown): Connection | undefined {
  return isRow(argument) ? argument.connection : undefined;
}

/** That connection as the settings have it: nothing else of an argument is believed, which anyone may have made up. */
export function connectionIn(
  argument: unknown,
  connections: { find(id: string): Connection | undefined },
): Connection | undefined {
  const id: unknown = connectionOf(argument)?.id;
  return typeof id === 'string' ? connections.find(id) : undefined;
}

/** The id of the unfinished write whose row a command was called on. */
export function unfinishedIdOf(argument: unknown): string | undefined {
  const write: unknown = isRow(argument) && argument.kind === 'unfinished' ? argument.write : undefined;
  return isObject(write) && 'id' in write && typeof write.id === 'string' ? write.id : undefined;
}

/** The certificates a command was called on: the whole selection where the clicked row is part of it. */
export function toCertificateRows(argument: unknown, selection: unknown): readonly CertificateRow[] {
  const rows = Array.isArray(selection) && selection.length > 0 ? selection : [argument];
  return rows
    .filter(isRow)
    .filter((row) => row.kind === 'certificate')
    .filter(isWhole);
}

function isRow(value: unknown): value is Row {
  return (
    isObject(value) && 'kind' in value && kinds.has(value.kind) && 'connection' in value && isObject(value.connection)
  );
}

/** A row's entry may be missing where a row was made up. */
const isWhole = ({ entry }: { readonly entry: unknown }): boolean =>
  isObject(entry) &&
  'stored' in entry &&
  isObject(entry.stored) &&
  'id' in entry.stored &&
  typeof entry.stored.id === 'string';

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
