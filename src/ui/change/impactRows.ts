import type { Impact } from '../../app/usage/impact';
import type { ImpactLine } from '../../app/usage/impactLines';
import { impactLines } from '../../app/usage/impactLines';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { ReviewRow } from '../prompts/reviewPick';

const signs = { danger: 'error', warning: 'warning', note: 'info' } as const;

const maxHosts = 5;

/** Lists who is affected, worst first: a host a row, with what happens to it, and why beneath. */
export const impactRows = (impact: Impact, translate: Translate): readonly ReviewRow<never>[] =>
  impactLines(impact, translate).flatMap(({ severity, text, byHost, list }) => {
    const icon = signs[severity];
    if (list) return [{ icon, label: list.title, detail: fitted(list, translate), alwaysShow: true }];
    if (!byHost) return textRows(icon, text);
    const { hosts } = byHost;
    const more = hosts.length - maxHosts;
    return [
      ...hosts
        .slice(0, maxHosts)
        .flatMap((host) => hostRows({ icon, label: toShortText(host, lineLengths.label) }, byHost)),
      ...(more > 0
        ? hostRows(
            { icon, label: more === 1 ? translate('1 more host') : translate('{count} more hosts', { count: more }) },
            byHost,
          )
        : []),
    ];
  });

/**
 * Lists hosts: the change stands beside the name, or below a name that leaves no room for it; the reason follows in the
 * next line.
 */
function hostRows(
  row: Pick<ReviewRow<never>, 'icon' | 'label'>,
  { fate, why = '' }: NonNullable<ImpactLine['byHost']>,
): readonly ReviewRow<never>[] {
  const isBeside = widthOf(row.label) + widthOf(fate) < lineLengths.label;
  const [detail, rest] = isBeside ? cut(why, lineLengths.detail) : [fate, why];
  const first: ReviewRow<never> = {
    ...row,
    ...(isBeside ? { description: fate } : {}),
    ...(detail === '' ? {} : { detail }),
    alwaysShow: true,
  };
  return rest === '' ? [first] : [first, ...textRows('blank', rest)];
}

/** Puts a sentence beside a row's label, or below it, over as many rows as it takes, where there is no room. */
export function withSentence<Choice>(row: ReviewRow<Choice>, sentence: string): readonly ReviewRow<Choice>[] {
  if (widthOf(row.label) + widthOf(sentence) < lineLengths.label) return [{ ...row, description: sentence }];
  const [detail, rest] = cut(sentence, lineLengths.detail);
  return [{ ...row, detail }, ...(rest === '' ? [] : textRows('blank', rest))];
}

/** Joins as many items as fit into a line, at least one, and says how many more there are. */
function fitted({ items, more }: NonNullable<ImpactLine['list']>, translate: Translate): string {
  for (let shown = items.length; ; shown -= 1) {
    const names = items.slice(0, shown).join(', ');
    const count = items.length - shown + more;
    const text = count > 0 ? translate('{names} and {count} more', { names, count }) : names;
    if (shown <= 1 || widthOf(text) <= lineLengths.detail) return text;
  }
}

/** Letters of a row's label and of the smaller line below it that fit beside a heading before VS Code cuts them off. */
const lineLengths = { label: 64, detail: 68 };

/** The width of a letter, in those of the Latin script. */
const widthOfLetter = (letter: string): number =>
  /[\u2E80-\uA4CF\uAC00-\uD7AF\uF900-\uFAFF\uFF00-\uFF60]/.test(letter) ? 1.7 : 1;

const widthOf = (text: string): number => Array.from(text).reduce((width, letter) => width + widthOfLetter(letter), 0);

/** Returns whether a text is no wider, and looks at no more of it than that takes. */
function fits(text: string, width: number): boolean {
  let used = 0;
  for (const letter of text) {
    used += widthOfLetter(letter);
    if (used > width) return false;
  }
  return true;
}

/**
 * Shows a sentence of any length whole: over label and detail, and over further rows where that is not enough. The
 * label ends where a clause does, if the rest then fits below it.
 */
export function textRows(icon: string, text: string): readonly ReviewRow<never>[] {
  const rows: ReviewRow<never>[] = [];
  let left = text;
  do {
    const [label, afterLabel] = cutAtClause(left) ?? cut(left, lineLengths.label);
    const [detail, rest] = cut(afterLabel, lineLengths.detail);
    const sign = rows.length === 0 ? icon : 'blank';
    rows.push({ icon: sign, label, alwaysShow: true, ...(detail === '' ? {} : { detail }) });
    left = rest;
  } while (left !== '');
  return rows;
}

function cutAtClause(text: string): readonly [line: string, rest: string] | undefined {
  // A space between the two lines goes.
  if (fits(text, lineLengths.label) || !fits(text, lineLengths.label + lineLengths.detail + 1)) return undefined;
  for (const { index } of [...text.matchAll(/[.:;,?] |[。：；，？]/g)].reverse()) {
    const [line, rest] = [text.slice(0, index + 1), text.slice(index + 1).trimStart()];
    if (widthOf(line) <= lineLengths.label && widthOf(rest) <= lineLengths.detail) return [line, rest];
  }
  return undefined;
}

/** Cuts at the last space that fits; within a word that is longer than the line. */
function cut(text: string, width: number): readonly [line: string, rest: string] {
  if (fits(text, width)) return [text, ''];
  let [length, used] = [0, 0];
  for (const letter of text) {
    used += widthOfLetter(letter);
    if (used > width) break;
    length += letter.length;
  }
  const space = text.slice(0, length + 1).lastIndexOf(' ');
  const end = space > length / 2 ? space : length;
  return [text.slice(0, end), text.slice(end).trimStart()];
}

/**
 * Says the worst in one line, for a prompt: hosts that fail before losses of the certificate, those before the rest.
 */
export function impactSentence(impact: Impact, losses: readonly string[], translate: Translate): string {
  const lines = impactLines(impact, translate);
  const grave = lines.filter(({ severity }) => severity !== 'note');
  const failing = grave.filter(({ severity }) => severity === 'danger').map(({ text }) => text);
  const doubtful = grave.filter(({ severity }) => severity === 'warning').map(({ text }) => text);
  const all = [...failing, ...losses, ...doubtful];
  const [worst, ...others] = all.length > 0 ? all : lines.slice(0, 1).map(({ text }) => text);
  if (worst === undefined) return '';
  return others.length === 0 ? `${worst}.` : translate('{worst}; and {count} more.', { worst, count: others.length });
}
