import type { Impact } from '../../app/usage/impact';
import { impactLines } from '../../app/usage/impactLines';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { ReviewRow } from '../prompts/reviewPick';

const signs = { danger: 'error', warning: 'warning', note: 'info' } as const;

/** Hosts of one outcome that have a row each. */
const maxHosts = 5;

/** Lists who is affected, worst first: a host a row, with what happens to it beneath. */
export const impactRows = (impact: Impact, translate: Translate): readonly ReviewRow<never>[] =>
  impactLines(impact, translate).flatMap(({ severity, text, byHost }) => {
    const icon = signs[severity];
    if (!byHost) return textRows(icon, text);
    const { hosts, reason } = byHost;
    const more = hosts.length - maxHosts;
    return [
      ...hosts.slice(0, maxHosts).flatMap((host) => titledRows(icon, toShortText(host, lineLengths.label), reason)),
      ...(more > 0
        ? titledRows(
            icon,
            more === 1 ? translate('1 more host') : translate('{count} more hosts', { count: more }),
            reason,
          )
        : []),
    ];
  });

function titledRows(icon: string, label: string, text: string): readonly ReviewRow<never>[] {
  const [detail, rest] = cut(text, lineLengths.detail);
  const row: ReviewRow<never> = { icon, label, detail, alwaysShow: true };
  return rest === '' ? [row] : [row, ...textRows('blank', rest)];
}

/** Letters of a row's label and of the smaller line below it that fit before VS Code cuts them off. */
const lineLengths = { label: 64, detail: 70 };

/** A sentence of any length, whole: over label and detail, and over further rows where that is not enough. */
export function textRows(icon: string, text: string): readonly ReviewRow<never>[] {
  const [label, afterLabel] = cut(text, lineLengths.label);
  const [detail, rest] = cut(afterLabel, lineLengths.detail);
  const row: ReviewRow<never> = { icon, label, alwaysShow: true, ...(detail === '' ? {} : { detail }) };
  return rest === '' ? [row] : [row, ...textRows('blank', rest)];
}

/** Cuts at the last space that fits; within a word that is longer than the line. */
function cut(text: string, length: number): readonly [line: string, rest: string] {
  if (text.length <= length) return [text, ''];
  const space = text.lastIndexOf(' ', length);
  const end = space > length / 2 ? space : length;
  return [text.slice(0, end), text.slice(end).trimStart()];
}

/**
 * The worst of it in one line, for a prompt: hosts that fail before losses of the certificate, those before the rest.
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
