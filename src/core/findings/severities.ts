import { findingSeverities } from './rule';

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
