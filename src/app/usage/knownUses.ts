import type { Gateway, References } from '../../gateway/gateway';
import { GatewayError } from '../../gateway/gateway';
import type { Cooperative } from '../../shared/cooperative';
import type { Disposable } from '../../shared/emitter';
import { Emitter } from '../../shared/emitter';
import type { Connections } from '../connections/connections';
import type { CertificateEntry } from '../inventory/certificateEntry';
import type { Inventory } from '../inventory/inventory';
import { isWhole } from '../inventory/listing';
import { toServingTableSteps } from '../inventory/serving';
import type { ServedHosts } from './servedHosts';
import { toServedHosts } from './servedHosts';
import type { UsedHosts } from './usedHosts';
import { toUsedHosts } from './usedHosts';

export interface KnownUsesParts {
  readonly connections: Pick<Connections, 'find' | 'open' | 'onDidChange'>;
  readonly inventory: Pick<Inventory, 'state' | 'certificates' | 'onDidChange'>;
  readonly log: { debug(line: string): void };
  /** Runs long work so that others get their turn; undefined where it is not wanted any more. */
  readonly inSlices: <T>(work: Cooperative<T>, isWanted: () => boolean) => Promise<T | undefined>;
}

/**
 * The uses of a connection on their way: references that were read become `used` hosts, and with the list of its
 * certificates `served` ones. What is known of each step stays until the next answer has come as far.
 */
interface ConnectionUses {
  /** The gateway that the uses were, or are being, read with: another one is another place, or another token. */
  gateway: Gateway | undefined;
  readonly readings: Readings;
  /** The references that `used` is being made of: an answer that came later takes its place. */
  references: References | undefined;
  used: UsedHosts | undefined;
  /** The values that `served` was, or is being, made from. */
  source: { readonly entries: readonly CertificateEntry[]; readonly used: UsedHosts } | undefined;
  served: ServedHosts | undefined;
  /** The reason why the latest reading of our own gave nothing. */
  failure: GatewayError | undefined;
}

/** Knows whether the uses of a connection are read, and have to be: once for each listing of its certificates. */
interface Readings {
  isListing: boolean;
  /** Uses were read since the latest listing began. */
  isFresh: boolean;
  /** A listing ended while somebody was reading the uses anyway. */
  isPutOff: boolean;
  /** Those of others that are under way. */
  others: number;
  /** Our own that is under way, or was the last one. */
  own: AbortController | undefined;
}

/**
 * Keeps what uses certificates, as it was when it was last read: once in the background for each listing that came to
 * its end, and whenever somebody reads it anyway. Whoever asks gets what is known, and starts no request. What fails is
 * not tried again before the next listing, and disturbs nobody: a token may well be kept from it.
 */
export class KnownUses implements Disposable {
  private readonly slots = new Map<string, ConnectionUses>();
  private readonly changes = new Emitter<string>();
  private readonly subscriptions: readonly Disposable[];

  /** Fires the id of a connection of which something else is known now. */
  readonly onDidChange = this.changes.event;

  constructor(private readonly parts: KnownUsesParts) {
    const { connections, inventory } = parts;
    this.subscriptions = [
      inventory.onDidChange((id) => this.follow(id)),
      connections.onDidChange(() => void this.check()),
    ];
  }

  /** Returns who is served which certificate, by the last complete list. Undefined where too little is known. */
  served(connectionId: string): ServedHosts | undefined {
    return this.slots.get(connectionId)?.served;
  }

  /** Returns why it could not be read. Undefined where it was read, or is being read for the first time. */
  failure(connectionId: string): GatewayError | undefined {
    return this.slots.get(connectionId)?.failure;
  }

