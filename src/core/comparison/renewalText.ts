import type { Translate } from '../../shared/translate';
import { toVisibleText } from '../../shared/visibleText';
import { toEnd, toSpan, toUtc } from '../details/dates';
import type { Purpose } from '../model';
import { purposeWords } from '../x509/purpose';
import type { RenewalFact, RenewalRow } from './renewal';

/** A comparison as text, safe to show. */
export interface RenewalText {
  /** One fact a line, in the same order and number in both: for a side-by-side view. Each ends with a line break. */
  readonly old: string;
  readonly new: string;
  /** The facts that the new certificate lacks, or has less of; most serious facts first. One sentence each. */
  readonly losses: readonly string[];
  /** Facts that cannot be compared, because the gateway does not report them. */
  readonly unknown: readonly string[];
}

const labels: Readonly<Record<RenewalFact, string>> = {
  subject: 'Subject',
  name: 'Name',
  issuer: 'Issuer',
  purpose: 'Purpose',
  notBefore: 'Valid from',
  notAfter: 'Valid until',
  serial: 'Serial number',
  keyKind: 'Key',
  publicKey: 'Public key (SHA-256)',
  signature: 'Signed with',
  chain: 'Intermediates',
};

export function renewalLines(rows: readonly RenewalRow[], translate: Translate): RenewalText {
  const names = rows.map(({ fact }) => `${translate(labels[fact])}:`);
  const width = Math.max(0, ...names.map((name) => name.length)) + 2;
  const side = (which: 'old' | 'new') =>
    rows.map((row, index) => `${(names[index] ?? '').padEnd(width)}${valueText(row, which, translate)}\n`).join('');
  return {
    old: side('old'),
    new: side('new'),
    losses: rows.flatMap((row) => lossText(row, translate) ?? []),
    unknown: unknownFacts(rows, translate),
  };
}

function valueText(row: RenewalRow, which: 'old' | 'new', translate: Translate): string {
  const value = row[which];
  if (which === 'new' && row.coveredBy !== undefined)
    return translate('covered by {name}', { name: toVisibleText(row.coveredBy) });
  if (value === undefined) return row.kind === 'unknown' ? translate('not returned by the gateway') : '–';
  if (typeof value === 'number') return row.fact === 'notAfter' ? toEnd(value, translate) : toUtc(value);
  if (row.fact === 'purpose' && isPurpose(value)) return translate(purposeWords[value]);
  return value === '' ? '–' : toVisibleText(value);
}

const isPurpose = (value: string): value is Purpose => value in purposeWords;

function lossText(row: RenewalRow, translate: Translate): string | undefined {
  if (row.kind !== 'lost' && row.kind !== 'worse') return undefined;
  const values = { old: valueText(row, 'old', translate), new: valueText(row, 'new', translate) };
  switch (row.fact) {
    case 'name':
      return translate('{old} will be removed', values);
    case 'purpose':
      return translate('It may be used for less: {new} instead of {old}', values);
    case 'notAfter':
      return translate('It expires {span} earlier: {new} instead of {old}', {
        ...values,
        span: toSpan(Number(row.old) - Number(row.new), translate),
      });
    case 'keyKind':
      return translate('Its key is weaker: {new} instead of {old}', values);
    case 'signature':
      return translate('Its signature is weaker: {new} instead of {old}', values);
    case 'chain':
      return translate('It comes without its intermediates; the old one was sent with {old}', values);
    case 'subject':
    case 'issuer':
    case 'notBefore':
    case 'serial':
    case 'publicKey':
      return translate('{fact}: {new} instead of {old}', { ...values, fact: translate(labels[row.fact]) });
  }
}

function unknownFacts(rows: readonly RenewalRow[], translate: Translate): readonly string[] {
  const facts = new Set(rows.filter(({ kind }) => kind === 'unknown').map(({ fact }) => translate(labels[fact])));
  return facts.size === 0
    ? []
    : [
        translate('Cannot be compared, because the gateway does not return it: {facts}', {
          facts: [...facts].join(', '),
        }),
      ];
}
