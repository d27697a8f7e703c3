import type * as vscode from 'vscode';
import { SecretStoreError } from '../../app/base/failureText';
import type { TokenIndex } from '../../app/connections/orphanedTokens';
import type { TokenStore } from '../../app/connections/storedToken';
import { tokenIndexKey as indexKey } from '../../ids';
import type { Disposable } from '../../shared/emitter';
import { Emitter } from '../../shared/emitter';

const prefix = 'api7Certificates.token/';

/** Tokens in VS Code's secret storage: encrypted on this machine, never synchronised. */
export class Secrets implements TokenStore, TokenIndex, Disposable {
  private readonly changes = new Emitter<string>();
  private readonly subscription: Disposable;
  /** Tokens of this session, never written anywhere. */
  private readonly session = new Map<string, string>();
  /** The entries that are known to be in the index. */
  private readonly indexed = new Set<string>();
  private indexing: Promise<unknown> = Promise.resolve();
  readonly onDidChange = this.changes.event;

  constructor(private readonly storage: Pick<vscode.SecretStorage, 'get' | 'store' | 'delete' | 'onDidChange'>) {
    this.subscription = storage.onDidChange(({ key }) => {
      if (key.startsWith(prefix)) this.changes.fire(key.slice(prefix.length));
    });
  }

  async get(connectionId: string): Promise<string | undefined> {
    const inSession = this.session.get(connectionId);
    if (inSession !== undefined) return inSession;
    const stored = await this.run(() => this.storage.get(prefix + connectionId));
    // Kept by an earlier version, that had no index.
    if (stored !== undefined && !this.indexed.has(connectionId))
      void this.changeIndex((ids) => ids.add(connectionId)).catch(() => undefined);
    return stored;
  }

  async set(connectionId: string, stored: string): Promise<void> {
    await this.run(() => this.storage.store(prefix + connectionId, stored));
    // One that is not in the index could not be found when its connection is gone; the next reading tries again.
    await this.changeIndex((ids) => ids.add(connectionId)).catch(() => undefined);
    if (this.session.delete(connectionId)) this.changes.fire(connectionId);
  }

  async delete(connectionId: string): Promise<void> {
    if (this.session.delete(connectionId)) this.changes.fire(connectionId);
    await this.run(() => this.storage.delete(prefix + connectionId));
    await this.changeIndex((ids) => ids.delete(connectionId)).catch(() => undefined);
  }

  keepForSession(connectionId: string, stored: string | undefined): void {
    if (stored === undefined) this.session.delete(connectionId);
    else this.session.set(connectionId, stored);
    this.changes.fire(connectionId);
  }

  async ids(): Promise<readonly string[]> {
    return readIndex(await this.run(() => this.storage.get(indexKey)));
  }

  dispose(): void {
    this.session.clear();
    this.subscription.dispose();
    this.changes.dispose();
  }

  /** One change after the other, each of what is stored then: other windows write it too. */
  private changeIndex(change: (ids: Set<string>) => void): Promise<void> {
    const changing = this.indexing.then(async () => {
      const before = await this.ids();
      const after = new Set(before);
      change(after);
      if (after.size !== before.length) await this.run(() => this.storage.store(indexKey, JSON.stringify([...after])));
      this.indexed.clear();
      for (const id of after) this.indexed.add(id);
    });
    this.indexing = changing.catch(() => undefined);
    return changing;
  }

  private async run<T>(work: () => Thenable<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw new SecretStoreError(error);
    }
  }
}

/** The ids in the text of the index: none of a text that this did not write. */
function readIndex(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value.filter((id): id is string => typeof id === 'string') : [];
  } catch {
    return [];
  }
}
