import { isSameAccess, readAccess, unready } from './access';
import type { AccessLog, AccessParts, AccessReading, TokenUse, Unready } from './access';
import { originOf } from './address';
import { dropConnection, putConnection, readConnections } from './connection';
import type { Connection, ConnectionsReading } from './connection';
import { GuardedGateway, writeBarOf } from './writeGuard';
import { readToken, writeToken } from './storedToken';
import type { Access, Gateway } from '../gateway/gateway';
import { Emitter } from '../shared/emitter';
import type { Disposable, Event } from '../shared/emitter';

export type { Connection } from './connection';

/** What the connections need of the user settings. */
export interface ConnectionSettings {
  /** The list of connections as it stands there, unread. */
  readonly connections: unknown;
  /** Milliseconds for a whole request. */
  readonly requestTimeout: number;
  readonly onDidChange: Event<unknown>;
  /** Replaces the list, for this user on this machine. */
  writeConnections(entries: readonly unknown[]): Promise<void>;
}

export interface ConnectionLog extends AccessLog {
  warn(line: string): void;
}

export interface ConnectionsParts extends AccessParts {
  readonly isWorkspaceTrusted: () => boolean;
  readonly settings: ConnectionSettings;
  readonly log: ConnectionLog;
}

export type Opened = { readonly ok: true; readonly gateway: Gateway } | Unready;
export type TokenState = 'set' | 'missing' | 'otherAddress' | 'optional';

/**
 * The connections of the user settings and their tokens. Keeps one open gateway per connection and opens another when
 * the connection, its token, its CA file or the time limit has changed. Callers never dispose a gateway of {@link open}.
 */
export class Connections implements Disposable {
  private readonly changes = new Emitter<void>();
  private readonly gateways = new Map<string, { readonly access: Access; readonly gateway: Gateway }>();
  private readonly subscriptions: readonly Disposable[];
  private reading: ConnectionsReading;
  private isDisposed = false;

  /** Connections, a token or the time limit changed. */
  readonly onDidChange: Event<void> = this.changes.event;

  constructor(private readonly parts: ConnectionsParts) {
    this.reading = this.read();
    this.subscriptions = [
      parts.settings.onDidChange(() => {
        const { problems } = this.reading;
        this.reading = this.read(problems);
        for (const id of [...this.gateways.keys()]) if (!this.find(id)) this.close(id);
        this.changes.fire();
      }),
      parts.tokens.onDidChange((id) => {
        if (this.find(id)) this.changes.fire();
      }),
    ];
  }

  get all(): readonly Connection[] {
    return this.reading.connections;
  }

  /** A sentence for each entry of the settings that could not be read. */
  get problems(): readonly string[] {
    return this.reading.problems;
  }

  find(id: string): Connection | undefined {
    return this.all.find((connection) => connection.id === id);
  }

  async tokenState(id: string): Promise<TokenState> {
    const connection = this.find(id);
    const stored = readToken(await this.parts.tokens.get(id));
    if (stored && connection) return stored.origin === originOf(connection.address) ? 'set' : 'otherAddress';
    return connection && this.parts.dialects.get(connection.dialect)?.isTokenRequired === false ? 'optional' : 'missing';
  }

  /** The gateway of a connection. No request is made yet. */
  async open(id: string): Promise<Opened> {
    const connection = this.find(id);
    if (!connection || this.isDisposed) return unready('unknownConnection', this.parts.translate('This connection no longer exists.'));
    const reading = await this.toAccess(connection, { from: 'store' });
    // The settings changed, or all was shut down, while the token was fetched.
    if (this.find(id) !== connection || this.isDisposed) return this.open(id);
    const before = this.gateways.get(id);
    if (before && reading.ok && isSameAccess(before.access, reading.access)) return { ok: true, gateway: before.gateway };
    this.close(id);
    if (!reading.ok) return reading;
    if (reading.access.scopes.length < reading.dialect.scopeLevels.length)
      return unready(
        'scopeMissing',
        this.parts.translate('Edit the connection and choose its {levels}.', {
          levels: reading.dialect.scopeLevels.map(({ label }) => this.parts.translate(label)).join(', '),
        }),
      );
    // Asked again at every write: the connection may have been marked, or trust withdrawn, since.
    const gateway = new GuardedGateway(reading.dialect.open(reading.access), () => writeBarOf(this.find(id), this.parts.isWorkspaceTrusted()));
    this.gateways.set(id, { access: reading.access, gateway });
    return { ok: true, gateway };
  }

  /**
   * What a dialect needs to talk to this connection, which need not be saved yet: for choosing scopes and for trying it
   * out. A kept token is given only for the origin it was entered for.
   */
  toAccess(connection: Connection, use: TokenUse): Promise<AccessReading> {
    return readAccess(connection, use, this.parts);
  }

  /** Whether a token is kept for the connection that may be sent to this address. */
  async hasTokenFor(id: string, address: string): Promise<boolean> {
    const stored = readToken(await this.parts.tokens.get(id));
    return stored !== undefined && stored.origin === originOf(address);
  }

  /** Adds a connection, or replaces the one with its id. A token typed for it is kept; one left empty is forgotten. */
  async save(connection: Connection, use: TokenUse): Promise<void> {
    const before = await this.parts.tokens.get(connection.id);
    // The token first: whoever hears of the connection then finds it.
    if (use.from === 'person') await this.keepToken(connection, use.token);
    try {
      await this.parts.settings.writeConnections(putConnection(this.parts.settings.connections, connection));
    } catch (error) {
      if (use.from === 'person') await this.keep(connection.id, before);
      throw error;
    }
  }

  /** Removes a connection and its token. */
  async remove(id: string): Promise<void> {
    await this.parts.settings.writeConnections(dropConnection(this.parts.settings.connections, id));
    this.close(id);
    await this.parts.tokens.delete(id);
  }

  /** Keeps a token for the connection, bound to the origin of its address as it is now. */
  async setToken(id: string, token: string): Promise<void> {
    const connection = this.find(id);
    if (connection) await this.keepToken(connection, token);
  }

  async clearToken(id: string): Promise<void> {
    await this.parts.tokens.delete(id);
    this.close(id);
  }

  dispose(): void {
    this.isDisposed = true;
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const id of [...this.gateways.keys()]) this.close(id);
    this.changes.dispose();
  }

  private read(known: readonly string[] = []): ConnectionsReading {
    const { settings, translate, log } = this.parts;
    const reading = readConnections(settings.connections, translate);
    for (const problem of reading.problems) if (!known.includes(problem)) log.warn(problem);
    return reading;
  }

  private close(id: string): void {
    const open = this.gateways.get(id);
    this.gateways.delete(id);
    open?.gateway.dispose();
  }

  private async keepToken(connection: Connection, token: string | undefined): Promise<void> {
    if (token === undefined) return this.keep(connection.id, undefined);
    const origin = originOf(connection.address);
    if (origin === undefined) throw new Error('A token cannot be kept for a connection without a usable address.');
    this.parts.log.hide(token);
    await this.keep(connection.id, writeToken({ origin, token }));
  }

  private keep(id: string, stored: string | undefined): Promise<void> {
    return stored === undefined ? this.parts.tokens.delete(id) : this.parts.tokens.set(id, stored);
  }
}
