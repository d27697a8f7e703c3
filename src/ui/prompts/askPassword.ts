import * as vscode from 'vscode';
import type { Unlocking } from '../../app/sources/unlock';
import { unlock, unlockSentence } from '../../app/sources/unlock';
import type { DecryptedContents, EncryptedContainer } from '../../core/encrypted/decryptResult';
import { showErrorMessage, withProgress } from '../window/messages';
import type { PromptsServices } from './prompts';
import { password, refuse } from './prompts';

export interface EncryptedSource {
  /** The file's name, as shown to the person. */
  readonly place: string;
  readonly encrypted: EncryptedContainer;
}

/**
 * Opens a file or key: with no password where it has none, else with the one that the person types, as often as it
 * takes. Nothing of the password is kept.
 *
 * @returns undefined where the person leaves, or it cannot be opened here, which was said
 */
export async function askAndDecrypt(
  source: EncryptedSource,
  services: PromptsServices,
): Promise<DecryptedContents | undefined> {
  const first = await tryWithout(source, services);
  if (first.status === 'opened') return first;
  if (first.status === 'wrongPassword') return askPassword(source, services);
  const sentence = unlockSentence(first, { place: source.place, translate: services.translate });
  if (sentence) void showErrorMessage(sentence);
  return undefined;
}

const attempt = (
  { encrypted }: EncryptedSource,
  typed: string,
  { startUnlocker }: PromptsServices,
  signal: AbortSignal,
): Promise<Unlocking> => unlock(encrypted, typed, { signal, start: startUnlocker, trigger: 'asked' });

/** Tries without a password. Some files ask for seconds of work before they say anything: that can be left. */
async function tryWithout(source: EncryptedSource, services: PromptsServices): Promise<Unlocking> {
  const abort = new AbortController();
  const answer = attempt(source, '', services, abort.signal);
  const isSlow = await Promise.race([
    answer.then(() => false),
    new Promise<true>((resolve) => setTimeout(resolve, 1_000, true)),
  ]);
  if (!isSlow) return answer;
  return withProgress(vscode.l10n.t('Opening {0}', source.place), (_, token) => {
    token.onCancellationRequested(() => abort.abort());
    return answer;
  });
}

async function askPassword(source: EncryptedSource, services: PromptsServices): Promise<DecryptedContents | undefined> {
  const { place, encrypted } = source;
  let opened: DecryptedContents | undefined;
  const answer = await password({
    title: vscode.l10n.t('Password of {0}', place),
    prompt:
      encrypted.form === 'pkcs12'
        ? vscode.l10n.t('It opens the PKCS#12 file “{0}” and is not kept.', place)
        : vscode.l10n.t(
            'It opens the private key in “{0}” and is not kept. Gateways take keys without a password.',
            place,
          ),
    submit: async (typed, signal) => {
      const unlocking = await attempt(source, typed, services, signal);
      if (unlocking.status !== 'opened')
        return refuse(unlockSentence(unlocking, { place, translate: services.translate }) ?? '');
      opened = unlocking;
      return undefined;
    },
  });
  return answer.kind === 'value' ? opened : undefined;
}
