import type { CertificateEntry } from './certificateEntry';
import type { ConnectionState, Inventory } from './inventory';

/** Returns whether a connection was listed to its end, with every object read. */
export const isWhole = (state: ConnectionState): boolean =>
  state.kind === 'ready' && state.isComplete && state.unreadable.length === 0;

/** Returns {@link CertificateIndex.rivalsFor} of a connection; undefined where its list is not whole. */
export function rivalsIn(
  inventory: Pick<Inventory, 'state' | 'certificates'>,
  connectionId: string,
): ((names: readonly string[]) => readonly CertificateEntry[] | undefined) | undefined {
  if (!isWhole(inventory.state(connectionId))) return undefined;
  const certificates = inventory.certificates(connectionId);
  return (names) => (certificates ? certificates.rivalsFor(names) : []);
}
