/** The timeline's certificates as a table for other programs: CSV (RFC 4180) and Markdown. */
import { toEnd, toUtc } from '../../core/details/dates';
import type { Validity } from '../../core/model';
import { daysLeft, isEndless } from '../../core/x509/expiry';
import type { Cooperative } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import { toVisibleText } from '../../shared/visibleText';

/** A certificate as it is exported. Texts may be of strangers. */
export interface ExportRow {
  readonly name: string;
  readonly validity: Validity | undefined;
  /** Words, in the user's language. */
  readonly state: string;
  readonly type: string;
  readonly issuer: string;
  /** A connection's name, or a file. */
  readonly place: string;
  /** The object's id; empty for a file. */
  readonly id: string;
  /** Names the place whatever stands in it: a connection and an object, or a file and which certificate of it. */
  readonly key: string;
}

export interface ExportFacts {
  readonly now: number;
  readonly translate: Translate;
}

/** Rows that are written without a pause. */
const stepLength = 500;

/** Writes CSV as Excel and LibreOffice take it: UTF-8 with a mark, a line a certificate. */
export function* toCsvSteps(rows: readonly ExportRow[], facts: ExportFacts): Cooperative<string> {
  const lines = yield* linesOf(rows, facts, (cells) => cells.map(toCsvCell).join(','));
  return `\uFEFF${lines.join('\r\n')}\r\n`;
}

/**
 * Writes a cell that no spreadsheet takes for a formula: behind an apostrophe, `=`, `+`, `-` and `@` are text, also
 * behind blanks and as full-width signs.
 */
function toCsvCell(text: string): string {
  const visible = toVisibleText(text);
  const guarded = /^[\s\p{Cc}]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\t\r]/u.test(text) ? `'${visible}` : visible;
  return `"${guarded.replaceAll('"', '""')}"`;
}

/** Writes a heading, the time, and a table. */
export function* toMarkdownSteps(rows: readonly ExportRow[], facts: ExportFacts): Cooperative<string> {
  const { now, translate } = facts;
  const lines = yield* linesOf(rows, facts, (cells) => `| ${cells.map(toMarkdownCell).join(' | ')} |`);
  const [head = '', ...body] = lines;
  const rule = head.replace(/[^|]+/g, ' --- ').trim();
  return [
    `# ${translate('Expiry Timeline')}`,
    '',
    translate('As of {time}', { time: toUtc(now) }),
    '',
    head,
    rule,
    ...body,
    '',
  ].join('\n');
}

/** Escapes a text so that nothing in it becomes a link, HTML, an icon or the end of the cell. */
const toMarkdownCell = (text: string): string =>
  toVisibleText(text)
    .replace(/[\\`*_{}[\]()<>&#!|~$@]|:(?!\d\d)/g, '\\$&')
    // GitHub makes a link of a bare address.
    .replace(/\bwww\./gi, (start) => `${start.slice(0, 3)}\\.`);

function* linesOf(
  rows: readonly ExportRow[],
  { now, translate: t }: ExportFacts,
  toLine: (cells: readonly string[]) => string,
): Cooperative<readonly string[]> {
  const lines = [
    toLine([t('Expires'), t('Days left'), t('State'), t('Name'), t('Type'), t('Issuer'), t('Place'), t('ID')]),
  ];
  for (const [index, { validity, state, name, type, issuer, place, id }] of rows.entries()) {
    if (index % stepLength === 0) yield;
    const days = validity === undefined || isEndless(validity) ? -1 : daysLeft(validity, now);
    const expires = validity === undefined ? '' : toEnd(validity.notAfter, t);
    // None left is said by the state: a number below zero would have to be guarded as a formula.
    lines.push(toLine([expires, days < 0 ? '' : String(days), state, name, type, issuer, place, id]));
  }
  return lines;
}
