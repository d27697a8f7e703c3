/**
 * Changes a certificate where it is a value of another file: YAML, JSON, a program. The value is written again as it
 * was written, the whole text is read again, and nothing is given that would read otherwise than it is meant.
 */
import { readPemDocumentSteps } from '../../core/document/document';
import type { ReadText, TextEdit } from '../../core/fixes/lines';
import { nextLine, toEdit, withEdits } from '../../core/fixes/lines';
import type { Span } from '../../core/model';
import type { Cooperative } from '../../shared/cooperative';
import { foreignText } from './foreignFormat';
import { isPatchText } from './heldValues';
import type { HeldValue, ValuesHolding } from './holding';
import { readHoldingSteps } from './readHolding';
import type { LineSeparator } from './unindented';
import { lineSeparatorOf, toIndented } from './unindented';

/** Returns the text unchanged, or undefined, where there is nothing to do. */
export type ChangePem = (source: ReadText) => Cooperative<string | undefined>;

/** `unchanged`: there is nothing to do. `notWritable`: there is, and the value cannot be written again in place. */
export type ValueEdit = TextEdit | 'unchanged' | 'notWritable';

interface Place {
  readonly text: string;
  readonly at: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Returns the edit of the text that changes one of its values. Never throws. */
export function* editValueSteps({ text, at, now }: Place, change: ChangePem): Cooperative<ValueEdit> {
  const before = yield* readValues(text);
  const value = before?.values.find(({ span }) => span.start <= at && at <= span.end);
  if (!before || !value) return 'unchanged';
  const written = yield* readWritten(text, value, at);
  if (!written) return 'notWritable';
  const changed = yield* change({ text: written.text, document: written.document, now });
  if (changed === undefined || changed === written.text) return 'unchanged';
  if (isCounted(text)) return 'notWritable';
  const again = withEdits(text, [{ span: written.span, text: written.write(changed) }]);
  const meant = { text: changed, document: yield* readPemDocumentSteps(changed) };
  const isAsMeant = yield* readsAs(again, { before, value, meant: joined(written.others, contentOf(meant)) });
  return isAsMeant ? ((yield* toEdit(text, again)) ?? 'unchanged') : 'notWritable';
}

/**
 * Returns the edit that indents a value of YAML below its key; undefined where the values would read otherwise then.
 */
export function* editIndentSteps(text: string, at: number): Cooperative<TextEdit | undefined> {
  const before = yield* readValues(text);
  const value = before?.values.find(({ span }) => span.start <= at && at <= span.end);
  const edit = value && toIndented(text, value.span);
  if (!before || !edit) return undefined;
  const after = yield* readValues(withEdits(text, [edit]));
  const contents = ({ values }: ValuesHolding): string =>
    values
      .map((each) => pemOf(each))
      .map((pem) => (pem ? contentOf(pem).join('\n') : ''))
      .join('\n\n');
  return after && contents(after) === contents(before) ? edit : undefined;
}

/** Returns whether something else in the text goes by its values: the MAC of SOPS, and how many lines a patch has. */
const isCounted = (text: string): boolean => foreignText(text) === 'sops' || isPatchText(text);

function* readValues(text: string): Cooperative<ValuesHolding | undefined> {
  const holding = yield* readHoldingSteps({ kind: 'text', text }, { isForeign: true });
  return holding.kind === 'values' ? holding : undefined;
}

/** The PEM text of a value, or of some of its blocks, and how the value writes a PEM text. */
interface Written extends PemText {
  readonly span: Span;
  readonly write: (pem: string) => string;
  /** The blocks of the value before it and behind it, as `contentOf` has them. */
  readonly others: readonly [before: readonly string[], behind: readonly string[]];
}

type PemText = Pick<ReadText, 'text' | 'document'>;

/** Undefined where the value is no PEM text, or is not written in one way throughout. */
function* readWritten(text: string, value: HeldValue, at: number): Cooperative<Written | undefined> {
  const known = pemOf(value);
  if (!known) return undefined;
  const content = contentOf(known);
  const forms = value.holding.kind === 'base64' ? [inBase64(text, value)] : inLines(text, value, at);
  for (const form of forms) {
    if (!form) continue;
    yield;
    const { first, count } = form;
    const document = yield* readPemDocumentSteps(form.text);
    const own = contentOf({ text: form.text, document });
    const others = [content.slice(0, first), count === undefined ? [] : content.slice(first + count)] as const;
    // Of another value, or of a program.
    const isPlain =
      (value.holding.kind === 'base64' || document.errors.every(({ code }) => code !== 'textBesideBoundary')) &&
      isNothingElse({ text: form.text, document });
    if (isPlain && isEqual(joined(others, own), content)) return { ...form, document, others };
  }
  return undefined;
}

/**
 * Returns whether nothing stands beside the blocks of a text but what introduces them: the lines of a script or a
 * configuration, which changes would carry along or take out, stay where they are.
 */
function isNothingElse({ text, document }: PemText): boolean {
  let from = 0;
  for (const { span } of [...document.parts.map(({ block }) => block), { span: { start: text.length, end: 0 } }]) {
    const beside = text.slice(from, span.start).split('\n');
    if (!beside.every((line) => line.trim() === '' || introduction.test(line.trim()))) return false;
    from = Math.max(from, span.end);
  }
  return true;
}

/** Comments, what OpenSSL writes above a block, a word and a colon; and pieces of a block that is broken. */
const introduction =
  /^(?:#(?:\s.*)?|(?:Bag|Key) Attributes\b.*|(?:friendlyName|localKeyID|subject|issuer|serial|notBefore|notAfter|Microsoft [\w ]{1,60}|X509v3 [\w ]{1,60}|[\d.]{5,60})\s*[:=](?!.*["'`|>{([]$).*|(?:\d{1,3} )?[siav]:\S.*|[\w .-]{1,60}:|[-\u2010-\u2014\u2212]+ ?[A-Z].*[-\u2010-\u2014\u2212]|[A-Za-z0-9+/]{16,}={0,2}|[A-Za-z0-9+/]+={1,2})$/i;

/** Returns what is read of a value that is a PEM text, encoded or not. */
function pemOf({ holding }: HeldValue): PemText | undefined {
  if (holding.kind === 'base64') return holding.inner.kind === 'pem' ? holding.inner : undefined;
  return holding.kind === 'pem' ? (holding.repaired ?? holding) : undefined;
}

interface Form extends Pick<Written, 'span' | 'text' | 'write'> {
  /** The first of the value's blocks that it covers; `count` is undefined for all that follow. */
  readonly first: number;
  readonly count?: number;
}

/** Base64 of PEM, once or more often, on one line or on lines of equal length. */
function inBase64(text: string, { span, holding }: HeldValue): Form | undefined {
  if (holding.kind !== 'base64' || holding.isHex || holding.inner.kind !== 'pem') return undefined;
  const { layers, inner } = holding;
  const own = text.slice(span.start, span.end);
  const separator = /[^A-Za-z0-9+/=]+/.exec(own);
  const width = separator?.index ?? Infinity;
  const write = (pem: string): string => {
    let encoded = pem;
    for (let layer = 0; layer < layers; layer++) encoded = Buffer.from(encoded).toString('base64');
    return separator ? (encoded.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join(separator[0]) : encoded;
  };
  return write(inner.text) === own ? { span, text: inner.text, write, first: 0 } : undefined;
}

/**
 * Yields lines of PEM with the same text between them: a line break and an indent, `\\n`, the end and the start of a
 * string. First the whole value; then the blocks around the place with nothing else between them.
 */
function* inLines(text: string, value: HeldValue, at: number): Generator<Form | undefined> {
  const { span, holding } = value;
  if (holding.kind !== 'pem') return;
  const spans = holding.repaired?.spans ?? [];
  const separator = lineSeparatorOf(text, span);
  if (separator === undefined) return;
  const whole = { start: introducedFrom(text, value, separator.lineBreak), end: span.end };
  yield { ...formOf(text, whole, separator), first: 0 };
  const isNext = (index: number): boolean => {
    const gap = text.slice(spans[index]?.end, spans[index + 1]?.start);
    return gap.replaceAll(separator.lineBreak, '').replaceAll(separator.blank, '') === '';
  };
  let first = spans.findLastIndex(({ start }) => start <= at);
  if (first < 0) return;
  let end = first + 1;
  while (first > 0 && isNext(first - 1)) first--;
  while (end < spans.length && isNext(end - 1)) end++;
  const run = { start: spans[first]?.start ?? 0, end: spans[end - 1]?.end ?? 0 };
  yield { ...formOf(text, run, separator), first, count: end - first };
}

function formOf(
  text: string,
  span: Span,
  { lineBreak, blank }: LineSeparator,
): Pick<Written, 'span' | 'text' | 'write'> {
  const own = text.slice(span.start, span.end);
  const write = (changed: string): string =>
    changed
      .replace(/\n$/, '')
      .split('\n')
      .map((line, index) => (index === 0 ? line : line === '' ? blank : lineBreak + line))
      .join('');
  const pem = `${own.split(lineBreak).join('\n').replaceAll(blank, '\n')}\n`;
  // Where some lines are written otherwise, there is nothing to go by.
  return { span, text: write(pem) === own ? pem : '', write };
}

/** Returns where the lines start that introduce the first block, in a scalar: `Bag Attributes`, `subject=…`. */
function introducedFrom(text: string, { span, scalar }: HeldValue, lineBreak: string): number {
  if (!scalar) return span.start;
  const isQuoted = /["']/.test(text.charAt(scalar.start));
  const floor = isQuoted ? scalar.start + 1 : nextLine(text, scalar.start);
  let start = span.start;
  while (start - lineBreak.length > floor && text.slice(start - lineBreak.length, start) === lineBreak) {
    const end = start - lineBreak.length;
    const line = text.slice(Math.max(floor - lineBreak.length, end - maxLine), end);
    const before = line.lastIndexOf(lineBreak);
    const from = before >= 0 ? end - line.length + before + lineBreak.length : isQuoted ? floor : start;
    if (from >= start || from < floor || text.slice(from, end).trim() === '') break;
    start = from;
  }
  return start;
}

/** Longer lines introduce nothing. */
const maxLine = 1_000;

interface Meant {
  readonly before: ValuesHolding;
  readonly value: HeldValue;
  /** The blocks that the value has to hold, in the form of `contentOf`. */
  readonly meant: readonly string[];
}

/** Returns whether a text reads as before but for one value, which holds what was meant. */
function* readsAs(text: string, { before, value, meant }: Meant): Cooperative<boolean> {
  const after = yield* readValues(text);
  if (!after || after.values.length !== before.values.length) return false;
  for (const [index, each] of after.values.entries()) {
    yield;
    const old = before.values[index];
    if (!old || old.name !== each.name || old.isOverridden !== each.isOverridden) return false;
    if (old !== value) {
      if (sliceOf(after, each) !== sliceOf(before, old)) return false;
      continue;
    }
    const read = pemOf(each);
    if (!read || !isEqual(contentOf(read), meant)) return false;
  }
  return true;
}

const sliceOf = ({ text }: ValuesHolding, { span }: HeldValue): string => text.slice(span.start, span.end);

/** Returns the blocks of a text: what each is called, and holds. */
const contentOf = ({ text, document }: PemText): readonly string[] =>
  [...new Set(document.parts.map(({ block }) => block))].map(
    ({ label, body }) => `${label} ${text.slice(body.start, body.end).replace(/\s+/g, '')}`,
  );

const joined = ([before, behind]: Written['others'], own: readonly string[]): readonly string[] => [
  ...before,
  ...own,
  ...behind,
];

const isEqual = (one: readonly string[], other: readonly string[]): boolean => one.join('\n') === other.join('\n');
