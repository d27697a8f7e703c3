import type { SniTable } from '../../core/hosts/sni';
import type { DialectId } from '../../gateway/gateway';
import type { Cooperative } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import { nameConflictSteps } from '../inventory/conflicts';
import type { OwnedList } from '../inventory/ownerWarnings';
import { creationWarningSteps } from '../inventory/ownerWarnings';
import { derivesNames } from '../inventory/serving';
import { nameCheck, nameGapChecks } from './nameGapChecks';
import type { UploadDraft } from './upload';
import type { UploadCheck } from './uploadCheck';

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
