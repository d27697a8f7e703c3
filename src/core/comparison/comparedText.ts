import type { Translate } from '../../shared/translate';
import { toVisibleText } from '../../shared/visibleText';
import { toEnd, toUtc } from '../details/dates';
import { toDetail } from '../details/detail';
import type { DetailOptions } from '../details/input';
import type { Certificate } from '../model';
import type { SpelledParts } from '../x509/parseDistinguishedName';
import { toValue } from '../x509/parseDistinguishedName';
import type { Compared, Facts } from './facts';
import { factsOf } from './facts';
import type { Sameness } from './metadataMatch';
import { isSameValidity, serialSameness } from './metadataMatch';

/** Two certificates as texts to be held against each other: they differ only where the certificates are known to. */
export interface ComparedTexts {
  readonly left: string;
  readonly right: string;
}

/**
 * Writes out all of both certificates where both are at hand. Where a gateway gives only metadata of one, writes what
 * is known of both, in one spelling, under lines that name the rest; those lines are the same on both sides.
 *
 * @param notes sentences to stand above both
 */
export function comparedTexts(
  sides: { readonly left: Compared; readonly right: Compared; readonly notes?: readonly string[] },
  options: DetailOptions,
): ComparedTexts {
  const { left, right, notes = [] } = sides;
  if ('certificate' in left && 'certificate' in right)
    return {
      left: withNotes(notes, normalText(left.certificate, options)),
      right: withNotes(notes, normalText(right.certificate, options)),
    };
  const { translate } = options;
  const facts: readonly [Facts, Facts] = [factsOf(left, translate), factsOf(right, translate)];
  const { rows, omitted } = rowsOf(facts, translate);
  const all = [...notes, ...omittedNote(omitted, translate)];
  return { left: withNotes(all, toText(rows, 'left')), right: withNotes(all, toText(rows, 'right')) };
}

const withNotes = (notes: readonly string[], text: string): string =>
  [...notes.map((note) => `# ${toVisibleText(note)}\n`), ...(notes.length > 0 ? ['\n'] : []), text].join('');

const omittedNote = (omitted: readonly string[], translate: Translate): readonly string[] =>
  omitted.length === 0
    ? []
    : [translate('Not returned by the gateway, or not comparable:'), ...omitted.map((each) => `- ${each}`)];

function toText(rows: readonly ComparedRow[], side: 'left' | 'right'): string {
  const sections = [...new Set(rows.map(({ section }) => section))];
  return sections
    .map((section) => {
      const lines = rows
        .filter((row) => row.section === section)
        .flatMap((row) => row[side].map((value) => `  ${toVisibleText(row.label)}: ${toVisibleText(value)}`));
      return [section, ...lines, ''].join('\n');
    })
    .join('\n');
}

/**
 * Writes a certificate as lines that can be compared: always the same sections in the same order, one value a line,
 * nothing that depends on when it is looked at. Safe to show.
 */
export function normalText(certificate: Certificate, options: DetailOptions): string {
  const { sections } = toDetail(
    { from: 'file', file: '', index: 0, count: 1, certificate, chain: [certificate] },
    options,
  );
  const own = sections.filter(({ id }) => id !== 'chain');
  return own
    .map(({ title, rows }) =>
      [
        title,
        ...rows.flatMap(({ label, values }) =>
          values.map((value) => `  ${toVisibleText(label)}: ${toVisibleText(value)}`),
        ),
        '',
      ].join('\n'),
    )
    .join('\n');
}

/** A row of two texts. Both sides hold the same values unless they are known to differ. */
interface ComparedRow {
  readonly section: string;
  readonly label: string;
  readonly left: readonly string[];
  readonly right: readonly string[];
}

interface ComparedRows {
  readonly rows: readonly ComparedRow[];
  /** The statements of one side alone, in words. */
  readonly omitted: readonly string[];
}

type Pair<T> = readonly [left: T, right: T];

/** Lists the facts of both sides, in the order of the details page. */
function rowsOf(facts: Pair<Facts>, translate: Translate): ComparedRows {
  const parts = [
    validityRows(both(facts, 'validity'), translate),
    nameRows(facts, 'dns', translate),
    nameRows(facts, 'ips', translate),
    partRows(facts, 'subject', translate),
    partRows(facts, 'issuer', translate),
    serialRows(both(facts, 'serial'), translate),
    signatureRows(both(facts, 'signature'), translate),
    extensionRows(facts, translate),
    { rows: [], omitted: [translate('Public key'), translate('Fingerprints')] },
  ];
  return { rows: parts.flatMap(({ rows }) => rows), omitted: [...new Set(parts.flatMap(({ omitted }) => omitted))] };
}

const both = <K extends keyof Facts>([left, right]: Pair<Facts>, name: K): Pair<Facts[K]> => [left[name], right[name]];

const only = (omitted: string): ComparedRows => ({ rows: [], omitted: [omitted] });

function validityRows([left, right]: Pair<Facts['validity']>, translate: Translate): ComparedRows {
  const section = translate('Validity');
  if (!left || !right) return only(section);
  // One spelling of the same second, whatever else the gateway tells of it.
  const other = isSameValidity(left, right) ? left : right;
  const row = (label: string, end: 'notBefore' | 'notAfter'): ComparedRow => ({
    section,
    label,
    left: [end === 'notAfter' ? toEnd(left[end], translate) : toUtc(left[end])],
    right: [end === 'notAfter' ? toEnd(other[end], translate) : toUtc(other[end])],
  });
  return { rows: [row(translate('Not before'), 'notBefore'), row(translate('Not after'), 'notAfter')], omitted: [] };
}

