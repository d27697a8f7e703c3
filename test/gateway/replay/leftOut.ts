import type { Entry } from './recording';

interface Row {
  readonly version: RegExp;
  readonly reason: string;
  readonly isLeftOut: (entry: Entry) => boolean;
}

const titled =
  (section: number, title: RegExp) =>
  (entry: Entry): boolean =>
    entry.section === section && title.test(entry.title);

/** The parts of the recordings that are not replayed. */
export const leftOut: readonly Row[] = [
  {
    version: /^2\.15/,
    reason: 'asks the data plane for a handshake; the local gateway has none',
    isLeftOut: ({ kind }) => kind === 'handshake',
  },
  {
    version: /^3\.18/,
    reason:
      'answered by an older schema library than 3.18 comes with, as the recording itself says; section 10 has the true answers',
    isLeftOut: titled(3, /^\$(env|secret):\/\/ references$/),
  },
  {
    version: /^3\.(2|18)\./,
    reason: 'the recording ends before the answer',
    isLeftOut: (entry) => entry.kind === 'exchange' && entry.answer === undefined,
  },
];

/**
 * A Lua table has no order: of two properties that are both too short, either is named. 3.2.2 itself names the
 * certificate in section 3 and the key in section 10.
 */
const namesEither: Row = {
  version: /^3\.2\./,
  reason: 'either of two bad properties may be named',
  isLeftOut: titled(3, /^(\$(env|secret):\/\/ references|short bad PEM)$/),
};

export const reasonToLeaveOut = (version: string, entry: Entry): string | undefined =>
  leftOut.find((row) => row.version.test(version) && row.isLeftOut(entry))?.reason;

export const mayNameEither = (version: string, entry: Entry): boolean =>
  namesEither.version.test(version) && namesEither.isLeftOut(entry);

/** Takes out of a message which of the two was named, and what was wrong with it. */
export const blurNamed = (text: string): string =>
  text.replace(
    /property \\"(?:key|cert)\\" validation failed: string too short, expected at least 128, got \d+/,
    'one is too short',
  );
