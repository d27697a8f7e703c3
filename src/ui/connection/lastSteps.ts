import * as vscode from 'vscode';
import type { Step } from '../../app/base/steps';
import { scopeLevelsOf } from '../../app/connections/access';
import { freeName } from '../../app/connections/connection';
import type { ConnectionField } from '../../app/connections/connectionField';
import { fieldsToComplete, fieldsToCorrect } from '../../app/connections/connectionField';
import type { Connections } from '../../app/connections/connections';
import type { Gateway, Identity } from '../../gateway/gateway';
import type { Choice, Choices, PickFailure } from '../prompts/pickPrompt';
import { pick } from '../prompts/pickPrompt';
import { input, refuse } from '../prompts/prompts';
import type { ConnectionDraft } from './draft';
import { toConnection, toTokenUse } from './draft';
import { toFieldChoices } from './fieldChoices';
import { toPickFailure } from './pickFailure';
import type { ScopeParts } from './scopeSteps';

export interface LastParts extends ScopeParts {
  readonly connections: Pick<Connections, 'toAccess' | 'all'>;
  /** Hears what the gateway said of itself, when the test succeeded. */
  readonly onTested: (identity: Identity) => void;
}

/** The choice to go on whatever the test said. */
const goOn = Symbol('go on');

const maxNameLength = 100;

/** Asks for the name it goes by in the tree. */
export function askName({ title, connections }: LastParts): Step<ConnectionDraft> {
  return {
    async run(draft, frame) {
      const others = connections.all.filter(({ id }) => id !== draft.id);
      const scopeName = draft.dialect === 'apisix' ? undefined : draft.scopeName;
      const answer = await input({
        title,
        frame,
        prompt: vscode.l10n.t('Name shown in the tree'),
        value: draft.name === '' ? freeName(scopeName ?? new URL(draft.address).host, others) : draft.name,
        check(text) {
          const name = text.trim();
          if (name === '') return refuse(vscode.l10n.t('Enter a name.'));
          if (name.length > maxNameLength) return refuse(vscode.l10n.t('At most {0} characters.', maxNameLength));
          return others.some((other) => other.name === name)
            ? { severity: 'warning', text: vscode.l10n.t('Another connection has this name.') }
            : undefined;
        },
      });
      if (answer.kind === 'cancelled') return answer;
      if (answer.kind === 'back') return { kind: 'back', state: { ...draft, name: answer.typed.trim() } };
      return { kind: 'next', state: { ...draft, name: answer.value.trim() } };
    },
  };
}

/**
 * Tries the connection out before it is saved. Where that fails the person may change what is probably wrong, go back,
 * try again, or go on all the same.
 */
export function testDraft(parts: LastParts): Step<ConnectionDraft> {
  return {
    async run(start, frame) {
      let draft = start;
      for (;;) {
        const answer = await pick<ConnectionField | typeof goOn>({
          title: parts.title,
          frame,
          placeholder: vscode.l10n.t('Testing the connection…'),
          choices: (signal) => testChoices(draft, parts, signal),
        });
        if (answer.kind === 'cancelled') return answer;
        if (answer.kind === 'back') return { kind: 'back', state: draft };
        if (answer.value === goOn) return { kind: answer.isAutomatic ? 'passed' : 'next', state: draft };
        draft = (await parts.change(answer.value, draft)) ?? draft;
      }
    },
  };
}

async function testChoices(
  draft: ConnectionDraft,
  parts: LastParts,
  signal: AbortSignal,
): Promise<Choices<ConnectionField | typeof goOn>> {
  const { connections, log, translate, onTested } = parts;
  const failed = (
    failure: PickFailure,
    fields: readonly ConnectionField[],
  ): Choices<ConnectionField | typeof goOn> => ({
    ok: false,
    failure,
    choices: [
      ...toFieldChoices(fields, draft, parts),
      { label: vscode.l10n.t('Continue Anyway'), icon: 'debug-step-over', value: goOn },
    ],
  });
  const reading = await connections.toAccess(toConnection(draft), toTokenUse(draft));
  if (!reading.ok) return failed({ what: reading.sentence }, fieldsToComplete(reading.reason));
  const missing = scopeLevelsOf(reading.dialect, reading.access.token).slice(reading.access.scopes.length);
  if (missing.length > 0) {
    const labels = missing.map(({ label }) => translate(label)).join(', ');
    return failed({ what: vscode.l10n.t('Not chosen yet: {0}.', labels) }, missing.map(({ id }) => id).slice(0, 1));
  }
  let gateway: Gateway | undefined;
  try {
    gateway = await reading.dialect.open(reading.access);
    onTested(await gateway.check(signal));
    return { ok: true, isAutomatic: true, choices: [{ label: vscode.l10n.t('Continue'), value: goOn }] };
  } catch (error) {
    const failure = toPickFailure(error, {
      doing: vscode.l10n.t('Testing {0}', draft.name === '' ? draft.address : draft.name),
      dialect: draft.dialect,
      log,
      translate,
    });
    return failed(failure, fieldsToCorrect(error));
  } finally {
    gateway?.dispose();
  }
}

type Mark = Pick<ConnectionDraft, 'production' | 'readOnly'>;

/** Asks whether the gateway is production or read-only; usually neither, which is Enter. */
export function askMarks({ title }: { readonly title: string }): Step<ConnectionDraft> {
  return {
    async run(draft, frame) {
      const { t } = vscode.l10n;
      const { production, readOnly } = draft;
      const toChoice = (mark: Mark, label: string, description?: string): Choice<Mark> => ({
        label,
        ...(description !== undefined && { description }),
        value: mark,
        isPreset: mark.production === production && mark.readOnly === readOnly,
      });
      // One choice of four: a row that is ticked with the mouse would be unticked again by Enter.
      const answer = await pick<Mark>({
        title,
        frame,
        placeholder: t('Protection. Press Enter for none'),
        choices: [
          toChoice({ production: false, readOnly: false }, t('None')),
          toChoice({ production: true, readOnly: false }, t('Production'), t('warns before every change')),
          toChoice({ production: false, readOnly: true }, t('Read-only'), t('nothing is ever written to it from here')),
          toChoice({ production: true, readOnly: true }, t('Production and Read-only')),
        ],
      });
      if (answer.kind === 'cancelled') return answer;
      if (answer.kind === 'back') return { kind: 'back', state: draft };
      return {
        kind: 'next',
        state: {
          ...draft,
          ...answer.value,
        },
      };
    },
  };
}
