import * as vscode from 'vscode';
import { checkTypedId, typedIdSentence } from '../../app/writes/typedId';
import { pasteAction } from '../prompts/pasteAction';
import { input, refuse } from '../prompts/prompts';
import type { ChangeServices } from './changeServices';

export interface TypedIdQuestion {
  readonly title: string;
  /** Says in a line what happens once the ID is typed, and to whom. */
  readonly impact: string;
  readonly id: string;
  readonly services: Pick<ChangeServices, 'translate'>;
}

export type TypedIdAnswer = 'typed' | 'back' | 'cancelled';

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
