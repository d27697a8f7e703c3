import type { StoredCertificate } from '../../core/model';
import { GatewayError, toGatewayError } from '../../gateway/gateway';
import type { Disposable } from '../../shared/emitter';
import { Emitter } from '../../shared/emitter';
import type { Sentence } from '../../shared/translate';
import type { Turns } from '../../shared/turns';
import { hostTurns } from '../../shared/turns';
import type { Unready } from '../connections/access';
import type { Connection } from '../connections/connection';
import type { Connections, OpenedGateway } from '../connections/connections';
import type { CertificateEntry, FullEntry, toEntry } from './certificateEntry';
import type { CertificateIndex } from './certificateIndex';
import { Listing } from './listing';
import type { RowReader } from './rowReader';

/** The part of {@link Connections} that the inventory needs. */
export type ConnectionSource = Pick<Connections, 'all' | 'find' | 'open' | 'onDidChange'>;

/** The reason why a connection has no list: it cannot be opened yet, or the gateway or the way to it failed. */
export type ListFailure = Unready | { readonly reason: 'gateway'; readonly error: GatewayError };

/** A list as far as it is known, however its last loading ended. */
interface Known {
  /** The entries at the moment of asking: the array is made only then, and kept until something changes. */
  readonly entries: readonly CertificateEntry[];
  /** The ingress controller feeds it, and takes back what is changed by hand. */
  readonly isOfIngressGroup?: true;
}

export type ConnectionState = Known &
  (
    | {
        /** The list was not asked for yet. */
        readonly kind: 'idle';
      }
    /** `entries`: pages of this run, and what an earlier run left. */
    | {
        readonly kind: 'loading';
        /** The number of certificates in this run's pages so far. */
        readonly loaded: number;
        readonly total: number | undefined;
      }
    | {
        readonly kind: 'ready';
        /** False where loading was stopped before the last page. */
        readonly isComplete: boolean;
        readonly loaded: number;
        readonly total: number | undefined;
        /** Objects the gateway holds that could not be read, in plain words. */
        readonly unreadable: readonly Sentence[];
      }
    /** `entries` are from before; none where the connection could not even be opened. */
    | { readonly kind: 'failed'; readonly failure: ListFailure }
  );

interface ConnectionSlot {
  readonly connection: Connection;
  /** The certificates that `state` lists. Undefined before the first page of the first run. */
  certificates: CertificateIndex | undefined;
  /** The value of the last page. */
  isOfIngressGroup: boolean;
  state: ConnectionState;
  listing: Listing | undefined;
  /** The connection and token of the last run; a later change of the connection or its token opens something else. */
  opened: OpenedGateway | undefined;
}

const idle: ConnectionState = { kind: 'idle', entries: [] };

/** Objects that are read between two looks at the clock. */
const rowsAtOnce = 16;

/** Most objects of which all is kept. */
const maxWhole = 20;

const keyOf = (connectionId: string, id: string): string => `${connectionId}\n${id}`;

/** The code that reads and keeps certificates, loaded with the first list. */
interface Reader {
  readonly toEntry: typeof toEntry;
  readonly rows: RowReader;
  readonly CertificateIndex: typeof CertificateIndex;
}

/**
 * The certificates of every connection, as far as they are known. Nothing here throws at its caller: what goes wrong is
 * a state. An answer is applied only if it belongs to the connection's latest run.
 */
export class Inventory implements Disposable {
  private readonly slots = new Map<string, ConnectionSlot>();
  private readonly changes = new Emitter<string>();
  private readonly subscription: Disposable;
  private isStarted = false;
  private reader: Reader | undefined;
  /** All of the objects that were put last, the oldest first. */
  private readonly whole = new Map<string, FullEntry>();

  /** Fires the id of a connection whose state changed: at the start of a run, after every page, at its end. */
  readonly onDidChange = this.changes.event;

  constructor(
    private readonly connections: ConnectionSource,
    private readonly turns: Pick<Turns, 'isOver' | 'pause'> = hostTurns,
  ) {
    this.subscription = connections.onDidChange(() => void this.follow());
  }

  state(connectionId: string): ConnectionState {
    return this.slots.get(connectionId)?.state ?? idle;
  }

  find(connectionId: string, id: string): CertificateEntry | undefined {
    return this.certificates(connectionId)?.get(id);
  }

  /**
   * Returns all of an object that is listed, where it was written since the list was read: lists keep what rows need.
   */
  findWhole(connectionId: string, id: string): FullEntry | undefined {
    // No list has an object that was deleted, nor one of the gateway that the connection led to before.
    return this.find(connectionId, id) && this.whole.get(keyOf(connectionId, id));
  }

