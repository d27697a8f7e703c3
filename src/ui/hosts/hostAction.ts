import type { DetailRow, GatewaySubject } from '../../shared/protocol';

/** The action of a button on a host's page. The page names only its place; ids and addresses stay here. */
export type HostAction =
  | { readonly kind: 'show' | 'update' | 'wait'; readonly subject: GatewaySubject }
  | { readonly kind: 'refresh'; readonly connection: string }
  | { readonly kind: 'live' | 'liveAgain' };

/** A row, and what its buttons do, in their order. */
export interface ActionRow extends DetailRow {
  readonly actions?: readonly HostAction[];
}
