import { failureText } from '../../app/base/failureText';
import type { Connections } from '../../app/connections/connections';
import type { CertificateEntry, FullEntry } from '../../app/inventory/certificateEntry';
import { toEntry } from '../../app/inventory/certificateEntry';
import type { Conflict } from '../../app/inventory/conflicts';
import { conflictText, entryConflicts } from '../../app/inventory/conflicts';
import type { Inventory } from '../../app/inventory/inventory';
import { ownerOf } from '../../app/inventory/owner';
import type { CertificateUse } from '../../app/usage/certificateUse';
import { toUsedBy, useOf } from '../../app/usage/certificateUse';
import type { KnownUses } from '../../app/usage/knownUses';
import type { UsedHosts } from '../../app/usage/usedHosts';
import type { DetailInput, GatewayCertificateInput } from '../../core/details/input';
import type { Dialect, DialectId } from '../../gateway/gateway';
import { GatewayError } from '../../gateway/gateway';
import type { Cooperative, InSlices } from '../../shared/cooperative';
import type { Disposable } from '../../shared/emitter';
import { Emitter } from '../../shared/emitter';
import type {
  DetailChangeKind,
  DetailSubject,
  GatewaySubject,
  PageAction,
  PageActionKind,
} from '../../shared/protocol';
import type { Translate } from '../../shared/translate';
import { translateSentence } from '../../shared/translate';
import { inHostSlices } from '../../shared/turns';
import type { Log } from '../base/log';
import type { Words } from './gatewayInput';
import { toGatewayInput, toRowInput } from './gatewayInput';
import type { DetailSource, SourceReading } from './source';
import { hostActions } from './source';

export interface GatewaySourceParts {
  readonly connections: Pick<Connections, 'find' | 'open'>;
  readonly inventory: Pick<Inventory, 'find' | 'findWhole' | 'state' | 'remove' | 'onDidChange'>;
  readonly dialects: ReadonlyMap<DialectId, Pick<Dialect, 'label'>>;
  readonly uses: Pick<KnownUses, 'served' | 'failure' | 'onDidChange'>;
  /** The slices of the extension host by default. */
  readonly inSlices?: InSlices;
  readonly log: Pick<Log, 'error'>;
  readonly translate: Translate;
  /** Compares the certificate with one of a file, copies it, or opens the file that makes it. */
  readonly act: (kind: 'compare' | 'copyPem' | 'openManifest', subject: GatewaySubject) => Promise<void>;
}

/** A certificate object of a gateway: at once from the inventory where that has it, then from the gateway itself. */
export class GatewaySource implements DetailSource {
  private readonly changes = new Emitter<'known' | 'stale'>();
  private readonly subscriptions: readonly Disposable[];
  private entry: CertificateEntry | undefined;
  private whole: FullEntry | undefined;
  private canEditLabels = false;
  /** The gateway was seen without it. */
  private isGone = false;
  /** The search for uses that is under way, or the last one. */
  private search: object | undefined;
  private usage: Usage | undefined;
  readonly onDidChange = this.changes.event;
  readonly title: string;
  readonly place: string | undefined;
  readonly activity: string;

  constructor(
    readonly subject: Extract<DetailSubject, { from: 'gateway' }>,
    private readonly parts: GatewaySourceParts,
  ) {
    const { inventory, translate } = parts;
    this.entry = inventory.find(subject.connection, subject.id);
    this.whole = inventory.findWhole(subject.connection, subject.id);
    this.title = this.entry?.title ?? translate('Certificate {id}', { id: subject.id });
    this.place = parts.connections.find(subject.connection)?.name;
    this.activity = translate('Reading from the gateway…');
    this.subscriptions = [
      inventory.onDidChange((connection) => {
        if (connection === subject.connection) this.follow();
      }),
      parts.uses.onDidChange((connection) => {
        if (connection !== subject.connection || !this.entry) return;
        void this.findUses();
        this.changes.fire('known');
      }),
    ];
    void this.findUses();
  }

  offered(): readonly DetailChangeKind[] {
    if (this.isOver || !this.isChangeable()) return [];
    return this.canEditLabels ? ['editLabels', 'update', 'delete'] : ['update', 'delete'];
  }

  private isChangeable(): boolean {
    return !this.entry?.stored.isReadOnly && !this.parts.connections.find(this.subject.connection)?.readOnly;
  }

  actions(): readonly PageAction[] {
    if (this.isOver) return [];
    const { translate } = this.parts;
    const isForHosts = this.entry && this.entry.type !== 'client' && this.entry.names.length > 0;
    const owner = this.entry && ownerOf(this.entry.stored);
    return [
      ...(this.isChangeable()
        ? [
            {
              kind: 'renewEverywhere',
              label: translate('Renew Everywhere…'),
              text: translate(
                'Replaces it on every gateway that holds it. You see who is affected, then type each ID.',
              ),
            } as const,
          ]
        : []),
      ...(isForHosts ? hostActions(translate) : []),
      ...(owner
        ? [
            {
              kind: 'openManifest',
              label: translate('Open Manifest'),
              text: translate('Looks in the workspace for the file that defines it, which is the one to change.'),
            } as const,
          ]
        : []),
      {
        kind: 'compare',
        label: translate('Compare with File…'),
        text: translate('Shows it beside a certificate of a file.'),
      },
      // There is no PEM to copy where the gateway sends metadata, or a secret reference.
      ...(this.entry?.stored.metadata || this.entry?.content === 'secretReference'
        ? []
        : [
            {
              kind: 'copyPem',
              label: translate('Copy PEM'),
              text: translate('Copies the certificate with its chain. No key is copied.'),
            } as const,
          ]),
    ];
  }