  /**
   * Returns the index of a connection's certificates. It changes with them: do not keep it. Undefined where none was
   * listed.
   */
  certificates(connectionId: string): CertificateIndex | undefined {
    return this.slots.get(connectionId)?.certificates;
  }

  /** Lists one connection, or all, anew. Resolves when that is done, stopped or superseded. */
  async refresh(connectionId?: string): Promise<void> {
    if (connectionId !== undefined) return this.load(connectionId).over;
    this.isStarted = true;
    await Promise.all(this.connections.all.map(({ id }) => this.load(id).over));
  }

  /**
   * Waits for the listing of a connection that is under way, and begins one where nobody has yet. Resolves when there
   * is none any more, however it ended.
   */
  async whenListed(connectionId: string): Promise<void> {
    if (!this.slots.has(connectionId)) this.load(connectionId);
    const underWay = (): Listing | undefined => this.slots.get(connectionId)?.listing;
    // One that another supersedes is over before the list is there.
    for (let listing = underWay(); listing; listing = underWay()) await listing.over;
  }

  /** Stops loading one connection, or all, and keeps what has arrived. */
  cancel(connectionId?: string): void {
    for (const [id, slot] of this.slots) {
      const { listing } = slot;
      if (!listing || (connectionId !== undefined && connectionId !== id)) continue;
      this.settle(slot, stopped(slot, listing));
    }
  }

  /**
   * Takes in what a write answered, without asking again.
   * @returns all of it; undefined where the connection is gone, or where nothing was listed so far: it is taken in a
   * moment later then
   */
  put(connectionId: string, stored: StoredCertificate): FullEntry | undefined {
    const connection = this.connections.find(connectionId);
    if (!connection) return undefined;
    if (!this.reader) {
      void this.loadReader().then(() => this.put(connectionId, stored));
      return undefined;
    }
    const full = this.reader.toEntry(connection, stored);
    const row = this.reader.rows.toRow(connection, stored);
    const slot = this.slots.get(connectionId);
    if (slot?.certificates && !slot.listing) {
      slot.certificates.put(row);
    } else {
      const listing = slot?.listing ?? this.load(connectionId);
      // A run that still waits for its gateway has no index, and takes what is kept from none of its pages.
      if (slot?.listing) slot.certificates ??= new this.reader.CertificateIndex();
      listing.keep(row);
      this.showProgress(connectionId, listing);
    }
    const key = keyOf(connectionId, stored.id);
    // Deleted first, so that the one put last is the last to be dropped.
    this.whole.delete(key);
    this.whole.set(key, full);
    const [oldest] = this.whole.keys();
    if (this.whole.size > maxWhole && oldest !== undefined) this.whole.delete(oldest);
    this.changes.fire(connectionId);
    return full;
  }

  /** Takes out what is no longer on the gateway, without asking again. */
  remove(connectionId: string, id: string): void {
    const slot = this.slots.get(connectionId);
    if (!slot) return;
    this.whole.delete(keyOf(connectionId, id));
    if (slot.listing) {
      slot.listing.drop(id);
      this.showProgress(connectionId, slot.listing);
    } else {
      slot.certificates?.delete(id);
    }
    this.changes.fire(connectionId);
  }

  dispose(): void {
    this.subscription.dispose();
    for (const slot of this.slots.values()) slot.listing?.end();
    this.slots.clear();
    this.whole.clear();
    this.changes.dispose();
  }

  private load(id: string): Listing {
    const connection = this.connections.find(id);
    const before = this.slots.get(id);
    before?.listing?.end();
    const isSame = before && connection && isSamePlace(before.connection, connection);
    const known = isSame ? before.certificates : undefined;
    const certificates = known ?? (this.reader && new this.reader.CertificateIndex());
    const place = { certificates };
    const listing = new Listing(place);
    if (connection) {
      const isOfIngressGroup = isSame === true && before.isOfIngressGroup;
      const rest = { connection, listing, isOfIngressGroup, opened: undefined, state: idle };
      const slot: ConnectionSlot = Object.assign(place, rest);
      this.slots.set(id, slot);
      this.showProgress(id, listing);
      void this.run(slot, listing);
    } else {
      this.slots.delete(id);
      listing.end();
    }
    this.changes.fire(id);
    return listing;
  }

