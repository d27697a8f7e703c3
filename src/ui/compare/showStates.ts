import * as vscode from 'vscode';
import type { CertificateEntry } from '../../app/inventory/certificateEntry';
import { entryText } from '../../app/writes/objectText';
import { toShortText } from '../../shared/visibleText';
import type { CompareServices } from './compareServices';
import { caText } from '../text/caText';

type Parts = Pick<CompareServices, 'comparisons' | 'translate'>;

/** Shows what the person saw beside what the gateway has now. */
export async function showStates(
  { shown, now }: { readonly shown: CertificateEntry; readonly now: CertificateEntry },
  { comparisons, translate }: Parts,
): Promise<void> {
  const { t } = vscode.l10n;
  const side = (entry: CertificateEntry): string => entryText(entry, caText(entry.stored.ca, translate), translate);
  await comparisons.show({
    title: t('{0}: as shown ↔ now', toShortText(shown.title, 60)),
    left: { name: t('As shown'), text: side(shown) },
    right: { name: t('Now'), text: side(now) },
  });
}
