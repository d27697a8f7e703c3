import { isServerName } from '../../core/findings/certificateParts';
import { uncoveredNames, unlistedNames } from '../../core/hosts/hostMatching';
import { briefList } from '../../shared/briefList';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
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