  private async run(slot: ConnectionSlot, listing: Listing): Promise<void> {
    try {
      const opened = await this.connections.open(slot.connection.id);
      if (listing.isOver) return;
      slot.opened = opened;
      if (!opened.ok) {
        slot.certificates?.clear();
        return this.settle(slot, { kind: 'failed', entries: [], failure: opened });
      }
      const reader = await this.loadReader();
      if (listing.isOver) return;
      slot.certificates ??= new reader.CertificateIndex();
      for await (const page of opened.gateway.list(listing.signal)) {
        for (let start = 0; start < page.items.length; start += rowsAtOnce) {
          if (this.turns.isOver()) await this.turns.pause();
          if (listing.isOver) return;
          for (const stored of page.items.slice(start, start + rowsAtOnce))
            this.forget(slot.connection.id, listing.add(reader.rows.toRow(slot.connection, stored)));
        }
        if (listing.isOver) return;
        listing.total = page.total ?? listing.total;
        slot.isOfIngressGroup = page.isOfIngressGroup === true;
        listing.unreadable.push(...page.unreadable);
        this.showProgress(slot.connection.id, listing);
        this.changes.fire(slot.connection.id);
      }
      if (listing.isOver) return;
      for (const steps = listing.completeSteps(); steps.next().done !== true;) {
        if (this.turns.isOver()) await this.turns.pause();
        if (listing.isOver) return;
      }
      this.settle(slot, stopped(slot, listing, true));
    } catch (error) {
      if (listing.isOver) return;
      if (error instanceof GatewayError && error.kind === 'cancelled') return this.settle(slot, stopped(slot, listing));
      const failure = toGatewayError(error, { sentence: 'The listing failed.' });
      this.settle(slot, listed(slot, { kind: 'failed', failure: { reason: 'gateway', error: failure } }));
    }
  }

  private async loadReader(): Promise<Reader> {
    const load = async () => {
      const [{ toEntry }, { CertificateIndex }, { RowReader }] = await Promise.all([
        import('./certificateEntry'),
        import('./certificateIndex'),
        import('./rowReader'),
      ]);
      return { toEntry, CertificateIndex, rows: new RowReader() };
    };
    return (this.reader ??= await load());
  }

  /** Drops what was kept of an object, of which a list brought something newer. */
  private forget(connectionId: string, entry: CertificateEntry | undefined): void {
    if (entry && this.whole.size > 0) this.whole.delete(keyOf(connectionId, entry.stored.id));
  }

  private showProgress(id: string, listing: Listing): void {
    const slot = this.slots.get(id);
    if (slot) slot.state = listed(slot, { kind: 'loading', loaded: listing.loaded, total: listing.total });
  }

  private settle(slot: ConnectionSlot, state: ConnectionState): void {
    const { listing } = slot;
    slot.state = state;
    slot.listing = undefined;
    // Listeners hear of the end before whoever awaits the run does.
    this.changes.fire(slot.connection.id);
    listing?.end();
  }

  /**
   * Follows a change of connections, tokens or time limits: drops what is gone, lists what would now be opened
   * differently.
   */
  private async follow(): Promise<void> {
    for (const id of [...this.slots.keys()]) if (!this.connections.find(id)) this.load(id);
    for (const connection of this.connections.all) {
      const slot = this.slots.get(connection.id);
      if (!slot) {
        if (this.isStarted) this.load(connection.id);
      } else if (!isSameConnection(slot.connection, connection)) {
        this.load(connection.id);
      } else {
        const opened = await this.connections.open(connection.id);
        if (this.slots.get(connection.id) === slot && !isSameOpening(slot.opened, opened)) this.load(connection.id);
      }
    }
  }
}

const stopped = (slot: ConnectionSlot, { loaded, total, unreadable }: Listing, isComplete = false): ConnectionState =>
  listed(slot, { kind: 'ready', isComplete, loaded, total, unreadable: [...unreadable] });

/** A state with what its connection lists, of which a list is made when it is looked at. */
const listed = <State extends object>(slot: ConnectionSlot, state: State): State & Known => ({
  ...state,
  ...(slot.isOfIngressGroup && { isOfIngressGroup: true }),
  get entries(): readonly CertificateEntry[] {
    return slot.certificates?.entries() ?? [];
  },
});

/** Returns whether two versions of a connection show the same certificates. */
const isSamePlace = (one: Connection, other: Connection): boolean =>
  one.dialect === other.dialect &&
  one.address === other.address &&
  one.organization === other.organization &&
  one.cluster === other.cluster &&
  one.gatewayGroup === other.gatewayGroup;

const isSameConnection = (one: Connection, other: Connection): boolean =>
  isSamePlace(one, other) &&
  one.name === other.name &&
  one.caFile === other.caFile &&
  one.caFileUse === other.caFileUse &&
  one.clientCertificateFile === other.clientCertificateFile &&
  one.clientKeyFile === other.clientKeyFile &&
  one.allowPlainHttp === other.allowPlainHttp;

function isSameOpening(one: OpenedGateway | undefined, other: OpenedGateway): boolean {
  if (one?.ok) return other.ok && one.gateway === other.gateway;
  return one !== undefined && !other.ok && one.reason === other.reason && one.sentence === other.sentence;
}
