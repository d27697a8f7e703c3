import type { Connection } from '../../app/connections/connection';
import type { CertificateEntry } from '../../app/inventory/certificateEntry';
import type { ConnectionState } from '../../app/inventory/inventory';
import type { Clock } from '../../app/inventory/stateCounts';
import type { HostAnswer, HostTable } from '../../app/usage/hostCheck';
import type { LiveCheck } from '../../app/usage/liveCheck';
import type { Certificate } from '../../core/model';
import type { Referrer } from '../../gateway/gateway';
import type { DetailRow, GatewaySubject } from '../../shared/protocol';
import type { Translate } from '../../shared/translate';

export interface GatewayAnswer {
  readonly connection: Connection;
  readonly state: ConnectionState;
  /** Undefined while it is worked out. */
  readonly checked?: { readonly answer: HostAnswer; readonly table: HostTable } | undefined;
  /** The routes and services that answer for the host; undefined where they are not known. */
  readonly owners?: readonly Referrer[] | undefined;
  /** Ids of certificates that the gateway itself lists as usable for those; empty where it lists none. */
  readonly usable?: readonly string[] | undefined;
}

export interface HostFacts {
  readonly host: string;
  readonly gateways: readonly GatewayAnswer[];
  /** The certificate that it was asked for, and the name of its file. */
  readonly file?: { readonly name: string; readonly leaf: Certificate } | undefined;
  /** Returns why an object could not be read whole; undefined for one that was, or is being read. */
  readonly whyUnread?: ((entry: CertificateEntry) => string | undefined) | undefined;
  /** Latest first. */
  readonly live: readonly LiveCheck[];
  readonly clock: Clock;
  readonly translate: Translate;
}

export type Severity = NonNullable<DetailRow['severity']>;

/** Warnings of certificates that clients refuse. */
export const refused: ReadonlySet<HostAnswer['warnings'][number]['kind']> = new Set([
  'expired',
  'notYetValid',
  'nameMismatch',
  'issuerMayNotSign',
  'issuerExpired',
  'clientRefuses',
  'unreadable',
]);

export const isReference = ({ served }: HostAnswer): boolean => served?.content === 'secretReference';

/** Returns whether a warning is about the gateway, not about one certificate. */
export const isOfGateway = (kind: HostAnswer['warnings'][number]['kind']): boolean =>
  kind === 'ambiguous' ||
  kind === 'mayFail' ||
  kind === 'needsVersion' ||
  kind === 'dotNeedsVersion' ||
  kind === 'longerName' ||
  kind === 'ignored';

/** The action of a button on a host's page. The page names only its place; ids and addresses stay here. */
export type HostAction =
  | { readonly kind: 'show' | 'update' | 'wait'; readonly subject: GatewaySubject }
  | { readonly kind: 'refresh'; readonly connection: string }
  | { readonly kind: 'live' | 'liveAgain' };

/** A row, and what its buttons do, in their order. */
export interface ActionRow extends DetailRow {
  readonly actions?: readonly HostAction[];
}
