/**
 * What the details page and the extension host say to each other: snapshots down, intents up.
 * No type here has room for a private key or a token, and no intent carries content to be believed.
 */

/** One value shown on the page. */
export interface DetailRow {
  /** Stable, unique on the page: what a `copy` intent names. */
  readonly id: string;
  readonly label: string;
  /** Lines of plain text, chosen by strangers: rendered with control and bidi characters escaped, never as HTML. */
  readonly values: readonly string[];
  /** Said beside the value, in words: `expires in 12 days`, `critical`. */
  readonly note?: string;
  /** A sign beside the value; never the only one: `note` says it in words. */
  readonly severity?: 'ok' | 'info' | 'warning' | 'error';
  /** Hex, PEM, OIDs: shown in the editor's font. */
  readonly isMonospace?: boolean;
}

export interface DetailSection {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly DetailRow[];
  /** Shown folded at first. */
  readonly isCollapsed?: boolean;
}

/** Everything the page shows of one certificate. */
export interface DetailModel {
  /** First name of the certificate, or its subject. */
  readonly title: string;
  /** Where it is from: connection and id, or the file and block. */
  readonly subtitle: string;
  readonly badges: readonly { readonly text: string; readonly severity: 'ok' | 'info' | 'warning' | 'error' }[];
  /** The lifetime bar. Absent where the validity is not known. */
  readonly lifetime?: {
    /** Share of the lifetime that has passed, 0 to 1. */
    readonly used: number;
    readonly state: 'notYetValid' | 'valid' | 'expiring' | 'expired';
    /** `Jan 2, 2026, 10:00 UTC`. */
    readonly from: string;
    readonly to: string;
    /** `12 of 90 days left`. */
    readonly text: string;
  };
  readonly sections: readonly DetailSection[];
  /** Said at the top of the page, e.g. what the gateway does not tell. */
  readonly notes: readonly string[];
}

/** Host to page. Always the whole state: a page that missed one needs only the next. */
export type DetailState =
  | { readonly kind: 'state'; readonly state: 'loading'; readonly title: string }
  | { readonly kind: 'state'; readonly state: 'ready'; readonly detail: DetailModel }
  | { readonly kind: 'state'; readonly state: 'failed'; readonly title: string; readonly sentence: string };

/** Page to host. */
export type DetailIntent =
  | { readonly kind: 'ready' }
  | { readonly kind: 'refresh' }
  /** Copy the value of the row with this id; the host looks the value up itself. */
  | { readonly kind: 'copy'; readonly row: string };

/** What a page keeps across a window reload, to be asked for again. Addresses only, no content. */
export type DetailSubject =
  | { readonly from: 'gateway'; readonly connection: string; readonly id: string }
  /** A certificate in a file: the `index`-th (0-based) certificate block. */
  | { readonly from: 'file'; readonly uri: string; readonly index: number };

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The intent in a message from the page, or undefined for anything else. */
export function readIntent(message: unknown): DetailIntent | undefined {
  if (!isRecord(message)) return undefined;
  switch (message['kind']) {
    case 'ready':
    case 'refresh':
      return { kind: message['kind'] };
    case 'copy':
      return typeof message['row'] === 'string' ? { kind: 'copy', row: message['row'] } : undefined;
    default:
      return undefined;
  }
}

/** The subject in what VS Code kept of a page, or undefined for anything else. */
export function readSubject(kept: unknown): DetailSubject | undefined {
  if (!isRecord(kept)) return undefined;
  const { from, connection, id, uri, index } = kept;
  if (from === 'gateway' && typeof connection === 'string' && typeof id === 'string') return { from, connection, id };
  if (from === 'file' && typeof uri === 'string' && typeof index === 'number' && Number.isSafeInteger(index) && index >= 0)
    return { from, uri, index };
  return undefined;
}
