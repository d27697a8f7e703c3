import * as vscode from 'vscode';
import type { Step } from '../../app/base/steps';
import { scopeLevelsOf } from '../../app/connections/access';
import type { ConnectionField } from '../../app/connections/connectionField';
import { fieldsToComplete, fieldsToCorrect } from '../../app/connections/connectionField';
import type { Connections } from '../../app/connections/connections';
import type { Access, Dialect, DialectId, Scope } from '../../gateway/gateway';
import type { Translate } from '../../shared/translate';
import { toVisibleText } from '../../shared/visibleText';
import type { Log } from '../base/log';
import type { Choices } from '../prompts/pickPrompt';
import { pick } from '../prompts/pickPrompt';
import { input, refuse } from '../prompts/prompts';
import type { ConnectionDraft } from './draft';
import { toConnection, toTokenUse } from './draft';
import { toFieldChoices } from './fieldChoices';
import { toPickFailure } from './pickFailure';

export interface ScopeParts {
  readonly title: string;
  readonly dialects: ReadonlyMap<DialectId, Dialect>;
  readonly connections: Pick<Connections, 'toAccess'>;
  readonly log: Pick<Log, 'error'>;
  readonly translate: Translate;
  /** Asks for one field; undefined where the person left it as it was. */
  readonly change: (field: ConnectionField, draft: ConnectionDraft) => Promise<ConnectionDraft | undefined>;
}

/** The field that is probably wrong, where the gateway could not be asked. */
type ScopeChoice = Scope | ConnectionField | typeof later | typeof typed;

type Level = Dialect['scopeLevels'][number]['id'];

/** The choice to go on without a scope, where the gateway could not be asked. */
const later = Symbol('later');
/** The choice to type an id, where the token may not list them. */
const typed = Symbol('typed');

/** The pattern that ids of all dialects fit. Only the gateway knows if there is such a scope. */
const idPattern = /^[A-Za-z0-9._-]{1,256}$/;

/**
 * Asks for one level of what a dialect wants beyond the address, from what the gateway lists. Not asked where there is
 * only one.
 */
export function askScope(level: Level, parts: ScopeParts): Step<ConnectionDraft> {
  const { title, dialects, translate } = parts;
  const levelsOf = ({ dialect }: ConnectionDraft) => dialects.get(dialect)?.scopeLevels ?? [];
  return {
    isNeeded(draft) {
      const index = levelsOf(draft).findIndex(({ id }) => id === level);
      return (
        index !== -1 &&
        // An admin key just typed; a kept one shows when it is read.
        dialects.get(draft.dialect)?.isScoped?.(draft.token) !== true &&
        levelsOf(draft)
          .slice(0, index)
          .every(({ id }) => draft[id] !== undefined)
      );
    },
    async run(start, frame) {
      const { label: name = level } = levelsOf(start).find(({ id }) => id === level) ?? {};
      const label = translate(name);
      let draft = start;
      for (;;) {
        const asked = draft;
        const answer = await pick<ScopeChoice>({
          title,
          frame,
          placeholder: label,
          choices: (signal) => listChoices(asked, { ...parts, level, label, before: asked[level], signal }),
        });
        if (answer.kind === 'cancelled') return answer;
        if (answer.kind === 'back') return { kind: 'back', state: draft };
        const { value } = answer;
        if (typeof value === 'string') {
          draft = (await parts.change(value, draft)) ?? draft;
          continue;
        }
        const { [level]: before, ...rest } = draft;
        const kind = answer.isAutomatic ? 'passed' : 'next';
        if (value === later) return { kind, state: rest };
        if (value === typed) {
          const id = await input({
            title,
            frame,
            value: before ?? '',
            prompt: vscode.l10n.t('ID of the {0}', label),
            check: (text) => (idPattern.test(text.trim()) ? undefined : refuse(vscode.l10n.t('This is not an ID.'))),
          });
          if (id.kind === 'cancelled') return id;
          if (id.kind === 'back') return { kind: 'back', state: draft };
          return { kind: 'next', state: { ...rest, [level]: id.value.trim() } };
        }
        const readOnly = rest.readOnly || (value.isManaged === true && value.id !== before);
        return { kind, state: { ...rest, readOnly, [level]: value.id, scopeName: toVisibleText(value.name) } };
      }
    },
  };
}

interface Asking extends ScopeParts {
  readonly level: Level;
  readonly label: string;
  readonly before: string | undefined;
  readonly signal: AbortSignal;
}

async function listChoices(draft: ConnectionDraft, asking: Asking): Promise<Choices<ScopeChoice>> {
  const { connections, level, label, before, signal, log, translate } = asking;
  const choices = [
    ...(level === 'gatewayGroup' ? [{ label: vscode.l10n.t('Enter ID…'), icon: 'edit', value: typed } as const] : []),
    { label: vscode.l10n.t('Continue Without: {0}', label), icon: 'debug-step-over', value: later } as const,
  ];
  const reading = await connections.toAccess(toConnection(draft), toTokenUse(draft));
  const withFields = (fields: readonly ConnectionField[]) => [...toFieldChoices(fields, draft, asking), ...choices];
  if (!reading.ok)
    return {
      ok: false,
      failure: { what: reading.sentence },
      choices: withFields(fieldsToComplete(reading.reason).filter((field) => field !== level)),
    };
  if (scopeLevelsOf(reading.dialect, reading.access.token).length === 0)
    return {
      ok: true,
      isAutomatic: true,
      choices: [{ label: vscode.l10n.t('The token already selects one'), value: later }],
    };
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
        // Other tools name it.
        isPreset: scope.id === before || scope.name === before,
      })),
    };
  } catch (error) {
    const failure = toPickFailure(error, {
      doing: vscode.l10n.t('Listing: {0}', label),
      dialect: draft.dialect,
      log,
      translate,
    });
    return { ok: false, failure, choices: withFields(fieldsToCorrect(error)) };
  }
}
