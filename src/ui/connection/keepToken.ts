import * as vscode from 'vscode';
import { SecretStoreError, secretStoreSentence } from '../../app/base/secretStoreError';
import { confirm } from '../prompts/prompts';
import type { ConnectionServices } from './connectionServices';

/**
 * Does what keeps a token, or the password of a client key; where the secret storage fails, asks whether to keep it in
 * memory alone. Undefined where the person would not.
 */
export async function keepEvenInMemory<T>(
  keep: (how: { readonly isForSession: boolean }) => Promise<T>,
  {
    doing,
    secret,
    log,
    translate,
  }: { readonly doing: string; readonly secret: 'token' | 'password' } & Pick<ConnectionServices, 'log' | 'translate'>,
): Promise<T | undefined> {
  try {
    return await keep({ isForSession: false });
  } catch (error) {
    if (!(error instanceof SecretStoreError)) throw error;
    log.error(doing, error);
    const isWanted = await confirm({
      message: secretStoreSentence(translate),
      ...(secret === 'token'
        ? {
            detail: vscode.l10n.t(
              'The token can be kept in memory instead: it is sent to the same address only, written nowhere, and forgotten when this window is closed or reloaded.',
            ),
            action: vscode.l10n.t('Use the Token for This Session Only'),
          }
        : {
            detail: vscode.l10n.t(
              'The password of the client key can be kept in memory instead: it is sent and written nowhere, and forgotten when this window is closed or reloaded.',
            ),
            action: vscode.l10n.t('Use the Password for This Session Only'),
          }),
    });
    return isWanted ? keep({ isForSession: true }) : undefined;
  }
}
