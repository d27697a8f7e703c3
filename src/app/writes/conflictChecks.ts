import type { SniTable } from '../../core/hosts/sni';
import type { DialectId } from '../../gateway/gateway';
import type { Cooperative } from '../../shared/cooperative';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import { nameConflictSteps, nameGaps } from '../inventory/conflicts';
import type { OwnedList } from '../inventory/ownerWarnings';
import { creationWarningSteps } from '../inventory/ownerWarnings';
import { derivesNames } from '../inventory/serving';
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
  const { uncovered, unlisted } = derivesNames[dialect] ? { uncovered: [], unlisted: [] } : nameGaps(leaf, names);
  const check = (
    outcome: 'warning' | 'note',
    hosts: readonly string[],
    word: (names: string) => string,
  ): readonly UploadCheck[] => (hosts.length === 0 ? [] : [{ id: 'names', outcome, sentence: word(listed(hosts)) }]);
  return [
    ...owners,
    ...check('warning', uncovered, (text) =>
      t('Served, although the certificate does not name it: {names}', { names: text }),
    ),
    ...check('note', unlisted, (text) => t('In the certificate, but not served: {names}', { names: text })),
    ...check('note', kept, (text) =>
      t('Other certificates have these names themselves and stay in use for them: {names}', { names: text }),
    ),
    ...check('note', taken, (text) =>
      t('Served by a wildcard of another certificate until now: {names}', { names: text }),
    ),
  ];
}

const listed = (names: readonly string[]): string => {
  const shown = names.slice(0, 10).join(', ');
  return toShortText(names.length > 10 ? `${shown}, … (${names.length})` : shown, 500);
};
