import * as vscode from 'vscode';
import type { TypedIdsFault } from '../../app/writes/typedId';
import { checkTypedId, checkTypedIds, typedIds, typedIdSentence } from '../../app/writes/typedId';
import { toShortText } from '../../shared/visibleText';
import { input, refuse } from '../prompts/prompts';
import type { PromptAction } from '../prompts/promptSession';
import { ask } from '../prompts/promptSession';
import { ListBox } from '../window/boxes';
import type { Row } from '../window/rows';
import type { ChangeServices } from './changeServices';

interface TypedIdQuestion {
  readonly title: string;
  /** Says in a line what happens once the ID is typed, and to whom. */
  readonly impact: string;
  readonly id: string;
  readonly services: Pick<ChangeServices, 'translate'>;
}

type TypedIdAnswer = 'typed' | 'back' | 'cancelled';

/**
 * Asks for the certificate's ID, typed: the last thing between a person and a dangerous change. Anything else, empty,
 * padded or in other letters, stays in the box with a word why, and nothing is sent.
 */
export async function askTypedId({ title, impact, id, services }: TypedIdQuestion): Promise<TypedIdAnswer> {
  const { t } = vscode.l10n;
  const answer = await input({
    title,
    frame: { canGoBack: true },
    actions: [pasteAction()],
    prompt: [impact, t('Type its ID to continue: {0}', id)].filter(Boolean).join(' '),
    placeholder: t('Type the ID {0}', id),
    check: (text) => {
      const fault = checkTypedId(text, id);
      return fault && refuse(t('{0} The ID: {1}', typedIdSentence(fault, services.translate), id));
    },
  });
  switch (answer.kind) {
    case 'value':
      return 'typed';
    case 'back':
      return 'back';
    case 'cancelled':
      return 'cancelled';
  }
}

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

/** More is no ID. */
const maxLength = 10_000;

/**
 * Makes a button beside the title of a prompt that puts in what the person copied: line breaks become spaces, but for
 * the last.
 */
const pasteAction = (): PromptAction => ({
  icon: 'clippy',
  tooltip: vscode.l10n.t('Paste from Clipboard'),
  run: async () =>
    (await vscode.env.clipboard.readText())
      .slice(0, maxLength)
      .replace(/[\r\n]+$/, '')
      .replace(/[\r\n]+/g, ' '),
});
