import { armourRules } from './armourRules';
import { chainRules } from './chainRules';
import { dateRules } from './dateRules';
import { keyRules } from './keyRules';
import { layoutRules } from './layoutRules';
import { nameRules } from './nameRules';
import { purposeRules } from './purposeRules';
import { strengthRules } from './strengthRules';

/**
 * One row a rule. To add one: a row in the file of its subject, a line in the table of its test, a page in `docs/findings`,
 * and its code in the schema of the setting; tests miss each of them.
 */
export const rules = [
  ...armourRules,
  ...layoutRules,
  ...keyRules,
  ...dateRules,
  ...chainRules,
  ...nameRules,
  ...purposeRules,
  ...strengthRules,
] as const;

export type FindingCode = (typeof rules)[number]['code'];
