import type { Event } from '../../shared/emitter';

/**
 * The store of tokens, by connection id. The texts are made and read by {@link writeToken} and {@link readToken}. What
 * cannot be read or written fails as {@link SecretStoreError}.
 */
export interface TokenStore {
  get(connectionId: string): Promise<string | undefined>;
  set(connectionId: string, stored: string): Promise<void>;
  delete(connectionId: string): Promise<void>;
  /**
   * Keeps it in memory until the window is closed: for where the storage fails. {@link get} finds it; {@link set},
   * {@link delete} and undefined end it.
   */
  keepForSession(connectionId: string, stored: string | undefined): void;
  /** The id of a connection whose token changed, in this window or another. */
  readonly onDidChange: Event<string>;
}

/** A token and the origin it was entered for: sent there and nowhere else, whatever the settings say later. */
export interface StoredToken {
  readonly origin: string;
  readonly token: string;
}

export const writeToken = ({ origin, token }: StoredToken): string => JSON.stringify({ origin, token });

/** Reads the token in a kept text; undefined for anything that this extension did not write. */
export function readToken(stored: string | undefined): StoredToken | undefined {
  let value: unknown;
  try {
    value = JSON.parse(stored ?? '');
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('origin' in value) || !('token' in value)) return undefined;
  const { origin, token } = value;
  return typeof origin === 'string' && typeof token === 'string' && token !== '' ? { origin, token } : undefined;
}

const keyPasswordSuffix = '/clientKey';

/** Returns the id under which the password of a connection's client key is kept, beside its token. */
export const keyPasswordId = (connectionId: string): string => connectionId + keyPasswordSuffix;

/** Returns the id of the connection that a kept token or password belongs to. */
export const connectionIdOf = (secretId: string): string =>
  secretId.endsWith(keyPasswordSuffix) ? secretId.slice(0, -keyPasswordSuffix.length) : secretId;
