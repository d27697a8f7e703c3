import type { Label } from '../../core/model';

/** A change to the labels of several objects; their other labels stay. */
export interface LabelChange {
  readonly set: readonly Label[];
  /** Keys. */
  readonly removed: readonly string[];
}

export type LabelChangeReading =
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
