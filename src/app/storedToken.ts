import type { Event } from '../shared/emitter';

/** Where tokens are kept, by connection id. The texts are made and read by {@link writeToken} and {@link readToken}. */
export interface TokenStore {
  get(connectionId: string): Promise<string | undefined>;
  set(connectionId: string, stored: string): Promise<void>;
  delete(connectionId: string): Promise<void>;
  /** The id of a connection whose token changed, in this window or another. */
  readonly onDidChange: Event<string>;
}

/** A token and the origin it was entered for: sent there and nowhere else, whatever the settings say later. */
export interface StoredToken {
  readonly origin: string;
  readonly token: string;
}

export const writeToken = ({ origin, token }: StoredToken): string => JSON.stringify({ origin, token });

/** The token in a kept text; undefined for anything that this extension did not write. */
export function readToken(stored: string | undefined): StoredToken | undefined {
  if (stored === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(stored);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null || !('origin' in value) || !('token' in value)) return undefined;
  const { origin, token } = value;
  return typeof origin === 'string' && typeof token === 'string' && token !== '' ? { origin, token } : undefined;
}
