import type { Translate } from '../../shared/translate';

/** The error of VS Code's secret storage: most often a keyring that is locked or missing. */
export class SecretStoreError extends Error {
  override readonly name = 'SecretStoreError';

  constructor(cause: unknown) {
    super('The secret storage failed.', { cause });
  }
}

/** Says that the secret storage failed, and what it needs. */
export const secretStoreSentence = (translate: Translate): string =>
  translate(
    'The secret storage of VS Code failed on this machine. On Linux it needs a keyring that is unlocked, such as GNOME Keyring or KWallet.',
  );
