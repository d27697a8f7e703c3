/** Fixes for findings: text in, text out, in steps. Applying one twice changes nothing more. */
import type { Cooperative } from '../../shared/cooperative';
import { fixBoundaries, unescapeLineBreaks } from './armour';
import { dropDuplicates, dropRoot, putInOrder } from './arrange';
import { addArmour, correctBase64, dropDataBehind } from './base64Body';
import { correctLabels, removeHeaders, removeIndent, removeMarks, writeAsHeld } from './labels';
import type { ReadText, TextEdit } from './lines';
import { endLinesWithFeeds, toEdit, withText } from './lines';
import { restoreBlocks, rewrap } from './rewrap';

/** A fix. Returns the text unchanged where there is nothing to do. Never throws. */
export type ApplyFix = (source: ReadText) => Cooperative<string>;

export interface Fix {
  /** English, an imperative. */
  readonly title: string;
  /** Codes of the findings that it does away with. */
  readonly solves: readonly string[];
  /** True if "fix all" does it: it changes nothing about what the text holds, but only how. */
  readonly isSafe: boolean;
  readonly apply: ApplyFix;
}

/** The fixes in the order in which "fix all" applies them: earlier ones help later ones. */
export const fixes: readonly Fix[] = [
  { title: 'End lines with line feeds', solves: ['bareCarriageReturns'], isSafe: true, apply: endLinesWithFeeds },
  { title: 'Convert \\n to line breaks', solves: ['escapedLineBreaks'], isSafe: true, apply: unescapeLineBreaks },
  {
    title: 'Fix BEGIN and END lines',
    solves: [
      'misspeltBoundary',
      'mismatchedEnd',
      'missingEnd',
      'strayEnd',
      'missingLineBreak',
      'textBesideBoundary',
      'missingBlankLine',
    ],
    isSafe: true,
    apply: fixBoundaries,
  },
  {
    title: 'Correct the base64',
    solves: ['badCharacter', 'incompleteBase64', 'dataAfterPadding'],
    isSafe: true,
    apply: correctBase64,
  },
  {
    title: 'Correct the label',
    solves: ['misspeltLabel', 'wrongLabel', 'keyLabelMismatch'],
    isSafe: true,
    apply: correctLabels,
  },
  {
    title: 'Rewrite the block to match its content',
    solves: ['unreadableCertificate'],
    isSafe: true,
    apply: writeAsHeld,
  },
  { title: 'Remove the headers', solves: ['certificateHeader'], isSafe: true, apply: removeHeaders },
  { title: 'Remove the byte order mark', solves: ['byteOrderMark'], isSafe: true, apply: removeMarks },
  { title: 'Remove the indent', solves: ['indentedBlock'], isSafe: true, apply: removeIndent },
  { title: 'Wrap base64 at 64 characters', solves: ['lineWidth', 'blankLine'], isSafe: true, apply: rewrap },
  { title: 'Remove duplicate certificates', solves: ['duplicateCertificate'], isSafe: true, apply: dropDuplicates },
  { title: 'Put the chain in order', solves: ['chainOutOfOrder'], isSafe: true, apply: putInOrder },
  // Some clients are configured to expect it, so that leaving it out is for the person to decide.
  { title: 'Remove the root from the chain', solves: ['rootIncluded'], isSafe: false, apply: dropRoot },
  // What is behind may be wanted elsewhere.
  {
    title: 'Remove what follows the certificate',
    solves: ['dataBehindCertificate'],
    isSafe: false,
    apply: dropDataBehind,
  },
  // Have no finding: a text without a block may be anything.
  { title: 'Convert base64 to PEM', solves: [], isSafe: false, apply: addArmour },
  { title: 'Restore the PEM blocks', solves: [], isSafe: false, apply: restoreBlocks },
];

/** Applies all safe fixes, one after the other. */
export function* applyAllFixes(source: ReadText): Cooperative<string> {
  let fixed = source;
  for (const { isSafe, apply } of fixes) if (isSafe) fixed = yield* withText(fixed, yield* apply(fixed));
  return fixed.text;
}

/** Returns the edit that a fix makes. Undefined where there is nothing to do. */
export function* toFixEdit(apply: ApplyFix, source: ReadText): Cooperative<TextEdit | undefined> {
  return yield* toEdit(source.text, yield* apply(source));
}
