/**
 * The renewal of one certificate wherever it is held: finds the objects, reads each, writes those that a person
 * confirmed, one after the other, and keeps what became of each. Knows no screen. Nothing here throws at its caller.
 */
import type { Gateway } from '../../gateway/gateway';
import { toGatewayError } from '../../gateway/gateway';
import type { Disposable } from '../../shared/emitter';
import { Emitter } from '../../shared/emitter';
import { failureText } from '../base/failureText';
import { Limiter } from '../base/limiter';
import type { Connection } from '../connections/connection';
import type { Connections } from '../connections/connections';
import { barSentence, writeBarOf } from '../connections/writeGuard';
import type { Inventory } from '../inventory/inventory';
import { isWhole } from '../inventory/listing';
import type { KnownUses } from '../usage/knownUses';
import { isHopeless, recordOutcome } from '../writes/ends';
import type { Journal } from '../writes/journal';
import type { Ended } from './renewalOutcome';
import { lookForRenewal, sendRenewal, toOutcome } from './renewalOutcome';
import type { ReadingParts, RenewalReading, RenewalSource } from './renewalReading';
import { readRenewalObject } from './renewalReading';
import type { RenewalObject } from './renewalTargets';
import { canBeSent, findRenewalTargets, isOpen, isRetryable, keyOf, toRenewalObject } from './renewalTargets';

export interface RenewalParts extends ReadingParts {
  readonly connections: Pick<Connections, 'all' | 'find' | 'open'>;
  readonly inventory: Pick<Inventory, 'refresh' | 'state' | 'put' | 'remove' | 'certificates'>;
  readonly uses: Pick<KnownUses, 'read'>;
  readonly journal: Pick<Journal, 'notes'>;
  readonly isWorkspaceTrusted: () => boolean;
}

/** One gateway, as far as it was looked at. */
export interface RenewalGateway {
  readonly connection: Connection;
  readonly kind: 'reading' | 'read' | 'failed';
  /** The reason why it could not be read, or that it was not read to its end. */
  readonly sentence?: string | undefined;
}

const readsAtOnce = 4;

export class Renewal implements Disposable {
  private readonly changes = new Emitter<void>();
  private readonly reading = new AbortController();
  private readonly limiter = new Limiter(readsAtOnce);
  private readonly known = new Map<string, RenewalGateway>();
  private readonly byKey = new Map<string, RenewalObject>();
  private stop: AbortController | undefined;

  readonly onDidChange = this.changes.event;

  constructor(
    readonly source: RenewalSource,
    private readonly parts: RenewalParts,
  ) {}

  get gateways(): readonly RenewalGateway[] {
    return [...this.known.values()];
  }

  /** The objects by gateway, in the order of the connections; then by name. */
  get objects(): readonly RenewalObject[] {
    const all = [...this.byKey.values()];
    return this.gateways.flatMap(({ connection: { id } }) => all.filter(({ connection }) => connection.id === id));
  }

  /** Objects are being written. */
  get isWriting(): boolean {
    return this.stop !== undefined;
  }

  /** True once it was asked to stop, while it waits for the write that is under way. */
  get isStopping(): boolean {
    return this.stop?.signal.aborted ?? false;
  }

  /** Looks at all gateways anew. What was written stays as it ended. Resolves when that is done. */
  async load(): Promise<void> {
    if (this.isWriting) return;
    const { connections, translate } = this.parts;
    for (const { connection } of this.gateways)
      if (!connections.find(connection.id)) this.giveUp(connection, translate('This connection no longer exists.'));
    await Promise.all(connections.all.map((connection) => this.loadGateway(connection)));
  }

  select(key: string, isSelected: boolean): void {
    const object = this.byKey.get(key);
    if (this.isWriting || !object || !canBeSent(object)) return;
    this.put({ ...object, isSelected, wasAsked: true });
  }

  /** The objects that would be sent now, each with what was read of it. */
  get selected(): readonly RenewalObject[] {
    return this.objects.filter((object) => object.isSelected && canBeSent(object));
  }

