import { findingSeverities } from './rule';
import type { FindingSeverity } from './rule';
import { rules } from './rules';
import type { FindingCode } from './rules';

/** What a rule's severity may be set to. */
export const severityChoices = [...findingSeverities, 'off'] as const;
export type SeverityChoice = (typeof severityChoices)[number];

/** A setting `{ CODE: SEVERITY }`, whatever was typed into it: what it does not say rightly stays as it is. */
export function readSeverities(value: unknown): ReadonlyMap<FindingCode, FindingSeverity | 'off'> {
  if (typeof value !== 'object' || value === null) return new Map();
  const said = new Map<string, unknown>(Object.entries(value));
  return new Map(
    rules.flatMap(({ code }): [FindingCode, SeverityChoice][] => {
      const choice = severityChoices.find((each) => each === said.get(code));
      return choice ? [[code, choice]] : [];
    }),
  );
}
