import type { Disposable, Event } from '../../shared/emitter';
import type { Scheduler } from '../base/scheduler';
import type { Connection } from './connection';
import { namedIds } from './connection';
import type { TokenStore } from './storedToken';
import { connectionIdOf, keyPasswordId, readToken } from './storedToken';

export interface TokenIndex {
  /** The ids that a token or the password of a client key is kept under, of connections in the settings or not. */
  ids(): Promise<readonly string[]>;
}

/** A token that no connection of the settings uses. */
export interface OrphanedToken {
  /** The name of the connection, where it was among them in this window. */
  readonly name: string | undefined;
  /** The origin that the token may be sent to. */
  readonly origin: string;
}

export interface OrphanedTokensParts {
  /** The list from the settings, unread: an entry that cannot be used counts as well. */
  readonly settings: { readonly connections: unknown };
  readonly connections: { readonly all: readonly Connection[]; readonly onDidChange: Event<void> };
  readonly tokens: TokenIndex & Pick<TokenStore, 'get' | 'delete'>;
  /** The ids that the person was asked about, in any window. */
  readonly asked: { readonly ids: readonly string[]; keep(ids: readonly string[]): PromiseLike<void> };
  /** Only the window that the person is at asks. */
  readonly focus: { readonly isFocused: boolean; readonly onDidFocus: Event<void> };
  readonly scheduler: Scheduler;
  readonly log: { error(line: string, error?: unknown): void };
  /** Resolves to true where the token is to be forgotten. */
  readonly ask: (token: OrphanedToken) => Promise<boolean>;
}

/** Settings that are being edited, synchronised or reloaded may lack an entry for a moment. In milliseconds. */
const settlingTime = 10_000;

/**
 * Asks once, when a connection disappeared from the settings, whether to forget its token: it waits for the connection
 * otherwise.
 */
export class OrphanedTokens implements Disposable {
  private readonly subscriptions: readonly Disposable[];
  private readonly names = new Map<string, string>();
  private timer: Disposable | undefined;
  private running: Promise<void> = Promise.resolve();
  private isWaitingForFocus = false;
  private isDisposed = false;

  constructor(private readonly parts: OrphanedTokensParts) {
    const { connections, focus } = parts;
    this.subscriptions = [
      connections.onDidChange(() => this.schedule()),
      focus.onDidFocus(() => {
        if (this.isWaitingForFocus) this.schedule();
      }),
    ];
    this.schedule();
  }

  dispose(): void {
    this.isDisposed = true;
    this.timer?.dispose();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private schedule(): void {
    const { connections, scheduler } = this.parts;
    for (const { id, name } of connections.all) this.names.set(id, name);
    this.timer?.dispose();
    this.timer = scheduler.after(settlingTime, () => this.run());
  }

  private run(): void {
    this.isWaitingForFocus = !this.parts.focus.isFocused;
    if (this.isWaitingForFocus || this.isDisposed) return;
    // One check after the other: a question may still be open; what disappeared meanwhile comes after it.
    this.running = this.running
      .then(() => this.check())
      .catch((error: unknown) => this.parts.log.error('Tokens without a connection were not looked for', error));
  }

  private async check(): Promise<void> {
    const { tokens, asked, ask } = this.parts;
    const orphans = [...new Set((await tokens.ids()).map(connectionIdOf))].filter((id) => !this.isNamed(id));
    // One that is back may disappear again, and is asked about again.
    const known = asked.ids.filter((id) => orphans.includes(id));
    if (known.length !== asked.ids.length) await asked.keep(known);
    for (const id of orphans) {
      if (this.isDisposed || asked.ids.includes(id)) continue;
      const stored = readToken(await tokens.get(id)) ?? readToken(await tokens.get(keyPasswordId(id)));
      if (!stored || this.isNamed(id)) continue;
      // Before the question: other windows then do not ask it too.
      await asked.keep([...asked.ids, id]);
      const isUnwanted = await ask({ name: this.names.get(id), origin: stored.origin });
      if (isUnwanted && !this.isNamed(id)) await this.forget(id);
    }
  }

  private async forget(id: string): Promise<void> {
    const { tokens, asked, log } = this.parts;
    try {
      await tokens.delete(id);
      await tokens.delete(keyPasswordId(id));
    } catch (error) {
      log.error('A token without a connection was not deleted', error);
      // It is still there: asked again, next time.
      await asked.keep(asked.ids.filter((other) => other !== id));
    }
  }

  private isNamed(id: string): boolean {
    return namedIds(this.parts.settings.connections).has(id);
  }
}
