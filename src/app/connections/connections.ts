import type { Access, Gateway } from '../../gateway/gateway';
import type { Disposable, Event } from '../../shared/emitter';
import { Emitter } from '../../shared/emitter';
import { failureText } from '../base/failureText';
import type { AccessLog, AccessParts, AccessReading, TokenUse, Unready } from './access';
import { isSameAccess, readAccess, scopeLevelsOf, unready } from './access';
import { originOf } from './address';
import type { OpenedClientKeys } from './clientIdentity';
import type { Connection, ConnectionsReading } from './connection';
import { dropConnection, putConnection, readConnections } from './connection';
import type { StoredToken, TokenStore } from './storedToken';
import { connectionIdOf, keyPasswordId, readToken, writeToken } from './storedToken';
import { GuardedGateway, refuseWrite, writeBarOf } from './writeGuard';

export type { Connection } from './connection';

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
  error(doing: string, error: unknown): void;
}

export interface ConnectionsParts extends AccessParts {
  readonly tokens: TokenStore;
  readonly isWorkspaceTrusted: () => boolean;
  readonly settings: ConnectionSettings;
  readonly log: ConnectionLog;
}

export type OpenedGateway = { readonly ok: true; readonly gateway: Gateway } | Unready;
/** `otherAddress`: the address became another one while the person was asked. Nothing is kept then. */
export type TokenKept = 'kept' | 'otherAddress' | 'unknownConnection';
/**
 * The connections of the user settings and their tokens. Keeps one open gateway per connection and opens another when
 * the connection, its token, its CA file or the time limit has changed. Callers never dispose a gateway of {@link
 * open}.
 */
