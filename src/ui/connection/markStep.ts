import * as vscode from 'vscode';
import type { Step } from '../../app/base/steps';
import { pickMany } from '../prompts/pickPrompt';
import type { ConnectionDraft } from './draft';

/** What is to be careful about with this gateway; usually nothing, which is Enter. */
export function askMarks({ title }: { readonly title: string }): Step<ConnectionDraft> {
  return {
    async run(draft, frame) {
      const { t } = vscode.l10n;
      const answer = await pickMany<'production' | 'readOnly'>({
        title,
        frame,
        placeholder: t('Does it need special care? Press Enter for none'),
        choices: [
          {
            label: t('Production'),
            description: t('said in every prompt that may write to it'),
            value: 'production',
            isPreset: draft.production,
          },
          {
            label: t('Read-only'),
            description: t('nothing is ever written to it from here'),
            value: 'readOnly',
            isPreset: draft.readOnly,
          },
        ],
      });
      if (answer.kind === 'cancelled') return answer;
      if (answer.kind === 'back') return { kind: 'back', state: draft };
      return {
        kind: 'next',
        state: {
          ...draft,
          production: answer.value.includes('production'),
          readOnly: answer.value.includes('readOnly'),
        },
      };
    },
  };
}
