import { toShortText } from '../../shared/visibleText';
import type { PemDocument } from '../document/document';
import { misspeltStarts } from '../document/document';
import { mislabelledReasons } from '../document/pemContent';
import type { LayoutIssue, LayoutIssueCode } from '../pem/layout';
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
  issues.flatMap(({ code: found, span, facts }) => (found === code ? [{ span, facts }] : []));

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