  /**
   * Writes the objects that a person confirmed, as they were shown to that person: one after the other, to the end.
   * A failure that the next write to a gateway would meet as well ends the writes to that gateway alone.
   */
  async run(confirmed: readonly RenewalObject[]): Promise<void> {
    if (this.isWriting) return;
    const stop = new AbortController();
    this.stop = stop;
    const closed = new Map<string, string>();
    for (const object of confirmed) this.put({ ...object, outcome: undefined, progress: 'waiting' });
    for (const object of confirmed) {
      const why = closed.get(object.connection.id);
      const ended: Ended = stop.signal.aborted
        ? { kind: 'notTried', why: 'cancelled' }
        : why !== undefined
          ? { kind: 'notTried', why: 'gateway', sentence: why }
          : await this.send(object);
      if (ended.kind === 'failed' && isHopeless(ended.error))
        closed.set(object.connection.id, this.whyNot(ended.error, object.connection));
      this.end(object, ended);
    }
    this.stop = undefined;
    this.changes.fire();
    const tried = confirmed.filter(({ key }) => this.byKey.get(key)?.outcome?.ended.kind !== 'notTried');
    const gateways = new Set(tried.map(({ connection }) => connection.id));
    await Promise.all([...gateways].map((id) => this.parts.inventory.refresh(id)));
  }

  /** Sends nothing more, but waits for what is on its way. */
  cancel(): void {
    if (!this.stop || this.isStopping) return;
    this.stop.abort();
    this.changes.fire();
  }

  /** The objects that failed and may be tried again. */
  get retryable(): readonly RenewalObject[] {
    return this.objects.filter(isRetryable);
  }

  /** Looks for what became of lost writes, reads again what failed, and selects that alone. */
  async prepareRetry(): Promise<void> {
    if (this.isWriting) return;
    const again = this.retryable;
    const keys = new Set(again.map(({ key }) => key));
    for (const object of this.objects)
      if (!keys.has(object.key) && object.isSelected) this.put({ ...object, isSelected: false });
    await Promise.all(
      again.map(async (object) => {
        const { outcome, plan } = object;
        if (outcome?.ended.kind === 'unknown' && plan) {
          const ended = await lookForRenewal(outcome.ended.note, plan.gateway, this.reading.signal);
          this.end(object, ended);
          if (ended.kind !== 'notWritten') return;
        }
        await this.readObject({
          ...object,
          outcome: this.byKey.get(object.key)?.outcome,
          wasAsked: true,
          isSelected: true,
        });
      }),
    );
  }

  dispose(): void {
    this.cancel();
    this.reading.abort();
    this.changes.dispose();
  }

  private async loadGateway(connection: Connection): Promise<void> {
    const { inventory, translate } = this.parts;
    this.know({ connection, kind: 'reading' });
    // Shows what is known already at once.
    this.find(connection);
    await inventory.refresh(connection.id);
    if (this.reading.signal.aborted) return;
    const state = inventory.state(connection.id);
    if (state.kind === 'failed') {
      const { failure } = state;
      return this.giveUp(
        connection,
        failure.reason === 'gateway'
          ? failureText(failure.error, { dialect: connection.dialect, translate })?.sentence
          : failure.sentence,
      );
    }
    const targets = this.find(connection);
    // An object that is gone is no row any more.
    for (const object of this.objectsOf(connection))
      if (isOpen(object) && !targets.has(object.key)) this.byKey.delete(object.key);
    const opened = await this.parts.connections.open(connection.id);
    if (!opened.ok) return this.giveUp(connection, opened.sentence);
    await this.readObjects(connection, opened.gateway);
    this.know({
      connection,
      kind: 'read',
      sentence: isWhole(state)
        ? undefined
        : translate('Not all of its certificates were read: there may be more of them.'),
    });
  }

  /** Gives up on a gateway that cannot be read: what is known of it is shown with the reason. */
  private giveUp(connection: Connection, why: string | undefined): void {
    const sentence = why ?? this.parts.translate('It could not be read.');
    for (const object of this.objectsOf(connection))
      if (isOpen(object)) this.put({ ...object, isReading: false, plan: undefined, problem: sentence });
    this.know({ connection, kind: 'failed', sentence });
  }

