import { CertificateIndex } from '../../../../src/app/inventory/certificateIndex';
import type { ConnectionState } from '../../../../src/app/inventory/inventory';

/** A connection in this state, as the inventory has it. */
export function listed(state: ConnectionState): {
  readonly state: ConnectionState;
  readonly certificates: CertificateIndex;
} {
  const certificates = new CertificateIndex();
  for (const each of state.entries) certificates.put(each);
  return { state, certificates };
}

/** An inventory whose every connection is in this state. */
export function inventoryOf(state: ConnectionState) {
  const { certificates } = listed(state);
  return { state: () => state, certificates: () => certificates };
}
