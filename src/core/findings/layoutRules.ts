import type { PemDocument } from '../document/document';
import { mislabelledReasons } from '../document/pemContent';
import type { LayoutIssueCode } from '../pem/layout';
import type { FindingPlace, Rule } from './rule';
import { at } from './rule';

const issueRule = ({ issues }: PemDocument, code: LayoutIssueCode): readonly FindingPlace[] =>
  issues.flatMap(({ code: found, span, facts }) => (found === code ? [{ span, facts }] : []));

/** Finds what is unusual about a text whose blocks can be read. */
export const layoutRules = [
  {
    // RFC 7468 §2: generators wrap at exactly 64 characters; parsers may take other widths, and most do.
    code: 'lineWidth',
    severity: 'hint',
    sentence: 'This line of base64 has {width} characters; PEM is written with 64 on every line but the last.',
    find: ({ document }) => issueRule(document, 'lineWidth'),
  },
  {
    // RFC 7468 §5.2: explanatory text stands before a block.
    code: 'contentOutside',
    severity: 'hint',
    sentence: 'This text is outside any block and is neither a comment nor the description of a block.',
    find: ({ document }) => issueRule(document, 'contentOutside'),
  },
  {
    // OpenSSL reads lines up to a line feed, and finds no BEGIN in a text without one.
    code: 'bareCarriageReturns',
    severity: 'error',
    sentence:
      'Lines of this text end with a carriage return alone; OpenSSL and gateways built on it find no block in it.',
    find: ({ document, bytes }) => {
      const found = issueRule(document, 'bareCarriageReturns');
      // An editor shows such a text with line ends of its own.
      return found.length === 0 && bytes.hasBareCarriageReturns
        ? document.parts.slice(0, 1).map((part) => at(part))
        : found;
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
