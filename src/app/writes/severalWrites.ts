import type { Label } from '../../core/model';
import type { Connection } from '../connections/connection';
import type { FullEntry } from '../inventory/certificateEntry';
import type { RemoveOutcome, ReplaceOutcome } from './ends';
import { isHopeless } from './ends';

/** An object that one of several writes is to. */
export interface SeveralItem {
  readonly connection: Connection;
  /** The object as the person saw it. */
  readonly entry: FullEntry;
}

/** `notSent`: its turn never came. */
type SeveralEnd = RemoveOutcome | ReplaceOutcome | { readonly kind: 'notSent' };

export interface SeveralResult<Item extends SeveralItem> {
  readonly item: Item;
  readonly end: SeveralEnd;
}

export interface SeveralWriting<Item extends SeveralItem> {
  /** Never rejects. */
  readonly write: (item: Item) => Promise<RemoveOutcome | ReplaceOutcome>;
  /** Asked between items, never within one: what is out is waited for. */
  readonly signal: AbortSignal;
  /** An item's turn comes; `index` counts from 0. */
  readonly onItem: (item: Item, index: number) => void;
  readonly onResult: (result: SeveralResult<Item>) => void;
}

/**
 * Writes to several objects, one after the other, to the end. What a gateway meets that the next write to it would meet
 * as well ends the writes to it alone. Never throws.
 */
export async function writeSeveral<Item extends SeveralItem>(
  items: readonly Item[],
  { write, signal, onItem, onResult }: SeveralWriting<Item>,
): Promise<readonly SeveralResult<Item>[]> {
  const results: SeveralResult<Item>[] = [];
  const closed = new Set<string>();
  for (const [index, item] of items.entries()) {
    const { id } = item.connection;
    const isSent = !signal.aborted && !closed.has(id);
    if (isSent) onItem(item, index);
    const end: SeveralEnd = isSent ? await write(item) : { kind: 'notSent' };
    if (end.kind === 'failed' && isHopeless(end.error)) closed.add(id);
    const result = { item, end };
    results.push(result);
    onResult(result);
  }
  return results;
}

/** Returns whether the gateway is as it was to be. */
export const isDone = ({ end }: SeveralResult<SeveralItem>): boolean =>
  end.kind === 'written' || end.kind === 'removed' || end.kind === 'gone';

/** Returns whether another try of the same may succeed. */
export const canWriteAgain = ({ end }: SeveralResult<SeveralItem>): boolean =>
  end.kind === 'failed' || end.kind === 'notWritten' || end.kind === 'unknown' || end.kind === 'notSent';

/** A change to the labels of several objects; their other labels stay. */
export interface LabelChange {
  readonly set: readonly Label[];
  /** Keys. */
  readonly removed: readonly string[];
}

type LabelChangeReading =
  | { readonly ok: true; readonly change: LabelChange }
  /** `wrong`: the first word that says nothing. */
  | { readonly ok: false; readonly wrong: string };

/**
 * Parses a change: `key=value` sets a label, `-key` removes it; separated by white space, commas or semicolons.
 * @param style `words`: labels have no value
 */
export function parseLabelChange(text: string, style: 'words' | 'pairs'): LabelChangeReading {
  const set = new Map<string, Label>();
  const removed = new Set<string>();
  const isRight = style === 'pairs' ? /^(-[^=]+|[^-=][^=]*=.{1,256})$/ : /^-?[^-].*$/;
  for (const word of text.split(/[\s,;]+/).filter(Boolean)) {
    if (!isRight.test(word)) return { ok: false, wrong: word };
    if (word.startsWith('-')) {
      removed.add(word.slice(1));
      continue;
    }
    const at = style === 'pairs' ? word.indexOf('=') : word.length;
    const key = word.slice(0, at);
    set.set(key, style === 'pairs' ? { key, value: word.slice(at + 1) } : { key });
  }
  const both = [...removed].find((key) => set.has(key));
  return both === undefined
    ? { ok: true, change: { set: [...set.values()], removed: [...removed] } }
    : { ok: false, wrong: `-${both}` };
}

/** Applies a change. Labels that are set keep their place where they were there before. */
export function changeLabels(labels: readonly Label[], { set, removed }: LabelChange): readonly Label[] {
  const next = new Map(labels.filter(({ key }) => !removed.includes(key)).map((label) => [label.key, label]));
  for (const label of set) next.set(label.key, label);
  return [...next.values()];
}
