import type { Translate } from '../shared/translate';
import { toShortText } from '../shared/visibleText';
import type { CertificateEntry } from './certificateEntry';
import type { Match } from './match';
import type { UploadCheck } from './uploadChecks';

/** What speaks against uploading it as one more object. `isWhole`: the gateway's list is known to its end. */
export function matchChecks(match: Match, { isWhole, translate: t }: { readonly isWhole: boolean; readonly translate: Translate }): readonly UploadCheck[] {
  switch (match.kind) {
    case 'identical':
      return [{ id: 'duplicate', outcome: 'stop', sentence: t('Already on the gateway as {id}', { id: match.entry.stored.id }) }];
    case 'renews':
      return [{ id: 'duplicate', outcome: 'warning', sentence: t('Uploaded as one more, it stands beside {what}, which it renews: update that one instead', { what: entryWords(match.entry) }) }];
    case 'conflict':
      return [{ id: 'duplicate', outcome: 'warning', sentence: t('Names of it are served by others already: {others}', { others: match.entries.slice(0, 3).map(entryWords).join(', ') }) }];
    case 'new':
      return isWhole ? [] : [{ id: 'duplicate', outcome: 'note', sentence: t('The gateway’s list is not known to its end: whether it is there already cannot be told') }];
  }
}

/** `44 (www.example.com)` */
export const entryWords = ({ stored, title }: Pick<CertificateEntry, 'stored' | 'title'>): string =>
  title === stored.id ? toShortText(stored.id, 64) : `${toShortText(stored.id, 64)} (${toShortText(title, 60)})`;
