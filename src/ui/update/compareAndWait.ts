import * as vscode from 'vscode';
import { objectText } from '../../app/writes/objectText';
import { renewalLines } from '../../core/comparison/renewalText';
import { toShortText } from '../../shared/visibleText';
import type { ChangeServices } from '../change/changeServices';
import { caText } from '../text/caText';
import { setStatusBarMessage } from '../window/messages';
import type { UpdateView } from './updatePlan';

type Parts = Pick<ChangeServices, 'heldComparison' | 'translate'>;

/**
 * Shows old and new side by side, with Continue and Cancel in the title bar. A summary would cover them: it comes back
 * when the person is done looking.
 * @returns whether to go on
 */
export async function compareAndWait(view: UpdateView, parts: Parts): Promise<boolean> {
  const { t } = vscode.l10n;
  const name = toShortText(view.prepared.entry.title, 60);
  setStatusBarMessage(t('Nothing was sent yet. Continue and Cancel are in the title bar of the comparison.'), 15_000);
  const answer = await parts.heldComparison.ask({
    title: t('{0}: old ↔ new', name),
    left: { name: t('Old'), text: oldText(view, parts) },
    right: { name: t('New'), text: newText(view, parts) },
  });
  return answer === 'continue';
}

function oldText({ rows, prepared }: UpdateView, { translate }: Parts): string {
  const { stored } = prepared.entry;
  // A name that is new has no line here, so that the lines of names that stay face each other.
  const text = renewalLines(
    rows.filter(({ fact, kind }) => fact !== 'name' || kind !== 'gained'),
    translate,
  ).old;
  return text + objectText({ ...stored, ca: caText(stored.ca, translate) }, { translate, width: widthOf(text) });
}

/** Writes the new side, which ends with what is lost, in words: colour is not the only sign. */
function newText({ rows, text: { losses }, draft, ca, prepared }: UpdateView, { translate }: Parts): string {
  const { stored } = prepared.entry;
  const text = renewalLines(
    rows.filter(({ fact, kind }) => fact !== 'name' || kind !== 'lost'),
    translate,
  ).new;
  const next =
    ca.kind === 'set'
      ? ca.ca.certificates.map(({ subject }) => subject.text).join(' + ')
      : caText(ca.kind === 'keep' ? stored.ca : undefined, translate);
  const names = prepared.gateway.capabilities.wantsNames ? draft.names : stored.names;
  const object = objectText(
    { ...draft, names, isEnabled: stored.isEnabled, ca: next },
    { translate, width: widthOf(text) },
  );
  return [text, object, ...losses.map((sentence) => `! ${sentence}\n`)].join('');
}

/** Returns the column at which the values of a text in columns begin. */
const widthOf = (text: string): number => /^[^:\n]*:\s+/.exec(text)?.[0].length ?? 0;
