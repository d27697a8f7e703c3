import { briefList } from '../../shared/briefList';
import type { Translate } from '../../shared/translate';
import { toShortText } from '../../shared/visibleText';
import type { Conflict, Ids } from './conflicts';
import { maxIds } from './conflicts';

/** Words a conflict in one sentence, safe to show. `quote` sets off what strangers chose. */
export function conflictText(
  conflict: Conflict,
  t: Translate,
  quote: (text: string) => string = (text) => text,
): string {
  const name = (text: string): string => quote(toShortText(text, 253));
  const ids = (of: Ids): string => quote(listedIds(of));
  switch (conflict.kind) {
    case 'sameName':
      return t('Several certificates have {name}, and each node may serve another one (ID {ids}).', {
        name: name(conflict.name),
        ids: ids(conflict.ids),
      });
    case 'shadowed':
      return t('{by} is served by the certificate with exactly this name (ID {byIds}), and not by {name} (ID {ids}).', {
        by: name(conflict.by),
        byIds: ids(conflict.byIds),
        name: name(conflict.name),
        ids: ids(conflict.ids),
      });
    case 'uncovered':
      return t('Served, although its certificate does not name it: {names}.', { names: quote(listed(conflict.names)) });
    case 'unlisted':
      return t('In its certificate, but not served: {names}.', { names: quote(listed(conflict.names)) });
  }
}

const listed = (texts: readonly string[]): string => listedIds({ shown: texts, count: texts.length });

const listedIds = ({ shown, count }: Ids): string =>
  toShortText(briefList(shown, { most: maxIds, count, length: 450 }), 500);
