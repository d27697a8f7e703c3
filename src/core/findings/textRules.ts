import { toShortText } from '../../shared/visibleText';
import type { PemDocument } from '../document/document';
import { misspeltStarts } from '../document/document';
import { mislabelledReasons } from '../document/pemContent';
import type { LayoutIssue, LayoutIssueCode } from '../pem/layout';
import type { PemErrorCode } from '../pem/scan';
import type { FindingPlace, Rule } from './rule';
import { at } from './rule';
import type { RuleContext } from './ruleContext';

/** Rules on how a file is written, where a gateway reads something else in it than a person does, or nothing. */
export const textRules = [
  {
    // OpenSSL's reader wants BEGIN and END at the start of their lines (crypto/pem/pem_lib.c).
    code: 'indentedBlock',
    severity: 'error',
    sentence: 'There is white space before this line: OpenSSL and gateways built on it do not find the block.',
    find: ({ document }) => issuesOf(document, 'indentedBlock'),
  },
  {
    // YAML 1.2.2 §8.1: a block scalar is indented further than its key.
    code: 'unindentedBlock',
    severity: 'error',
    sentence:
      'This block is not indented below “{key}”, so it is not part of its value, and the file is not valid YAML.',
    find: ({ document }) =>
      issuesOf(document, 'unindentedBlock').map(({ span, facts }) => ({
        span,
        facts: { key: toShortText(String(facts?.['key'] ?? ''), 80) },
      })),
  },
  {
    // RFC 7468 §5.1: no headers. OpenSSL: “not proc type”; Go passes the block over.
    code: 'certificateHeader',
    severity: 'error',
    sentence: 'This header has no place in the block of a certificate: OpenSSL and Java do not read it.',
    find: ({ document }) => issuesOf(document, 'certificateHeader'),
  },
  {
    // RFC 7468 §3: a label that is not the one that a program looks for is another block.
    code: 'misspeltLabel',
    severity: 'error',
    sentence: 'Programs do not know the label “{label}” and do not find the block: it should be “{meant}”.',
    find: ({ document }) =>
      issuesOf(document, 'misspeltLabel').map(({ span, facts }) => ({
        span,
        facts: { ...facts, ...(typeof facts?.['label'] === 'string' && { label: toShortText(facts['label'], 40) }) },
      })),
  },
  {
    // RFC 7468 §4: the label says what is inside.
    code: 'wrongLabel',
    severity: 'error',
    sentence: 'The label “{label}” of this block is wrong: {reason}',
    find: ({ document }) => wrongLabels(document),
  },
  {
    // RFC 7468 §2: ASCII, one byte a character.
    code: 'wideEncoding',
    severity: 'error',
    sentence:
      'This file is saved as {encoding}, with two bytes or more per character: OpenSSL and gateways find no block in it. Save it as UTF-8.',
    find: ({ document, bytes: { encoding = '' } }) => [
      ...(isWide(encoding) ? onFirst(document, { encoding: wideName(encoding).trim() }) : []),
      ...issuesOf(document, 'wideEncoding').map(({ span, facts }) => ({
        span,
        facts: { encoding: wideName(`${facts['encoding'] ?? ''}`) },
        sentence:
          'This value decodes to {encoding}, with two bytes or more per character: OpenSSL and gateways find no block in it.',
      })),
    ],
  },
  {
    // Go’s encoding/pem wants BEGIN at the start of a line, and passes a block over that has the mark before it.
    code: 'byteOrderMark',
    severity: 'hint',
    sentence: 'There is a byte order mark before this block: programs written in Go do not find it.',
    find: ({ document, bytes: { encoding = '' } }) => [
      ...(isMarkedUtf8(encoding) ? onFirst(document, {}).filter(({ span }) => span.start <= 1) : []),
      ...issuesOf(document, 'byteOrderMark'),
    ],
  },
  {
    // nginx and OpenSSL's PEM_read_bio go by the armour, whatever the file is called.
    code: 'derNamedPem',
    severity: 'warning',
    sentence:
      'This file is called .pem and has no PEM armor (it is DER or base64): nginx and gateways built on it do not read it.',
    find: ({ document, bytes }) => (bytes.isDerNamedPem ? onFirst(document, {}) : []),
  },
  {
    code: 'keyOfOtherFormat',
    severity: 'warning',
    sentence: 'This private key cannot be used for TLS: {reason}',
    find: ({ document }) => otherFormats({ document }),
  },
] as const satisfies readonly Rule[];

/** Finds blocks with a wrong label. Keys have a finding of their own. */
function wrongLabels({ parts, issues }: PemDocument): readonly FindingPlace[] {
  const misspelt = misspeltStarts(issues);
  return parts.flatMap((part) => {
    const { block, mislabelled, member, key } = part;
    if (!mislabelled || key || block.kind === 'certificate' || misspelt.has(block.begin.start)) return [];
    if (member && member.index > 0) return [];
    const { reason } = mislabelledReasons[mislabelled];
    return [at(part, { label: toShortText(block.label, 40), reason })];
  });
}

const isWide = (encoding: string): boolean => /^utf-?(16|32)/i.test(encoding);

/** `utf8bom`, as editors call it. */
const isMarkedUtf8 = (encoding: string): boolean => /^utf-?8-?bom$/i.test(encoding);

/** `utf16le` of editors, `utf-16le` of decoders, as people write it. */
const wideName = (encoding: string): string => encoding.replace(/^utf-?(16|32)(.*)$/i, 'UTF-$1 $2').toUpperCase();

