import { armourRules } from './armourRules';
import { certificateFormRules } from './certificateFormRules';
import { chainRules } from './chainRules';
import { dateRules } from './dateRules';
import { keyChoiceRules } from './keyChoiceRules';
import { keyRules } from './keyRules';
import { layoutRules } from './layoutRules';
import { manifestRules } from './manifestRules';
import { nameFormRules } from './nameFormRules';
import { nameRules } from './nameRules';
import { pathRules } from './pathRules';
import { purposeRules } from './purposeRules';
import { requestRules } from './requestRules';
import { strengthRules } from './strengthRules';
import { textRules } from './textRules';
import { usageRules } from './usageRules';

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
