import { isRecord } from './isRecord';
/**
 * Messages between the details page and the extension host: snapshots down, intents up. No type here has room for a
 * private key or a token, and no intent carries content to be believed.
 */

export interface DetailRow {
  /** Stable, unique on the page: what a `copy` intent names. */
  readonly id: string;
  readonly label: string;
  /** Dotted OID of what the row is about, said under the label. */
  readonly oid?: string;
  /** Lines of plain text, chosen by strangers: rendered with control and bidi characters escaped, never as HTML. */
  readonly values: readonly string[];
  /** A remark beside the value, in words: `expires in 12 days`, `critical`. */
  readonly note?: string;
  /** A sign beside the value; never the only one: `note` says it in words. */
  readonly severity?: 'ok' | 'info' | 'warning' | 'error';
  /** Hex, PEM, OIDs: shown in the editor's font. */
  readonly isMonospace?: boolean;
  /** The values are our words for "nothing" or "not known": shown muted, not copied. */
  readonly isAbsent?: boolean;
  /** Labels of the buttons that do something about it: a `press` intent names the place. */
  readonly buttons?: readonly string[];
}

export interface DetailSection {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly DetailRow[];
  /** Shown folded at first. */
  readonly isCollapsed?: boolean;
}

export interface DetailModel {
  /** First name of the certificate, or its subject. */
  readonly title: string;
  /** The place it was read from: connection and id, or the file and block. */
  readonly subtitle: string;
  readonly badges: readonly { readonly text: string; readonly severity: 'ok' | 'info' | 'warning' | 'error' }[];
  /** The lifetime bar. Absent where the validity is not known. */
  readonly lifetime?: {
    /** Share of the lifetime that remains, 0 to 1. */
    readonly left: number;
    readonly state: 'notYetValid' | 'valid' | 'expiring' | 'expired';
    /** `2026-01-02 10:00:00 UTC`. */
    readonly from: string;
    readonly to: string;
    /** `12 days of 90 days left`. */
    readonly text: string;
  };
  readonly sections: readonly DetailSection[];
  /** Sentences at the top of the page, e.g. what the gateway leaves out. */
  readonly notes: readonly string[];
  /** The rest of the file. Absent where the page is about one certificate, or the file holds nothing else. */
  readonly contents?: DetailContents;
}

/** Certificates and private keys of a file, of which the page shows one certificate. */
export interface DetailContents {
  readonly title: string;
  /** In the order of the file: a `choose` intent names the place. */
  readonly certificates: readonly {
    readonly text: string;
    readonly note: string;
    readonly severity: 'ok' | 'info' | 'warning' | 'error';
    readonly isShown: boolean;
    /** False where there is no more to be shown of it than the note. */
    readonly isReadable: boolean;
  }[];
  /** Kind and what it fits, in words: `RSA 2048 · fits certificate 1`. Never more of a key. */
  readonly keys: readonly string[];
}

/** A change to a certificate on a gateway. The page only names it; the host does all asking. */
export type DetailChangeKind = 'update' | 'delete' | 'editLabels';

export interface DetailChange {
  readonly kind: DetailChangeKind;
  readonly title: string;
  /** Says what the change does, and what will be asked. */
  readonly text: string;
  readonly button: string;
}

/** An action at the top of the page. The page only names it; the host does all asking. */
export type PageActionKind =
  | 'unlock'
  | 'upload'
  | 'openAsText'
  | 'goToMatch'
  | 'compare'
  | 'checkHost'
  | 'checkLive'
  | 'copyPem'
  | 'renewEverywhere'
  | 'openManifest';

export interface PageAction {
  readonly kind: PageActionKind;
  readonly label: string;
  /** Says what the action does, or why it is disabled. */
  readonly text: string;
  readonly isDisabled?: true;
}

/** The page's own few words, in the user's language. `{label}` and `{count}` are filled in by the page. */
export interface DetailWords {
  /** `Copy {label}` */
  readonly copy: string;
  /** `Copy {label}, all {count}` */
  readonly copyAll: string;
  /** `Show {count} more` */
  readonly more: string;
  readonly loading: string;
  readonly refresh: string;
  readonly retry: string;
  readonly dangerZone: string;
  /** Announced when reading again has ended well. */
  readonly refreshed: string;
  readonly actions: string;
}

/** Host to page. Always the whole state: a page that missed one needs only the next. */
export type DetailState = {
  readonly kind: 'state';
  readonly words: DetailWords;
  /** The subject of the page: kept by it for a window reload. */
  readonly subject: PageSubject;
  /** The first is the one to be expected. Absent where there are none. */
  readonly actions?: readonly PageAction[];
} & (
  | { readonly state: 'loading'; readonly title: string }
  | {
      readonly state: 'ready';
      readonly detail: DetailModel;
      /** Empty for what cannot be changed, e.g. a certificate in a file. */
      readonly changes: readonly DetailChange[];
      /** The progress while the certificate is read again: `Reading from the gateway…`. */
      readonly activity?: string;
      /** The reason why reading it again failed; `detail` is what was read before. */
      readonly problem?: string;
    }
  | { readonly state: 'failed'; readonly title: string; readonly sentence: string }
  /** Nothing went wrong, and there is no certificate to be shown: a file behind a password, or of another kind. */
  | { readonly state: 'message'; readonly title: string; readonly sentence: string; readonly isEncrypted: boolean }
);

