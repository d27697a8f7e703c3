import { isServerName } from '../../core/findings/certificateParts';
import { uncoveredNames, unlistedNames } from '../../core/hosts/hostMatching';
import type { SniTable } from '../../core/hosts/sni';
import type { DialectId } from '../../gateway/gateway';
import { briefList } from '../../shared/briefList';
import type { Cooperative } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import { nameConflictSteps } from '../inventory/conflicts';
import type { OwnedList } from '../inventory/ownerWarnings';
import { creationWarningSteps } from '../inventory/ownerWarnings';
import { derivesNames } from '../inventory/serving';
import type { UploadDraft } from './upload';
import type { UploadCheck } from './uploadCheck';

/** Says for which names it would be served without having them, and which of its own it would not be served for. */
export function nameGapChecks(
  { leaf, names }: Pick<UploadDraft, 'leaf' | 'names'>,
  t: Translate,
): readonly UploadCheck[] {
  // Without names of a server, the check of its names says that it is accepted nowhere.
  if (!leaf.sans?.some(isServerName)) return [];
  return [
    ...nameCheck('unnamed', { outcome: 'warning', names: uncoveredNames(leaf.sans, names) }, (text) =>
      t('Served, although the certificate does not name it: {names}', { names: text }),
    ),
    ...nameCheck('unlisted', { outcome: 'note', names: unlistedNames(leaf.sans, names) }, (text) =>
      t('In the certificate, but not served: {names}', { names: text }),
    ),
  ];
}

/** Makes one check that lists names; none where there are none. */
export const nameCheck = <Id extends string>(
  id: Id,
  { outcome, names }: { readonly outcome: 'warning' | 'note'; readonly names: readonly string[] },
  word: (names: string) => string,
): readonly (Omit<UploadCheck, 'id'> & { readonly id: Id })[] =>
  names.length === 0
    ? []
    : [{ id, outcome, sentence: word(toShortText(briefList(names, { most: 50, length: 900 }), 1_000)) }];

/**
 * Checks what one more object meets on the gateway: who will remove it, names in each other's way, names without a
 * certificate.
 */
export function* conflictSteps(
  { leaf, names, type }: Pick<UploadDraft, 'leaf' | 'names' | 'type'>,
  {
    list,
    table,
    dialect,
    translate: t,
  }: {
    readonly list: OwnedList;
    /** By which the gateway chooses among them. */
    readonly table: SniTable;
    readonly dialect: DialectId;
    readonly translate: Translate;
  },
): Cooperative<readonly UploadCheck[]> {
  const owners = (yield* creationWarningSteps(list, t)).map((sentence): UploadCheck => ({
    id: 'owner',
    outcome: 'warning',
    sentence,
  }));
  if (type !== 'server') return owners;
  const { kept, taken } = yield* nameConflictSteps(names, table);
  return [
    ...owners,
    ...(derivesNames[dialect] ? [] : nameGapChecks({ leaf, names }, t)),
    ...nameCheck('names', { outcome: 'note', names: kept }, (text) =>
      t('Other certificates have these names themselves and stay in use for them: {names}', { names: text }),
    ),
    ...nameCheck('names', { outcome: 'note', names: taken }, (text) =>
      t('Served by a wildcard of another certificate until now: {names}', { names: text }),
    ),
  ];
}
