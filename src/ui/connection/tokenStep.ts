import * as vscode from 'vscode';
import { SecretStoreError, secretStoreSentence } from '../../app/base/failureText';
import type { Step } from '../../app/base/steps';
import type { Connections } from '../../app/connections/connections';
import { checkToken, tokenSentence } from '../../app/connections/token';
import type { Dialect, DialectId } from '../../gateway/gateway';
import type { Translate } from '../../shared/translate';
import { password, refuse } from '../prompts/prompts';
import type { Verdict } from '../window/boxes';
import type { ConnectionDraft } from './draft';

export interface TokenParts {
  readonly title: string;
  readonly dialects: ReadonlyMap<DialectId, Dialect>;
  readonly connections: Pick<Connections, 'hasTokenFor'>;
  readonly translate: Translate;
}

/**
 * Asks for the token. A kept one goes on being used where nothing is typed, as long as the address has the origin it is
 * kept for.
 */
export function askToken({ title, dialects, connections, translate }: TokenParts): Step<ConnectionDraft> {
  return {
    async run(draft, frame) {
      const dialect = dialects.get(draft.dialect);
      const kept = await readKept(connections.hasTokenFor(draft.id, draft.address));
      const isTokenKept = kept?.value === true;
      const mayBeEmpty = isTokenKept || dialect?.isTokenRequired === false;
      const answer = await password({
        title,
        frame,
        value: draft.token,
        placeholder: dialect ? translate(dialect.tokenName) : '',
        prompt: [
          !kept && secretStoreSentence(translate),
          draft.saved && kept?.value === false && vscode.l10n.t('No token is kept for this address.'),
          isTokenKept ? vscode.l10n.t('Leave it empty to keep the current token.') : tokenPrompt(draft.dialect),
        ]
          .filter(Boolean)
          .join(' '),
        check: (text) => judgeToken(text, { mayBeEmpty, translate }),
        // Emptiness is judged on Enter: `check` leaves an untouched box alone.
      });
      if (answer.kind === 'cancelled') return answer;
      if (answer.kind === 'back') return { kind: 'back', state: { ...draft, token: answer.typed, isTokenKept } };
      const reading = checkToken(answer.value);
      return { kind: 'next', state: { ...draft, token: reading.kind === 'good' ? reading.token : '', isTokenKept } };
    },
  };
}

/** Returns what the secret storage keeps; undefined where it fails. */
export async function readKept<T>(reading: Promise<T>): Promise<{ readonly value: T } | undefined> {
  try {
    return { value: await reading };
  } catch (error) {
    if (error instanceof SecretStoreError) return undefined;
    throw error;
  }
}

/** Judges a token while it is typed. */
export function judgeToken(
  text: string,
  { mayBeEmpty, translate }: { readonly mayBeEmpty: boolean; readonly translate: Translate },
): Verdict | undefined {
  const reading = checkToken(text);
  if (reading.kind === 'bad')
    return mayBeEmpty && reading.fault === 'empty' ? undefined : refuse(tokenSentence(reading.fault, translate));
  return reading.isTrimmed
    ? { severity: 'info', text: vscode.l10n.t('Leading and trailing spaces are removed.') }
    : undefined;
}

/** Says where to get a token. */
export function tokenPrompt(dialect: DialectId): string {
  switch (dialect) {
    case 'api7cloud':
      return vscode.l10n.t(
        'A personal access token: in the API7 Cloud console, under your account’s settings. It is shown there only once.',
      );
    case 'api7enterprise':
      return vscode.l10n.t(
        'An access token (a7ee-…) from the dashboard’s settings, or the admin key of a gateway group (a7adm-…). Each is shown there only once.',
      );
    case 'apisix':
      return vscode.l10n.t(
        'The admin key: deployment.admin.admin_key in APISIX’s config.yaml. Leave it empty if admin_key_required is false.',
      );
  }
}
