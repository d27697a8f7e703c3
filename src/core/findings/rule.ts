import type { Cooperative } from '../../shared/cooperative';
import type { Sentence } from '../../shared/translate';
import type { PemPart } from '../document/document';
import type { Span } from '../model';
import type { RuleContext } from './ruleContext';

export const findingSeverities = ['error', 'warning', 'info', 'hint'] as const;
export type FindingSeverity = (typeof findingSeverities)[number];

/** A value for a place of a sentence. A sentence is translated; a text is not, unless it is our word. */
export type Fact = Sentence | number;

/** The place where a rule found something. */
export interface FindingPlace {
  readonly span: Span;
  /** Said instead of the rule's own, where that is not what was found. English, with places for the facts. */
  readonly sentence?: string;
  /** Instead of the rule's own, where the settings say nothing. */
  readonly severity?: FindingSeverity;
  /** Values that fill the sentence. Public, and safe to show: hidden characters are written out. */
  readonly facts?: Readonly<Record<string, Fact>>;
  /**
   * Other places that belong to it, of this text unless `file` (a `SiblingFile.id`) says else. `sentence` is plain
   * English without places to fill.
   */
  readonly related?: readonly { readonly span: Span; readonly sentence: string; readonly file?: string }[];
}

/** One kind of finding. `docs/findings/CODE.md` says what it is, why it matters, how to fix it, and who says so. */
export interface Rule {
  readonly code: string;
  /**
   * The severity unless the settings say otherwise. What only public CAs must do is a hint: private ones are common
   * here.
   */
  readonly severity: FindingSeverity;
  /** English, with places for the facts. */
  readonly sentence: string;
  /** Pauses now and then where it may take long. */
  readonly find: (subject: RuleContext) => readonly FindingPlace[] | Cooperative<readonly FindingPlace[]>;
}

/** Places a finding on the BEGIN line of a part. */
export const at = (part: PemPart, facts: FindingPlace['facts'] = {}): FindingPlace => ({
  span: part.block.begin,
  facts,
});

/** The values that a rule's severity may be set to. */
export const severityChoices = [...findingSeverities, 'off'] as const;
type SeverityChoice = (typeof severityChoices)[number];

/** By code. A code that no rule has does no harm, so the rules need not be loaded to read a setting. */
export type Severities = ReadonlyMap<string, SeverityChoice>;

/** Reads a setting `{ CODE: SEVERITY }`, whatever was typed into it: an entry that is wrong changes nothing. */
export function readSeverities(value: unknown): Severities {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map();
  return new Map(
    Object.entries(value).flatMap(([code, said]): [string, SeverityChoice][] => {
      const choice = severityChoices.find((each) => each === said);
      return choice ? [[code, choice]] : [];
    }),
  );
}
