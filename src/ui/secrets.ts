import type * as vscode from 'vscode';
import type { TokenStore } from '../app/storedToken';
import { Emitter } from '../shared/emitter';
import type { Disposable } from '../shared/emitter';

const prefix = 'api7Certificates.token/';

/** Tokens in VS Code's secret storage: encrypted on this machine, never synchronised. */
export class Secrets implements TokenStore, Disposable {
  private readonly changes = new Emitter<string>();
  private readonly subscription: Disposable;
  readonly onDidChange = this.changes.event;

  constructor(private readonly storage: Pick<vscode.SecretStorage, 'get' | 'store' | 'delete' | 'onDidChange'>) {
    this.subscription = storage.onDidChange(({ key }) => {
      if (key.startsWith(prefix)) this.changes.fire(key.slice(prefix.length));
    });
  }

  async get(connectionId: string): Promise<string | undefined> {
    return this.storage.get(prefix + connectionId);
  }

  async set(connectionId: string, stored: string): Promise<void> {
    await this.storage.store(prefix + connectionId, stored);
  }

  async delete(connectionId: string): Promise<void> {
    await this.storage.delete(prefix + connectionId);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changes.dispose();
  }
}
