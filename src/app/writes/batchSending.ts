import type { StoredCertificate } from '../../core/model';
import type { Gateway, GatewayError } from '../../gateway/gateway';
import type { NotNoted } from '../base/failureText';
import type { BatchItem } from './batch';
import type { CreateOutcome, ReplaceOutcome } from './ends';
import { isHopeless } from './ends';
import type { Note, WriteNotes } from './journal';
import type { Creating, Writing } from './operations';
import { runCreate, runReplace } from './operations';
import { toChange, toUpdateDraft } from './update';
import { toBundle } from './upload';

export type BatchOutcome =
  | { readonly kind: 'created' | 'replaced'; readonly stored: StoredCertificate }
  /** The gateway certainly does not have it. */
  | { readonly kind: 'failed'; readonly error: GatewayError | NotNoted }
  /** Somebody changed or removed the object that was to be replaced: the person looks at it by itself. */
  | { readonly kind: 'changed' }
  /** The gateway took it and holds something else. */
  | { readonly kind: 'otherwise'; readonly stored: StoredCertificate }
  /** The answer got lost, and the gateway could not be read: it is looked for before it is ever sent again. */
  | { readonly kind: 'unknown'; readonly error: GatewayError; readonly note: Note }
  /** Its turn never came. */
  | { readonly kind: 'notSent' };

export interface Result {
  readonly item: BatchItem;
  readonly outcome: BatchOutcome;
}

export interface Sending {
  readonly gateway: Pick<Gateway, 'capabilities' | 'list' | 'read' | 'create' | 'replace'>;
  /** Returns what was on the gateway before: see {@link Creating}. Called when an item's turn comes. */
  readonly before: (certificatePem: string) => Promise<Omit<Creating, 'bundle'>>;
  /** The journal for the item's write. */
  readonly notes: (item: BatchItem) => WriteNotes;
  /** Asked between items, never within one: what is out is waited for. */
  readonly signal: AbortSignal;
  /** An item's turn comes; `index` counts from 0. */
  readonly onItem: (item: BatchItem, index: number) => void;
  readonly onResult: (result: Result) => void;
}

/**
 * Sends one after the other, to the end, or until it makes no sense to go on. What an earlier try left unknown is
 * looked for first. Never throws.
 */
export async function sendBatch(
  queue: readonly (Result | { readonly item: BatchItem; readonly outcome?: undefined })[],
  sending: Sending,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  let isOver = false;
  for (const [index, { item, outcome: before }] of queue.entries()) {
    isOver ||= sending.signal.aborted;
    // Not sent now, but what happened before still holds.
    const outcome: BatchOutcome = isOver
      ? before?.kind === 'unknown'
        ? before
        : { kind: 'notSent' }
      : await sendOne(item, { ...sending, index });
    if (outcome.kind === 'failed' && isHopeless(outcome.error)) isOver = true;
    const result = { item, outcome };
    results.push(result);
    sending.onResult(result);
  }
  return results;
}

async function sendOne(item: BatchItem, sending: Sending & { readonly index: number }): Promise<BatchOutcome> {
  const { gateway, before, notes, onItem, index } = sending;
  onItem(item, index);
  const neverAborted = new AbortController().signal;
  const writing: Writing<'create' | 'replace'> = {
    gateway,
    notes: notes(item),
    signal: neverAborted,
    lookSignal: neverAborted,
  };
  if (item.match.kind === 'renews' && item.current) {
    const entry = item.current;
    const update = toUpdateDraft(item.draft, { key: item.draft.key, current: entry });
    return toOutcome(
      await runReplace({ change: toChange(update, entry, gateway.capabilities), expected: entry.stored }, writing),
      'replaced',
    );
  }
  const bundle = toBundle(item.draft);
  return toOutcome(await runCreate({ bundle, ...(await before(bundle.certificate)) }, writing), 'created');
}

function toOutcome(end: CreateOutcome | ReplaceOutcome, kind: 'created' | 'replaced'): BatchOutcome {
  switch (end.kind) {
    case 'written':
      return { kind, stored: end.stored };
    case 'failed':
    case 'notWritten':
      return { kind: 'failed', error: end.error };
    case 'unknown':
      return { kind: 'unknown', error: end.error, note: end.note };
    case 'changedOtherwise':
      return { kind: 'otherwise', stored: end.current };
    case 'changedBefore':
    case 'gone':
      return { kind: 'changed' };
  }
}

/** Returns whether another try of the same may succeed. */
export const canRetry = ({ outcome }: Result): boolean =>
  outcome.kind === 'failed' || outcome.kind === 'unknown' || outcome.kind === 'notSent';