  private objectsOf({ id }: Connection): readonly RenewalObject[] {
    return [...this.byKey.values()].filter(({ connection }) => connection.id === id);
  }

  /** Takes up the objects of a gateway, from memory, and returns their keys. */
  private find(connection: Connection): ReadonlySet<string> {
    const { inventory, isWorkspaceTrusted, translate } = this.parts;
    const { leaf, chosen } = this.source;
    const index = inventory.certificates(connection.id);
    const targets = index ? findRenewalTargets(leaf.leaf, index, chosen) : [];
    const bar = writeBarOf(connection, isWorkspaceTrusted());
    const problem = bar && barSentence(bar, { name: connection.name, translate });
    for (const target of targets) {
      const before = this.byKey.get(keyOf(target.entry));
      if (!before || isOpen(before)) this.put(toRenewalObject(target, { connection, problem, before }));
    }
    return new Set(targets.map(({ entry }) => keyOf(entry)));
  }

  private async readObjects(connection: Connection, gateway: Gateway): Promise<void> {
    // One list and one reading of what uses it for all objects of a gateway.
    const uses = this.parts.uses.read(connection.id, { gateway, signal: this.reading.signal });
    uses.catch(() => undefined);
    await Promise.all(
      this.objectsOf(connection)
        .filter(({ isReading }) => isReading)
        .map((object) => this.limiter.run(() => this.readFrom(object, { gateway, uses, isListed: true }))),
    );
  }

  /** Reads one object anew, and the list with it. */
  private async readObject(object: RenewalObject): Promise<void> {
    this.put({ ...object, isReading: true, problem: undefined });
    const opened = await this.parts.connections.open(object.connection.id);
    if (!opened.ok) return this.put({ ...object, isReading: false, problem: opened.sentence, plan: undefined });
    const { gateway } = opened;
    const uses = this.parts.uses.read(object.connection.id, { gateway, signal: this.reading.signal });
    uses.catch(() => undefined);
    await this.limiter.run(() => this.readFrom(object, { gateway, uses, isListed: false }));
  }

  private async readFrom(
    object: RenewalObject,
    how: Pick<RenewalReading, 'gateway' | 'uses' | 'isListed'>,
  ): Promise<void> {
    const connection = this.parts.connections.find(object.connection.id) ?? object.connection;
    const { source, parts, reading } = this;
    const read = await readRenewalObject({ ...object, connection }, { ...how, source, parts, signal: reading.signal });
    if (read) this.put(read);
  }

  private async send(object: RenewalObject): Promise<Ended> {
    const { plan, connection } = object;
    if (!plan) return { kind: 'notTried', why: 'cancelled' };
    const step = (progress: RenewalObject['progress']): void => this.put({ ...object, outcome: undefined, progress });
    step('writing');
    try {
      return await sendRenewal(plan, {
        notes: this.parts.journal.notes(connection, object.entry.title),
        onSent: () => step('sent'),
        onLook: () => step('looking'),
      });
    } catch (thrown) {
      // It could not even be put together: nothing left.
      return { kind: 'failed', error: toGatewayError(thrown, { sentence: 'A renewal could not be put together.' }) };
    }
  }

  private whyNot(error: unknown, { dialect }: Connection): string {
    return failureText(error, { dialect, translate: this.parts.translate })?.what ?? '';
  }

  /** Takes in what became of a write. */
  private end(object: RenewalObject, ended: Ended): void {
    const { inventory, log, translate } = this.parts;
    const { connection, entry } = object;
    const outcome = toOutcome(ended, object, this.parts);
    const { id } = entry.stored;
    const doing = translate('Renewing {id}', { id });
    if (ended.kind === 'failed') log.error(doing, ended.error);
    else if (ended.kind !== 'notTried') recordOutcome(ended, { doing, connection, id, inventory, log });
    this.put({ ...object, outcome, progress: undefined, isSelected: false });
  }

  private know(gateway: RenewalGateway): void {
    this.known.set(gateway.connection.id, gateway);
    this.changes.fire();
  }

  private put(object: RenewalObject): void {
    if (this.reading.signal.aborted && !this.isWriting) return;
    this.byKey.set(object.key, object);
    this.changes.fire();
  }
}
