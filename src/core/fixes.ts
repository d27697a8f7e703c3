/** What can be done about findings: text in, text out. Every one gives the same again on its own result. */
import { mendBoundaries, unescapeLineBreaks } from './fixes/armour';
import { dropDuplicates, dropRoot, putInOrder } from './fixes/arrange';
import { addArmour } from './fixes/bareBase64';
import { rewrap } from './fixes/rewrap';

export interface Fix {
  /** English, an imperative. */
  readonly title: string;
  /** Codes of the findings that it does away with. */
  readonly solves: readonly string[];
  /** Whether "fix all" does it: it changes nothing about what the text holds, but only how. */
  readonly isSafe: boolean;
  /** The text unchanged where there is nothing to do. Never throws. */
  readonly mend: (text: string) => string;
}

/** In the order in which "fix all" does them: what is found first helps the next. */
export const fixes: readonly Fix[] = [
  { title: 'Turn \\n into line breaks', solves: ['escapedLineBreaks'], isSafe: true, mend: unescapeLineBreaks },
  {
    title: 'Mend BEGIN and END lines',
    solves: ['misspeltBoundary', 'mismatchedEnd', 'missingEnd', 'missingLineBreak', 'missingBlankLine'],
    isSafe: true,
    mend: mendBoundaries,
  },
  { title: 'Wrap base64 at 64 characters', solves: ['lineWidth', 'blankLine'], isSafe: true, mend: rewrap },
  { title: 'Remove duplicate certificates', solves: ['duplicateCertificate'], isSafe: true, mend: dropDuplicates },
  { title: 'Put the chain in order', solves: ['chainOutOfOrder'], isSafe: true, mend: putInOrder },
  // Some clients are configured to expect it, so that leaving it out is for the person to decide.
  { title: 'Remove the root from the chain', solves: ['rootIncluded'], isSafe: false, mend: dropRoot },
  // Has no finding: a text without a block may be anything.
  { title: 'Turn base64 into PEM', solves: [], isSafe: false, mend: addArmour },
];

/** All that is safe, one after the other. */
export const mendAll = (text: string): string => fixes.filter(({ isSafe }) => isSafe).reduce((mended, { mend }) => mend(mended), text);
