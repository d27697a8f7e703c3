/**
 * Messages between the page of a renewal and the extension host: snapshots down, intents up. No type here has room for
 * a private key, a token or a typed ID: those are asked for by VS Code's own boxes.
 */
import { isRecord } from './isRecord';
import { isIndex } from './protocol';

type Severity = 'ok' | 'info' | 'warning' | 'error';

/** A sentence with a sign beside it, chosen by strangers in part: rendered as text, made visible. */
export interface RenewalLine {
  readonly severity: Severity;
  readonly text: string;
}

export interface RenewalObjectRow {
  /** Stable and unique: what intents name. */
  readonly key: string;
  /** The connection's name. */
  readonly gateway: string;
  readonly isProduction: boolean;
  /** The first name of the object, and the others. */
  readonly title: string;
  readonly names: string;
  readonly id: string;
  /** The ends of the present and of the new certificate: a date and a remark. */
  readonly before: { readonly date: string; readonly note: string; readonly severity: Severity };
  readonly after: { readonly date: string; readonly note: string } | undefined;
  /** Losses, affected hosts and checks, worst first. */
  readonly lines: readonly RenewalLine[];
  /** The state of the object: why it cannot be renewed, what is done with it now, or what became of it. */
  readonly state: RenewalLine | undefined;
  /** Set while work on it is under way. */
  readonly isBusy: boolean;
  readonly isSelected: boolean;
  readonly isSelectable: boolean;
  /** Labels of its buttons: a `press` intent names the place. */
  readonly buttons: readonly string[];
}

type RenewalActionKind = 'renew' | 'retry' | 'cancel' | 'refresh' | 'checkLive';

export interface RenewalAction {
  readonly kind: RenewalActionKind;
  readonly label: string;
  readonly text: string;
  readonly isPrimary?: true;
  readonly isDisabled?: true;
}

export interface RenewalWords {
  readonly actions: string;
  readonly objects: string;
  readonly object: string;
  readonly expires: string;
  readonly affected: string;
  readonly production: string;
  readonly id: string;
  /** `Renew {name} on {gateway}`, with places that the page fills in. */
  readonly select: string;
  readonly selectAll: string;
  /** The remark on the new certificate's end, beside its date. */
  readonly then: string;
}

/** Host to page. Always the whole state. */
export interface RenewalState {
  readonly kind: 'renewal';
  readonly words: RenewalWords;
  readonly title: string;
  readonly subtitle: string;
  readonly notes: readonly RenewalLine[];
  readonly actions: readonly RenewalAction[];
  readonly rows: readonly RenewalObjectRow[];
  /** The current work or its result: announced when it changes. */
  readonly status: (RenewalLine & { readonly isBusy: boolean }) | undefined;
}

/** Page to host. */
export type RenewalIntent =
  | { readonly kind: 'ready' }
  | { readonly kind: RenewalActionKind }
  | { readonly kind: 'select'; readonly row: string; readonly isSelected: boolean }
  | { readonly kind: 'selectAll'; readonly isSelected: boolean }
  | { readonly kind: 'press'; readonly row: string; readonly button: number };

/** Reads the intent in a message from the page; undefined for anything else. */
export function readRenewalIntent(message: unknown): RenewalIntent | undefined {
  if (!isRecord(message)) return undefined;
  const { kind, row, button, isSelected } = message;
  switch (kind) {
    case 'ready':
    case 'renew':
    case 'retry':
    case 'cancel':
    case 'refresh':
    case 'checkLive':
      return { kind };
    case 'select':
      return typeof row === 'string' && typeof isSelected === 'boolean' ? { kind, row, isSelected } : undefined;
    case 'selectAll':
      return typeof isSelected === 'boolean' ? { kind, isSelected } : undefined;
    case 'press':
      return typeof row === 'string' && isIndex(button) ? { kind, row, button } : undefined;
    default:
      return undefined;
  }
}

/**
 * Reads the state in a message to the page; undefined for anything else. Only the discriminant is checked: nobody but
 * the host can post to the page, and it renders everything as text.
 */
export const readRenewalState = (message: unknown): RenewalState | undefined =>
  isRecord(message) && message['kind'] === 'renewal' && Array.isArray(message['rows'])
    ? (message as unknown as RenewalState)
    : undefined;