export class Connections implements Disposable {
  private readonly changes = new Emitter<void>();
  private readonly gateways = new Map<string, OpenGateway>();
  private readonly openedKeys: OpenedClientKeys = new Map();
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
        for (const id of [...this.gateways.keys()]) if (!this.find(id)) this.closeAndForget(id);
        for (const file of this.openedKeys.keys())
          if (!this.all.some((connection) => keyFileOf(connection) === file)) this.openedKeys.delete(file);
        this.changes.fire();
      }),
      parts.tokens.onDidChange((id) => {
        if (this.find(connectionIdOf(id))) this.changes.fire();
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

  /** Opens the gateway of a connection, or says why that cannot be: never rejects. No request is made yet. */
  async open(id: string): Promise<OpenedGateway> {
    const { log, translate } = this.parts;
    try {
      return await this.openCurrent(id);
    } catch (error) {
      log.error('A gateway could not be opened', error);
      const text = failureText(error, { dialect: this.find(id)?.dialect, translate });
      return unready('broken', text?.sentence ?? translate('Reading was stopped.'));
    }
  }

  private async openCurrent(id: string): Promise<OpenedGateway> {
    const connection = this.find(id);
    if (!connection || this.isDisposed)
      return unready('unknownConnection', this.parts.translate('This connection no longer exists.'));
    const reading = await this.toAccess(connection, { from: 'store' });
    // The settings changed, or all was shut down, while the token was fetched.
    if (this.find(id) !== connection || this.isDisposed) return this.openCurrent(id);
    const before = this.gateways.get(id);
    // A mark that prompts show belongs to the gateway that they were shown for.
    if (
      before &&
      reading.ok &&
      isSameAccess(before.access, reading.access) &&
      before.isProduction === isProduction(connection)
    )
      return this.whenOpen(id, before);
    this.close(id);
    if (!reading.ok) return reading;
    const levels = scopeLevelsOf(reading.dialect, reading.access.token);
    if (reading.access.scopes.length < levels.length)
      return unready(
        'scopeMissing',
        this.parts.translate('Edit the connection and choose its {levels}.', {
          levels: levels.map(({ label }) => this.parts.translate(label)).join(', '),
        }),
      );
    // Asked again at every write, and once more before it leaves: the connection may have been marked, or trust
    // withdrawn, since.
    const bar = () => writeBarOf(this.find(id), this.parts.isWorkspaceTrusted(), { shown: connection });
    const opening = reading.dialect.open({ ...reading.access, checkWrite: () => refuseWrite(bar()) });
    const open: OpenGateway = {
      access: reading.access,
      isProduction: isProduction(connection),
      gateway: opening.then((gateway) => new GuardedGateway(gateway, bar)),
    };
    this.gateways.set(id, open);
    return this.whenOpen(id, open);
  }

  private async whenOpen(id: string, open: OpenGateway): Promise<OpenedGateway> {
    try {
      const gateway = await open.gateway;
      // The settings changed, or all was shut down, while it was opened.
      return this.gateways.get(id) === open ? { ok: true, gateway } : await this.openCurrent(id);
    } catch (error) {
      // The next try begins anew.
      if (this.gateways.get(id) === open) this.gateways.delete(id);
      throw error;
    }
  }

  /**
   * Returns what a dialect needs to talk to this connection, which need not be saved yet: for choosing scopes and for
   * trying it out. A kept token is given only for the origin it was entered for.
   */
  toAccess(connection: Connection, use: TokenUse): Promise<AccessReading> {
    // What is only being tried out may never be saved: no key of it stays.
    const isSaved = this.find(connection.id) === connection;
    return readAccess(connection, use, { ...this.parts, ...(isSaved && { openedKeys: this.openedKeys }) });
  }

  /** Returns whether a token is kept for the connection that may be sent to this address. */
  async hasTokenFor(id: string, address: string): Promise<boolean> {
    const stored = readToken(await this.parts.tokens.get(id));
    return stored !== undefined && stored.origin === originOf(address);
  }

  /** The password kept for the key of the client certificate, where it may be used for this address. */
  async keptKeyPassword(id: string, address: string): Promise<string | undefined> {
    const stored = readToken(await this.parts.tokens.get(keyPasswordId(id)));
    return stored?.origin === originOf(address) ? stored?.token : undefined;
  }

  /**
   * Adds a connection, or replaces the one with its id. A token typed for it is kept; one left empty is forgotten.
   * Where it cannot be saved, the token and the password of before are kept.
   * @throws SecretStoreError where the token or the password of the client key cannot be kept; nothing is saved then
   */
  async save(connection: Connection, use: TokenUse): Promise<void> {
    // The token first: whoever hears of the connection then finds it.
    const takeTokenBack = use.from === 'person' ? await this.keepToken(connection, use) : nothing;
    let takePasswordBack = nothing;
    try {
      takePasswordBack = await this.keepKeyPassword(connection, use);
      await this.parts.settings.writeConnections(putConnection(this.parts.settings.connections, connection));
    } catch (error) {
      // Both are put back, even where one cannot be; what is thrown is what went wrong first.
      await Promise.allSettled([takePasswordBack(), takeTokenBack()]);
      throw error;
    }
  }

  async remove(id: string): Promise<void> {
    await this.parts.settings.writeConnections(dropConnection(this.parts.settings.connections, id));
    this.closeAndForget(id);
    await this.parts.tokens.delete(id);
    await this.parts.tokens.delete(keyPasswordId(id));
  }

  /**
   * Keeps a token for the origin that the person saw it would be sent to. Keeps nothing where the connection's address
   * has another one by now.
   * @throws SecretStoreError
   */
  async setToken(
    id: string,
    stored: StoredToken,
    { isForSession = false }: { readonly isForSession?: boolean } = {},
  ): Promise<TokenKept> {
    const connection = this.find(id);
    if (!connection) return 'unknownConnection';
    if (originOf(connection.address) !== stored.origin) return 'otherAddress';
    await this.keep(id, stored, isForSession);
    return 'kept';
  }

  /** Returns whether there is anything for {@link clearToken} to forget. */
  async hasSecret(id: string): Promise<boolean> {
    const { tokens } = this.parts;
    return readToken(await tokens.get(id)) !== undefined || (await tokens.get(keyPasswordId(id))) !== undefined;
  }

  /** Forgets the token of a connection, and the password of its client key. */
  async clearToken(id: string): Promise<void> {
    await this.parts.tokens.delete(id);
    await this.parts.tokens.delete(keyPasswordId(id));
    this.openedKeys.clear();
    const open = this.gateways.get(id);
    const connection = this.find(id);
    const reading = connection && (await this.toAccess(connection, { from: 'store' }));
    // Whoever heard of it may have opened it anew without them, and be reading by now: that one stays.
    const isClear = open !== undefined && reading?.ok === true && isSameAccess(open.access, reading.access);
    if (!isClear && this.gateways.get(id) === open) this.close(id);
  }

  dispose(): void {
    this.isDisposed = true;
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const id of [...this.gateways.keys()]) this.closeAndForget(id);
    this.changes.dispose();
  }

  private read(known: readonly string[] = []): ConnectionsReading {
    const { settings, translate, log } = this.parts;
    const reading = readConnections(settings.connections, translate);
    for (const problem of reading.problems) if (!known.includes(problem)) log.warn(problem);
    return reading;
  }

  /** Closes a connection for good: no key of it stays. */
  private closeAndForget(id: string): void {
    this.openedKeys.clear();
    this.close(id);
  }

  private close(id: string): void {
    const open = this.gateways.get(id);
    this.gateways.delete(id);
    void open?.gateway.then(
      (gateway) => gateway.dispose(),
      () => undefined,
    );
  }

  /** @returns what puts the token of before back */
  private async keepToken(
    connection: Connection,
    { token, isForSession = false }: TokenUse & { readonly from: 'person' },
  ): Promise<() => Promise<void>> {
    const { tokens } = this.parts;
    const { id } = connection;
    const origin = originOf(connection.address);
    if (token !== undefined && origin === undefined)
      throw new Error('A token cannot be kept for a connection without a usable address.');
    if (isForSession && origin !== undefined && token === undefined) {
      // The storage is not asked for one then.
      tokens.keepForSession(id, writeToken({ origin, token: '' }));
      return () => Promise.resolve(tokens.keepForSession(id, undefined));
    }
    // Where there is nothing to keep or to forget, no storage has to work.
    if (token === undefined && !this.find(id)) return nothing;
    return this.replaceKept(
      id,
      token === undefined || origin === undefined ? undefined : { origin, token },
      isForSession,
    );
  }

  /** @returns what puts the password of before back */
  private async keepKeyPassword(connection: Connection, use: TokenUse): Promise<() => Promise<void>> {
    const { address, clientCertificateFile } = connection;
    const id = keyPasswordId(connection.id);
    if (use.keyPassword !== undefined) {
      const origin = originOf(address);
      if (origin === undefined) throw new Error('A password cannot be kept for a connection without a usable address.');
      return this.replaceKept(id, { origin, token: use.keyPassword }, use.isForSession === true);
    }
    if (clientCertificateFile === undefined && this.find(connection.id)?.clientCertificateFile !== undefined)
      return this.replaceKept(id, undefined, false);
    return nothing;
  }

  /** @returns what puts back what was kept before */
  private async replaceKept(
    id: string,
    stored: StoredToken | undefined,
    isForSession: boolean,
  ): Promise<() => Promise<void>> {
    const { tokens } = this.parts;
    // In memory alone no storage has to work.
    if (stored && isForSession) {
      await this.keep(id, stored, true);
      return () => Promise.resolve(tokens.keepForSession(id, undefined));
    }
    const before = await tokens.get(id);
    if (stored) await this.keep(id, stored, false);
    else await tokens.delete(id);
    return () => (before === undefined ? tokens.delete(id) : tokens.set(id, before));
  }

  private async keep(id: string, stored: StoredToken, isForSession: boolean): Promise<void> {
    const { tokens, log } = this.parts;
    log.hide(stored.token);
    if (isForSession) tokens.keepForSession(id, writeToken(stored));
    else await tokens.set(id, writeToken(stored));
  }
}

interface OpenGateway {
  readonly access: Access;
  readonly isProduction: boolean;
  readonly gateway: Promise<Gateway>;
}

const nothing = (): Promise<void> => Promise.resolve();

const keyFileOf = ({ clientCertificateFile, clientKeyFile = clientCertificateFile }: Connection): string | undefined =>
  clientKeyFile;

const isProduction = ({ production }: Connection): boolean => production === true;
