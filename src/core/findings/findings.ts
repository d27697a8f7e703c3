import type { Cooperative } from '../../shared/cooperative';
import { runSync } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import { translateSentence } from '../../shared/translate';
import type { PemDocument } from '../document/document';
import { certificateFormRules } from './certificateFormRules';
import { chainRules, pathRules } from './chainRules';
import { dateRules } from './dateRules';
import { keyChoiceRules } from './keyChoiceRules';
import { keyRules, strengthRules } from './keyRules';
import { manifestRules } from './manifestRules';
import { nameFormRules, nameRules } from './nameRules';
import { requestRules } from './requestRules';
import type { Fact, FindingPlace, FindingSeverity, Rule, Severities } from './rule';
import type { RuleOptions } from './ruleContext';
import { toRuleContext } from './ruleContext';
import { armourRules, layoutRules, textRules } from './textRules';
import { purposeRules, usageRules } from './usageRules';

/**
 * One row a rule. To add one: a row in the file of its subject, a line in the table of its test, a page in
 * `docs/findings`, and its code in the schema of the setting; tests miss each of them.
 */
export const rules = [
  ...armourRules,
  ...layoutRules,
  ...textRules,
  ...certificateFormRules,
  ...keyRules,
  ...requestRules,
  ...dateRules,
  ...chainRules,
  ...pathRules,
  ...nameRules,
  ...nameFormRules,
  ...purposeRules,
  ...usageRules,
  ...strengthRules,
  ...keyChoiceRules,
  ...manifestRules,
] as const;

export type FindingCode = (typeof rules)[number]['code'];

/** Something worth telling about a text, where it stands. */
export interface Finding extends FindingPlace {
  readonly code: FindingCode;
  readonly severity: FindingSeverity;
  readonly facts: Readonly<Record<string, Fact>>;
}

export interface FindingOptions extends RuleOptions {
  /** Other severities than the rules' own; rules that are off are not asked. */
  readonly severities?: Severities;
}

/** Finds everything the rules find, in the order of the text. */
export const findFindings = (document: PemDocument, options: FindingOptions): readonly Finding[] =>
  runSync(findFindingsSteps(document, options));

export function* findFindingsSteps(document: PemDocument, options: FindingOptions): Cooperative<readonly Finding[]> {
  const subject = yield* toRuleContext(document, options);
  const findings: Finding[] = [];
  for (const { code, severity: usual, find } of rules) {
    yield;
    const wanted = options.severities?.get(code);
    if (wanted === 'off') continue;
    const places: ReturnType<Rule['find']> = find(subject);
    for (const place of 'next' in places ? yield* places : places)
      findings.push({ facts: {}, ...place, code, severity: wanted ?? place.severity ?? usual });
  }
  return findings.filter((finding) => !isIgnoredAt(document, finding)).sort((a, b) => a.span.start - b.span.start);
}

/** Returns whether a comment of the text switches the rule off where it would find something. */
export const isIgnoredAt = ({ ignores }: PemDocument, { code, span }: Pick<Finding, 'code' | 'span'>): boolean =>
  ignores.some(
    (ignore) => ignore.span.start <= span.start && span.start < ignore.span.end && ignore.codes.includes(code),
  );

export function findingSentence({ code, facts, sentence }: Finding, translate: Translate): string {
  const values: Record<string, string | number> = {};
  for (const [name, fact] of Object.entries(facts))
    values[name] =
      typeof fact === 'object' || (typeof fact === 'string' && wordyFacts.has(name))
        ? translateSentence(fact, translate)
        : fact;
  return translate(sentence ?? sentences.get(code) ?? code, values);
}

/** Names of facts that are our words, not the file's: they are translated too. */
const wordyFacts: ReadonlySet<string> = new Set(['fault', 'format', 'reason']);

const sentences: ReadonlyMap<FindingCode, string> = new Map(
  rules.map(({ code, sentence }: Rule & { readonly code: FindingCode }) => [code, sentence]),
);