/** Host to page: said once, aloud and beside the row. Nothing depends on its arrival. */
export interface DetailNotice {
  readonly kind: 'notice';
  readonly text: string;
  /** The row, and the value in it, that were copied. */
  readonly row: string;
  readonly value?: number;
}

/** Page to host. */
export type DetailIntent =
  /** `index`: the certificate of the file that this page showed before the window was reloaded. */
  | { readonly kind: 'ready'; readonly index?: number }
  | { readonly kind: 'refresh' }
  /** Show the `index`-th (0-based) certificate of the file instead. */
  | { readonly kind: 'choose'; readonly index: number }
  | { readonly kind: PageActionKind }
  /** Begin this change of the certificate the page is about. */
  | { readonly kind: DetailChangeKind }
  /** Copy the values of the row with this id, or its `value`-th (0-based) alone; the host looks them up itself. */
  | { readonly kind: 'copy'; readonly row: string; readonly value?: number }
  /** The `button`-th (0-based) of the row with this id was pressed; the host knows what it stands for. */
  | { readonly kind: 'press'; readonly row: string; readonly button: number };

/** The address that a page keeps across a window reload, to be asked for again. No content. */
export type DetailSubject = GatewaySubject | FileSubject;

/** The address that any of our pages keeps. */
export type PageSubject = DetailSubject | HostSubject;

/** A certificate on a gateway, by the ids of its connection and of its object. */
export interface GatewaySubject {
  readonly from: 'gateway';
  readonly connection: string;
  readonly id: string;
}

/** A certificate in a file: the `index`-th (0-based) that it holds. */
export interface FileSubject {
  readonly from: 'file';
  readonly uri: string;
  readonly index: number;
}

/** A host name: which certificate each gateway serves for it. */
export interface HostSubject {
  readonly from: 'host';
  readonly host: string;
  /** The certificate that it was asked for, to be compared with. */
  readonly file?: FileSubject;
}

/** Longest name that is looked at: more than any host has, whatever its spelling. */
const maxHostLength = 1_000;

/** Returns whether it may be the index of a row, column or certificate. */
export const isIndex = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

/** Reads the intent in a message from the page; undefined for anything else. */
export function readIntent(message: unknown): DetailIntent | undefined {
  if (!isRecord(message)) return undefined;
  switch (message['kind']) {
    case 'ready':
      return isIndex(message['index']) ? { kind: 'ready', index: message['index'] } : { kind: 'ready' };
    case 'choose':
      return isIndex(message['index']) ? { kind: 'choose', index: message['index'] } : undefined;
    case 'refresh':
    case 'update':
    case 'delete':
    case 'editLabels':
    case 'unlock':
    case 'upload':
    case 'openAsText':
    case 'goToMatch':
    case 'compare':
    case 'checkHost':
    case 'checkLive':
    case 'copyPem':
    case 'renewEverywhere':
    case 'openManifest':
      return { kind: message['kind'] };
    case 'press': {
      const { row, button } = message;
      return typeof row === 'string' && isIndex(button) ? { kind: 'press', row, button } : undefined;
    }
    case 'copy': {
      const { row, value } = message;
      if (typeof row !== 'string') return undefined;
      if (value === undefined) return { kind: 'copy', row };
      return isIndex(value) ? { kind: 'copy', row, value } : undefined;
    }
    default:
      return undefined;
  }
}

/** Reads the subject in what VS Code kept of a page; undefined for anything else. */
export function readSubject(kept: unknown): DetailSubject | undefined {
  if (!isRecord(kept)) return undefined;
  const { from, connection, id, uri, index } = kept;
  if (from === 'gateway' && typeof connection === 'string' && typeof id === 'string') return { from, connection, id };
  if (from === 'file' && typeof uri === 'string' && isIndex(index)) return { from, uri, index };
  return undefined;
}

/** Reads the host in what VS Code kept of its page, or in an argument of a command. */
export function readHostSubject(kept: unknown): HostSubject | undefined {
  if (!isRecord(kept)) return undefined;
  const { from, host } = kept;
  if (from !== 'host' || typeof host !== 'string' || host.length > maxHostLength) return undefined;
  const file = readSubject(kept['file']);
  return file?.from === 'file' ? { from, host, file } : { from, host };
}

const states: ReadonlySet<unknown> = new Set<DetailState['state']>(['loading', 'ready', 'failed', 'message']);

/**
 * Reads the state or notice in a message to the page; undefined for anything else. Only the discriminants are checked:
 * nobody but the host can post to the page, and it renders everything as text.
 */
export function readDetailMessage(message: unknown): DetailState | DetailNotice | undefined {
  if (!isRecord(message)) return undefined;
  const { kind, state, text, row } = message;
  if (kind === 'notice' && typeof text === 'string' && typeof row === 'string')
    return message as unknown as DetailNotice;
  if (kind === 'state' && states.has(state)) return message as unknown as DetailState;
  return undefined;
}
