import type { CertificateType, Validity } from '../../core/model';
import { endsWithin, expiryState } from '../../core/x509/expiry';
import type { Cooperative } from '../../shared/cooperative';
import type { FileSubject, GatewaySubject } from '../../shared/protocol';
import type { Connection } from '../connections/connection';
import type { Connections } from '../connections/connections';
import type { CertificateEntry } from '../inventory/certificateEntry';
import type { Inventory } from '../inventory/inventory';
import type { CertificateState, Clock } from '../inventory/stateCounts';
import { toCertificateState } from '../inventory/stateCounts';
import type { WorkspaceCheck } from '../workspace/workspaceCheck';
import type { CheckedFile } from '../workspace/workspaceCheckFile';

/** Everything that is known of certificates: those of all gateways, and those of the files that were checked. */
export interface KnownCertificates {
  readonly gateways: readonly { readonly connection: Connection; readonly entries: readonly CertificateEntry[] }[];
  readonly files: readonly CheckedFile[];
}

/** Collects everything that is known now of certificates. */
export const toKnown = ({
  connections,
  inventory,
  check,
}: {
  readonly connections: Pick<Connections, 'all'>;
  readonly inventory: Pick<Inventory, 'certificates'>;
  readonly check: Pick<WorkspaceCheck, 'files'>;
}): KnownCertificates => ({
  gateways: connections.all.map((connection) => ({
    connection,
    entries: inventory.certificates(connection.id)?.entries() ?? [],
  })),
  files: check.files,
});

/** `ca` is said of files alone: what a gateway holds has a type. */
export type ItemType = CertificateType | 'ca' | 'unknown';

/** One certificate of the timeline. Texts are chosen by strangers: make them visible before showing them. */
export interface TimelineItem {
  readonly subject: GatewaySubject | FileSubject;
  readonly title: string;
  readonly validity: Validity | undefined;
  readonly state: CertificateState;
  readonly type: ItemType;
  readonly issuer: string | undefined;
  /** Set where somebody silenced this state. */
  readonly isSilent: boolean;
}

/** Certificates that are looked at without a pause. */
const stepLength = 500;

/** Hands every certificate to `look`, in steps. */
export function* eachItemSteps(
  { gateways, files }: KnownCertificates,
  clock: Clock,
  look: (item: TimelineItem) => void,
): Cooperative<void> {
  let steps = 0;
  for (const { connection, entries } of gateways)
    for (const entry of entries) {
      if (++steps % stepLength === 0) yield;
      look(toGatewayItem(connection, entry, clock));
    }
  for (const { uri, certificates } of files)
    for (const { index, name, validity, isCa, type, issuer, silent } of certificates) {
      if (++steps % stepLength === 0) yield;
      const state = expiryState(validity, clock.now, clock.warningDays);
      look({
        subject: { from: 'file', uri, index },
        title: name,
        validity,
        state,
        type: isCa ? 'ca' : (type ?? 'unknown'),
        issuer,
        isSilent: silent.includes(state),
      });
    }
}

const toGatewayItem = (connection: Connection, entry: CertificateEntry, clock: Clock): TimelineItem => ({
  subject: { from: 'gateway', connection: connection.id, id: entry.stored.id },
  title: entry.title,
  validity: entry.validity,
  state: toCertificateState(entry, clock),
  type: entry.type ?? 'unknown',
  issuer: entry.issuerName,
  isSilent: false,
});

/** Counts of the certificates that press. What is disabled, or silent by a person's wish, does not. */
export interface Numbers {
  readonly expired: number;
  /** By the rule of the tree's state. */
  readonly expiring: number;
  /** Within seven days, and within thirty: the first are among the second. */
  readonly week: number;
  readonly month: number;
}

export type NumberId = Exclude<keyof Numbers, 'expiring'>;
export const numberIds = ['expired', 'week', 'month'] as const satisfies readonly NumberId[];

/** Returns true if the certificate is one of those that a number counts. */
export function isCounted({ validity, state, isSilent }: TimelineItem, number: NumberId, clock: Clock): boolean {
  if (isSilent || number === 'expired') return !isSilent && state === 'expired';
  if (!validity || (state !== 'expiring' && state !== 'valid')) return false;
  return endsWithin(validity, { days: number === 'week' ? 7 : 30, now: clock.now, warningDays: clock.warningDays });
}

export class NumberCount {
  private readonly counts = { expired: 0, expiring: 0, week: 0, month: 0 };

  constructor(private readonly clock: Clock) {}

  get numbers(): Numbers {
    return { ...this.counts };
  }

  add(item: TimelineItem): void {
    if (item.state === 'expiring' && !item.isSilent) this.counts.expiring++;
    for (const number of numberIds) if (isCounted(item, number, this.clock)) this.counts[number]++;
  }
}