const issuesOf = ({ issues }: PemDocument, code: LayoutIssueCode): readonly Pick<LayoutIssue, 'span' | 'facts'>[] =>
  issues.flatMap(({ code: own, span, facts }) => (own === code ? [{ span, facts }] : []));

const onFirst = ({ parts }: PemDocument, facts: FindingPlace['facts']): readonly FindingPlace[] =>
  parts.slice(0, 1).map((part) => at(part, facts));

/** Finds OpenSSH's own keys and others that are of no use in TLS. A misspelt label has a finding of its own. */
const otherFormats = ({ document: { parts, issues } }: Pick<RuleContext, 'document'>): readonly FindingPlace[] => {
  const misspelt = misspeltStarts(issues);
  return parts.flatMap((part) =>
    part.key?.status === 'unsupported' && part.key.isOfOtherFormat && !misspelt.has(part.block.begin.start)
      ? [at(part, { reason: part.key.reason })]
      : [],
  );
};

/** The scanner finds these errors; here is the sentence of each. */
const sentences: Readonly<Record<PemErrorCode, string>> = {
  missingEnd: 'The END line of this block is missing.',
  mismatchedEnd: 'This block starts as “{begin}” and ends as “{end}”.',
  strayEnd: 'This END line has no BEGIN line before it.',
  misspeltBoundary:
    'This line has to be five hyphens, BEGIN or END in capital letters, one space, the label, and five hyphens.',
  missingLineBreak: 'A line break is missing here: BEGIN and END each need a line of their own.',
  textBesideBoundary: 'There is other text on the BEGIN or END line: most programs do not find the block then.',
  escapedLineBreaks: 'The line breaks of this block are written as \\n; they have to be real ones.',
  badCharacter: 'The character {character} does not belong in base64.',
  dataAfterPadding: 'There is data after the closing “=”: two blocks may have run together.',
  incompleteBase64: 'The base64 of this block is incomplete: characters are missing or too many.',
  emptyBody: 'There is nothing between BEGIN and END.',
  blankLine: 'A blank line splits the base64 of this block; OpenSSL and gateways built on it refuse that.',
  missingBlankLine: 'A blank line is missing between the headers and the base64 of this block.',
  tooLarge: 'This block is larger than {limit} bytes and was not read.',
};

/** The sentence where BEGIN is written in place of END, or the other way round. */
const swapped = 'This line has to say {meant}: BEGIN and END are mixed up.';

/** OpenSSL takes any number of carriage returns before a line feed. */
const doubledReturns = {
  severity: 'info',
  sentence:
    'Lines of this file end with two carriage returns and a line feed. OpenSSL reads that; the editor shows blank lines, and once it saves them OpenSSL refuses the block.',
} as const;

const toRule = (code: PemErrorCode): Rule & { readonly code: PemErrorCode } => ({
  code,
  severity: 'error',
  sentence: sentences[code],
  find: ({ document, bytes }) =>
    document.errors
      .filter((error) => error.code === code)
      .map(({ span, label, facts }) => ({
        span,
        facts: { ...facts, label: toShortText(String(facts['label'] ?? label), 80) },
        ...(facts['meant'] !== undefined && { sentence: swapped }),
        ...(code === 'blankLine' && bytes.hasDoubledReturns && doubledReturns),
      })),
});

/** Finds what keeps a block from being read (RFC 7468 §2 and §3, RFC 4648 §4). */
export const armourRules = Object.keys(sentences)
  .filter((code): code is PemErrorCode => code in sentences)
  .map(toRule);

/** Finds what is unusual about a text whose blocks can be read. */
export const layoutRules = [
  {
    // RFC 7468 §2: generators wrap at exactly 64 characters; parsers may take other widths, and most do.
    code: 'lineWidth',
    severity: 'hint',
    sentence: 'This line of base64 has {width} characters; PEM is written with 64 on every line but the last.',
    find: ({ document }) => issuesOf(document, 'lineWidth'),
  },
  {
    // RFC 7468 §5.2: explanatory text stands before a block.
    code: 'contentOutside',
    severity: 'hint',
    sentence: 'This text is outside any block and is neither a comment nor the description of a block.',
    find: ({ document }) => issuesOf(document, 'contentOutside'),
  },
  {
    // OpenSSL reads lines up to a line feed, and finds no BEGIN in a text without one.
    code: 'bareCarriageReturns',
    severity: 'error',
    sentence:
      'Lines of this text end with a carriage return alone; OpenSSL and gateways built on it find no block in it.',
    find: ({ document, bytes }) => {
      const places = issuesOf(document, 'bareCarriageReturns');
      // An editor shows such a text with line ends of its own.
      return places.length === 0 && bytes.hasBareCarriageReturns
        ? document.parts.slice(0, 1).map((part) => at(part))
        : places;
    },
  },
  {
    code: 'unreadableCertificate',
    severity: 'error',
    sentence: 'This certificate cannot be read: {reason}',
    find: ({ document }) =>
      document.parts.flatMap((part) => {
        const { block, certificate, member, mislabelled } = part;
        // What is in it can be read here, and by nobody else.
        if (block.kind !== 'certificate') return [];
        if (mislabelled && member)
          return member.index === 0 ? [at(part, { reason: mislabelledReasons[mislabelled].reason })] : [];
        return block.isIntact && certificate?.ok === false ? [at(part, { reason: certificate.reason })] : [];
      }),
  },
  {
    code: 'notAllRead',
    severity: 'info',
    sentence: 'Nothing after this block was checked: the file is too large or has too many blocks.',
    find: ({ document }) => (document.isTruncated ? document.parts.slice(-1).map((part) => at(part)) : []),
  },
] as const satisfies readonly Rule[];