function nameRows(facts: Pair<Facts>, kind: 'dns' | 'ips', translate: Translate): ComparedRows {
  const [left, right] = both(facts, kind);
  const label = kind === 'dns' ? translate('DNS name') : translate('IP address');
  if (left && right)
    return {
      rows: left.length + right.length === 0 ? [] : [{ section: translate('Names'), label, left, right }],
      omitted: [],
    };
  // Names that are not there need not be named.
  return (left ?? right ?? []).length === 0 ? { rows: [], omitted: [] } : only(label);
}

/**
 * Compares the parts of a name. Some programs leave out types that they do not know: a part of only one side means
 * nothing.
 */
function partRows(facts: Pair<Facts>, which: 'subject' | 'issuer', translate: Translate): ComparedRows {
  const [left, right] = both(facts, which);
  const section = which === 'subject' ? translate('Subject') : translate('Issuer');
  if (!left || !right) return left?.length === 0 || right?.length === 0 ? { rows: [], omitted: [] } : only(section);
  const types = [...new Set([...left, ...right].map(([type]) => type))];
  const isShared = (type: string): boolean => [left, right].every((parts) => parts.some(([each]) => each === type));
  const rows = types.filter(isShared).map((type): ComparedRow => {
    const [one, other] = [valuesOf(left, type), valuesOf(right, type)];
    const isSame = one.map(toValue).join('\n') === other.map(toValue).join('\n');
    return { section, label: type.toUpperCase(), left: one, right: isSame ? one : other };
  });
  const alone = types.filter((type) => !isShared(type)).map((type) => type.toUpperCase());
  return { rows, omitted: alone.length === 0 ? [] : [`${section} (${alone.join(', ')})`] };
}

const valuesOf = (parts: SpelledParts, wanted: string): readonly string[] =>
  parts
    .flatMap(([type, value]) => (type === wanted ? [value] : []))
    .sort((one, other) => (toValue(one) < toValue(other) ? -1 : 1));

function serialRows([left, right]: Pair<Facts['serial']>, translate: Translate): ComparedRows {
  const label = translate('Serial number');
  const sameness = left && right ? sameSerial(left, right) : 'cannotTell';
  if (!left || !right || sameness === 'cannotTell') return only(label);
  const spoken = right.isSure ? right : left;
  const texts =
    sameness === 'same'
      ? { left: [spoken.text], right: [spoken.text] }
      : { left: [besideDecimal(left, right)], right: [besideDecimal(right, left)] };
  return { rows: [{ section: translate('Serial number and fingerprints'), label, ...texts }], omitted: [] };
}

/** Writes a certificate's number, in decimal too where the gateway's may be decimal. */
const besideDecimal = (own: NonNullable<Facts['serial']>, other: NonNullable<Facts['serial']>): string =>
  own.isSure && !other.isSure && /^\d+$/.test(other.text) && /^[0-9A-F]+$/.test(own.text)
    ? `${own.text} (${BigInt(`0x${own.text}`)})`
    : own.text;

function sameSerial(left: NonNullable<Facts['serial']>, right: NonNullable<Facts['serial']>): Sameness {
  if (left.isSure) return serialSameness(left.text, right.text);
  if (right.isSure) return serialSameness(right.text, left.text);
  // Two gateways, or twice the same: either may be the hexadecimal one.
  if (left.text === right.text) return 'same';
  const answers = [[left.text, right.text] as const, [right.text, left.text] as const].map(([one, other]) =>
    /^-?[0-9A-F]{1,200}$/.test(one) ? serialSameness(one, other) : 'cannotTell',
  );
  return answers.includes('same') ? 'same' : answers.includes('cannotTell') ? 'cannotTell' : 'different';
}

function signatureRows([left, right]: Pair<Facts['signature']>, translate: Translate): ComparedRows {
  const label = translate('Signed with');
  if (!left || !right) return only(label);
  return {
    rows: [
      { section: translate('Key'), label, left: [left.text], right: [left.key === right.key ? left.text : right.text] },
    ],
    omitted: [],
  };
}

function extensionRows([left, right]: Pair<Facts>, translate: Translate): ComparedRows {
  const section = translate('Extensions');
  const shared = [...left.extensions].flatMap(([oid, one]): readonly ComparedRow[] => {
    const other = right.extensions.get(oid);
    if (!other) return [];
    // The side that can say it in words says it for both.
    const spoken = one.name === oid ? other : one;
    return [
      {
        section,
        label: spoken.name,
        ...(one.hex === other.hex
          ? { left: spoken.lines, right: spoken.lines }
          : { left: one.lines, right: other.lines }),
      },
    ];
  });
  const alone = [...left.extensions.keys(), ...right.extensions.keys()].filter(
    (oid) => !left.extensions.has(oid) || !right.extensions.has(oid),
  );
  const isLoose = left.looseExtensions.length + right.looseExtensions.length > 0;
  return {
    rows: shared,
    omitted: alone.length > 0 || isLoose ? [shared.length > 0 ? translate('Further extensions') : section] : [],
  };
}
