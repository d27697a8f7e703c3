import { isRecord } from './isRecord';
/**
 * Messages between the page of the timeline and the extension host: snapshots down, intents up. A snapshot is bounded,
 * however many certificates there are.
 */

/** The look of a part of the bars: a state's own sign, or one of a row of patterns. */
export type TimelineLook =
  'expired' | 'expiring' | 'notYetValid' | 'valid' | 'disabled' | 'a' | 'b' | 'c' | 'd' | 'e' | 'rest';

/** A list to choose from; an intent names it and the id of what is chosen. */
export interface TimelineControl {
  readonly id: string;
  readonly label: string;
  /** Texts may be of strangers. */
  readonly options: readonly { readonly id: string; readonly text: string }[];
  readonly chosen: string;
}

export interface TimelinePeriod {
  /** The key that a `choose` intent names. */
  readonly id: string;
  /** `Nov 28 to Dec 5, 2026`. */
  readonly label: string;
  /** Under the bar: `Nov 28`. */
  readonly short: string;
  readonly total: number;
  /** A number a series. */
  readonly counts: readonly number[];
  /** The text for the bar: `Nov 28 to Dec 5, 2026: 12`. */
  readonly text: string;
}

export interface TimelineRow {
  readonly title: string;
  /** `12 days left · Staging · R3`. */
  readonly note: string;
  readonly severity: 'ok' | 'info' | 'warning' | 'error';
}

/** The page's own few words, in the user's language. */
export interface TimelineWords {
  readonly refresh: string;
  readonly exportAll: string;
  readonly checkFiles: string;
  /** Names the group of numbers, the picture, the table and its columns. */
  readonly numbers: string;
  readonly picture: string;
  readonly table: string;
  readonly period: string;
  readonly total: string;
  readonly filters: string;
  /** The text in place of the picture. */
  readonly empty: string;
  readonly choose: string;
}

/** Host to page: always the whole state. */
export interface TimelineState {
  readonly kind: 'timeline';
  readonly words: TimelineWords;
  readonly title: string;
  readonly subtitle: string;
  /** Chips with a number: a `choose` intent names one by its id. */
  readonly numbers: readonly {
    readonly id: string;
    readonly label: string;
    readonly count: string;
    readonly severity: TimelineRow['severity'];
  }[];
  readonly controls: readonly TimelineControl[];
  readonly series: readonly { readonly text: string; readonly count: number; readonly look: TimelineLook }[];
  readonly periods: readonly TimelinePeriod[];
  readonly chosen:
    | { readonly id: string; readonly title: string; readonly rows: readonly TimelineRow[]; readonly more?: string }
    | undefined;
  readonly notes: readonly string[];
  /** Checking the files of the workspace is offered. */
  readonly canCheckFiles: boolean;
  readonly canExport: boolean;
  /** The work that goes on: `Reading from the gateways…`. */
  readonly activity?: string;
}

/** Page to host. */
export type TimelineIntent =
  | { readonly kind: 'ready' }
  | { readonly kind: 'refresh' }
  | { readonly kind: 'export' }
  | { readonly kind: 'checkFiles' }
  | { readonly kind: 'set'; readonly control: string; readonly option: string }
  | { readonly kind: 'choose'; readonly id: string }
  /** Show the `index`-th (0-based) certificate of the list. */
  | { readonly kind: 'open'; readonly index: number };

/** Kept by the page across a reload of the window. */
export const timelineSubject = { from: 'timeline' } as const;
export type TimelineSubject = typeof timelineSubject;

/** Reads the intent in a message from the page; undefined for anything else. */
export function readTimelineIntent(message: unknown): TimelineIntent | undefined {
  if (!isRecord(message)) return undefined;
  const { kind, control, option, id, index } = message;
  switch (kind) {
    case 'ready':
    case 'refresh':
    case 'export':
    case 'checkFiles':
      return { kind };
    case 'set':
      return typeof control === 'string' && typeof option === 'string' ? { kind, control, option } : undefined;
    case 'choose':
      return typeof id === 'string' ? { kind, id } : undefined;
    case 'open':
      return typeof index === 'number' && Number.isSafeInteger(index) && index >= 0 ? { kind, index } : undefined;
    default:
      return undefined;
  }
}

/** Reads the state in a message to the page; nobody but the host can post to it, and it renders everything as text. */
export const readTimelineState = (message: unknown): TimelineState | undefined =>
  isRecord(message) && message['kind'] === 'timeline' ? (message as unknown as TimelineState) : undefined;
