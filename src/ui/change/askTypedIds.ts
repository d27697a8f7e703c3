import * as vscode from 'vscode';
import type { TypedIdsFault } from '../../app/writes/typedId';
import { checkTypedIds, typedIds } from '../../app/writes/typedId';
import { toShortText } from '../../shared/visibleText';
import { pasteAction } from '../prompts/pasteAction';
import { ask } from '../prompts/promptSession';
import { ListBox } from '../window/boxes';
import type { Row } from '../window/rows';
import type { TypedIdAnswer } from './askTypedId';

export interface TypedIdsQuestion {
  readonly title: string;
  /** Says in a line what happens once they are typed. */
  readonly impact: string;
  /** The objects that are replaced, each with what it is called. */
  readonly objects: readonly { readonly id: string; readonly name: string }[];
  /** The deed that is asked for, where the objects are not replaced. */
  readonly placeholder?: string;
  /** Shows the Back button. */
  readonly canGoBack?: boolean;
}

/**
 * Asks for the ID of each, typed or pasted into one box, with all of them listed below: the last thing before several
 * certificates are replaced or deleted. Anything missing, and anything else, stays in the box with a word on what it
 * is, and nothing is sent.
 */
export async function askTypedIds(question: TypedIdsQuestion): Promise<TypedIdAnswer> {
  const { title, impact, objects, placeholder, canGoBack = false } = question;
  const { t } = vscode.l10n;
  const ids = objects.map(({ id }) => id);
  const box = new ListBox<Row>();
  box.placeholder =
    placeholder ??
    (ids.length === 1
      ? t('Type or paste the ID of the certificate that is replaced')
      : t('Type or paste the IDs of the {0} certificates that are replaced', ids.length));
  const show = (fault?: TypedIdsFault) => {
    const left = [...typedIds(box.value)];
    // One that two gateways have is ticked once for each time that it is typed.
    const isTyped = (id: string): boolean => left.includes(id) && left.splice(left.indexOf(id), 1).length > 0;
    box.rows = [
      ...(fault ? faultRows(fault) : [toRow('info', impact)]),
      ...objects.map(({ id, name }) => {
        const isGiven = isTyped(id);
        return {
          ...toRow(isGiven ? 'pass' : 'circle-large-outline', id),
          description: [toShortText(name, 100), ...(isGiven ? [t('typed')] : [])].join(' · '),
        };
      }),
    ];
  };
  const answer = await ask<true>(box, { title, frame: { canGoBack }, actions: [pasteAction()] }, ({ end }) => {
    box.onDidChangeValue(() => show());
    box.onDidAccept(() => {
      const fault = checkTypedIds(box.value, ids);
      if (fault) show(fault);
      else end({ kind: 'value', value: true });
    });
    show();
  });
  return answer.kind === 'value' ? 'typed' : answer.kind;
}

/** Makes a row that stays whatever is typed: what is typed are IDs, no filter. */
const toRow = (icon: string, text: string): Row => ({ icon, label: text, alwaysShow: true });

function faultRows({ missing, extra }: TypedIdsFault): readonly Row[] {
  const { t } = vscode.l10n;
  const list = (words: readonly string[]) => toShortText(words.join(', '), 300);
  return [
    ...(missing.length > 0 ? [toRow('error', t('Nothing was sent. Missing: {0}', list(missing)))] : []),
    ...(extra.length > 0
      ? [toRow('error', t('Nothing was sent. Not one of these IDs, or typed twice: {0}', list(extra)))]
      : []),
  ];
}
