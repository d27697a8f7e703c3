import { failureText } from '../../app/base/failureText';
import type { Connections } from '../../app/connections/connections';
import type { CertificateEntry, FullEntry } from '../../app/inventory/certificateEntry';
import { toEntry } from '../../app/inventory/certificateEntry';
import { conflictText, entryConflicts } from '../../app/inventory/conflicts';
import type { Inventory } from '../../app/inventory/inventory';
import { toLabelText } from '../../app/inventory/labelText';
import { ownerName, ownerOf, ownerWarning } from '../../app/inventory/owner';
import { useOf } from '../../app/usage/certificateUse';
import type { KnownUses } from '../../app/usage/knownUses';
import { toUsedBy } from '../../app/usage/usedBy';
import type { DetailInput, GatewayCertificateInput } from '../../core/details/input';
import { certificatesOf, readPemDocument } from '../../core/document/document';
import type { Certificate } from '../../core/model';
import type { Dialect, DialectId } from '../../gateway/gateway';
import { GatewayError } from '../../gateway/gateway';
import { runSync } from '../../shared/cooperative';
import type { Disposable } from '../../shared/emitter';
import { Emitter } from '../../shared/emitter';
import type { ChangeKind, DetailSubject, GatewaySubject, PageAction, PageActionKind } from '../../shared/protocol';
import type { Translate } from '../../shared/translate';
import type { Log } from '../base/log';
import { hostActions } from './hostActions';
import type { DetailSource, SourceReading } from './source';

export interface GatewaySourceParts {
  readonly connections: Pick<Connections, 'find' | 'open'>;
  readonly inventory: Pick<Inventory, 'find' | 'findWhole' | 'state' | 'remove' | 'onDidChange'>;
  readonly dialects: ReadonlyMap<DialectId, Pick<Dialect, 'label'>>;
  readonly uses: Pick<KnownUses, 'served' | 'onDidChange'>;
  readonly log: Pick<Log, 'error'>;
  readonly translate: Translate;
  /** Compares the certificate with one of a file, or copies it. */
  readonly act: (kind: 'compare' | 'copyPem', subject: GatewaySubject) => Promise<void>;
}

/** A certificate object of a gateway: at once from the inventory where that has it, then from the gateway itself. */
export class GatewaySource implements DetailSource {
  private readonly changes = new Emitter<'known' | 'stale'>();
  private readonly subscriptions: readonly Disposable[];
  private entry: CertificateEntry | undefined;
  private whole: FullEntry | undefined;
  private canEditLabels = false;
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
        if (connection === subject.connection && this.entry) this.changes.fire('known');
      }),
    ];
  }

  offered(): readonly ChangeKind[] {
    // A page may outlive its connection.
    if (!this.parts.connections.find(this.subject.connection)) return [];
    return this.canEditLabels ? ['editLabels', 'update', 'delete'] : ['update', 'delete'];
  }

  actions(): readonly PageAction[] {
    const { translate } = this.parts;
    const isForHosts = this.entry && this.entry.type !== 'client' && this.entry.names.length > 0;
    return [
      ...(isForHosts ? hostActions(translate) : []),
      {
        kind: 'compare',
        label: translate('Compare with File…'),
        text: translate('Shows it beside a certificate of a file.'),
      },
      ...(this.entry?.stored.metadata
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
    return this.whole && this.toInput(this.whole);
  }

  async read(signal: AbortSignal): Promise<SourceReading> {
    const { connections, log, translate } = this.parts;
    const opened = await connections.open(this.subject.connection);
    if (!opened.ok) return { ok: false, sentence: opened.sentence };
    this.canEditLabels = opened.gateway.capabilities.canEditLabelsAlone;
    const connection = connections.find(this.subject.connection);
    if (!connection) return { ok: false, sentence: translate('This connection no longer exists.') };
    try {
      const stored = await opened.gateway.read(this.subject.id, signal);
      return { ok: true, input: this.toInput(toEntry(connection, stored)) };
    } catch (error) {
      if (error instanceof GatewayError && error.kind === 'notFound') {
        // Its row goes with it.
        this.parts.inventory.remove(this.subject.connection, this.subject.id);
        return {
          ok: false,
          sentence: translate(
            'The gateway no longer has this certificate: it was deleted, or the connection now leads elsewhere.',
          ),
        };
      }
      const text = failureText(error, { dialect: connection.dialect, translate });
      if (text) log.error(translate('Reading certificate {id}', { id: this.subject.id }), error);
      return { ok: false, sentence: text?.sentence ?? translate('Reading was stopped.') };
    }
  }

  async act(kind: PageActionKind): Promise<void> {
    if (kind === 'compare' || kind === 'copyPem') await this.parts.act(kind, this.subject);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.changes.dispose();
  }

  private follow(): void {
    const { inventory } = this.parts;
    const { connection, id } = this.subject;
    const state = inventory.state(connection);
    const entry = inventory.find(connection, id);
    if (entry === this.entry) return;
    // A page that has not arrived yet is no sign that the certificate is gone.
    if (!entry && (state.kind !== 'ready' || !state.isComplete)) return;
    this.entry = entry;
    this.whole = inventory.findWhole(connection, id);
    this.changes.fire(this.whole ? 'known' : 'stale');
  }

  private toInput(entry: FullEntry): DetailInput {
    const { dialects, translate, uses } = this.parts;
    const { dialect, id } = entry.connection;
    const served = uses.served(id);
    const use = served && runSync(useOf(served, [entry.stored.id]));
    // That its own name goes before the wildcard of another is as it should be.
    const conflicts = (served ? entryConflicts(entry, served.table) : []).filter(
      (conflict) => conflict.kind !== 'shadowed' || conflict.ids.includes(entry.stored.id),
    );
    return {
      ...toGatewayInput(entry, { gateway: dialects.get(dialect)?.label ?? dialect, translate }),
      ...(use && { usedBy: toUsedBy(use, entry, translate) }),
      ...(conflicts.length > 0 && {
        conflicts: conflicts.slice(0, maxConflicts).map((conflict) => conflictText(conflict, translate)),
      }),
    };
  }
}

/** Conflicts of names that are said at the top of the page. */
const maxConflicts = 5;

/** Returns what the details page shows of an object, as the gateway tells it. */
export function toGatewayInput(
  { stored, connection, chain, note }: FullEntry,
  { gateway, translate }: { readonly gateway: string; readonly translate: Translate },
): GatewayCertificateInput {
  const { ca, extraCertificates, revision: _revision, ...rest } = stored;
  const owner = ownerOf(stored.labels);
  return {
    ...rest,
    from: 'gateway',
    ...(owner && { owner: { name: ownerName(owner, translate), note: ownerWarning(owner, translate) } }),
    connection: connection.name,
    isProduction: connection.production === true,
    gateway,
    labels: stored.labels.map(toLabelText),
    chain,
    ...(ca && { ca: { ...ca, certificates: readCertificates(ca.pem) } }),
    extraChains: extraCertificates.map(readCertificates),
    notes: [...(note === undefined ? [] : [note]), ...stored.notes].map((sentence) => translate(sentence)),
  };
}

const readCertificates = (pem: string | undefined): readonly Certificate[] =>
  pem === undefined ? [] : certificatesOf(readPemDocument(pem));
