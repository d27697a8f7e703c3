import * as vscode from 'vscode';
import type { FullEntry } from '../../app/inventory/certificateEntry';
import { entryText } from '../../app/writes/objectText';
import { comparedTexts } from '../../core/comparison/comparedText';
import type { Compared } from '../../core/comparison/facts';
import { certificateName } from '../../core/x509/certificateName';
import { translateSentence } from '../../shared/translate';
import { toShortText, toVisibleText } from '../../shared/visibleText';
import { clockOf } from '../base/clock';
import { fileName } from '../files/files';
import { caText } from '../text/caText';
import { showErrorMessage } from '../window/messages';
import type { CompareServices } from './comparisons';
import type { Candidate } from './fileCandidates';

/** A certificate to be held against another. */
export interface ComparedSide {
  readonly compared: Compared;
  /** The certificate's name: `shop.example.com`. */
  readonly name: string;
  /** The file, or the gateway. */
  readonly place: string;
  /** Sentences on what is left out. */
  readonly notes: readonly string[];
}

export const ofFile = ({ certificate, uri }: Candidate): ComparedSide => ({
  compared: { certificate },
  name: certificateName(certificate),
  place: toVisibleText(fileName(uri)),
  notes: [],
});

/**
 * Shows its leaf; what else the object holds is named. Undefined where the gateway reports nothing of it, which was
 * said.
 */
export function ofEntry(
  { chain, connection, note, stored, title }: FullEntry,
  { translate }: CompareServices,
): ComparedSide | undefined {
  const side = { name: toShortText(title, 80), place: toVisibleText(connection.name) };
  const [leaf, ...issuers] = chain;
  const more = issuers.length + stored.extraCertificates.length;
  const notes =
    more === 0
      ? []
      : [
          vscode.l10n.t('Compared: the leaf certificate.'),
          vscode.l10n.t('Not compared: further certificates of {0} ({1}).', stored.id, more),
        ];
  if (leaf) return { ...side, compared: { certificate: leaf }, notes };
  if (stored.metadata) return { ...side, compared: { metadata: stored.metadata }, notes: [] };
  void showErrorMessage(
    note === undefined
      ? vscode.l10n.t('The gateway returns nothing about this certificate that can be compared.')
      : translateSentence(note, translate),
  );
  return undefined;
}

export async function showCompared(
  left: ComparedSide,
  right: ComparedSide,
  { comparisons, now, settings, translate }: CompareServices,
): Promise<void> {
  const options = { ...clockOf({ now, settings }), translate };
  const texts = comparedTexts(
    { left: left.compared, right: right.compared, notes: [...left.notes, ...right.notes] },
    options,
  );
  const [one, other] = left.name === right.name ? [left.place, right.place] : [left.name, right.name];
  const sides = `${one} ↔ ${other}`;
  const title = left.name === right.name ? vscode.l10n.t('{0}: {1}', left.name, sides) : sides;
  await comparisons.show({
    title: texts.left === texts.right ? vscode.l10n.t('{0} (no difference)', title) : title,
    left: { name: `${left.name} (${left.place})`, text: texts.left },
    right: { name: `${right.name} (${right.place})`, text: texts.right },
  });
}

type Parts = Pick<CompareServices, 'comparisons' | 'translate'>;

/** Shows what the person saw beside what the gateway has now. */
export async function showStates(
  { shown, now }: { readonly shown: FullEntry; readonly now: FullEntry },
  { comparisons, translate }: Parts,
): Promise<void> {
  const { t } = vscode.l10n;
  const side = (entry: FullEntry): string => entryText(entry, caText(entry.stored.ca, translate), translate);
  await comparisons.show({
    title: t('{0}: as shown ↔ now', toShortText(shown.title, 60)),
    left: { name: t('As shown'), text: side(shown) },
    right: { name: t('Now'), text: side(now) },
  });
}