  known(): DetailInput | undefined {
    if (this.whole) return this.toInput(this.whole);
    return this.entry && this.withUses(this.entry, toRowInput(this.entry, this.words(this.entry)));
  }

  async read(signal: AbortSignal): Promise<SourceReading> {
    const { connections, log, translate } = this.parts;
    try {
      const opened = await connections.open(this.subject.connection);
      if (!opened.ok) return { ok: false, sentence: opened.sentence };
      this.canEditLabels = opened.gateway.capabilities.canEditLabelsAlone;
      const connection = connections.find(this.subject.connection);
      if (!connection) return { ok: false, sentence: translate('This connection no longer exists.') };
      const stored = await opened.gateway.read(this.subject.id, signal);
      // Kept: what uses it may become known later, and is shown with all of it.
      this.whole = toEntry(connection, stored);
      this.isGone = false;
      await this.findUses();
      return { ok: true, input: this.toInput(this.whole) };
    } catch (error) {
      if (error instanceof GatewayError && error.kind === 'notFound') {
        this.isGone = true;
        // Its row goes with it.
        this.parts.inventory.remove(this.subject.connection, this.subject.id);
        return {
          ok: false,
          sentence: translate(
            'The gateway no longer has this certificate: it was deleted, or the connection now leads elsewhere.',
          ),
        };
      }
      const dialect = connections.find(this.subject.connection)?.dialect;
      const text = failureText(error, { dialect, translate });
      if (text) log.error(translate('Reading certificate {id}', { id: this.subject.id }), error);
      return { ok: false, sentence: text?.sentence ?? translate('Reading was stopped.') };
    }
  }

  async act(kind: PageActionKind): Promise<void> {
    if (kind === 'compare' || kind === 'copyPem' || kind === 'openManifest') await this.parts.act(kind, this.subject);
  }

  dispose(): void {
    this.search = undefined;
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changes.dispose();
  }

  /** Returns whether there is nothing to ask any more: a page may outlive its certificate, and its connection. */
  private get isOver(): boolean {
    return this.isGone || !this.parts.connections.find(this.subject.connection);
  }

  private follow(): void {
    const { connections, inventory } = this.parts;
    const { connection, id } = this.subject;
    // Reading again says so.
    if (!connections.find(connection)) return this.changes.fire('stale');
    const state = inventory.state(connection);
    const entry = inventory.find(connection, id);
    if (entry === this.entry) return;
    // A page that has not arrived yet is no sign that the certificate is gone.
    if (!entry && (state.kind !== 'ready' || !state.isComplete)) return;
    this.entry = entry;
    this.whole = inventory.findWhole(connection, id);
    void this.findUses();
    if (this.whole) return this.changes.fire('known');
    // The row knows less than the page: what it knows is shown until the rest is read.
    this.changes.fire('stale');
  }

  private toInput(entry: FullEntry): DetailInput {
    return this.withUses(entry, toGatewayInput(entry, this.words(entry)));
  }

  private words({ connection: { dialect } }: CertificateEntry): Words {
    const { dialects, translate } = this.parts;
    return { gateway: dialects.get(dialect)?.label ?? dialect, translate };
  }

  /**
   * Finds what uses it and what gets in its way, in slices. What the first slice finds is known at once; until more is
   * found, what was found before is shown.
   */
  private async findUses(): Promise<void> {
    const entry = this.whole ?? this.entry;
    const served = this.parts.uses.served(this.subject.connection);
    if (!entry || !served) {
      this.search = this.usage = undefined;
      return;
    }
    const search = {};
    this.search = search;
    let isAtOnce = true;
    const work = function* (source: GatewaySource): Cooperative<void> {
      const use = yield* useOf(served, [entry.stored.id]);
      const conflicts = yield* entryConflicts(entry, served.table);
      source.usage = { use, conflicts, unknown: served.used.unknown };
      if (!isAtOnce) source.changes.fire('known');
    };
    const { inSlices = inHostSlices } = this.parts;
    const done = inSlices(work(this), () => this.search === search);
    isAtOnce = false;
    await done;
  }

  private withUses(entry: CertificateEntry, input: GatewayCertificateInput): DetailInput {
    const { translate } = this.parts;
    const { use, conflicts = [], unknown = [] } = this.usage ?? {};
    // That its own name goes before the wildcard of another is as it should be.
    const shown = conflicts.filter(
      (conflict) => conflict.kind !== 'shadowed' || conflict.ids.shown.includes(entry.stored.id),
    );
    const failure = this.parts.uses.failure(entry.connection.id);
    const { dialect } = entry.connection;
    return {
      ...input,
      ...(failure && { usesFailure: failureText(failure, { dialect, translate })?.sentence }),
      ...(use && {
        usedBy: {
          ...toUsedBy(use, entry, translate),
          unknown: unknown.map((sentence) => translateSentence(sentence, translate)),
        },
      }),
      ...(shown.length > 0 && {
        conflicts: shown.slice(0, maxConflicts).map((conflict) => conflictText(conflict, translate)),
      }),
    };
  }
}

/** Conflicts of names that are said at the top of the page. */
const maxConflicts = 5;

/** The uses of a certificate, and the names that conflict with it, by the last complete list. */
interface Usage {
  readonly use: CertificateUse | undefined;
  readonly conflicts: readonly Conflict[];
  /** Reasons why more may use it. */
  readonly unknown: UsedHosts['unknown'];
}
