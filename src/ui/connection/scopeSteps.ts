import * as vscode from 'vscode';
import type { Step } from '../../app/base/steps';
import type { Connections } from '../../app/connections/connections';
import type { Access, Dialect, DialectId, Scope } from '../../gateway/gateway';
import type { Translate } from '../../shared/translate';
import { toVisibleText } from '../../shared/visibleText';
import type { Log } from '../base/log';
import type { Choices } from '../prompts/pickPrompt';
import { pick } from '../prompts/pickPrompt';
import type { ConnectionDraft } from './draft';
import { toConnection, toTokenUse } from './draft';
import { toPickFailure } from './pickFailure';

export interface ScopeParts {
  readonly title: string;
  readonly dialects: ReadonlyMap<DialectId, Dialect>;
  readonly connections: Pick<Connections, 'toAccess'>;
  readonly log: Pick<Log, 'error'>;
  readonly translate: Translate;
}

type Level = Dialect['scopeLevels'][number]['id'];

/** Stands for going on without a choice, where the gateway could not be asked. */
const later = Symbol('later');

/** One level of what a dialect wants beyond the address, from what the gateway lists. Not asked where there is only one. */
export function askScope(level: Level, parts: ScopeParts): Step<ConnectionDraft> {
  const { title, dialects, translate } = parts;
  const levelsOf = ({ dialect }: ConnectionDraft) => dialects.get(dialect)?.scopeLevels ?? [];
  return {
    isNeeded(draft) {
      const index = levelsOf(draft).findIndex(({ id }) => id === level);
      return (
        index !== -1 &&
        levelsOf(draft)
          .slice(0, index)
          .every(({ id }) => draft[id] !== undefined)
      );
    },
    async run(draft, frame) {
      const { [level]: before, ...rest } = draft;
      const { label: name = level } = levelsOf(draft).find(({ id }) => id === level) ?? {};
      const label = translate(name);
      const answer = await pick<Scope | typeof later>({
        title,
        frame,
        placeholder: label,
        choices: (signal) => listChoices(draft, { ...parts, level, label, before, signal }),
      });
      if (answer.kind === 'cancelled') return answer;
      if (answer.kind === 'back') return { kind: 'back', state: draft };
      const kind = answer.isAutomatic ? 'passed' : 'next';
      if (answer.value === later) return { kind, state: rest };
      return { kind, state: { ...rest, [level]: answer.value.id, scopeName: toVisibleText(answer.value.name) } };
    },
  };
}

interface Asking extends ScopeParts {
  readonly level: Level;
  readonly label: string;
  readonly before: string | undefined;
  readonly signal: AbortSignal;
}

async function listChoices(draft: ConnectionDraft, asking: Asking): Promise<Choices<Scope | typeof later>> {
  const { connections, level, label, before, signal, log, translate } = asking;
  const choices = [{ label: vscode.l10n.t('Choose Later'), icon: 'debug-step-over', value: later }] as const;
  const reading = await connections.toAccess(toConnection(draft), toTokenUse(draft));
  if (!reading.ok) return { ok: false, failure: { what: reading.sentence }, choices };
  const index = reading.dialect.scopeLevels.findIndex(({ id }) => id === level);
  const access: Access = { ...reading.access, scopes: reading.access.scopes.slice(0, index) };
  try {
    const scopes = await reading.dialect.listScopes(access, signal);
    if (scopes.length === 0)
      return { ok: false, failure: { what: vscode.l10n.t('The gateway lists none: {0}.', label) }, choices };
    return {
      ok: true,
      isAutomatic: true,
      choices: scopes.map((scope) => ({
        label: scope.name,
        description: scope.detail === undefined ? scope.id : translate(scope.detail),
        value: scope,
        isPreset: scope.id === before,
      })),
    };
  } catch (error) {
    const failure = toPickFailure(error, {
      doing: vscode.l10n.t('Listing: {0}', label),
      dialect: draft.dialect,
      log,
      translate,
    });
    return { ok: false, failure, choices };
  }
}