  /**
   * Reads what uses certificates, for whoever has to know it as it is now, and keeps it.
   * @throws GatewayError as {@link Gateway.uses} does
   */
  async read(
    connectionId: string,
    { gateway, signal }: { readonly gateway: Gateway; readonly signal: AbortSignal },
  ): Promise<References> {
    const slot = this.slotOf(connectionId);
    const { readings } = slot;
    readings.others++;
    try {
      const uses = await gateway.uses(signal);
      await this.keep(connectionId, gateway, uses);
      return uses;
    } finally {
      readings.others--;
      if (readings.others === 0 && readings.isPutOff) {
        readings.isPutOff = false;
        if (!readings.isFresh && this.slots.get(connectionId) === slot) void this.readQuietly(connectionId, slot);
      }
    }
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const id of [...this.slots.keys()]) this.forget(id);
    this.changes.dispose();
  }

  private slotOf(id: string): ConnectionUses {
    const known = this.slots.get(id);
    if (known) return known;
    const slot: ConnectionUses = {
      gateway: undefined,
      readings: { isListing: false, isFresh: false, isPutOff: false, others: 0, own: undefined },
      references: undefined,
      used: undefined,
      source: undefined,
      served: undefined,
      failure: undefined,
    };
    this.slots.set(id, slot);
    return slot;
  }

  private forget(id: string): void {
    if (this.drop(id)) this.changes.fire(id);
  }

  /** Forgets the uses of a connection. Returns whether something was known. */
  private drop(id: string): boolean {
    const slot = this.slots.get(id);
    if (!slot) return false;
    this.slots.delete(id);
    slot.readings.own?.abort();
    slot.source = undefined;
    return slot.served !== undefined || slot.failure !== undefined;
  }

  private follow(id: string): void {
    const state = this.parts.inventory.state(id);
    if (!this.parts.connections.find(id) || state.kind === 'idle') return this.forget(id);
    const slot = this.slotOf(id);
    const { readings } = slot;
    const hasEnded = readings.isListing && state.kind === 'ready' && state.isComplete;
    if (state.kind === 'loading' && !readings.isListing) {
      readings.isFresh = false;
      readings.own?.abort();
      slot.references = undefined;
    }
    readings.isListing = state.kind === 'loading';
    if (hasEnded && readings.others > 0) readings.isPutOff = true;
    else if (hasEnded && !readings.isFresh) void this.readQuietly(id, slot);
    void this.work(id, slot);
  }

  /** Drops the uses of a connection whose settings or token changed. */
  private async check(): Promise<void> {
    for (const [id, slot] of [...this.slots]) {
      const opened = await this.parts.connections.open(id);
      if (this.slots.get(id) === slot && slot.gateway && !(opened.ok && opened.gateway === slot.gateway))
        this.forget(id);
    }
  }

  private async readQuietly(id: string, slot: ConnectionUses): Promise<void> {
    const { connections, log } = this.parts;
    const request = new AbortController();
    slot.readings.own?.abort();
    slot.readings.own = request;
    try {
      const opened = await connections.open(id);
      if (!opened.ok || request.signal.aborted) return;
      slot.gateway = opened.gateway;
      const uses = await opened.gateway.uses(request.signal);
      if (!request.signal.aborted) await this.keep(id, opened.gateway, uses);
    } catch (error) {
      if (request.signal.aborted) return;
      log.debug(
        `What uses certificates could not be read: ${error instanceof GatewayError ? error.kind : String(error)}`,
      );
      if (error instanceof GatewayError) this.fail(id, slot.gateway, error);
      else this.forget(id);
    }
  }

  private fail(id: string, gateway: Gateway | undefined, failure: GatewayError): void {
    this.drop(id);
    Object.assign(this.slotOf(id), { gateway, failure });
    this.changes.fire(id);
  }

  private async keep(id: string, gateway: Gateway, uses: References): Promise<void> {
    const opened = await this.parts.connections.open(id);
    const slot = this.slots.get(id);
    // The connection, or its token, became another one while this was on its way.
    if (!slot || !opened.ok || opened.gateway !== gateway) return;
    slot.gateway = gateway;
    slot.references = uses;
    const isLatest = (): boolean => this.slots.get(id) === slot && slot.references === uses;
    const used = await this.parts.inSlices(toUsedHosts(uses), isLatest);
    if (!used || !isLatest()) return;
    slot.references = undefined;
    slot.failure = undefined;
    slot.used = used;
    slot.readings.isFresh = true;
    await this.work(id, slot);
  }

  /** Finds out who is served what, where that may be another answer now. */
  private async work(id: string, slot: ConnectionUses): Promise<void> {
    const state = this.parts.inventory.state(id);
    const { used } = slot;
    // Of a list with gaps it cannot be said who is served; until the next is complete the last one stands.
    if (!used || !isWhole(state)) return;
    const { entries } = state;
    if (slot.source?.used === used && slot.source.entries === entries) return;
    const source = { entries, used };
    slot.source = source;
    const { connections, inventory, inSlices } = this.parts;
    const dialect = connections.find(id)?.dialect;
    if (!dialect) return;
    const table = inventory.certificates(id)?.servingTableSteps(dialect) ?? toServingTableSteps(entries, dialect);
    const served = await inSlices(toServedHosts(entries, used, table), () => slot.source === source);
    if (!served || slot.source !== source) return;
    slot.served = served;
    this.changes.fire(id);
  }
}
